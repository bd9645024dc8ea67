"""From the file's text to a Configuration, or to every fault in it at once."""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from pydantic import ValidationError

from bot.adapters.feeds_file.model import (
    ChannelModel,
    DefaultsModel,
    FeedModel,
    FileModel,
    PatternModel,
    RuleModel,
    looks_like_a_secret,
)
from bot.adapters.feeds_file.officials import OfficialModel
from bot.adapters.feeds_file.strict_yaml import Document, read_strictly, shortened
from bot.domain.configuration import Configuration, Retention
from bot.domain.delivery import (
    ChannelRef,
    DigestPlan,
    Platform,
    QuietHours,
    Route,
    RouteId,
)
from bot.domain.errors import ConfigError, Fault
from bot.domain.feeds import Feed, FeedId, Pattern, Rule

_MODELS = (
    *(FileModel, DefaultsModel, FeedModel, ChannelModel, RuleModel, PatternModel),
    OfficialModel,
)


def load_feeds_file(path: Path) -> Configuration:
    """Read and check feeds.yaml; raises ConfigError with every fault and its line."""
    name = path.name
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError as error:
        reason = "there is no such file; name it with --feeds or FEEDS_FILE"
        raise ConfigError([Fault(file=str(path), line=None, reason=reason)]) from error
    except UnicodeDecodeError as error:
        fault = Fault(file=name, line=None, reason="the file is not UTF-8; save it as UTF-8")
        raise ConfigError([fault]) from error
    except OSError as error:
        reason = f"cannot be read: {error.strerror}"
        raise ConfigError([Fault(file=str(path), line=None, reason=reason)]) from error
    return read_feeds_text(text, name)


def read_feeds_text(text: str, file: str = "feeds.yaml") -> Configuration:
    """Check the text of a feeds.yaml; raises ConfigError with every fault and its line."""
    document = read_strictly(text, file)
    if document.value is None and document.faults:
        raise ConfigError(document.faults)
    checked = _Checked(document, file)
    faults = [*document.faults, *checked.faults()]
    if faults or checked.model is None:
        raise ConfigError(sorted(set(faults), key=lambda fault: (fault.line or 0, fault.reason)))
    return _build(checked.model)


class _Checked:
    """A document held against the model, and what the model cannot see."""

    def __init__(self, document: Document, file: str) -> None:
        self._document = document
        self._file = file
        self._errors: list[Any] = []
        self.model: FileModel | None = None
        try:
            self.model = FileModel.model_validate(document.value)
        except ValidationError as error:
            self._errors = list(error.errors(include_url=False))

    def faults(self) -> Iterator[Fault]:
        for error in self._errors:
            if error["type"] == "too_short" and self._has_faults_below(error["loc"]):
                continue  # the list is short because its items are wrong, which is told already
            path = self._path(error["loc"])
            yield self._fault(path, _reason(error, path))
        yield from self._secrets(self._document.value, ())
        yield from self._names()

    def _has_faults_below(self, loc: Sequence[str | int]) -> bool:
        return any(
            len(other["loc"]) > len(loc) and other["loc"][: len(loc)] == loc
            for other in self._errors
        )

    def _names(self) -> Iterator[Fault]:
        """Names that are taken twice or point nowhere, whatever else is wrong."""
        value = self._document.value
        if not isinstance(value, dict):
            return
        rules = value.get("rules")
        known_rules = list(rules) if isinstance(rules, dict) else []
        feeds = _items(value, "feeds")
        yield from self._twice(feeds, "feeds", "id")
        yield from self._twice(_items(value, "channels"), "channels", "id")
        ids = [str(feed.get("id")) for feed in feeds]
        for i, feed in enumerate(feeds):
            for j, rule in enumerate(_strings(feed.get("rules"))):
                if rule not in known_rules:
                    yield self._fault(("feeds", i, "rules", j), _unknown("rule", rule, known_rules))
        for i, channel in enumerate(_items(value, "channels")):
            which = channel.get("feeds")
            wanted = which.get("ids") if isinstance(which, dict) else which
            for feed_id in _strings(wanted):
                if feed_id not in ids:
                    yield self._fault(("channels", i, "feeds"), _unknown("feed", feed_id, ids))

    def _twice(self, items: Sequence[dict[str, Any]], where: str, key: str) -> Iterator[Fault]:
        seen: dict[str, int] = {}
        for i, item in enumerate(items):
            name = str(item.get(key))
            if name in seen:
                line = self._document.line_of((where, seen[name], key))
                yield self._fault(
                    (where, i, key), f"{key} “{name}” is taken by line {line}; choose another"
                )
            seen.setdefault(name, i)

    def _secrets(self, value: object, path: tuple[str | int, ...]) -> Iterator[Fault]:
        if isinstance(value, dict):
            for key, each in value.items():
                yield from self._secrets(each, (*path, key))
        elif isinstance(value, list):
            for i, each in enumerate(value):
                yield from self._secrets(each, (*path, i))
        elif isinstance(value, str) and looks_like_a_secret(value):
            yield self._fault(path, "this is a token; tokens stand in the environment only")

    def _path(self, loc: Sequence[str | int]) -> tuple[str | int, ...]:
        """Return the part of a model's location that the file has."""
        path: tuple[str | int, ...] = ()
        for step in loc:
            if (*path, step) in self._document.lines:
                path = (*path, step)
        return path

    def _fault(self, path: tuple[str | int, ...], reason: str) -> Fault:
        line = self._document.line_of(path)
        return Fault(file=self._file, line=line, reason=shortened(reason))


