"""A story's card as one embed: what happened, who says so, how sure one can be, where to read on.

A card is written at one of four levels of detail, the first that fits. What it must not lose, at
any level, is its headline, a link to every source and the speaker of every figure; sentences,
labels and lists give way first. Only the last level counts characters: there, sources beyond the
embed's room become link buttons, and what is left is counted (docs/decisions/0043).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from bot.chat.detail import MAX_SOURCE_LINES, MOST_RELATED, Detail
from bot.chat.discord.controls import STORY_ROWS, story_controls
from bot.chat.discord.elements import (
    MAX_BUTTON_URL,
    MAX_DESCRIPTION,
    MAX_FIELDS,
    MAX_LINK,
    MAX_ROWS,
    MAX_VALUE,
    MAX_WEIGHT,
    ROW,
    Component,
    Embed,
    affordable,
    embed,
    fields,
    footer_of,
    link_button,
    linked,
    rows,
    weight,
)
from bot.chat.discord.wording import escape, fitted, length, moment, safe_url
from bot.chat.wording import (
    corrected,
    counted,
    judged,
    leads_on,
    names_other_host,
    neighbours,
    numbered,
    outlet,
    reopens,
    shorten,
    speaker,
    standing,
)
from bot.domain.briefs import Brief, FigureLine, SourcedSentence, SourceLine, StoryLink
from bot.domain.delivery import DeliveryKey
from bot.domain.stories import StoryPhase

#: The stripe beside the card repeats what its words say; it never says something alone.
COLOURS = {StoryPhase.NEW: 0x2F6DB5, StoryPhase.DEVELOPING: 0xC98A1B, StoryPhase.QUIET: 0x8A8F98}
CORRECTED = 0xB3261E
#: Figures of a card cut to the bone.
BARE_FIGURES = 1600
#: Characters of what stands in one outlet alone: with its name it must fit into one field.
MOST_ALONE = 840
#: Room for "12 more under Sources" and the names of further fields.
SOURCES_MARGIN = 160


WHOLE = Detail(
    headline=256,
    sentence=700,
    phrase=200,
    name=120,
    names=12,
    linked_numbers=True,
    collapsed=False,
)
FULL = replace(WHOLE, linked_numbers=False)
SHORT = Detail(headline=256, sentence=320, phrase=120, name=80, names=8)
TIGHT = Detail(headline=200, sentence=140, phrase=60, name=60, names=5)
BARE = Detail(headline=160, sentence=0, phrase=24, name=60, names=3, bare=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """An embed and the rows of buttons under it."""

    embed: Embed
    rows: tuple[Component, ...]


def card(
    brief: Brief,
    *,
    budget: int = MAX_WEIGHT,
    most_rows: int = MAX_ROWS,
    key: DeliveryKey | None = None,
) -> Card:
    """Return the most detailed card within `budget` (at least 3,600) and `most_rows` (2 to 5)."""
    for detail in (WHOLE, FULL, SHORT, TIGHT):
        shown = _embed(brief, detail, [*_sources(brief, detail)], key)
        if _fits(shown, budget):
            return Card(embed=shown, rows=story_controls(brief.story, most_rows=most_rows))
    room = budget - weight([_embed(brief, BARE, [], key)]) - SOURCES_MARGIN
    listed, buttons = _bare_sources(brief.sources, room, (most_rows - 1) * ROW)
    links = tuple(rows(buttons))
    # A source's link is worth more than its story's buttons side by side.
    controls = story_controls(brief.story, most_rows=min(most_rows - len(links), STORY_ROWS))
    return Card(embed=_embed(brief, BARE, listed, key), rows=(*links, *controls))


def _fits(shown: Embed, budget: int) -> bool:
    parts = shown.get("fields", [])
    return (
        weight([shown]) <= budget
        and length(shown["description"]) <= MAX_DESCRIPTION
        and len(parts) <= MAX_FIELDS
        and all(length(part["value"]) <= MAX_VALUE for part in parts)
    )


def _embed(
    brief: Brief, detail: Detail, sources: Sequence[Component], key: DeliveryKey | None
) -> Embed:
    url = safe_url(brief.lead.url)
    # A headline that reads like an address must not lead to another one; the sources do.
    if url and names_other_host(shorten(brief.headline, detail.headline), url):
        url = None
    return embed(
        title=fitted(brief.headline, detail.headline) or "Untitled",
        url=url,
        description="\n\n".join([meta(brief, detail.name), *_told(brief, detail)]),
        fields=[
            *_figures(brief, detail),
            *_facts(brief, detail),
            *_only_in(brief, detail),
            *sources,
            *_neighbours(brief, detail),
        ],
        footer=footer_of(f"Story {brief.story}", key),
        colour=CORRECTED if brief.correction else COLOURS[_phase(brief)],
    )


def _phase(brief: Brief) -> StoryPhase:
    """Return the phase of a post: one that is history is quiet, whatever its story does."""
    return StoryPhase.QUIET if brief.goes_on_in is not None else brief.phase


def meta(brief: Brief, name: int = FULL.name) -> str:
    """Return the small line that says whose it is, when, and how many stand behind it."""
    published = brief.lead.published_at
    parts = [
        f"{escape(outlet(brief.lead, name))} ({brief.lead.kind})",
        # An hour alone misleads who reads it days later, a span alone hides the hour.
        f"{moment(published, 't')} ({moment(published, 'R')})",
    ]
    # How many outlets carry it now is said by the post in which the story goes on.
    if brief.goes_on_in is None:
        parts.append(standing(brief))
        if brief.updated_at > brief.opened_at:
            parts.append(f"updated {moment(brief.updated_at, 'R')}")
        if brief.phase is StoryPhase.QUIET:
            parts.append("quiet")
    return f"-# {' · '.join(parts)}"


def _told(brief: Brief, detail: Detail) -> Iterator[str]:
    for turn in (leads_on(brief), reopens(brief)):
        if turn is not None:
            yield _turn(brief, *turn, detail)
    if brief.correction is not None:
        # Kept at every level: a correction is shown as loudly as the claim was.
        said = replace(brief.correction, text=corrected(brief.correction.text))
        yield f"**Correction:** {_sentence(brief, said, detail, at_least=140)}"
    if detail.sentence and brief.sentences:
        yield "\n> \n".join(f"> {_sentence(brief, one, detail)}" for one in brief.sentences)
    if brief.response is not None:
        yield f"**Response:** {_sentence(brief, brief.response, detail, at_least=80)}"
    elif brief.response_expected:
        yield "*No response reported.*"


def _turn(brief: Brief, label: str, link: StoryLink, detail: Detail) -> str:
    """Return where a story came from or goes on: a label, and the other story where it is one."""
    if link.story == brief.story:
        return f"**{linked(label, link.url, detail.phrase + 40)}**"
    return f"**{label}** {_other(link, detail)}"


def _other(link: StoryLink, detail: Detail) -> str:
    return f"{linked(link.headline, link.url, detail.phrase)} (story {link.story})"


def sentence(one: SourcedSentence, limit: int) -> str:
    """Return an outlet's sentence and the number of its source."""
    return f"{fitted(one.text, limit)} [{one.source}]"


