"""`articles`: raw texts filed as the bot files them, and all that it understands of each.

Every row goes through the very filing of the running bot, over an archive in memory, so that the
task says what the bot would do. A row off the beat opens no story; it gets its own reading.
"""

from __future__ import annotations

import asyncio
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from bot.adapters.clock import SystemClock
from bot.adapters.environment import load_model_files
from bot.adapters.pages import extract_html
from bot.app import jobs
from bot.app.tasks.rows import Row, Task, as_iso, as_number, date_in, entities_of, text_in
from bot.app.tasks.shelf import shelve
from bot.app.tasks.summaries import sum_up
from bot.domain.articles import ArticleId, Draft, Entry, Reading
from bot.domain.claims import Claim, ClaimKind, Figure, Speaker
from bot.domain.errors import ParseError
from bot.domain.feeds import Feed, FeedId, FeedKind, FeedState
from bot.ports import Clock
from bot.services.dossier import Dossier, open_dossier
from bot.services.filing import Candidate, Filed, Filing
from bot.services.identity import identify
from bot.services.ledgers import ledger_of, ordered, own_voice
from bot.services.open_stories import OpenStories
from bot.services.routing import Router
from bot.text.comparing.ledger import Ledger
from bot.text.prose.clean import one_line, plain_text
from bot.text.prose.furniture import strip_furniture
from bot.text.prose.sentences import split
from storage.memory import MemoryStorage

#: A first sentence stands in for a missing headline; no headline is longer.
LONGEST_TITLE = 300

_IS_PAGE = re.compile(r"<(?:!doctype html|html|head|body)\b", re.IGNORECASE)


def articles_task() -> Task:
    """A stream in time order of rows {text, title, source, url, date, kind}; `text` must be there.

    `text` is a page's markup, a feed's markup or plain text; what it prints of title, author and
    date is used where the row gives none.
    """
    stream = _Stream(SystemClock())
    return lambda row: asyncio.run(stream.answer(row))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Raw:
    """A row's article before it is read."""

    draft: Draft
    #: The headline, or the first sentence where there is none.
    headline: str
    byline: str | None
    #: None when neither the row nor the text gives a date.
    published_at: datetime | None


