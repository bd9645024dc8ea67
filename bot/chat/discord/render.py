"""What we say, as Discord's JSON: pure functions of our own nouns, valid at every length."""

from __future__ import annotations

from collections.abc import Sequence
from typing import assert_never

from bot.chat.discord.answers import answer_payload, watch_payload
from bot.chat.discord.card import (
    COLOURS,
    CORRECTED,
    FULL,
    SHORT,
    TIGHT,
    card,
    numbered_links,
    sentence,
    source_line,
)
from bot.chat.discord.controls import story_menu
from bot.chat.discord.elements import (
    MAX_CONTENT,
    MAX_TITLE,
    MAX_WEIGHT,
    Component,
    Embed,
    Payload,
    affordable,
    button,
    embed,
    fields,
    footer_of,
    linked,
    payload,
    row,
    weight,
)
from bot.chat.discord.pages import paged
from bot.chat.discord.wording import escape, fitted, length, moment
from bot.chat.wording import outlet, standing, told_of
from bot.domain.briefs import Brief, Digest, Message, Notice, SourcedSentence, Update
from bot.domain.delivery import DeliveryKey
from bot.domain.questions import Answer
from bot.domain.stories import StoryPhase
from bot.domain.watches import Watch
from bot.text.printing.counts import counted

__all__ = [
    "Payload",
    "render_answer",
    "render_message",
    "render_note",
    "render_refused",
    "render_watch",
]

#: Characters of source links that one story of a digest may take before they are counted.
MIN_ENTRY_SOURCES = 400
MARGIN = 200
WROTE = "You wrote: "


def render_message(message: Message, *, key: DeliveryKey | None = None) -> Payload:
    """Return a post's payload; `key` leaves the reference in its footer that `find` looks for."""
    match message:
        case Brief():
            shown = card(message, key=key)
            return payload([shown.embed], shown.rows)
        case Update():
            return payload([_update(message, key)])
        case Digest():
            return _digest(message, key)
        case Notice():
            return payload([_notice(message, key)])
        case _:
            assert_never(message)


def render_answer(answer: Answer, *, shared: bool = False) -> Payload:
    """Return an answer's payload; `shared` is the form that everybody in a channel sees."""
    return answer_payload(answer, shared=shared)


def render_watch(watch: Watch) -> Payload:
    """Return one watch with the buttons that change it."""
    return watch_payload(watch)


def render_refused(words: str, typed: str, form: str) -> Payload:
    """Return why a form was not taken, what was typed in it, and a button that opens it again."""
    told = fitted(words, MAX_CONTENT // 2) or "–"
    wrote = fitted(typed, MAX_CONTENT // 2 - len(WROTE) - 1)
    content = f"{told}\n{WROTE}{wrote}" if wrote else told
    return payload(components=[row(button("Try again", form))], content=content)


def render_note(words: str) -> Payload:
    """Return one plain sentence for one person: an apology, or what to type instead."""
    return payload(content=fitted(words, MAX_CONTENT) or "–")


def _update(update: Update, key: DeliveryKey | None) -> Embed:
    sources = _update_sources(update, MAX_WEIGHT // 2)
    # A description's limit is below the message's, so the room left is the smaller of the two.
    room = min(MAX_WEIGHT - sum(length(x["value"]) + 20 for x in sources) - 400, 4000)
    return embed(
        title=fitted(update.heading, MAX_TITLE) or "Update",
        description=_update_lines(update.lines, room),
        fields=sources,
        footer=footer_of(f"Story {update.story}", key),
        colour=CORRECTED if update.is_correction else COLOURS[StoryPhase.DEVELOPING],
    )


def _update_lines(lines: Sequence[SourcedSentence], room: int) -> str:
    for detail in (FULL, SHORT, TIGHT):
        items = [f"• {sentence(line, detail.sentence)}" for line in lines]
        if sum(length(item) + 1 for item in items) <= room:
            return "\n".join(items)
    shown = affordable(items, room - 40)
    return "\n".join([*shown, f"*{len(items) - len(shown)} more in the story*"])


def _update_sources(update: Update, room: int) -> list[Component]:
    full = [f"{source_line(x)} · {moment(x.published_at)}" for x in update.sources]
    parts = fields("Sources", full)
    if sum(map(length, full)) <= room and all(length(x["value"]) <= 1024 for x in parts):
        return parts
    shown, rest = numbered_links(update.sources, room)
    note = [f"and {len(rest)} more under Sources"] if rest else []
    return fields("Sources", [*shown, *note], " ")


def _digest(digest: Digest, key: DeliveryKey | None) -> Payload:
    head = embed(
        title=fitted(digest.title, MAX_TITLE) or "Digest",
        footer=footer_of("Digest", key),
        colour=COLOURS[StoryPhase.NEW],
    )
    room = MAX_WEIGHT - weight([head]) - MARGIN
    each = max(MIN_ENTRY_SOURCES, room // max(len(digest.briefs), 1) - 300)
    for level in range(3):
        entries = [_entry(brief, level, each) for brief in digest.briefs]
        if sum(length(entry) + 2 for entry in entries) <= room:
            break
    shown = affordable(entries, room, each=2)
    more = digest.omitted_count + len(entries) - len(shown)
    lines = [*shown, *([f"*{more} more: /news latest*"] if more else [])]
    stories = [(brief.headline, brief.story) for brief in digest.briefs]
    return payload(paged(head, lines, "\n\n"), [*story_menu(stories)])


def _entry(brief: Brief, level: int, room: int) -> str:
    """Return one story of a digest: with a sentence, without it, or its names and numbers alone."""
    limit = (200, 160, 100)[level]
    head = linked(brief.headline, brief.lead.url if level < 2 else None, limit) or "Untitled"
    told = [
        f"> {sentence(one, SHORT.sentence)}"
        for one in told_of(brief)[: level == 0 or brief.correction is not None]
    ]
    by = f"{escape(outlet(brief.lead, 60))} · {moment(brief.updated_at, 'R')} · {standing(brief)}"
    links, rest = numbered_links(brief.sources, room if level == 2 else MAX_WEIGHT)
    more = [f"and {len(rest)} more under Sources"] if rest else []
    return "\n".join([f"**{head}**", *told, " ".join([by, "·", *links, *more])])


def _notice(notice: Notice, key: DeliveryKey | None) -> Embed:
    lines = [fitted(line, 1000) or "–" for line in notice.lines]
    shown = affordable(lines, 3900)
    more = len(lines) - len(shown)
    rest = [f"*{counted(more, 'more line')} in the log*"] if more else []
    return embed(
        title=fitted(notice.title, MAX_TITLE) or "nutgraf",
        description="\n".join([*shown, *rest]),
        footer=footer_of("nutgraf", key),
        colour=COLOURS[StoryPhase.QUIET],
    )
