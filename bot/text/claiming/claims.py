"""Claims: what an article says somebody asserts, with the speaker and the figures inside.

A speaker is given only when the text gives it: an explicit verb of saying, "according to", a quote
that continues an attributed one, a pronoun with a single antecedent. Otherwise it is left empty.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence

from bot.domain.claims import Claim, ClaimKind, Figure, Speaker
from bot.domain.entities import Mention
from bot.text.claiming.attribution import Scene, credited_to, is_bare_credit, quoted_from, scene_of
from bot.text.claiming.clauses import Part, parts_of
from bot.text.claiming.figures import find_figures, find_figures_within
from bot.text.claiming.numerals import may_hold_number
from bot.text.claiming.quantities import TIME_UNITS
from bot.text.claiming.quotations import Quotation
from bot.text.claiming.speakers import NOBODY
from bot.text.prose.sentences import Sentence

_WORD = re.compile(r"\w+")
#: Something besides quotations.
_OUTSIDE = re.compile(r"[^\0 ]")
#: Shorter quotations are scare quotes or titles unless a verb stands directly before them.
_SCARE_WORDS = 2
#: A quotation without a speaker is a claim only from this length on: shorter ones are titles.
_OPEN_QUOTE_WORDS = 5
#: Words beside a quotation that only credit it: "he said"; with name, role, place and day.
_BARE_CREDIT, _LONG_CREDIT = 5, 14
#: Words of the longest title in quotation marks.
_TITLE_WORDS = 6
#: From so many words on a quotation is one of whole sentences, whatever its last mark.
_LONG_QUOTE = 12
_CREDIT = re.compile(r"\s?[–—-]{1,2}\s?(?P<who>[^\n.?!]{3,90}?)\.?$")
_VERB_LIKE = re.compile(
    r"\b(?:is|are|was|were|be|been|has|have|had|do|does|did|will|would|can|could|may|might|must|"
    r"should|[a-z]{3,}(?:ed|ing|s)|made|took|held|sent|rose|fell|left|went|came|got|gave|set|met|"
    r"hit|ran|paid|told|won|lost|saw|grew|kept|put|led|spent|died|cost|fled|sought|found|began|"
    r"stood|drove|rode|knew|sat|wore|bought|built|broke|brought|caught|chose|drew|ate|felt|fought|"
    r"flew|froze|heard|hid|knelt|laid|lay|meant|shot|shut|slept|sold|spoke|spread|struck|swept|"
    r"taught|threw|thought|wrote|rang|rose|shook|woke|withdrew|became|gone|say|owe|need|want|live)\b"
)
_BULLET = re.compile(r"\s*(?:[•▪◦*·–-]|\d{1,2}[.)])\s")
_COMPLETE = re.compile(r"[.!?…][”\"’)\]]{0,3}$")
#: The end of a sentence, where its stop is looked for.
_LAST = slice(-len(".”’)"), None)


def find_claims(body: str, mentions: Sequence[Mention]) -> tuple[Claim, ...]:
    """Return the claims of a cleaned body, by their place in it.

    `mentions` are the public entities the body names, offsets into it; a person who is not among
    them is described by role and never named as a speaker. A sentence with a figure and no speaker
    is a claim of nobody; lines of a table or list are none.
    """
    if not body.strip():
        return ()
    scene = scene_of(body, mentions)
    found = [claim for index in range(len(scene.sentences)) for claim in _read(scene, index)]
    return tuple(sorted(found, key=lambda one: (one.start, one.end)))


def _read(scene: Scene, index: int) -> Iterator[Claim]:
    """Return the claims of one sentence: pull quote, statements, and quotations that end in it."""
    credited = _pull_quote(scene, index)
    if credited is not None:
        yield credited
        return
    sentence = scene.sentences[index]
    outside = _OUTSIDE.search(scene.cast.masked, sentence.start, sentence.end)
    tells = outside is not None and not is_bare_credit(scene, index)
    placed = _placed_figures(scene, index) if tells else ()
    statements = list(_statements(scene, index, placed)) if tells else []
    quotes = list(_quotes(scene, index, placed)) if scene.ending.get(index) else []
    yield from quotes
    for statement in statements:
        if _counts_things(statement) or not _only_credits(scene, statement, quotes):
            yield statement


def _counts_things(claim: Claim) -> bool:
    """Whether the claim has a figure that is no span of time ("who has served for 40 years")."""
    return any(one.unit not in TIME_UNITS for one in claim.figures)


# -- figures -------------------------------------------------------------------------------------

#: A figure and where it stands in the body.
_Placed = tuple[int, Figure]


def _placed_figures(scene: Scene, index: int) -> tuple[_Placed, ...]:
    """Return the figures of a sentence, read as if parts of it were not quoted."""
    sentence = scene.sentences[index]
    if not scene.ending.get(index) and not may_hold_number(sentence.text):
        return ()
    marks = [
        at
        for one in scene.ending.get(index, ())
        if one.start >= sentence.start and _is_part(scene, sentence, one)
        for at in (one.start, one.end - 1)
    ]
    text = scene.body[sentence.start : sentence.end]
    for at in reversed(marks):
        text = text[: at - sentence.start] + text[at + 1 - sentence.start :]
    line = " ".join(text.split()) if marks else sentence.text
    figures = find_figures(line, scene.counted_before(index))
    if not figures:
        return ()
    scene.counted = (index, figures[0])
    return tuple(_placed(figures, text, sentence.start, marks))


def _placed(
    figures: Sequence[Figure], text: str, start: int, marks: Sequence[int]
) -> Iterator[_Placed]:
    """Yield figures with their place in the body, whose `marks` the text they stand in lacks."""
    at = 0
    for figure in figures:
        found = max(at, text.find(figure.surface, at))
        at = found + len(figure.surface)
        place = start + found
        for mark in marks:
            place += mark <= place
        yield place, figure


def _is_part(scene: Scene, sentence: Sentence, quotation: Quotation) -> bool:
    """Whether the quoted words are a part of the sentence around them ("“up to 1,500 persons”")."""
    opens = quotation.words[:1]
    return (opens.islower() or opens.isdigit() or opens == "$") and (
        bool(scene.cast.masked[sentence.start : quotation.start].strip())
    )


# -- statements ----------------------------------------------------------------------------------


def _statements(scene: Scene, index: int, placed: Sequence[_Placed]) -> Iterator[Claim]:
    """Return what the sentence reports or counts outside quotations, one claim a speaker."""
    sentence = scene.sentences[index]
    masked = scene.cast.masked
    counted = [one for one in placed if masked[one[0]] != "\0"]
    if counted and not _is_sentence(sentence.text):
        counted = []
    parts = parts_of(scene, index)
    if counted and not parts:
        parts = (Part(start=sentence.start, end=sentence.end, speaker=None),)
    told = []
    for part in parts:
        figures = tuple(one for at, one in counted if part.start <= at < part.end)
        if figures or part.speaker is not None:
            told.append((part, figures))
    if not told or (
        _BULLET.match(sentence.text) and _COMPLETE.search(sentence.text[_LAST]) is None
    ):
        return  # nothing, or a line of a list
    for part, _ in told:
        if part.speaker is not None:
            scene.last = (index, part.speaker)
    if sentence.text.endswith(":") or _opens_quotation(scene, index):
        return  # it only introduces what follows
    if len(told) == 1:
        whole = Part(start=sentence.start, end=sentence.end, speaker=told[0][0].speaker)
        yield _statement(scene, sentence, whole, told[0][1])
    else:
        yield from (_statement(scene, sentence, part, figures) for part, figures in told)


def _statement(scene: Scene, sentence: Sentence, part: Part, figures: tuple[Figure, ...]) -> Claim:
    is_whole = (part.start, part.end) == (sentence.start, sentence.end)
    return Claim(
        kind=ClaimKind.STATEMENT,
        words=sentence.text if is_whole else " ".join(scene.body[part.start : part.end].split()),
        sentence=sentence.text,
        start=part.start,
        end=part.end,
        speaker=part.speaker or NOBODY,
        figures=figures,
    )


def _opens_quotation(scene: Scene, index: int) -> bool:
    """Whether a quotation of whole sentences begins here and ends in a later sentence."""
    text = scene.cast.masked[scene.sentences[index].start : scene.sentences[index].end]
    return text.endswith("\0") and scene.sentences[index].text[-1] not in '”"»'


def _is_sentence(text: str) -> bool:
    """Whether a line is a sentence rather than a line of a table, a list or a heading."""
    return (
        _COMPLETE.search(text[_LAST]) is not None
        and len(_WORD.findall(text)) >= 5
        and _VERB_LIKE.search(text) is not None
    )


def _only_credits(scene: Scene, statement: Claim, quotes: Sequence[Claim]) -> bool:
    """Whether the statement is a quotation and its "he said", which the quote's claim covers."""
    inside = [one for one in quotes if one.end > statement.start and one.start < statement.end]
    if not inside:
        return False
    outside = scene.cast.masked[statement.start : statement.end].replace("\0", " ")
    rest = len(_WORD.findall(outside))
    complete = any(
        not one.words[:1].islower()
        and (scene.body[one.end - 2] in ",.!?—" or len(_WORD.findall(one.words)) >= _LONG_QUOTE)
        for one in inside
    )
    return rest <= _BARE_CREDIT or (complete and rest <= _LONG_CREDIT)