def _sentence(brief: Brief, one: SourcedSentence, detail: Detail, *, at_least: int = 0) -> str:
    words = fitted(one.text, max(detail.sentence, at_least))
    return f"{words} {number(brief, one.source, detail)}"


def number(brief: Brief, source: int, detail: Detail) -> str:
    """Return `[n]`, leading to the source where there is room for the address."""
    line = next((line for line in brief.sources if line.number == source), None)
    if line is None or not detail.linked_numbers:
        return f"[{source}]"
    return linked(f"[{source}]", line.url, detail.name)


def _figures(brief: Brief, detail: Detail) -> list[Component]:
    lines = [f"• {_figure(brief, figure, detail)}" for figure in brief.figures]
    if not detail.bare:
        return fields("Figures", lines)
    shown = affordable(lines, BARE_FIGURES)
    more = len(lines) - len(shown)
    return fields("Figures", [*shown, *([f"*{more} more under Claims*"] if more else [])])


def _figure(brief: Brief, figure: FigureLine, detail: Detail) -> str:
    """Return a figure with what it counts, its speaker, its source and how others give it."""
    surface = fitted(figure.surface, detail.name) or "–"
    what = counted(figure, detail.phrase, show=fitted)
    by = speaker(figure, detail.name, show=fitted)
    said = f"**{surface}**{what} — {by} {number(brief, figure.source, detail)}"
    others = "; ".join(one for one in figure.differences if one) if not detail.bare else ""
    if not others:
        return said
    return f"{said}; {_numbered(brief, shorten(others, detail.phrase * 2), detail)}"


def _numbered(brief: Brief, words: str, detail: Detail) -> str:
    """Return words of ours whose source numbers lead to their sources, like those of sentences."""
    return "".join(
        escape(piece) + (f" {number(brief, source, detail)}" if source is not None else "")
        for piece, source in numbered(words)
    )


def _facts(brief: Brief, detail: Detail) -> Iterator[Component]:
    listed = (("Where", brief.places), ("Agencies", brief.agencies), ("People", brief.people))
    for label, names in listed:
        if names:
            # People come with their offices: a column is too narrow for them.
            yield _field(label, _listed(names, detail), inline=label != "People")
    if brief.documents:
        yield _field("Documents", " · ".join(_documents(brief, detail)))


