"""The plain text beside the blocks: what a notification shows and a screen reader reads.

Slack parses this field, so everything in it is escaped; it holds no address, because a notification
has no room for one and the blocks carry them all.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from bot.chat.slack.elements import MAX_FALLBACK
from bot.chat.slack.wording import escape, moment
from bot.chat.wording import corrected, counted, inner_quotes, shorten, speaker, standing
from bot.domain.briefs import Brief, Digest, Notice, SourcedSentence, SourceLine, Update
from bot.domain.questions import Answer, Line


def say(parts: Iterable[str]) -> str:
    """Return the parts as one escaped text of at most 3,900 characters, never empty."""
    words = " ".join(_enough(parts)) or "nutgraf"
    limit = MAX_FALLBACK
    spoken = escape(shorten(words, limit))
    while len(spoken) > MAX_FALLBACK:
        limit = limit * 3 // 4
        spoken = escape(shorten(words, limit))
    return spoken


def _enough(parts: Iterable[str]) -> Iterator[str]:
    """Yield parts until they are too long: nothing after that would be spoken."""
    room = MAX_FALLBACK
    for part in parts:
        words = shorten(part, MAX_FALLBACK)
        if words:
            yield words
        room -= len(words) + 1
        if room < 0:
            return


def say_brief(brief: Brief) -> str:
    return say(_brief(brief))


def say_update(update: Update) -> str:
    return say([f"{update.heading}:", *map(_sentence, update.lines), *_sources(update.sources)])


def say_digest(digest: Digest) -> str:
    return say([f"{digest.title}:", *(_sentence_of(brief.headline) for brief in digest.briefs)])


def say_notice(notice: Notice) -> str:
    return say([f"{notice.title}.", *notice.lines])


def say_answer(answer: Answer) -> str:
    lines = (_line(line) for section in answer.sections for line in section.lines)
    brief = _brief(answer.brief) if answer.brief is not None else ()
    return say([_sentence_of(answer.title), answer.summary, *brief, *lines, *answer.notes])


def _brief(brief: Brief) -> Iterator[str]:
    yield _sentence_of(brief.headline)
    yield f"{brief.lead.outlet}, {moment(brief.lead.published_at)}; {standing(brief)}."
    if brief.correction is not None:
        yield f"Correction: {corrected(_sentence(brief.correction))}"
    yield from map(_sentence, brief.sentences)
    if brief.response is not None:
        yield f"Response: {_sentence(brief.response)}"
    elif brief.response_expected:
        yield "No response reported."
    for figure in brief.figures:
        counts = f"{figure.surface}{counted(figure, 140)}"
        yield f"{counts} — {speaker(figure, 80)} [{figure.source}]."
    yield from _sources(brief.sources)


def _sources(sources: tuple[SourceLine, ...]) -> Iterator[str]:
    yield "Sources:"
    for source in sources:
        yield f"[{source.number}] {source.outlet}, {source.provenance};"


def _sentence(sentence: SourcedSentence) -> str:
    return f"{sentence.text} [{sentence.source}]"


def _sentence_of(words: str) -> str:
    return f"{words.rstrip('. ')}."


def _line(line: Line) -> str:
    outlets = ", ".join(one.outlet for one in line.evidence)
    return (
        f"{_sentence_of(line.text)} {inner_quotes(line.detail)} {f'({outlets})' if outlets else ''}"
    )
