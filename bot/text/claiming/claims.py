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
from bot.text.claiming.attribution import Scene, credited_to, quoted_from, scene_of, stated_by
from bot.text.claiming.figures import find_figures, find_figures_within
from bot.text.claiming.quantities import TIME_UNITS
from bot.text.claiming.quotations import Quotation
from bot.text.claiming.speakers import NOBODY
from bot.text.prose.sentences import Sentence

_WORD = re.compile(r"\w+")
#: Shorter quotations are scare quotes or titles unless a verb stands directly before them.
_SCARE_WORDS = 2
#: A quotation without a speaker is a claim only from this length on: shorter ones are titles.
_OPEN_QUOTE_WORDS = 5
#: Words beside a quotation that only credit it: "he said"; with name, role, place and day.
_BARE_CREDIT, _LONG_CREDIT = 3, 14
#: Words of the longest title in quotation marks.
_TITLE_WORDS = 6
#: From so many words on a quotation is one of whole sentences, whatever its last mark.
_LONG_QUOTE = 12
_CREDIT = re.compile(r"\s?[–—-]{1,2}\s?(?P<who>[^\n.?!]{3,90}?)\.?$")
_VERB_LIKE = re.compile(
    r"\b(?:is|are|was|were|be|been|has|have|had|do|does|did|will|would|can|could|may|might|must|"
    r"should|[a-z]{3,}(?:ed|ing|s)|made|took|held|sent|rose|fell|left|went|came|got|gave|set|met|"
    r"hit|ran|paid|told|won|lost|saw|grew|kept|put|led|spent|died|cost|fled|sought|found|began)\b"
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
    """Return the claims of one sentence: pull quote, statement, and quotations that end in it."""
    credited = _pull_quote(scene, index)
    if credited is not None:
        yield credited
        return
    statement = _statement(scene, index)
    quotes = list(_quotes(scene, index, scene.ending.get(index, ())))
    yield from quotes
    if statement is not None and (
        _counts_things(statement) or not _only_credits(scene, index, quotes)
    ):
        yield statement


def _counts_things(claim: Claim) -> bool:
    """Whether the claim has a figure that is no span of time ("who has served for 40 years")."""
    return any(one.unit not in TIME_UNITS for one in claim.figures)


# -- statements ----------------------------------------------------------------------------------


def _statement(scene: Scene, index: int) -> Claim | None:
    """Return the reporting sentence as a claim; None when it reports nothing and counts nothing."""
    sentence = scene.sentences[index]
    if not scene.outside(index).strip(" "):
        return None
    speaker = stated_by(scene, index)
    figures = _figures(scene, sentence)
    if speaker is None and not figures:
        return None
    if _BULLET.match(sentence.text) and _COMPLETE.search(sentence.text[_LAST]) is None:
        return None  # a line of a list
    if speaker is not None:
        scene.last = (index, speaker)
    if sentence.text.endswith(":") or _opens_quotation(scene, index):
        return None  # it only introduces what follows
    return Claim(
        kind=ClaimKind.STATEMENT,
        words=sentence.text,
        sentence=sentence.text,
        start=sentence.start,
        end=sentence.end,
        speaker=speaker or NOBODY,
        figures=figures,
    )


def _opens_quotation(scene: Scene, index: int) -> bool:
    """Whether a quotation of whole sentences begins here and ends in a later sentence."""
    text = scene.cast.masked[scene.sentences[index].start : scene.sentences[index].end]
    return text.endswith("\0") and scene.sentences[index].text[-1] not in '”"»'


def _figures(scene: Scene, sentence: Sentence) -> tuple[Figure, ...]:
    """Return the figures outside quotations; those inside belong to the quotation's claim."""
    figures = find_figures(sentence.text)
    if not figures or not _is_sentence(sentence.text):
        return ()
    outside = " ".join(scene.cast.masked[sentence.start : sentence.end].split())
    return tuple(one for one in figures if one.surface in outside)


def _is_sentence(text: str) -> bool:
    """Whether a line is a sentence rather than a line of a table, a list or a heading."""
    return (
        _COMPLETE.search(text[_LAST]) is not None
        and len(_WORD.findall(text)) >= 5
        and _VERB_LIKE.search(text) is not None
    )


def _only_credits(scene: Scene, index: int, quotes: Sequence[Claim]) -> bool:
    """Whether the sentence is a quotation and its "he said", which the quote's claim covers."""
    if not quotes:
        return False
    rest = len(_WORD.findall(scene.outside(index)))
    complete = any(
        not one.words[:1].islower()
        and (scene.body[one.end - 2] in ",.!?—" or len(_WORD.findall(one.words)) >= _LONG_QUOTE)
        for one in quotes
    )
    return rest <= _BARE_CREDIT or (complete and rest <= _LONG_CREDIT)


# -- quotations ----------------------------------------------------------------------------------


def _quotes(scene: Scene, index: int, ending: Sequence[Quotation]) -> Iterator[Claim]:
    """Return the quotations that end in the sentence, each with its speaker."""
    for quotation in ending:
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
            yield _quote(scene, quotation, speaker or NOBODY)


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


def _quote(scene: Scene, quotation: Quotation, speaker: Speaker) -> Claim:
    first = max(bisect_right(scene.starts, quotation.start) - 1, 0)
    last = bisect_left(scene.starts, quotation.end) - 1
    return Claim(
        kind=ClaimKind.QUOTE,
        words=quotation.words.rstrip(","),
        sentence=scene.body[scene.starts[first] : scene.sentences[last].end],
        start=quotation.start,
        end=quotation.end,
        speaker=speaker,
        figures=find_figures_within(quotation.words),
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
