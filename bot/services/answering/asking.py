"""What every answer starts from: the question, the archive, the time and the asker."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta, tzinfo
from zoneinfo import ZoneInfo

from bot.domain.articles import Article, ArticleId, StoryId
from bot.domain.delivery import ChannelRef
from bot.domain.errors import QuestionError
from bot.domain.feeds import Feed, FeedHealth, FeedState
from bot.domain.questions import Asker, Evidence, Line, Question
from bot.domain.stories import Story
from bot.domain.watches import Owner
from bot.ports import Storage, StoryFilter, UnitOfWork
from bot.services.answering.backstage import Backstage
from bot.services.briefing import Briefing
from bot.services.dossier import Dossier, Outline, open_dossier, outline_of
from bot.services.moments import shown_time
from bot.text.printing.counts import counted
from bot.text.prose.urls import canonical_url


@dataclass(frozen=True, slots=True, kw_only=True)
class Asking:
    """One question being answered."""

    question: Question
    asker: Asker
    now: datetime
    unit: UnitOfWork
    briefing: Briefing
    feeds: Sequence[Feed]
    #: For commands that change something: they open a unit of their own.
    storage: Storage
    backstage: Backstage

    @property
    def is_admin(self) -> bool:
        """Whether the asker may change what is this workspace's, by the platform or the operators.

        What is everybody's takes `is_operator`: every workspace has admins of its own.
        """
        return self.asker.is_platform_admin or self._is_listed

    @property
    def is_operator(self) -> bool:
        """Whether the asker may change what is everybody's: feeds, stories, mutes."""
        return self._is_listed or (self.asker.is_platform_admin and self.is_at_home)

    @property
    def is_at_home(self) -> bool:
        """Whether the question comes from the operators' own workspace, server or terminal."""
        return self.backstage.homes.holds(self.asker.platform, self.asker.workspace)

    @property
    def _is_listed(self) -> bool:
        listed = self.backstage.admins().get(self.asker.platform, frozenset())
        return self.asker.user in listed

    def may_know_of(self, channel: ChannelRef) -> bool:
        """Whether the asker may read what is owed to a channel.

        Operators read all; everybody else what comes to where they ask, and to themselves.
        """
        one_name = self.backstage.homes.channel
        mine = {one_name(owner.channel) for owner in owners_of(self.asker)}
        return self.is_operator or one_name(channel) in mine

    def text(self, name: str) -> str | None:
        """Return a text value; None when it was not given."""
        value = self.question.values.get(name)
        return value if isinstance(value, str) else None

    def count(self, name: str, default: int) -> int:
        """Return a count."""
        value = self.question.values.get(name)
        return value if isinstance(value, int) else default

    def moment(self, name: str) -> datetime | None:
        """Return a time; None when it was not given."""
        value = self.question.values.get(name)
        return value if isinstance(value, datetime) else None

    def span(self, name: str, default: timedelta) -> timedelta:
        """Return a length of time."""
        value = self.question.values.get(name)
        return value if isinstance(value, timedelta) else default

    @property
    def zone(self) -> tzinfo:
        """The zone of every time in the answer, and of days: that of `zone_of`."""
        return zone_of(self.asker, self.backstage)

    @property
    def local_now(self) -> datetime:
        """Now on the asker's clock: typed dates without a zone are read by it."""
        return self.now.astimezone(self.zone)

    def when(self, moment: datetime) -> str:
        """Return a time for print, with the name of its zone."""
        return shown_time(moment, self.zone)

    async def dossier(self, reference: str) -> Dossier:
        """Return the story a number or an article's address names; raises QuestionError."""
        dossier = await find_dossier(self.unit, reference)
        if dossier is None:
            raise QuestionError(await self._no_story(reference))
        return dossier

    async def states(self, feeds: Sequence[Feed]) -> list[tuple[Feed, FeedState | None]]:
        """Return feeds with what is remembered of asking them; None for those never asked."""
        known = {state.feed: state for state in await self.unit.feeds.all()}
        return [(feed, known.get(feed.id)) for feed in feeds]

    async def failing(self) -> tuple[str, ...]:
        """Return a caution that names the failing feeds; empty when all answer."""
        names = [
            feed.name
            for feed, state in await self.states(self.feeds)
            if state is not None and state.health is FeedHealth.FAILING
        ]
        if not names:
            return ()
        shown = ", ".join(names[:5]) + (" ..." if len(names) > 5 else "")
        return (f"{counted(len(names), 'feed is', 'feeds are')} failing: {shown}",)

    async def _no_story(self, reference: str) -> str:
        newest = await self.unit.stories.newest(StoryFilter(), limit=1)
        if not newest:
            return "The archive holds no story yet."
        hint = f"The newest is {newest[0].id}: {newest[0].headline}"
        return f"I know no story “{reference[:200]}”. {hint}"


def zone_of(asker: Asker, backstage: Backstage) -> tzinfo:
    """Return the zone somebody reads in: their own, or the operators' where none is told.

    A platform may name a zone that the zone database here does not have.
    """
    try:
        return ZoneInfo(asker.zone) if asker.zone else backstage.zone()
    except (LookupError, ValueError):
        return backstage.zone()


def owners_of(asker: Asker) -> list[Owner]:
    """Return whose watches somebody sees here: their own, then the channel's."""
    me = Owner(platform=asker.platform, workspace=asker.workspace, target=asker.user)
    if asker.channel is None:
        return [me]
    return [me, replace(me, target=asker.channel.target, is_channel=True)]


async def find_dossier(unit: UnitOfWork, reference: str) -> Dossier | None:
    """Return the story a number or an article's address names, or None."""
    word = reference.strip().strip("<>").lstrip("#")
    if word.isascii() and word.isdecimal():
        return await open_dossier(unit, StoryId(int(word[:15])))
    url = canonical_url(word)
    article = await unit.articles.by_url(url) if url else None
    return await open_dossier(unit, article.story) if article else None


#: The archive counts what a search finds no further than it ranks.
MOST_COUNTED = 5000


def hits_of(count: int) -> str:
    """Return how many articles a search found, in words; past `MOST_COUNTED` nobody counted."""
    articles = counted(count, "article")
    return articles if count < MOST_COUNTED else f"at least {articles}"


def evidence_of(article: Article) -> Evidence:
    """Return an article as evidence."""
    return Evidence(outlet=article.outlet, url=article.url, at=article.published_at)


async def story_line(unit: UnitOfWork, story: Story) -> Line | None:
    """Return a story as one line: headline, number, how many outlets, lead and time."""
    outline = await outline_of(unit, story)
    return line_of(outline) if outline is not None else None


def line_of(outline: Outline) -> Line:
    """Return a story as one line: headline, number, how many outlets, lead and time."""
    lead = outline.lead
    outlets = {article.outlet for article in outline.articles}
    own = {each.outlet for each in outline.articles if not each.provenance.is_derivative}
    independent = f", {len(own)} independent" if len(outlets) > 1 else ""
    places = f" · {', '.join(outline.story.states)}" if outline.story.states else ""
    return Line(
        text=lead.title,
        url=lead.url,
        evidence=(evidence_of(lead),),
        detail=f"story {outline.story.id} · {counted(len(outlets), 'outlet')}{independent}{places}",
        story=outline.story.id,
        updated_at=outline.story.updated_at if outline.story.has_developed else None,
    )


def article_number(reference: str) -> ArticleId | None:
    """Return an article number typed as `7` or `a7`, or None."""
    word = reference.strip().lower().removeprefix("a")
    return ArticleId(int(word[:15])) if word.isascii() and word.isdecimal() else None