def _field(name: str, value: str, *, inline: bool = False) -> Component:
    return {"name": name, "value": value, "inline": inline}


def _listed(names: Sequence[str], detail: Detail) -> str:
    shown = " · ".join(fitted(name, detail.phrase) or "–" for name in names[: detail.names])
    more = len(names) - detail.names
    return f"{shown} · {more} more" if more > 0 else shown


def _documents(brief: Brief, detail: Detail) -> Iterator[str]:
    for document in brief.documents[: detail.names]:
        # At the last level an address is worth its room only as a source.
        url = None if detail.bare else document.url
        label = linked(document.label, url, detail.phrase) or "document"
        status = f" ({fitted(document.status, detail.phrase)})" if document.status else ""
        yield f"{label}{status}"
    more = len(brief.documents) - detail.names
    if more > 0:
        yield f"{more} more"


def _only_in(brief: Brief, detail: Detail) -> list[Component]:
    """Return what stands in one outlet alone, a line for each outlet."""
    names = {line.number: outlet(line, detail.name) for line in brief.sources}
    shown = [] if detail.bare else brief.only_in[: detail.names]
    lines = []
    for source in dict.fromkeys(one.source for one in shown):
        words = [
            fitted(one.text, max(detail.sentence, 80)) for one in shown if one.source == source
        ]
        kept = affordable(words, MOST_ALONE, each=3)
        more = [f"{len(words) - len(kept)} more"] if len(words) > len(kept) else []
        name = fitted(names.get(source, "one outlet"), detail.name)
        told = " · ".join([*kept, *more])
        lines.append(f"**{name}** {number(brief, source, detail)}: {told}")
    return fields("Only in", lines)


def _neighbours(brief: Brief, detail: Detail) -> Iterator[Component]:
    """Yield the earlier story this one continues, and what may be related."""
    for label, link in neighbours(brief):
        yield from fields(label, [_other(link, detail)])
    related = [
        f"{fitted(link.headline, detail.phrase)} (story {link.story})"
        for link in brief.related[:MOST_RELATED]
    ]
    yield from fields("Possibly related", related)


def _sources(brief: Brief, detail: Detail) -> Iterator[Component]:
    fold = detail.collapsed
    own = [line for line in brief.sources if not (fold and line.provenance.is_derivative)]
    own = own[:MAX_SOURCE_LINES]
    others = [line for line in brief.sources if line not in own]
    yield from fields("Sources", [source_line(line, detail) for line in own])
    yield from fields(
        "Also" if own else "Sources", [_short_source(x, detail) for x in others], " · "
    )


def source_line(line: SourceLine, detail: Detail = SHORT) -> str:
    """Return one source: number, linked outlet, kind, provenance and what is special about it."""
    note = f": {fitted(line.note, detail.phrase)}" if line.note else ""
    label = linked(outlet(line, detail.name), line.url, detail.name)
    return f"[{line.number}] {label} {judged(line)}{note}"


def _short_source(line: SourceLine, detail: Detail) -> str:
    name = detail.name // 2
    label = linked(outlet(line, name), line.url, name)
    return f"[{line.number}] {label}, {line.provenance}"


def numbered_link(line: SourceLine) -> str:
    """Return the source's number, leading to it; its outlet where the address cannot be linked."""
    address = safe_url(line.url)
    if address is None or len(address) > MAX_LINK:
        return f"[{line.number}] {escape(outlet(line, SHORT.name))}"
    return f"[{line.number}]({address})"


def numbered_links(lines: Sequence[SourceLine], room: int) -> tuple[list[str], list[SourceLine]]:
    """Return the sources as linked numbers that fit into `room`, and the sources left over."""
    shown = affordable([numbered_link(line) for line in lines], room)
    return shown, list(lines[len(shown) :])


def _bare_sources(
    lines: Sequence[SourceLine], room: int, most_buttons: int
) -> tuple[list[Component], list[Component]]:
    """Return fields of linked numbers, and link buttons for those that do not fit."""
    shown, rest = numbered_links(lines, room)
    addresses = [(line, safe_url(line.url) or "") for line in rest]
    pressed = [
        link_button(f"[{line.number}] {outlet(line, 24)}", address)
        for line, address in addresses
        if 0 < len(address) <= MAX_BUTTON_URL
    ][:most_buttons]
    more = len(rest) - len(pressed)
    note = [f"and {more} more under Sources"] if more else []
    return fields("Sources", [*shown, *note], " "), pressed
