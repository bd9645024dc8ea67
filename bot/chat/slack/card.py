"""A story's card: what happened, who says so, how sure one can be, where to read on.

A card is written at one of four levels of detail. What a card must never lose, at any level, is
its headline, a link to every source and the speaker of every figure; sentences, labels and lists
give way first. Only the last level counts characters, and only it may leave sources or figures
to the story's own views, saying how many (docs/decisions/0040).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import accumulate
from typing import TypeVar

from bot.chat.detail import MAX_SOURCE_LINES, MOST_RELATED, Detail
from bot.chat.slack.elements import (
    MAX_WEIGHT,
    Block,
    Element,
    actions,
    bullets,
    button,
    linked,
    overflow,
    quotation,
    rich,
    section,
    small,
    small_print,
    small_row,
    text,
    time_token,
    weight,
    when,
)
from bot.chat.wording import (
    corrected,
    counted,
    judged,
    leads_on,
    neighbours,
    numbered,
    outlet,
    reopens,
    safe_url,
    shorten,
    speaker,
    standing,
)
from bot.domain.articles import StoryId
from bot.domain.briefs import Brief, FigureLine, SourcedSentence, SourceLine, StoryLink
from bot.domain.stories import StoryPhase

Item = TypeVar("Item")

#: What one does most with a story, as buttons: label, name and question. A phone shows three in a
#: row; the rest stands in a menu, which holds at most five (docs/decisions/0061).
BUTTONS = (
    ("Claims", "claims", "story {} view:claims"),
    ("Timeline", "timeline", "story {} view:timeline"),
    ("Follow", "follow", "follow {}"),
)
MORE = (
    ("Summary", "story {} view:summary"),
    ("Sources", "story {} view:sources"),
    ("Not relevant", "report {} reason:off-topic"),
    ("Report…", "report {}"),
)
VIEW_ACTION = "news_view"
MORE_ACTION = "news_more"
#: Figures of a card cut to the bone; each has a surface, what it counts, and its speaker.
BARE_FIGURES_WEIGHT = 3000


FULL = Detail(
    headline=300, sentence=700, phrase=300, name=120, names=12, linked_numbers=True, collapsed=False
)
SHORT = Detail(headline=250, sentence=320, phrase=140, name=80, names=8)
TIGHT = Detail(headline=200, sentence=140, phrase=60, name=60, names=5)
BARE = Detail(headline=150, sentence=0, phrase=30, name=60, names=3, bare=True)
LEVELS = (FULL, SHORT, TIGHT, BARE)


def card(brief: Brief, *, budget: int = MAX_WEIGHT) -> list[Block]:
    """Return the most detailed card that weighs at most `budget` (at least 6,000)."""
    for detail in LEVELS[:-1]:
        blocks = _card(brief, detail, budget)
        if weight(blocks) <= budget:
            return blocks
    return _card(brief, LEVELS[-1], budget)


def _card(brief: Brief, detail: Detail, budget: int) -> list[Block]:
    blocks = [
        rich(headline(brief, detail.headline)),
        meta(brief, detail.name),
        *_told(brief, detail),
        *_figures(brief, detail),
        *_facts(brief, detail),
        *_alone(brief, detail),
    ]
    tail = [*_neighbours(brief, detail), view_buttons(brief.story)]
    room = budget - weight(blocks) - weight(tail)
    return [*blocks, _sources(brief, detail, room), *tail]


def headline(brief: Brief, limit: int) -> Element:
    """Return the lead outlet's headline, linked to it unless the address is absurdly long."""
    url = safe_url(brief.lead.url)
    url = url if url is None or len(url) <= 1000 else None
    return section(*linked(shorten(brief.headline, limit) or "Untitled", url, bold=True))


def meta(brief: Brief, name: int = FULL.name) -> Block:
    """Return the line that says whose it is, when, and how many stand behind it."""
    parts = [time_token(brief.lead.published_at)]
    # How many outlets carry it now is said by the post in which the story goes on.
    if brief.goes_on_in is None:
        parts.append(standing(brief))
        if brief.updated_at > brief.opened_at:
            parts.append(f"updated {time_token(brief.updated_at)}")
        if brief.phase is StoryPhase.QUIET:
            parts.append("quiet")
    whose = small(f"{outlet(brief.lead, name)} ({brief.lead.kind}) ·")
    return small_print(whose, small_row(*parts))


