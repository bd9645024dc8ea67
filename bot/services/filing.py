"""Filing: entries that were read become articles of stories, with what is owed to channels.

One article is filed at a time (the lock), because each is judged with the ones before it. All
that one poll brings is one transaction; the feed's validators are its last write.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from bot.domain.articles import (
    Article,
    Entry,
    Provenance,
    Reading,
    Revision,
    StoryId,
)
from bot.domain.errors import StorageError
from bot.domain.feeds import Feed, FeedState
from bot.domain.stories import Story
from bot.domain.verdicts import Stage, Trace
from bot.ports import Storage, UnitOfWork
from bot.services import intake
from bot.services.dossier import Dossier, open_dossier
from bot.services.feed_states import save_after_poll
from bot.services.identity import Identity
from bot.services.open_stories import OpenStories
from bot.services.placing import grown, news_at, place
from bot.services.routing import Router
from bot.services.tracing import amended, posting_stage, revision_stage, trace_of
from bot.text.comparing.changes import compare_texts
from bot.text.events.matching import Match, MatchOutcome
from bot.text.names.entities import states_of

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """An entry nobody has decided about, read."""

    entry: Entry
    identity: Identity
    reading: Reading
    #: The article it may be a new text of; None when nothing known shares guid or address.
    known: Article | None


@dataclass(slots=True)
class Filed:
    """What became of a poll's entries."""

    dropped: int = 0
    repeated: int = 0
    revised: int = 0
    joined: int = 0
    opened: int = 0
    #: The traces, for `test-feed` and the poll's log lines.
    traces: list[Trace] = field(default_factory=list)
    stories: list[StoryId] = field(default_factory=list)

    @property
    def kept(self) -> int:
        """How many new articles were stored."""
        return self.joined + self.opened


class Filing:
    """The one place where articles enter stories."""

    def __init__(self, storage: Storage, open_stories: OpenStories, router: Router) -> None:
        self._storage = storage
        self._open = open_stories
        self._router = router
        self._lock = asyncio.Lock()
        #: Whether the index may know articles that were never stored.
        self._is_astray = False

    async def file(
        self,
        feed: Feed,
        state: FeedState,
        candidates: Sequence[Candidate],
        keys: Sequence[str],
        now: datetime,
        *,
        announce: int | None = None,
    ) -> Filed:
        """File candidates, oldest first, and save the feed's state, in one transaction.

        `announce` limits how many of the newest may be posted (a feed's first poll); None means
        all. Raises StorageError; then nothing of this poll is stored, and it is read again.
        However a poll ends early, the next one is judged by what is stored alone.
        """
        ordered = sorted(candidates, key=lambda each: _when(each.entry, now))
        silent = len(ordered) - announce if announce is not None else 0
        filed = Filed()
        async with self._lock:
            if self._is_astray:
                await self._open.load(self._storage, now)
            self._is_astray = True
            async with self._storage.begin() as unit:
                for position, candidate in enumerate(ordered):
                    filing = _OneFiling(
                        unit, self._open, self._router, feed, now, silent=position < silent
                    )
                    await filing.file(candidate, filed)
                await unit.articles.remember(feed.id, keys, now)
                await save_after_poll(unit, state)
                await unit.commit()
            self._is_astray = False
        return filed


