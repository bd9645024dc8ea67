"""The shape of feeds.yaml: one model checks the file and writes its JSON Schema."""

from __future__ import annotations

import re
from datetime import time, timedelta
from typing import Annotated, Any, Literal
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    WithJsonSchema,
    model_validator,
)

from bot.domain.configuration import Redaction
from bot.domain.delivery import Platform, RewritePolicy, RouteMode, RouteRole, UpdatePolicy
from bot.domain.feeds import BodyPolicy, FeedKind, FeedType
from bot.text.asking.rules import fault_of

_SPAN = re.compile(r"(\d{1,5})(m|h|d)")
_UNITS = {"m": timedelta(minutes=1), "h": timedelta(hours=1), "d": timedelta(days=1)}
_CLOCK = re.compile(r"([01]\d|2[0-3]):([0-5]\d)")
_SECRET = re.compile(r"xox[abp]-|xapp-")
#: What ids of workspaces and servers look like.
_WORKSPACES = {
    Platform.SLACK: re.compile(r"T[A-Z0-9]{2,20}"),
    Platform.DISCORD: re.compile(r"\d{15,20}"),
}
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


def _span(value: object) -> timedelta:
    found = _SPAN.fullmatch(value) if isinstance(value, str) else None
    if found is None:
        raise ValueError(f"{value!r} is no span; write minutes, hours or days: 15m, 48h, 5d")
    span: timedelta = _UNITS[found.group(2)] * int(found.group(1))
    return span


def _interval(value: timedelta) -> timedelta:
    if not timedelta(minutes=1) <= value <= timedelta(hours=24):
        raise ValueError("an interval lies between 1m and 24h")
    return value


def _clock_time(value: object) -> time:
    found = _CLOCK.fullmatch(value) if isinstance(value, str) else None
    if found is None:
        raise ValueError(f'{value!r} is no time of day; write it in quotes, as in "07:30"')
    return time(int(found.group(1)), int(found.group(2)))


def _zone(value: str) -> str:
    try:
        ZoneInfo(value)
    except (KeyError, OSError, ValueError) as error:
        raise ValueError(
            f"{value!r} is no time zone; use a name such as America/New_York"
        ) from error
    return value


def _web_address(value: str) -> str:
    parts = urlsplit(value)
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        raise ValueError(f"{value!r} is no web address; it starts with https:// or http://")
    if parts.username or parts.password:
        raise ValueError("an address may not carry a user name or password")
    return value


def _expression(value: str) -> str:
    fault = fault_of(value)
    if fault is not None:
        raise ValueError(f"{value!r} {fault}")
    return value


def _state(value: str) -> str:
    if not re.fullmatch(r"[A-Z]{2}", value):
        raise ValueError(f"{value!r} is no two-letter state; write IL, NY, or US for all")
    return value


def _days(value: object) -> frozenset[int]:
    days: set[int] = set()
    for item in value if isinstance(value, list) else [value]:
        first, dash, last = str(item).lower().partition("-")
        if first not in WEEKDAYS or (dash and last not in WEEKDAYS):
            raise ValueError(f"{item!r} is no weekday; write mon, or mon-fri")
        start = WEEKDAYS.index(first)
        end = WEEKDAYS.index(last) if dash else start
        days.update((start + i) % 7 for i in range((end - start) % 7 + 1))
    return frozenset(days)


_SPAN_SCHEMA = {"type": "string", "pattern": r"^\d{1,5}[mhd]$"}
_CLOCK_SCHEMA = {"type": "string", "pattern": r"^([01]\d|2[0-3]):[0-5]\d$"}
Span = Annotated[timedelta, BeforeValidator(_span), WithJsonSchema(_SPAN_SCHEMA)]
Interval = Annotated[
    timedelta, BeforeValidator(_span), AfterValidator(_interval), WithJsonSchema(_SPAN_SCHEMA)
]
ClockTime = Annotated[time, BeforeValidator(_clock_time), WithJsonSchema(_CLOCK_SCHEMA)]
Zone = Annotated[str, AfterValidator(_zone)]
WebAddress = Annotated[str, AfterValidator(_web_address)]
Expression = Annotated[str, AfterValidator(_expression)]
State = Annotated[str, AfterValidator(_state)]
Days = Annotated[
    frozenset[int],
    BeforeValidator(_days),
    WithJsonSchema({"type": "array", "items": {"type": "string"}}),
]
Name = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9_-]{0,62}$")]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


class FailureModel(_Strict):
    notify_after: Annotated[int, Field(ge=1, le=100)] = 3
    pause_after: Span = timedelta(days=5)


class DefaultsModel(_Strict):
    interval: Interval = timedelta(minutes=15)
    max_age: Span = timedelta(hours=48)
    backfill: Annotated[int, Field(ge=0, le=50)] = 0
    body: Annotated[BodyPolicy, Field(strict=False)] = BodyPolicy.FEED
    on_failure: FailureModel = FailureModel()
    expect_silence: Literal["auto"] | Span = "auto"


class PatternModel(_Strict):
    field: Literal["any", "title", "text", "url"] = "any"
    words: str | None = None
    re: Expression | None = None

    @model_validator(mode="before")
    @classmethod
    def _plain_words(cls, value: Any) -> Any:
        return {"words": value} if isinstance(value, str) else value

    @model_validator(mode="after")
    def _one_of_two(self) -> PatternModel:
        if (self.words is None) == (self.re is None):
            raise ValueError("give either words or re")
        return self


class RuleModel(_Strict):
    min_score: Annotated[float, Field(ge=0, le=1, strict=False)] | None = None
    any: tuple[PatternModel, ...] = Field(default=(), strict=False)
    none_of: tuple[PatternModel, ...] = Field(default=(), alias="not", strict=False)


