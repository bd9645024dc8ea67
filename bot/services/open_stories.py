"""Open stories: what the bot has in mind of the last weeks, to judge the next article by.

It holds nothing that storage does not hold: after a restart it is replayed from there.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterable
from datetime import UTC, datetime, timedelta

from bot.domain.articles import Article, ArticleId, Reading, Relevance, StoryId
from bot.domain.questions import Query
from bot.ports import Storage, UnitOfWork
from bot.text.beat.relevance import weigh
from bot.text.beat.running import RunningBeat
from bot.text.beat.taught import Teaching
from bot.text.events.matching import Match, StoryIndex

#: How long a story can be joined; the index forgets older ones (decision 0019).
MEMORY = timedelta(days=14)
#: What is taught decays over days; an hour more or less changes nothing.
FRESH_TEACHING = timedelta(hours=1)
#: Articles, with all that was understood of them, that are held at once while they are replayed.
AT_ONCE = 200


class OpenStories:
    """The running beat and the index of open stories."""

    def __init__(self) -> None:
        self._beat = RunningBeat()
        self._index = StoryIndex()
        self._teaching: tuple[datetime, Teaching] | None = None
        #: To when `around` has looked.
        self._known_until = datetime.min.replace(tzinfo=UTC)

    async def load(self, storage: Storage, now: datetime) -> int:
        """Replay what was filed in the last weeks; return how many articles that is."""
        self._beat = RunningBeat()
        self._index = StoryIndex()
        self._teaching = None
        count = 0
        async with storage.look() as unit:
            async for article, reading in unit.articles.filed_since(now - MEMORY):
                self.admit(article, reading)
                count += 1
        return count

    async def around(self, storage: Storage, first: datetime, last: datetime) -> None:
        """Have in mind what was published within `MEMORY` of a time that is past, and no more.

        Called with times that only go on; what is filed meanwhile is admitted as always.
        """
        start, end = first - MEMORY, last + MEMORY
        async with storage.look() as unit:
            async for article, reading in published(unit, max(start, self._known_until), end):
                self.admit(article, reading)
        self._known_until = max(end, self._known_until)
        self.forget(first)

    def weigh(
        self, reading: Reading, *, title: str, outlet: str, url: str, at: datetime
    ) -> Relevance:
        """Return the relevance, raised by what running stories teach where the text is in doubt."""
        if reading.relevance.relevant:
            return reading.relevance
        return weigh(title, reading.body, outlet=outlet, url=url, taught=self._taught(at))

    def _taught(self, at: datetime) -> Teaching:
        """Return what running stories teach; reckoned anew only after something was learned."""
        if self._teaching is None or abs(at - self._teaching[0]) > FRESH_TEACHING:
            self._teaching = (at, self._beat.teaching(at))
        return self._teaching[1]

    def match(self, reading: Reading, at: datetime, *, outlet: str) -> Match:
        """Compare a reading with the open stories."""
        return self._index.match(reading.traits, reading.fingerprint, at, outlet=outlet)

    def admit(self, article: Article, reading: Reading) -> None:
        """Take an article in; later ones are judged with it in mind."""
        self._learn(article.title, reading, article.published_at)
        self._index.add(
            article.story,
            article.id,
            reading.traits,
            reading.fingerprint,
            article.published_at,
            outlet=article.outlet,
        )

    def reject(self, title: str, reading: Reading, at: datetime) -> None:
        """Take note of an article off the beat: its names count against being taught."""
        self._learn(title, reading, at)

    def _learn(self, title: str, reading: Reading, at: datetime) -> None:
        self._beat.learn(title, reading.body, reading.relevance, at)
        if reading.relevance.relevant:
            self._teaching = None

    def forget(self, now: datetime) -> None:
        """Drop what is too old to be joined."""
        self._index.forget_before(now - MEMORY)

    def merge(self, story: StoryId, into: StoryId) -> None:
        """Follow an admin's merge."""
        self._index.merge(story, into)

    def refile(self, filed: Iterable[tuple[Article, Reading]]) -> None:
        """Follow an admin's split: the stories of these articles consist of these from now on."""
        known = list(filed)
        for story in dict.fromkeys(article.story for article, _ in known):
            self._index.remove(story)
        for article, reading in known:
            self._index.add(
                article.story,
                article.id,
                reading.traits,
                reading.fingerprint,
                article.published_at,
                outlet=article.outlet,
            )


async def published(
    unit: UnitOfWork, start: datetime, end: datetime
) -> AsyncIterator[tuple[Article, Reading]]:
    """Give the articles published from `start` to before `end` with readings, oldest first."""
    found: list[Article] = []
    last: ArticleId | None = None
    span = Query(since=start, until=end)
    while page := await unit.articles.arrived(span, before=last, limit=AT_ONCE):
        found += page
        last = page[-1].id
    found.sort(key=lambda each: (each.published_at, each.id))
    for at in range(0, len(found), AT_ONCE):
        some = found[at : at + AT_ONCE]
        readings = await unit.articles.readings([each.id for each in some])
        for article in some:
            yield article, readings[article.id]