class _Stream:
    """Files one row after the other."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._storage = MemoryStorage()
        self._open = OpenStories()
        self._filing = Filing(self._storage, self._open, Router((), ZoneInfo("UTC")))
        self._latest: datetime | None = None
        self._read = jobs.reader(load_model_files())

    async def answer(self, row: Row) -> Mapping[str, Any]:
        kind = FeedKind(text_in(row, "kind") or FeedKind.NATIONAL)
        # An undated row came in after the one before it; a first one when it was seen.
        raw = _raw(row, kind, self._latest or self._clock.now())
        self._latest = max(self._latest or raw.draft.published_at, raw.draft.published_at)
        self._open.forget(self._latest)
        reading = self._read(raw.draft)
        filed, known = await self._file(raw, reading, kind)
        trace = filed.traces[-1] if filed.traces else None
        number = trace.article if trace is not None else known
        dossier = await self._dossier(number) if number is not None else None
        return {
            "story": f"s{dossier.story.id}" if dossier is not None else None,
            "relevant": dossier is not None,
            "verdict": trace.verdict if trace is not None else "repeated",
            "reasons": [stage.reason for stage in trace.stages] if trace is not None else [],
            **_shown(raw, dossier or shelve([raw.draft], [reading], kind), number or ArticleId(1)),
        }

    async def _file(
        self, raw: _Raw, reading: Reading, kind: FeedKind
    ) -> tuple[Filed, ArticleId | None]:
        draft = raw.draft
        feed = Feed(id=FeedId("analyze"), name=draft.outlet, url="", kind=kind)
        entry = Entry(
            feed=feed.id,
            guid=None,
            url=draft.url,
            title=raw.headline,
            content=draft.text,
            published_at=draft.published_at,
            outlet=draft.outlet,
            authors=(raw.byline,) if raw.byline else (),
        )
        identity = identify(entry)
        now = self._latest or draft.published_at
        async with self._storage.look() as unit:
            known = await unit.articles.by_url(identity.url) if identity.url else None
        candidate = Candidate(entry=entry, identity=identity, reading=reading, known=known)
        state = FeedState(feed=feed.id, url=feed.url, next_poll_at=now, primed=True)
        filed = await self._filing.file(feed, state, [candidate], identity.keys, now)
        return filed, known.id if known is not None else None

    async def _dossier(self, number: ArticleId) -> Dossier:
        async with self._storage.look() as unit:
            article = await unit.articles.get(number)
            dossier = await open_dossier(unit, article.story) if article is not None else None
        assert dossier is not None, "what was filed is in the archive"
        return dossier


# -- rows in -------------------------------------------------------------------------------------


def _raw(row: Row, kind: FeedKind, undated: datetime) -> _Raw:
    text, title, byline = row["text"], text_in(row, "title"), text_in(row, "byline")
    if not isinstance(text, str):
        raise TypeError("text is no text")
    at, url, outlet = date_in(row), text_in(row, "url"), text_in(row, "source")
    if _IS_PAGE.search(text[:4000]):
        try:
            page = extract_html(text, url)
        except ParseError as error:
            raise ValueError(str(error)) from error
        text, title, byline = page.text, title or page.title, byline or page.byline or ""
        at = at or page.published_at
    stripped = strip_furniture(plain_text(text), title=title, outlet=outlet)
    title, at = one_line(title or stripped.heading or ""), at or stripped.printed_at
    opening = _first_sentence(stripped.body)
    draft = Draft(
        # The mark says that it was cut: an opening sentence passed off as a headline would be
        # taken out of the body as the headline's repetition.
        title=title or (f"{opening} …" if opening else ""),
        text=text,
        outlet=outlet or urlsplit(url).hostname or f"article {row.get('id')}",
        url=url,
        official=kind in {FeedKind.OFFICIAL, FeedKind.COURT},
        published_at=at or undated,
    )
    return _Raw(draft=draft, headline=title or opening, byline=byline or None, published_at=at)


def _first_sentence(body: str) -> str:
    first = next((sentence.text for sentence in split(body)), "")
    if len(first) <= LONGEST_TITLE:
        return first
    return first[:LONGEST_TITLE].rsplit(" ", 1)[0] + " …"


# -- rows out ------------------------------------------------------------------------------------


def _shown(raw: _Raw, dossier: Dossier, number: ArticleId) -> Mapping[str, Any]:
    """Return what is understood of one article of a story as the story stands."""
    sources = ordered(dossier)
    place = [article.id for article, _ in sources].index(number)
    article, reading = sources[place]
    ledger, claims = ledger_of(dossier), own_voice(article, reading.claims)
    return {
        "title": article.title,
        "body": reading.body,
        "byline": reading.byline or raw.byline,
        "published": as_iso(raw.published_at or reading.printed_at),
        "entities": entities_of(reading.mentions),
        "figures": list(_figures(dossier, ledger, place + 1, claims)),
        "quotes": [_quote(claim) for claim in claims if claim.kind is ClaimKind.QUOTE],
        "documents": [
            {"kind": each.kind.value, "id": each.citation, "url": each.url}
            for each in reading.documents
        ],
        "provenance": article.provenance.value,
        "provenance_reasons": list(article.provenance_reasons),
        "only_here": [
            {"kind": each.kind.value, "text": each.words, "sentence": each.sentence}
            for each in ledger.only_in
            if each.article == place + 1
        ],
        "summary": " ".join(pick.text for pick in sum_up(sources)),
    }


def _figures(
    dossier: Dossier, ledger: Ledger, number: int, claims: tuple[Claim, ...]
) -> Iterator[Row]:
    """Yield an article's figures; corroborated ones stand in other work of its own too."""
    own = {
        place
        for place, (article, _) in enumerate(ordered(dossier), start=1)
        if not article.provenance.is_derivative
    }
    for claim in claims:
        for figure in claim.figures:
            tellers = {
                place
                for each in ledger.figures
                if each.figure.value == figure.value and number in (each.article, *each.agreeing)
                for place in (each.article, *each.agreeing)
            }
            yield _figure(claim, figure, corroborated=bool(tellers & own - {number}))


def _figure(claim: Claim, figure: Figure, *, corroborated: bool) -> Row:
    return {
        "value": as_number(figure.value),
        "unit": figure.unit,
        "counts": figure.counts,
        "qualifier": figure.qualifier,
        "period": figure.period,
        "stated_by": _called(claim.speaker),
        "sentence": claim.sentence,
        "corroborated": corroborated,
    }


def _quote(claim: Claim) -> Row:
    speaker = claim.speaker
    return {
        "text": claim.words,
        "speaker": _called(speaker),
        "role": speaker.role,
        "named": speaker.is_named,
    }


def _called(speaker: Speaker) -> str | None:
    """Return the name, or the words for one who is not named; None when nobody speaks."""
    return speaker.name or speaker.described_as