# -- quotations ----------------------------------------------------------------------------------


def _quotes(scene: Scene, index: int, placed: Sequence[_Placed]) -> Iterator[Claim]:
    """Return the quotations that end in the sentence, each with its speaker."""
    for quotation in scene.ending.get(index, ()):
        speaker, is_handed = quoted_from(scene, index, quotation)
        if _is_title(quotation.words) and not (is_handed and _is_object(scene, quotation)):
            continue
        count = len(_WORD.findall(quotation.words))
        enough = count > _SCARE_WORDS or (
            is_handed and speaker is not None and _is_definite(speaker)
        )
        if enough and (speaker is not None or count >= _OPEN_QUOTE_WORDS):
            if speaker is not None:
                scene.last = (index, speaker)
            yield _quote(scene, index, quotation, speaker or NOBODY, placed)


_LITTLE_WORDS = frozenset(_WORD.findall("a an and at for from in of on or the to with"))


def _is_title(words: str) -> bool:
    """Whether every word that counts has a capital: a programme, a book, an operation."""
    found = [word for word in _WORD.findall(words) if word not in _LITTLE_WORDS]
    return (
        1 < len(found) <= _TITLE_WORDS
        and all(word[0].isupper() or word[0].isdigit() for word in found)
        and words[-1:] not in {".", "!", "?"}
    )


