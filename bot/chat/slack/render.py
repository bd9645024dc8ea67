"""What we say, as Slack payloads: pure functions of our own nouns, valid at every length."""

from __future__ import annotations

from collections.abc import Sequence
from typing import assert_never

from bot.chat.slack import spoken
from bot.chat.slack.answers import OPEN_ACTION, answer_blocks
from bot.chat.slack.card import (
    FULL,
    SHORT,
    TIGHT,
    affordable,
    card,
    headline,
    numbered_links,
    source_line,
)
from bot.chat.slack.elements import (
    MAX_BLOCKS,
    MAX_WEIGHT,
    Block,
    Element,
    Payload,
    actions,
    bullets,
    header,
    menu,
    rich,
    section,
    text,
    weight,
    when,
)
from bot.chat.wording import shorten, standing, told_of
from bot.domain.briefs import Brief, Digest, Message, Notice, SourcedSentence, Update
from bot.domain.questions import Answer
from bot.text.printing.counts import counted

__all__ = ["Payload", "render_answer", "render_message", "render_note"]

#: Title, menu and the line of omitted stories stand beside a digest's stories.
MAX_DIGEST_STORIES = MAX_BLOCKS - 5
#: Characters of source links that one story of a digest may take before they are counted.
MIN_ENTRY_SOURCES = 1500


def render_message(message: Message) -> Payload:
    """Return a post's payload: `blocks` within every limit of Block Kit, and `text` beside them."""
    match message:
        case Brief():
            return Payload(text=spoken.say_brief(message), blocks=card(message))
        case Update():
            return Payload(text=spoken.say_update(message), blocks=_update(message))
        case Digest():
            return Payload(text=spoken.say_digest(message), blocks=_digest(message))
        case Notice():
            return Payload(text=spoken.say_notice(message), blocks=_notice(message))
        case _:
            assert_never(message)


def render_answer(answer: Answer, *, shared: bool = False) -> Payload:
    """Return an answer's payload; `shared` is the form that everybody in a channel sees."""
    return Payload(text=spoken.say_answer(answer), blocks=answer_blocks(answer, shared=shared))


def render_note(words: str) -> Payload:
    """Return one plain sentence for one person: an apology, or what to type instead."""
    return Payload(text=spoken.say([words]), blocks=[rich(section(text(shorten(words, 2900))))])


def _update(update: Update) -> list[Block]:
    title = (
        header(update.heading)
        if update.is_correction
        else rich(section(text(shorten(update.heading, 300), bold=True)))
    )
    sources = _update_sources(update, MAX_WEIGHT // 2)
    room = MAX_WEIGHT - weight(title) - weight(sources)
    return [title, *_update_lines(update.lines, room), *sources]


def _update_lines(lines: Sequence[SourcedSentence], room: int) -> list[Block]:
    if not lines:
        return []
    drafts = [_sentences(lines, limit) for limit in (FULL.sentence, SHORT.sentence, TIGHT.sentence)]
    items = next((items for items in drafts if weight(items) <= room - 10), drafts[-1])
    shown = affordable(items, room - 100)
    more = len(items) - len(shown)
    rest = [section(text(f"{more} more in the story", italic=True))] if more else []
    return [rich(bullets([*shown, *rest]))]


def _sentences(lines: Sequence[SourcedSentence], limit: int) -> list[Element]:
    return [section(text(f"{shorten(line.text, limit)} [{line.source}]")) for line in lines]


def _update_sources(update: Update, room: int) -> list[Block]:
    if not update.sources:
        return []
    full = rich(*map(source_line, update.sources))
    return [full if weight(full) <= room else rich(section(*numbered_links(update.sources, room)))]


def _digest(digest: Digest) -> list[Block]:
    title = header(digest.title)
    briefs = digest.briefs[:MAX_DIGEST_STORIES]
    choice = _menu(briefs)
    room = MAX_WEIGHT - weight(title) - weight(choice) - 100
    each = max(MIN_ENTRY_SOURCES, room // max(len(briefs), 1))
    drafts = [[_entry(brief, level, each) for brief in briefs] for level in range(3)]
    entries = next((one for one in drafts if weight(one) <= room), drafts[-1])
    shown = affordable(entries, room)
    more = digest.omitted_count + len(digest.briefs) - len(shown)
    rest = [rich(section(text(f"{more} more: /news latest", italic=True)))] if more else []
    return [title, *shown, *rest, *choice]


def _menu(briefs: Sequence[Brief]) -> list[Block]:
    options = {
        f"story {brief.story}": f"{brief.story} · {shorten(brief.headline, 60)}" for brief in briefs
    }
    pairs = [(label, value) for value, label in options.items()]
    return [actions(menu("Open a story", OPEN_ACTION, pairs))] if pairs else []


def _entry(brief: Brief, level: int, room: int) -> Block:
    """Return one story of a digest: with a sentence, without it, or its names and numbers alone."""
    plain = section(text(shorten(brief.headline, 120) or "Untitled", bold=True))
    sentence = told_of(brief)[: level == 0 or brief.correction is not None]
    return rich(
        headline(brief, 200) if level < 2 else plain,
        *_sentences(sentence, SHORT.sentence),
        section(
            text(f"{shorten(brief.lead.outlet, 60) or 'unnamed outlet'} · "),
            when(brief.updated_at),
            text(f" · {standing(brief)} "),
            *numbered_links(brief.sources, room if level == 2 else MAX_WEIGHT),
        ),
    )


def _notice(notice: Notice) -> list[Block]:
    lines = [section(text(shorten(line, 1000) or " ")) for line in notice.lines]
    shown = affordable(lines, MAX_WEIGHT - 1000)
    more = len(lines) - len(shown)
    rest = [section(text(f"{counted(more, 'more line')} in the log", italic=True))] if more else []
    title = section(text(shorten(notice.title, 300) or "nutgraf", bold=True))
    return [rich(title, *shown, *rest)]