def view_buttons(story: StoryId) -> Block:
    """Return the buttons and the menu of what one can ask and say about a story."""
    return actions(
        *(
            button(label, f"{VIEW_ACTION}_{name}", question.format(story))
            for label, name, question in BUTTONS
        ),
        overflow(MORE_ACTION, [(label, question.format(story)) for label, question in MORE]),
    )


def _told(brief: Brief, detail: Detail) -> Iterator[Block]:
    parts = [_turn(brief, *turn, detail) for turn in (leads_on(brief), reopens(brief)) if turn]
    if brief.correction is not None:
        # Kept at every level: a correction is shown as loudly as the claim was.
        said = replace(brief.correction, text=corrected(brief.correction.text))
        words = _sentence(brief, said, detail, at_least=140)
        parts.append(section(text("Correction: ", bold=True), *words))
    if detail.sentence and brief.sentences:
        parts.append(
            quotation(_joined((_sentence(brief, one, detail) for one in brief.sentences), "\n\n"))
        )
    if brief.response is not None:
        words = _sentence(brief, brief.response, detail, at_least=80)
        parts.append(section(text("Response: ", bold=True), *words))
    elif brief.response_expected:
        parts.append(section(text("No response reported.", italic=True)))
    if parts:
        yield rich(*parts)


def _turn(brief: Brief, label: str, link: StoryLink, detail: Detail) -> Element:
    """Return where a story came from or goes on: a label, and the other story where it is one."""
    if link.story == brief.story:
        return section(*linked(label, link.url, bold=True))
    words = f"{shorten(link.headline, detail.phrase)} (story {link.story})"
    return section(text(f"{label}  ", bold=True), *linked(words, link.url))


def _sentence(
    brief: Brief, sentence: SourcedSentence, detail: Detail, *, at_least: int = 0
) -> list[Element]:
    limit = max(detail.sentence, at_least)
    return [text(shorten(sentence.text, limit)), *number(brief, sentence.source, detail)]


def number(brief: Brief, source: int, detail: Detail) -> list[Element]:
    """Return ` [n]`, leading to the source where there is room for the address."""
    line = next((line for line in brief.sources if line.number == source), None)
    if line is None or not detail.linked_numbers:
        return [text(f" [{source}]")]
    return [text(" "), *linked(f"[{source}]", line.url)]


def _figures(brief: Brief, detail: Detail) -> Iterator[Block]:
    items = [section(*_figure(brief, figure, detail)) for figure in brief.figures]
    shown = affordable(items, BARE_FIGURES_WEIGHT) if detail.bare else items
    if not items:
        return
    more = len(items) - len(shown)
    rest = [section(text(f"{more} more under Claims", italic=True))] if more else []
    yield rich(section(text("Figures", bold=True)), bullets([*shown, *rest]))


def _figure(brief: Brief, figure: FigureLine, detail: Detail) -> list[Element]:
    differences = "".join(f"; {one}" for one in figure.differences)
    return [
        text(shorten(figure.surface, detail.name), bold=True),
        text(f"{counted(figure, detail.phrase)} — {speaker(figure, detail.name)}"),
        *number(brief, figure.source, detail),
        *_numbered(brief, shorten(differences, detail.phrase * 2) if differences else "", detail),
    ]


def _numbered(brief: Brief, words: str, detail: Detail) -> Iterator[Element]:
    """Yield words of ours whose source numbers lead to their sources, like those of sentences."""
    for piece, source in numbered(words):
        if piece:
            yield text(piece)
        if source is not None:
            yield from number(brief, source, detail)


def _facts(brief: Brief, detail: Detail) -> Iterator[Block]:
    rows = (
        ("Where", brief.places),
        ("Agencies", brief.agencies),
        ("People", brief.people),
    )
    parts = [
        section(text(f"{label}  ", bold=True), text(_listed(names, detail)))
        for label, names in rows
        if names
    ]
    if brief.documents:
        parts.append(section(text("Documents  ", bold=True), *_documents(brief, detail)))
    if parts:
        yield rich(*parts)


def _listed(names: Sequence[str], detail: Detail) -> str:
    shown = " · ".join(shorten(name, detail.phrase) for name in names[: detail.names])
    more = len(names) - detail.names
    return f"{shown} · {more} more" if more > 0 else shown