def _reason(error: Any, path: tuple[str | int, ...]) -> str:
    where = ".".join(str(step) for step in path)
    name = str(error["loc"][-1]) if error["loc"] else ""
    match error["type"]:
        case "extra_forbidden":
            return f"unknown key “{name}”{_near_key(name)}"
        case "missing":
            return f"{where or 'the file'} needs “{name}”"
        case "value_error":
            return f"{where}: {error['ctx']['error']}"
        case "enum" | "literal_error":
            return f"{where}: {error['input']!r} is not known; use {error['ctx']['expected']}"
        case "too_short":
            return f"{where}: the list is empty; it needs at least one item"
        case "string_pattern_mismatch":
            return (
                f"{where}: {error['input']!r} does not fit; "
                f"use small letters, digits, - and _ (pattern {error['ctx']['pattern']})"
            )
        case kind if kind in _REMEDIES:
            return f"{where or 'the file'}: {_shown(error['input'])}; write {_REMEDIES[kind]}"
        case _:
            return f"{where}: {error['msg'][:1].lower()}{error['msg'][1:]}"


#: What is to be written where YAML read another kind of value; the model's words name its classes.
_REMEDIES = {
    "string_type": "a text, in quotes where it is a number or begins with #",
    "bool_type": "true or false",
    "int_type": "a whole number",
    "float_type": "a number",
    "float_parsing": "a number",
    "tuple_type": "a list, as in [one, two]",
    "dict_type": "keys with their values, as in {key: value}",
    "model_type": "keys with their values, as in {key: value}",
}


def _shown(value: object) -> str:
    match value:
        case None:
            return "nothing stands here"
        case list():
            return "a list does not fit"
        case dict():
            return "keys do not fit"
        case _:
            return f"{value!r} does not fit"


def _near_key(name: str) -> str:
    known = {field.alias or key for model in _MODELS for key, field in model.model_fields.items()}
    near = difflib.get_close_matches(name, sorted(known), n=1)
    return f"; did you mean “{near[0]}”?" if near else "; remove it"


def _unknown(what: str, name: str, known: Sequence[str]) -> str:
    near = difflib.get_close_matches(name, known, n=1)
    hint = f"did you mean “{near[0]}”?" if near else f"known: {', '.join(known) or 'none'}"
    return f"there is no {what} “{name}”; {hint}"


def _items(value: dict[str, Any], key: str) -> list[dict[str, Any]]:
    items = value.get(key)
    return [each for each in items if isinstance(each, dict)] if isinstance(items, list) else []


def _strings(value: object) -> list[str]:
    return [each for each in value if isinstance(each, str)] if isinstance(value, list) else []


@dataclass(frozen=True, slots=True)
class _Named:
    """A rule's model with the name it is called by."""

    name: str
    model: RuleModel


def _build(model: FileModel) -> Configuration:
    rules = {name: _rule(_Named(name, each)) for name, each in model.rules.items()}
    return Configuration(
        feeds=tuple(_feed(feed, model.defaults, rules) for feed in model.feeds),
        routes=tuple(_route(channel) for channel in model.channels),
        zone=ZoneInfo(model.timezone),
        contact=model.contact,
        admins={
            Platform.SLACK: frozenset(model.admins.slack),
            Platform.DISCORD: frozenset(model.admins.discord),
        },
        redact=frozenset(model.privacy.redact),
        retention=Retention(articles=model.retention.articles, dropped=model.retention.dropped),
        officials=tuple(each.term() for each in model.officials),
    )


def _rule(named: _Named) -> Rule:
    def patterns(models: Sequence[PatternModel]) -> tuple[Pattern, ...]:
        return tuple(Pattern(field=each.field, words=each.words, regex=each.re) for each in models)

    return Rule(
        name=named.name,
        min_score=named.model.min_score,
        any_of=patterns(named.model.any),
        none_of=patterns(named.model.none_of),
    )


def _feed(feed: FeedModel, defaults: DefaultsModel, rules: dict[str, Rule]) -> Feed:
    failure = feed.on_failure or defaults.on_failure
    silence = feed.expect_silence or defaults.expect_silence
    return Feed(
        id=FeedId(feed.id),
        name=feed.name,
        url=feed.url,
        type=feed.type,
        kind=feed.kind,
        language=feed.language,
        jurisdictions=feed.jurisdictions,
        interval=feed.interval or defaults.interval,
        max_age=feed.max_age or defaults.max_age,
        backfill=defaults.backfill if feed.backfill is None else feed.backfill,
        body=feed.body or defaults.body,
        rules=tuple(rules[name] for name in feed.rules),
        enabled=feed.enabled,
        notify_after=failure.notify_after,
        pause_after=failure.pause_after,
        expect_silence=None if silence == "auto" else silence,
        map=feed.map,
        select=feed.select,
    )


def _route(channel: ChannelModel) -> Route:
    digest = channel.digest
    quiet = channel.quiet
    return Route(
        id=RouteId(channel.id),
        channel=ChannelRef(
            platform=channel.platform, target=channel.target, workspace=channel.workspace
        ),
        role=channel.role,
        feeds=frozenset(FeedId(each) for each in channel.feeds.ids),
        kinds=frozenset(channel.feeds.kinds),
        jurisdictions=frozenset(channel.jurisdictions),
        entities=frozenset(channel.entities),
        mode=channel.mode,
        digest=DigestPlan(at=digest.at, days=digest.days) if digest else None,
        quiet=QuietHours(start=quiet.start, end=quiet.end) if quiet else None,
        max_posts_per_hour=channel.max_posts_per_hour,
        updates=channel.updates,
        rewrites=channel.rewrites,
    )