_PREPOSITION = re.compile(r"\b(?:on|in|at|of|to|for|from|with)\s$")


def _is_object(scene: Scene, quotation: Quotation) -> bool:
    """Whether no preposition leads to the quotation: "said on “Morning in Akron”" says nothing."""
    start = max(0, quotation.start - len(" from "))
    return _PREPOSITION.search(scene.cast.masked, start, quotation.start) is None


def _is_definite(speaker: Speaker) -> bool:
    """Whether one speaker is meant: "men often called “dreamers”" credits nobody."""
    return speaker.is_named or (speaker.described_as or "").startswith(("the ", "a ", "an "))


def _quote(
    scene: Scene, index: int, quotation: Quotation, speaker: Speaker, placed: Sequence[_Placed]
) -> Claim:
    first = max(bisect_right(scene.starts, quotation.start) - 1, 0)
    last = bisect_left(scene.starts, quotation.end) - 1
    if _is_part(scene, scene.sentences[index], quotation):
        inside = (one for at, one in placed if quotation.start < at < quotation.end)
        figures = tuple(inside)
    else:
        figures = find_figures_within(quotation.words)
    return Claim(
        kind=ClaimKind.QUOTE,
        words=quotation.words.rstrip(","),
        sentence=scene.body[scene.starts[first] : scene.sentences[last].end],
        start=quotation.start,
        end=quotation.end,
        speaker=speaker,
        figures=figures,
    )


def _pull_quote(scene: Scene, index: int) -> Claim | None:
    """Return a paragraph credited by the line after it ("– agency spokesperson") as a quote."""
    sentence = scene.sentences[index]
    credit = _CREDIT.fullmatch(sentence.text)
    if credit is None or index == 0:
        return None
    following = scene.sentences[index + 1 : index + 2]
    alone = not following or following[0].paragraph != sentence.paragraph
    quoted = scene.sentences[scene.paragraph_start(index - 1) : index]
    if not alone or quoted[-1].paragraph == sentence.paragraph or _CREDIT.fullmatch(quoted[0].text):
        return None
    start, end = quoted[0].start, quoted[-1].end
    words = scene.body[start:end].strip('“”"')
    return Claim(
        kind=ClaimKind.QUOTE,
        words=words,
        sentence=scene.body[start:end],
        start=start,
        end=end,
        speaker=credited_to(scene, sentence.start + credit.start("who"), credit["who"]),
        figures=find_figures_within(words),
    )