def _documents(brief: Brief, detail: Detail) -> Iterator[Element]:
    for index, document in enumerate(brief.documents[: detail.names]):
        if index:
            yield text(" · ")
        # At the last level an address is worth its room only as a source.
        yield from linked(
            shorten(document.label, detail.phrase) or "document",
            None if detail.bare else document.url,
        )
        if document.status:
            yield text(f" ({shorten(document.status, detail.phrase)})")
    more = len(brief.documents) - detail.names
    if more > 0:
        yield text(f" · {more} more")


def _alone(brief: Brief, detail: Detail) -> Iterator[Block]:
    parts = [] if detail.bare else [*_only_in(brief, detail)]
    if parts:
        yield rich(*parts)


def _neighbours(brief: Brief, detail: Detail) -> Iterator[Block]:
    """Give the earlier story this one continues, and what may be related, after the sources."""
    parts = [_turn(brief, *turn, detail) for turn in neighbours(brief)]
    related = [
        f"{shorten(link.headline, detail.phrase)} (story {link.story})"
        for link in brief.related[:MOST_RELATED]
    ]
    if related:
        parts.append(section(text("Possibly related  ", bold=True), text(" · ".join(related))))
    if parts:
        yield rich(*parts)


def _only_in(brief: Brief, detail: Detail) -> Iterator[Element]:
    outlets = {line.number: outlet(line, detail.name) for line in brief.sources}
    shown = brief.only_in[: detail.names]
    for source in dict.fromkeys(one.source for one in shown):
        words = [
            shorten(one.text, max(detail.sentence, 80)) for one in shown if one.source == source
        ]
        yield section(
            text(f"Only in {outlets.get(source, 'one outlet')}  ", bold=True),
            text(" · ".join(words)),
            *number(brief, source, detail),
        )


def _sources(brief: Brief, detail: Detail, room: int) -> Block:
    title = section(text("Sources", bold=True))
    if detail.bare:
        return rich(title, section(*numbered_links(brief.sources, room - weight(title))))
    fold = detail.collapsed
    own = [line for line in brief.sources if not (fold and line.provenance.is_derivative)]
    own = own[:MAX_SOURCE_LINES]
    others = [line for line in brief.sources if line not in own]
    parts = [section(*_source(line, detail)) for line in own]
    if others:
        row = _joined((_short_source(line, detail) for line in others), " · ")
        parts.append(section(text("Also: "), *row))
    return rich(title, *parts)


def _source(line: SourceLine, detail: Detail) -> list[Element]:
    note = f": {shorten(line.note, detail.phrase)}" if line.note else ""
    return [
        *linked(f"[{line.number}] {outlet(line, detail.name)}", line.url),
        text(f" {judged(line)}{note}"),
    ]


def _short_source(line: SourceLine, detail: Detail) -> list[Element]:
    label = f"[{line.number}] {outlet(line, detail.name // 2)}"
    return [*linked(label, line.url), text(f", {line.provenance}")]


def source_line(line: SourceLine) -> Element:
    """Return one source with its time, for threads and updates."""
    return section(*_source(line, SHORT), text(" · "), when(line.published_at))


def numbered_links(lines: Sequence[SourceLine], room: int) -> list[Element]:
    """Return every source as its linked number, or as many as fit and how many are left."""
    note = text(f" and {len(lines)} more under Sources")
    fitting = affordable([linked_number(line) for line in lines], room - weight(note))
    more = len(lines) - len(fitting)
    shown = [element for elements in fitting for element in elements]
    return [*shown, text(f"and {more} more under Sources")] if more else shown


def linked_number(line: SourceLine) -> list[Element]:
    """Return `[n] `, leading to the source; its host where the address cannot be linked."""
    linkable = safe_url(line.url) is not None
    label = f"[{line.number}]" if linkable else f"[{line.number}] {outlet(line, SHORT.name)}"
    return [*linked(label, line.url), text(" ")]


def _joined(items: Iterable[Sequence[Element]], separator: str) -> list[Element]:
    joined: list[Element] = []
    for item in items:
        joined += [text(separator), *item] if joined else item
    return joined


def affordable(items: Sequence[Item], room: int) -> list[Item]:
    """Return the first items that together weigh at most `room`."""
    totals = accumulate(map(weight, items))
    return [item for item, total in zip(items, totals, strict=True) if total <= room]
