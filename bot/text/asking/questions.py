"""From a typed line, or from options given one by one, to a checked `Question`."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from difflib import get_close_matches

from bot.domain.errors import QuestionError
from bot.domain.questions import (
    COMMANDS,
    Command,
    Option,
    OptionKind,
    Question,
    Value,
    command_named,
)
from bot.text.asking.states import read_state
from bot.text.asking.typed import straight, typed_line

LONGEST_QUESTION = 1000
#: Further back nothing is looked for; a date may still be earlier.
LONGEST_LOOK = timedelta(days=3650)
_SPAN = re.compile(r"(\d{1,6})\s*(m|min|h|hours?|d|days?|w|weeks?|mo)", re.ASCII)
_UNITS = {
    "m": timedelta(minutes=1),
    "min": timedelta(minutes=1),
    "h": timedelta(hours=1),
    "hour": timedelta(hours=1),
    "hours": timedelta(hours=1),
    "d": timedelta(days=1),
    "day": timedelta(days=1),
    "days": timedelta(days=1),
    "w": timedelta(weeks=1),
    "week": timedelta(weeks=1),
    "weeks": timedelta(weeks=1),
    "mo": timedelta(days=30),
}
#: An option as command lines have it; phones make one long dash of two.
_DASHED = re.compile(r"(?:--|[–—])(?P<key>[A-Za-z_]{1,20})(?:[=:](?P<value>.*))?")
_YES, _NO = {"true", "yes", "1", "on"}, {"false", "no", "0", "off"}
_NAMES = tuple(command.name for command in COMMANDS)
#: One word, one phrase, or key:value with a quoted value; spaces part them.
_TOKEN = re.compile(r'[A-Za-z_]+:"[^"]*"|-?"[^"]*"|\S+')


def parse_question(text: str, *, now: datetime) -> Question:
    """Read one line such as `search "detainer letters" state:NY since:30d`.

    Raises QuestionError, whose text tells the asker what to type instead.
    """
    line = typed_line(text)
    if len(line) > LONGEST_QUESTION:
        raise QuestionError(f"A question may have at most {LONGEST_QUESTION} characters.")
    command, rest = _command_of(line or "help")
    raw, words = _options_of(command, rest)
    if words:
        if command.argument is None:
            raise QuestionError(
                f"`{command.name}` takes no words of its own, but found “{words}”. "
                f"Try: {command.example}"
            )
        _check_bare_choice(command, words)
        raw |= _words_of(command, command.argument.name, words, raw)
    return build_question(command.name, raw, now=now, text=line)


def build_question(
    command: str, raw: Mapping[str, str], *, now: datetime, text: str | None = None
) -> Question:
    """Check options given one by one as strings; raises QuestionError."""
    found = command_named(command)
    if found is None:
        raise QuestionError(_unknown(command))
    options = ([found.argument] if found.argument else []) + list(found.options)
    values: dict[str, Value] = {}
    for option in options:
        given = raw.get(option.name, "").strip() or option.default
        if given is None:
            if option.required:
                raise QuestionError(f"`{found.name}` needs {option.about}. Try: {found.example}")
            continue
        values[option.name] = _value(option, given, now)
    return Question(command=found.name, text=text or _typed(found, raw), values=values)


def parse_moment(text: str, *, now: datetime) -> datetime:
    """Return the time a span back from now (`24h`, `7d`) or a date (`2026-03-01`) names.

    A time of day may stand with the date (`2026-03-01T14:30Z`); without a zone it is in that of
    `now`, as today and yesterday are. The time returned is UTC.

    Raises QuestionError.
    """
    span = _span(text)
    if span is not None:
        return now.astimezone(UTC) - min(span, LONGEST_LOOK)
    word = text.strip().lower()
    if word in {"today", "yesterday"}:
        midnight = now.replace(hour=0, minute=0, second=0, microsecond=0)
        return (midnight - timedelta(days=word == "yesterday")).astimezone(UTC)
    try:
        moment = datetime.fromisoformat(word.upper())
        return (moment if moment.tzinfo else moment.replace(tzinfo=now.tzinfo)).astimezone(UTC)
    except (ValueError, OverflowError):
        raise QuestionError(
            f"“{text}” is no time. Use a span such as 90m, 24h, 7d, or a date such as 2026-03-01."
        ) from None


def tokens(text: str) -> Sequence[str]:
    """Return words, quoted phrases and key:value pairs, in their order."""
    return _TOKEN.findall(straight(text))


def _command_of(line: str) -> tuple[Command, str]:
    words = line.split(" ")
    for length in (2, 1):
        name = " ".join(words[:length]).lower()
        command = command_named(name)
        if command is not None:
            return command, " ".join(words[length:])
    raise QuestionError(_without_its_second_word(words) or _unknown(words[0]))


def _without_its_second_word(words: Sequence[str]) -> str | None:
    """Say which second words a command such as `watch` takes; None for every other."""
    first = words[0].lower()
    seconds = [name.split(" ")[1] for name in _NAMES if name.startswith(f"{first} ")]
    if not seconds:
        return None
    given = words[1] if len(words) > 1 else ""
    near = get_close_matches(given.lower(), seconds, n=1)
    found = f", but found “{given[:40]}”" if given else ""
    hint = f" Did you mean `{first} {near[0]}`?" if near else ""
    return f"`{first}` takes one of {', '.join(seconds)}{found}.{hint}"


def _unknown(word: str) -> str:
    near = get_close_matches(word.lower(), _NAMES, n=1, cutoff=0.5)
    hint = f"Did you mean `{near[0]}`?" if near else "Type `help` for what you can ask."
    return f"There is no command “{word[:40]}”. {hint}"


def _options_of(command: Command, rest: str) -> tuple[dict[str, str], str]:
    """Split what follows the command into its own options and the words of its argument."""
    own = {option.name for option in command.options}
    raw: dict[str, str] = {}
    words: list[str] = []
    for token in tokens(rest):
        _check_dashes(command, token, own)
        key, colon, value = token.partition(":")
        if colon and key.lower() in own:
            raw[key.lower()] = value.strip('"')
        elif colon and value and not value.startswith("//") and command.argument is None:
            raise QuestionError(
                f"`{command.name}` has no option “{key[:40]}”. Try: {command.example}"
            )
        else:
            words.append(token)
    text = " ".join(words)
    phrases = command.argument is not None and command.argument.name == "query"
    if not phrases and text.count('"') == 2 and text[0] == text[-1] == '"':
        text = text[1:-1]
    return raw, text


def _check_dashes(command: Command, token: str, own: Collection[str]) -> None:
    """Refuse `--n=3` for what is written n:3; a word after one dash is left to the search."""
    match = _DASHED.fullmatch(token)
    if match and match["key"].lower() in own:
        key, value = match["key"].lower(), match["value"] or "…"
        raise QuestionError(f"Options have no dashes here: {key}:{value}. Try: {command.example}")


def _check_bare_choice(command: Command, words: str) -> None:
    """Refuse `story 12 timeline` for what is written view:timeline."""
    story, _, word = words.partition(" ")
    if not story.lstrip("#").isdecimal() and not story.startswith(("http://", "https://")):
        return
    option = next((one for one in command.options if word.lower() in one.choices), None)
    if option is not None and command.rest is None:
        typed = f"{command.name} {story} {option.name}:{word.lower()}"
        raise QuestionError(f"Options stand after their names. Did you mean: {typed}")


def _words_of(
    command: Command, argument: str, words: str, raw: Mapping[str, str]
) -> dict[str, str]:
    """Give a command's words to its argument, or to the argument and what stands after it."""
    if command.rest is None or command.rest in raw:
        return {argument: words}
    first, _, others = words.partition(" ")
    return {argument: first, command.rest: others}