class FeedModel(_Strict):
    id: Name
    name: Annotated[str, Field(min_length=1, max_length=120)]
    url: WebAddress
    type: Annotated[FeedType, Field(strict=False)] = FeedType.RSS
    kind: Annotated[FeedKind, Field(strict=False)]
    language: Annotated[str, Field(pattern=r"^[a-z]{2}(-[A-Z]{2})?$")] = "en"
    jurisdictions: tuple[State, ...] = Field(default=("US",), strict=False)
    interval: Interval | None = None
    max_age: Span | None = None
    backfill: Annotated[int, Field(ge=0, le=50)] | None = None
    body: Annotated[BodyPolicy, Field(strict=False)] | None = None
    on_failure: FailureModel | None = None
    expect_silence: Literal["auto"] | Span | None = None
    rules: tuple[str, ...] = Field(default=(), strict=False)
    enabled: bool = True
    map: dict[str, str] = Field(default_factory=dict)
    select: dict[str, str] = Field(default_factory=dict)

    @model_validator(mode="after")
    def _has_what_its_type_needs(self) -> FeedModel:
        if self.type is FeedType.JSON and not {"items", "title", "link"} <= set(self.map):
            raise ValueError("type json needs map: with items, title and link")
        if self.type is FeedType.HTML_LIST and not {"item", "link"} <= set(self.select):
            raise ValueError("type html_list needs select: with item and link")
        return self


class WhichFeedsModel(_Strict):
    kinds: tuple[Annotated[FeedKind, Field(strict=False)], ...] = Field(default=(), strict=False)
    ids: tuple[str, ...] = Field(default=(), strict=False)


class DigestModel(_Strict):
    at: tuple[ClockTime, ...] = Field(min_length=1, strict=False)
    days: Days = frozenset(range(7))


class QuietModel(_Strict):
    start: ClockTime = Field(alias="from")
    end: ClockTime = Field(alias="to")


class ChannelModel(_Strict):
    id: Name
    platform: Annotated[Platform, Field(strict=False)]
    target: Annotated[str, Field(min_length=1, max_length=100)]
    workspace: str | None = None
    role: Annotated[RouteRole, Field(strict=False)] = RouteRole.NEWS
    feeds: WhichFeedsModel = WhichFeedsModel()
    jurisdictions: tuple[State, ...] = Field(default=(), strict=False)
    entities: tuple[str, ...] = Field(default=(), strict=False)
    mode: Annotated[RouteMode, Field(strict=False)] = RouteMode.INSTANT
    digest: DigestModel | None = None
    quiet: QuietModel | None = None
    max_posts_per_hour: Annotated[int, Field(ge=1, le=60)] = 8
    updates: Annotated[UpdatePolicy, Field(strict=False)] = UpdatePolicy.THREAD
    rewrites: Annotated[RewritePolicy, Field(strict=False)] = RewritePolicy.COLLAPSE

    @model_validator(mode="before")
    @classmethod
    def _plain_ids(cls, value: Any) -> Any:
        if isinstance(value, dict) and isinstance(value.get("feeds"), list):
            return {**value, "feeds": {"ids": value["feeds"]}}
        return value

    @model_validator(mode="after")
    def _workspace_is_an_id(self) -> ChannelModel:
        if self.workspace is None:
            return self
        shape = _WORKSPACES.get(self.platform)
        if shape is None:
            raise ValueError("the terminal has no workspace:; leave it out")
        if not shape.fullmatch(self.workspace):
            raise ValueError(
                f"workspace {self.workspace!r} is no id; write T012AB3CD for Slack, "
                '"123456789012345678" for a Discord server'
            )
        if self.role is RouteRole.OPS and self.platform is Platform.SLACK:
            raise ValueError("an ops channel stays in the operators' own; leave workspace: out")
        return self

    @model_validator(mode="after")
    def _digest_has_its_times(self) -> ChannelModel:
        if self.mode is not RouteMode.INSTANT and self.digest is None:
            raise ValueError('mode digest needs digest: with its times, as in {at: ["08:00"]}')
        return self


class AdminsModel(_Strict):
    slack: tuple[str, ...] = Field(default=(), strict=False)
    discord: tuple[str, ...] = Field(default=(), strict=False)


class PrivacyModel(_Strict):
    private_people: Literal["hide"] = "hide"
    redact: tuple[Annotated[Redaction, Field(strict=False)], ...] = Field(
        default=tuple(Redaction), strict=False
    )


class RetentionModel(_Strict):
    articles: Span = timedelta(days=400)
    dropped: Span = timedelta(days=7)


class FileModel(_Strict):
    version: Literal[1]
    timezone: Zone = "America/New_York"
    contact: str | None = None
    defaults: DefaultsModel = DefaultsModel()
    rules: dict[str, RuleModel] = Field(default_factory=dict)
    feeds: tuple[FeedModel, ...] = Field(min_length=1, strict=False)
    channels: tuple[ChannelModel, ...] = Field(default=(), strict=False)
    admins: AdminsModel = AdminsModel()
    privacy: PrivacyModel = PrivacyModel()
    retention: RetentionModel = RetentionModel()


def looks_like_a_secret(text: str) -> bool:
    """Whether a value of the file is a token, which belongs into the environment."""
    return _SECRET.match(text) is not None


def json_schema() -> dict[str, Any]:
    """Return the JSON Schema that editors complete and check feeds.yaml with."""
    schema = FileModel.model_json_schema(by_alias=True)
    schema["$schema"] = "https://json-schema.org/draft/2020-12/schema"
    schema["title"] = "nutgraf feeds.yaml"
    return schema
