"""`Articles` in memory."""

from __future__ import annotations

from collections import Counter
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from bot.domain.articles import Article, ArticleId, Reading, Revision, StoryId
from bot.domain.entities import EntityId
from bot.domain.feeds import FeedId
from bot.domain.questions import Query
from bot.domain.verdicts import Trace
from bot.ports import EntityCount, Hit
from bot.text.names.citations import citation_keys
from storage.memory_state import State, View
from storage.terms import (
    HALF_DAYS,
    OUTLET_WEIGHT,
    RANKED,
    RECENCY_SHARE,
    TEXT_WEIGHT,
    TITLE_WEIGHT,
    plan,
)
from storage.traces import address_of, number_in
from storage.words import fold, words_of

_DAY = timedelta(days=1)


class MemoryArticles:
    """`Articles` in memory; its search knows plurals and little more of English."""

    def __init__(self, view: View, numbers: Iterator[int]) -> None:
        self._view = view
        self._numbers = numbers

    async def next_id(self) -> ArticleId:
        self._view.draft  # noqa: B018  # a unit that looks gives no numbers
        return ArticleId(next(self._numbers))

    async def add(self, article: Article, reading: Reading) -> None:
        self._view.draft.articles[article.id] = article
        self._understand(article.id, reading)

    async def replace(self, article: Article, reading: Reading, revision: Revision) -> None:
        draft = self._view.draft
        _stored(draft.articles, article)
        draft.articles[article.id] = article
        draft.revisions[article.id] = (*draft.revisions.get(article.id, ()), revision)
        self._understand(article.id, reading)

    async def file(self, article: Article) -> None:
        held = _stored(self._view.draft.articles, article)
        self._view.draft.articles[article.id] = replace(
            article,
            title=held.title,
            text=held.text,
            content_hash=held.content_hash,
            outlet=held.outlet,
        )

    async def get(self, article: ArticleId) -> Article | None:
        return self._view.state.articles.get(article)

    async def by_guids(self, feed: FeedId, guids: Sequence[str]) -> dict[str, Article]:
        held = sorted(self._view.state.articles.values(), key=lambda each: each.id)
        return {
            each.guid: each
            for each in held
            if each.feed == feed and each.guid is not None and each.guid in guids
        }

    async def by_urls(self, urls: Sequence[str]) -> dict[str, Article]:
        held = sorted(self._view.state.articles.values(), key=lambda each: each.id)
        return {each.url: each for each in held if each.url in urls}

    async def by_url(self, url: str) -> Article | None:
        return self._newest(lambda each: each.url == url)

    async def by_content(self, content_hash: str, feed: FeedId) -> Article | None:
        return self._newest(lambda each: each.feed == feed and each.content_hash == content_hash)

    async def of_story(self, story: StoryId) -> Sequence[Article]:
        told = [each for each in self._view.state.articles.values() if each.story == story]
        return sorted(told, key=lambda each: (each.published_at, each.id))

    async def reading(self, article: ArticleId) -> Reading | None:
        return self._view.state.readings.get(article)

    async def readings(self, articles: Sequence[ArticleId]) -> dict[ArticleId, Reading]:
        held = self._view.state.readings
        return {article: held[article] for article in articles if article in held}

    async def filed_since(self, since: datetime) -> AsyncIterator[tuple[Article, Reading]]:
        state = self._view.state
        recent = [each for each in state.articles.values() if each.first_seen_at >= since]
        recent.sort(key=lambda each: (each.first_seen_at, each.id))
        for each in recent:
            yield each, state.readings[each.id]

    async def revisions(self, article: ArticleId) -> Sequence[Revision]:
        held = self._view.state.revisions.get(article, ())
        return sorted(held, key=lambda each: each.replaced_at)

    async def search(
        self, query: Query, *, sort: str, limit: int, offset: int
    ) -> tuple[Sequence[Hit], int]:
        groups, _ = plan(query)
        found = [Hit(article=each, score=_score(each, groups)) for each in self._ranked(query)]
        newest = max((hit.article.published_at for hit in found), default=None)
        if newest is not None:
            found = [replace(hit, score=_freshened(hit, newest)) for hit in found]
        found.sort(key=lambda hit: _age(hit.article), reverse=True)
        if sort == "relevance":
            found.sort(key=lambda hit: -hit.score)
        return found[offset : offset + limit], len(found)

    async def arrived(
        self, query: Query, *, before: ArticleId | None, limit: int
    ) -> Sequence[Article]:
        found = self._matching(query)
        return [each for each in found if before is None or each.id < before][:limit]

    async def told(self, query: Query, *, limit: int) -> Sequence[tuple[StoryId, datetime]]:
        found = sorted(self._ranked(query), key=_age, reverse=True)
        return [(each.story, each.published_at) for each in found[:limit]]

    async def citing(self, key: str, *, limit: int) -> Sequence[Article]:
        state = self._view.state
        found = [
            article
            for article in state.articles.values()
            if any(key in citation_keys(each) for each in state.readings[article.id].documents)
        ]
        return sorted(found, key=_age, reverse=True)[:limit]

    async def entities(self, text: str, *, limit: int) -> Sequence[EntityCount]:
        state = self._view.state
        counts = Counter(id_ for article in state.articles for id_ in self._named(article))
        called = state.called.get(fold(text), frozenset())
        found = [
            EntityCount(entity=state.entities[id_], article_count=count)
            for id_, count in counts.items()
            if fold(text) in fold(state.entities[id_].name) or id_ in called
        ]
        found.sort(key=lambda each: (-each.article_count, each.entity.id))
        return found[:limit]

    async def outlets(self) -> Sequence[str]:
        counts = Counter(each.outlet for each in self._view.state.articles.values())
        return sorted(counts, key=lambda outlet: (-counts[outlet], outlet))

    async def trace(self, trace: Trace) -> None:
        draft, address = self._view.draft, address_of(trace)
        held = draft.traces.get(address)
        if held is None or trace.at >= held.at:
            draft.traces[address] = trace

    async def trace_of(self, reference: str) -> Trace | None:
        number = number_in(reference)
        fitting = [
            (address, each)
            for address, each in sorted(self._view.state.traces.items())
            if reference in {address, each.guid} or (number is not None and each.article == number)
        ]
        return max(fitting, key=lambda pair: pair[1].at)[1] if fitting else None

    async def seen(self, feed: FeedId, keys: Sequence[str]) -> frozenset[str]:
        return frozenset(key for key in keys if (feed, key) in self._view.state.seen)

    async def remember(self, feed: FeedId, keys: Sequence[str], at: datetime) -> None:
        self._view.draft.seen.update({(feed, key): at for key in keys})

    def _understand(self, article: ArticleId, reading: Reading) -> None:
        draft = self._view.draft
        draft.readings[article] = reading
        for mention in reading.mentions:
            entity = mention.entity
            draft.entities[entity.id] = entity
            for form in (mention.surface, entity.name, entity.id):
                known = draft.called.get(fold(form), frozenset())
                draft.called[fold(form)] = known | {entity.id}

    def _newest(self, fits: Callable[[Article], bool]) -> Article | None:
        fitting = [each for each in self._view.state.articles.values() if fits(each)]
        return max(fitting, key=lambda each: each.id, default=None)

    def _named(self, article: ArticleId) -> frozenset[EntityId]:
        return entities_in(self._view.state.readings[article])

    def _ranked(self, query: Query) -> list[Article]:
        """Those of the matching articles that a search looks at."""
        return self._matching(query)[:RANKED]

    def _matching(self, query: Query) -> list[Article]:
        """The articles that hold the words, the last to arrive first."""
        groups, excluded = plan(query)
        if query.groups and not groups:
            return []
        return [
            article
            for article in sorted(self._fitting(query), key=lambda each: -each.id)
            if all(_holds_any(article, group) for group in groups)
            and not _holds_any(article, excluded)
        ]

    def _fitting(self, query: Query) -> list[Article]:
        return [each for each in self._view.state.articles.values() if self._fits(each, query)]

    def _fits(self, article: Article, query: Query) -> bool:
        if query.since is not None and article.published_at < query.since:
            return False
        if query.until is not None and article.published_at >= query.until:
            return False
        return is_told_so(
            self._view.state, article, outlet=query.outlet, kind=query.kind, entity=query.entity
        ) and (query.state is None or is_in(query.state, article.states))