def _value(option: Option, given: str, now: datetime) -> Value:
    match option.kind:
        case OptionKind.TEXT:
            return given
        case OptionKind.COUNT:
            return _count(option, given)
        case OptionKind.SPAN:
            return _span_of(option, given)
        case OptionKind.MOMENT:
            return parse_moment(given, now=now)
        case OptionKind.CHOICE:
            if given.lower() not in option.choices:
                raise QuestionError(unlisted(option.name, given, option.choices))
            return given.lower()
        case OptionKind.STATE:
            return read_state(given)
        case OptionKind.FLAG:
            return _flag(option, given)


def _flag(option: Option, given: str) -> bool:
    """Read yes or no; a word that is neither must not pass for no: it may be the riskier."""
    word = given.lower()
    if word in _YES | _NO:
        return word in _YES
    raise QuestionError(f"{option.name}:{given[:40]} is neither true nor false.")


def unlisted(name: str, given: str, choices: Sequence[str]) -> str:
    """Say what may be given instead of a word that is not among the choices."""
    near = get_close_matches(given.lower(), choices, n=1, cutoff=0.75)
    hint = f"Did you mean {near[0]}? " if near else ""
    return f"{name}:{given[:40]} is not known. {hint}Choose of: {', '.join(choices)}."


def _count(option: Option, given: str) -> int:
    if not (given.isascii() and given.isdecimal()):
        raise QuestionError(f"{option.name}:{given} is no number.")
    number = int(given[:9])
    if not option.minimum <= number <= option.maximum:
        raise QuestionError(
            f"{option.name}:{given} is out of range: {option.minimum} to {option.maximum}."
        )
    return number


def _span(text: str) -> timedelta | None:
    match = _SPAN.fullmatch(text.strip().lower())
    if match is None:
        return None
    span: timedelta = _UNITS[match.group(2)] * int(match.group(1))
    return span


def _span_of(option: Option, given: str) -> timedelta:
    """Read a span no longer than its option takes; a shorter one would answer another question."""
    span = _span(given)
    if span is not None and span <= option.longest:
        return span
    fault = "is no span" if span is None else "is too long"
    raise QuestionError(
        f"{option.name}:{given[:40]} {fault}. Use minutes, hours, days or weeks, at most "
        f"{option.longest.days} days: 90m, 24h, 7d, 12w."
    )


def _typed(command: Command, raw: Mapping[str, str]) -> str:
    """Return the line that asks the same, for buttons that ask again."""
    parts = [command.name]
    if command.argument:
        parts.append(_typed_words(command, raw.get(command.argument.name, "")))
    for option in command.options:
        value = " ".join(raw.get(option.name, "").split())
        if value:
            parts.append(f'{option.name}:"{value}"' if " " in value else f"{option.name}:{value}")
    return " ".join(part for part in parts if part)


def _typed_words(command: Command, words: str) -> str:
    """Return an argument's words so that none of them is read as an option of the command.

    In a search the one word is put in quotation marks, where it finds the same; elsewhere all are.
    """
    own = {option.name for option in command.options}
    line = " ".join(words.split())
    parts = [
        f'"{token}"' if token.partition(":")[0].lower() in own and ":" in token else token
        for token in tokens(line)
    ]
    typed = " ".join(parts)
    if typed == line or '"' in line:
        return line
    return typed if command.argument and command.argument.name == "query" else f'"{line}"'
