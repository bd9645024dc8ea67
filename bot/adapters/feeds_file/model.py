"""The shape of feeds.yaml: one model checks the file and writes its JSON Schema."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Annotated, Any, Literal

from pydantic import Field, model_validator

from bot.adapters.feeds_file.officials import OfficialModel
from bot.adapters.feeds_file.values import (
    ClockTime,
    Days,
    Expression,
    Interval,
    Name,
    Span,
    State,
    Strict,
    WebAddress,
    Zone,
)
from bot.domain.configuration import Redaction
from bot.domain.delivery import Platform, RewritePolicy, RouteMode, RouteRole, UpdatePolicy
from bot.domain.feeds import BodyPolicy, FeedKind, FeedType

_SECRET = re.compile(r"xox[abp]-|xapp-")
#: What ids of workspaces and servers look like.
_WORKSPACES = {
    Platform.SLACK: re.compile(r"T[A-Z0-9]{2,20}"),
    Platform.DISCORD: re.compile(r"\d{15,20}"),
}


class FailureModel(Strict):
    notify_after: Annotated[int, Field(ge=1, le=100)] = 3
    pause_after: Span = timedelta(days=5)


class DefaultsModel(Strict):
    interval: Interval = timedelta(minutes=15)
    max_age: Span = timedelta(hours=48)
    backfill: Annotated[int, Field(ge=0, le=50)] = 0
    body: Annotated[BodyPolicy, Field(strict=False)] = BodyPolicy.FEED
    on_failure: FailureModel = FailureModel()
    expect_silence: Literal["auto"] | Span = "auto"


class PatternModel(Strict):
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


class RuleModel(Strict):
    min_score: Annotated[float, Field(ge=0, le=1, strict=False)] | None = None
    any: tuple[PatternModel, ...] = Field(default=(), strict=False)
    none_of: tuple[PatternModel, ...] = Field(default=(), alias="not", strict=False)


class FeedModel(Strict):
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


class WhichFeedsModel(Strict):
    kinds: tuple[Annotated[FeedKind, Field(strict=False)], ...] = Field(default=(), strict=False)
    ids: tuple[str, ...] = Field(default=(), strict=False)


class DigestModel(Strict):
    at: tuple[ClockTime, ...] = Field(min_length=1, strict=False)
    days: Days = frozenset(range(7))


class QuietModel(Strict):
    start: ClockTime = Field(alias="from")
    end: ClockTime = Field(alias="to")


class ChannelModel(Strict):
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


class AdminsModel(Strict):
    slack: tuple[str, ...] = Field(default=(), strict=False)
    discord: tuple[str, ...] = Field(default=(), strict=False)


class PrivacyModel(Strict):
    private_people: Literal["hide"] = "hide"
    redact: tuple[Annotated[Redaction, Field(strict=False)], ...] = Field(
        default=tuple(Redaction), strict=False
    )


class RetentionModel(Strict):
    articles: Span = timedelta(days=400)
    dropped: Span = timedelta(days=7)


class FileModel(Strict):
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
    officials: tuple[OfficialModel, ...] = Field(default=(), max_length=500, strict=False)


def looks_like_a_secret(text: str) -> bool:
    """Whether a value of the file is a token, which belongs into the environment."""
    return _SECRET.match(text) is not None


def json_schema() -> dict[str, Any]:
    """Return the JSON Schema that editors complete and check feeds.yaml with."""
    schema = FileModel.model_json_schema(by_alias=True)
    schema["$schema"] = "https://json-schema.org/draft/2020-12/schema"
    schema["title"] = "nutgraf feeds.yaml"
    return schema