def _age(article: Article) -> tuple[datetime, int]:
    return article.published_at, article.id


def entities_in(reading: Reading) -> frozenset[EntityId]:
    """Return the entities a reading names."""
    return frozenset(mention.entity.id for mention in reading.mentions)


def is_in(state: str, states: Sequence[str]) -> bool:
    """Whether a state is among others, whatever the case."""
    return state.upper() in {each.upper() for each in states}


def is_told_so(
    state: State, article: Article, *, outlet: str | None, kind: str | None, entity: str | None
) -> bool:
    """Whether an article is of this outlet and kind and names this entity; None is any."""
    if outlet is not None and fold(outlet) not in fold(article.outlet):
        return False
    if kind is not None and article.kind.value != kind.casefold():
        return False
    called = state.called.get(fold(entity), frozenset()) if entity is not None else None
    return called is None or bool(called & entities_in(state.readings[article.id]))


def _stored(articles: dict[ArticleId, Article], article: Article) -> Article:
    if article.id not in articles:
        raise LookupError(f"article {article.id} is not stored")
    return articles[article.id]


def _stem(word: str) -> str:
    return word[:-1] if len(word) > 3 and word.endswith("s") and word[-2] != "s" else word


def _stems(text: str) -> list[str]:
    return [_stem(word) for word in words_of(text)]


def _occurrences(term: str, text: str) -> int:
    wanted, words = _stems(term), _stems(text)
    width = len(wanted)
    return sum(words[at : at + width] == wanted for at in range(len(words) - width + 1))


def _weight(article: Article, term: str) -> float:
    return (
        TITLE_WEIGHT * _occurrences(term, article.title)
        + OUTLET_WEIGHT * _occurrences(term, article.outlet)
        + TEXT_WEIGHT * _occurrences(term, article.text)
    )


def _holds_any(article: Article, terms: Sequence[str]) -> bool:
    return any(_weight(article, term) for term in terms)


def _score(article: Article, groups: Sequence[Sequence[str]]) -> float:
    if not groups:
        return 1.0
    return sum(_weight(article, term) for group in groups for term in group)


def _freshened(hit: Hit, newest: datetime) -> float:
    days = (newest - hit.article.published_at) / _DAY
    return hit.score * (1 + RECENCY_SHARE / (1 + days / HALF_DAYS))