class _OneFiling:
    """Files one candidate inside the poll's transaction."""

    def __init__(
        self,
        unit: UnitOfWork,
        open_stories: OpenStories,
        router: Router,
        feed: Feed,
        now: datetime,
        *,
        silent: bool,
    ) -> None:
        self._unit = unit
        self._open = open_stories
        self._router = router
        self._feed = feed
        self._now = now
        self._silent = silent

    async def file(self, candidate: Candidate, filed: Filed) -> None:
        known = candidate.known or await self._filed_meanwhile(candidate)
        if known is None:
            await self._file_new(candidate, filed)
        elif known.feed != self._feed.id:
            # The same page came through another feed (an aggregator); its text there is no edit.
            filed.repeated += 1
            await self._carried_too(known)
        elif known.content_hash == candidate.identity.content_hash:
            filed.repeated += 1
        else:
            await self._revise(known, candidate, filed)

    async def _filed_meanwhile(self, candidate: Candidate) -> Article | None:
        """Return the article another feed brought while this one was being read."""
        url = candidate.identity.url
        found = await self._unit.articles.by_url(url) if url else None
        return found if found is not None and found.feed != self._feed.id else None

    async def _match(self, reading: Reading, at: datetime, outlet: str) -> Match:
        match = self._open.match(reading, at, outlet=outlet)
        precedes = False
        if match.outcome is MatchOutcome.NEW_TURN and match.story is not None:
            told = await self._unit.articles.of_story(match.story)
            precedes = bool(told) and all(each.published_at > at for each in told)
        return intake.settle(match, reading, precedes=precedes)

    async def _carried_too(self, known: Article) -> None:
        """Serve the channels that follow this feed with a story another feed brought first."""
        if self._silent or intake.is_old_news(known.published_at, self._feed, self._now):
            return
        dossier = await open_dossier(self._unit, known.story)
        if dossier is not None:
            here = replace(known, feed=self._feed.id, kind=self._feed.kind)
            articles = tuple(here if each.id == here.id else each for each in dossier.articles)
            carried = replace(dossier, articles=articles)
            await self._router.opened(self._unit, carried, self._now)

    async def _file_new(self, candidate: Candidate, filed: Filed) -> None:
        entry, reading, feed = candidate.entry, candidate.reading, self._feed
        at = _when(entry, self._now)
        outlet = entry.outlet or feed.name
        relevance = self._open.weigh(
            reading, title=entry.title, outlet=outlet, url=candidate.identity.url, at=at
        )
        reading = replace(reading, relevance=relevance)
        rules = intake.apply_rules(
            feed, entry.title, reading.body, candidate.identity.url, relevance.score
        )
        wanted = relevance.relevant and rules.passed
        match = await self._match(reading, at, outlet) if wanted else None
        decision = intake.decide(relevance, rules, match)
        match decision:
            case intake.Drop():
                filed.dropped += 1
                if not relevance.relevant:
                    self._open.reject(entry.title, reading, at)
                await self._trace(candidate, "dropped", decision.stages, filed)
            case intake.Join():
                await self._join(candidate, reading, decision, at, filed)
            case intake.Open():
                await self._open_story(candidate, reading, decision, at, filed)

    async def _open_story(
        self,
        candidate: Candidate,
        reading: Reading,
        decision: intake.Open,
        at: datetime,
        filed: Filed,
    ) -> None:
        article = await self._article(candidate, reading, at, await self._unit.stories.next_id())
        article = place(article, reading, earlier=None, copy_of=None)
        announced = not self._silent and not intake.is_old_news(at, self._feed, self._now)
        story = Story(
            id=article.story,
            headline=article.title,
            lead=article.id,
            opened_at=at,
            updated_at=at,
            continues=decision.continues,
            related=decision.related,
            announced=announced,
            states=article.states,
        )
        await self._unit.stories.add(story)
        await self._note_turn(story)
        await self._add(article, reading)
        self._open.admit(article, reading)
        dossier = Dossier(story=story, articles=(article,), readings=(reading,))
        await self._router.opened(self._unit, dossier, self._now)
        filed.opened += 1
        filed.stories.append(story.id)
        stage = posting_stage(article, announced=announced, silent=self._silent)
        await self._trace(candidate, "opened", (*decision.stages, stage), filed, article=article)

    async def _note_turn(self, story: Story) -> None:
        """Let the story that this one continues know of it; its cards lead here from now on."""
        if story.continues is None:
            return
        earlier = await self._unit.stories.get(story.continues)
        if earlier is not None:
            related = tuple(dict.fromkeys((story.id, *earlier.related)))
            await self._unit.stories.save(replace(earlier, related=related))

    async def _join(
        self,
        candidate: Candidate,
        reading: Reading,
        decision: intake.Join,
        at: datetime,
        filed: Filed,
    ) -> None:
        earlier = await open_dossier(self._unit, decision.story)
        if earlier is None:
            message = f"story {decision.story} is in the index but not in storage"
            raise StorageError(message)
        article = await self._article(candidate, reading, at, earlier.story.id)
        article = place(article, reading, earlier=earlier, copy_of=decision.copy_of)
        fresh = not self._silent and not intake.is_old_news(at, self._feed, self._now)
        story = grown(earlier.story, (*earlier.articles, article), decision.related)
        if fresh and not article.provenance.is_derivative:
            story = replace(story, announced=True)
        await self._unit.stories.save(story)
        await self._add(article, reading)
        self._open.admit(article, reading)
        dossier = Dossier(
            story=story,
            articles=(*earlier.articles, article),
            readings=(*earlier.readings, reading),
        )
        await self._router.joined(self._unit, dossier, article, self._now)
        filed.joined += 1
        filed.stories.append(story.id)
        stage = posting_stage(article, announced=story.announced, silent=self._silent)
        await self._trace(candidate, "joined", (*decision.stages, stage), filed, article=article)

    async def _revise(self, known: Article, candidate: Candidate, filed: Filed) -> None:
        entry, reading = candidate.entry, candidate.reading
        changes = compare_texts(known.title, known.text, entry.title, reading.body)
        revision = Revision(
            article=known.id,
            title=known.title,
            text=known.text,
            replaced_at=self._now,
            changes=changes,
        )
        article = replace(
            known,
            title=entry.title,
            text=reading.body,
            content_hash=candidate.identity.content_hash,
            revised_at=self._now,
        )
        reading = replace(
            reading,
            relevance=replace(reading.relevance, score=known.score, relevant=True),
        )
        await self._unit.articles.replace(article, replace(reading, lines=()), revision)
        await self._note_lines(article, reading)
        dossier = await open_dossier(self._unit, known.story)
        if dossier is not None:
            at = news_at(dossier.story, article, dossier.articles, self._now)
            story = replace(dossier.story, headline=dossier.lead.title, updated_at=at)
            await self._unit.stories.save(story)
            await self._router.revised(
                self._unit, replace(dossier, story=story), revision, self._now
            )
            filed.stories.append(story.id)
        filed.revised += 1
        stages = (revision_stage(changes, self._now),)
        earlier = await self._trace_of(known)
        await self._trace(candidate, "revised", stages, filed, article=article, earlier=earlier)

    async def _trace_of(self, article: Article) -> Trace | None:
        """Return the way an article went; its number may also be the guid of another entry."""
        for reference in (str(article.id), article.url):
            trace = await self._unit.articles.trace_of(reference)
            if trace is not None and trace.article == article.id:
                return trace
        return None

    async def _add(self, article: Article, reading: Reading) -> None:
        await self._unit.articles.add(article, replace(reading, lines=()))
        await self._note_lines(article, reading)

    async def _note_lines(self, article: Article, reading: Reading) -> None:
        """Count what the outlet may be repeating, once a story: copies repeat each other."""
        await self._unit.lines.note(article.outlet, article.story, reading.lines, self._now)

    async def _article(
        self, candidate: Candidate, reading: Reading, at: datetime, story: StoryId
    ) -> Article:
        entry, identity = candidate.entry, candidate.identity
        return Article(
            id=await self._unit.articles.next_id(),
            story=story,
            feed=self._feed.id,
            outlet=entry.outlet or self._feed.name,
            kind=self._feed.kind,
            url=identity.url,
            guid=identity.guid,
            title=entry.title,
            text=reading.body,
            byline=reading.byline or (", ".join(entry.authors) or None),
            published_at=at,
            dated=entry.published_at is not None and at == entry.published_at,
            first_seen_at=self._now,
            language=entry.language or self._feed.language,
            content_hash=identity.content_hash,
            provenance=Provenance.ORIGINAL,
            score=reading.relevance.score,
            states=states_of(reading.mentions, entry.title),
        )

    async def _trace(
        self,
        candidate: Candidate,
        verdict: str,
        stages: tuple[Stage, ...],
        filed: Filed,
        *,
        article: Article | None = None,
        earlier: Trace | None = None,
    ) -> None:
        """Keep the way of an entry; of a changed article it goes on from the `earlier` one."""
        trace = trace_of(
            candidate.entry,
            candidate.identity,
            feed=self._feed.id,
            outlet=candidate.entry.outlet or self._feed.name,
            verdict=verdict,
            stages=stages,
            at=self._now,
            article=article,
        )
        await self._unit.articles.trace(amended(earlier, trace) if earlier else trace)
        filed.traces.append(trace)
        log.info(
            "verdict",
            extra={
                "feed": self._feed.id,
                "url": trace.url,
                "verdict": verdict,
                "article": trace.article,
                "story": trace.story,
            },
        )


def _when(entry: Entry, now: datetime) -> datetime:
    """Return when an entry was published; dates that cannot be true count as now."""
    if entry.published_at is None or entry.published_at > now:
        return now
    return entry.published_at
