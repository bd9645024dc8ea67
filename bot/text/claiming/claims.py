"""Claims: what an article says somebody asserts, with the speaker and the figures inside.

A speaker is given only when the text gives it: an explicit verb of saying, "according to", a quote
that continues an attributed one, a pronoun with a single antecedent. Otherwise it is left empty.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from bot.domain.claims import Claim, ClaimKind, Figure, Speaker
from bot.domain.entities import Mention
from bot.text.claiming.cues import find_cues
from bot.text.claiming.figures import find_figures, find_figures_within
from bot.text.claiming.quantities import TIME_UNITS
from bot.text.claiming.quotations import Quotation, find_quotations, mask
from bot.text.claiming.speakers import NOBODY, SOMEBODY, name_speaker, names_private
from bot.text.claiming.speech import Cast, cast_of
from bot.text.prose.sentences import Sentence, split

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
#: Sentences that are looked at before a pronoun or a credit line.
_LOOK_BACK = 12
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


@dataclass(slots=True, kw_only=True)
class _Scene:
    """The reading of one body: what is quoted where, and who spoke last."""

    body: str
    cast: Cast
    sentences: tuple[Sentence, ...]
    #: Starts of the sentences, and the quotations by the index of the sentence they end in.
    starts: tuple[int, ...]
    ending: Mapping[int, Sequence[Quotation]]
    #: Index of the sentence and speaker of the last attributed claim.
    last: tuple[int, Speaker] | None = None


def find_claims(body: str, mentions: Sequence[Mention]) -> tuple[Claim, ...]:
    """Return the claims of a cleaned body, by their place in it.

    `mentions` are the public entities the body names, offsets into it; a person who is not among
    them is described by role and never named as a speaker. A sentence with a figure and no speaker
    is a claim of nobody; lines of a table or list are none.
    """
    if not body.strip():
        return ()
    quotations = find_quotations(body)
    sentences = split(body)
    starts = tuple(one.start for one in sentences)
    ending: defaultdict[int, list[Quotation]] = defaultdict(list)
    for one in quotations:
        ending[bisect_left(starts, one.end) - 1].append(one)
    scene = _Scene(
        body=body,
        cast=cast_of(mask(body, quotations), mentions),
        sentences=sentences,
        starts=starts,
        ending=ending,
    )
    found = [claim for index in range(len(scene.sentences)) for claim in _read(scene, index)]
    return tuple(sorted(found, key=lambda one: (one.start, one.end)))


def _read(scene: _Scene, index: int) -> Iterator[Claim]:
    """Return the claims of one sentence: pull quote, statement, and quotations that end in it."""
    credited = _pull_quote(scene, index)
    if credited is not None:
        yield credited
        return
    sentence = scene.sentences[index]
    statement = _statement(scene, index)
    quotes = list(_quotes(scene, index, scene.ending.get(index, ())))
    yield from quotes
    if statement is not None and (
        _counts_things(statement) or not _only_credits(scene, sentence, quotes)
    ):
        yield statement


def _counts_things(claim: Claim) -> bool:
    """Whether the claim has a figure that is no span of time ("who has served for 40 years")."""
    return any(one.unit not in TIME_UNITS for one in claim.figures)


# -- statements ----------------------------------------------------------------------------------


def _statement(scene: _Scene, index: int) -> Claim | None:
    """Return the reporting sentence as a claim; None when it reports nothing and counts nothing."""
    sentence = scene.sentences[index]
    if not scene.cast.masked[sentence.start : sentence.end].strip("\0 "):
        return None
    speaker = _speaker_of(scene, index, sentence.start, sentence.end, quoting=False)
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


def _opens_quotation(scene: _Scene, index: int) -> bool:
    """Whether a quotation of whole sentences begins here and ends in a later sentence."""
    text = scene.cast.masked[scene.sentences[index].start : scene.sentences[index].end]
    return text.endswith("\0") and scene.sentences[index].text[-1] not in '”"»'


def _figures(scene: _Scene, sentence: Sentence) -> tuple[Figure, ...]:
    """Return the figures outside quotations; those inside belong to the quotation's claim."""
    figures = find_figures(sentence.text)
    if not figures or not _asserts(sentence.text):
        return ()
    outside = " ".join(scene.cast.masked[sentence.start : sentence.end].split())
    return tuple(one for one in figures if one.surface in outside)


def _asserts(text: str) -> bool:
    """Whether a line is a sentence rather than a line of a table, a list or a heading."""
    return (
        _COMPLETE.search(text[_LAST]) is not None
        and len(_WORD.findall(text)) >= 5
        and _VERB_LIKE.search(text) is not None
    )


def _only_credits(scene: _Scene, sentence: Sentence, quotes: Sequence[Claim]) -> bool:
    """Whether the sentence is a quotation and its "he said", which the quote's claim covers."""
    if not quotes:
        return False
    outside = scene.cast.masked[sentence.start : sentence.end].replace("\0", " ")
    rest = len(_WORD.findall(outside))
    complete = any(
        not one.words[:1].islower()
        and (scene.body[one.end - 2] in ",.!?—" or len(_WORD.findall(one.words)) >= _LONG_QUOTE)
        for one in quotes
    )
    return rest <= _BARE_CREDIT or (complete and rest <= _LONG_CREDIT)


# -- speakers ------------------------------------------------------------------------------------


def _speaker_of(
    scene: _Scene, index: int, start: int, end: int, *, quoting: bool, after_quote: bool = False
) -> Speaker | None:
    """Return who [start, end) of a sentence gives its words to; None when it credits nobody.

    A pronoun that means nobody in particular leaves the words to the verb of saying before it
    ("the mayor condemned what he called").
    """
    unclear: Speaker | None = None
    for cue in find_cues(scene.cast, start, end, quoting=quoting, after_quote=after_quote):
        found = name_speaker(scene.cast, cue)
        if isinstance(found, str):
            speaker, settled = _antecedent(scene, index, found, cue.start), False
        else:
            speaker, settled = found, True
        if speaker is not None and (settled or speaker.is_named):
            return speaker
        unclear = unclear or speaker
    return unclear


def _antecedent(scene: _Scene, index: int, pronoun: str, at: int) -> Speaker | None:
    """Return the single speaker a pronoun can mean; an unnamed person when there is none."""
    recent = _recent(scene, index)
    if pronoun in {"he", "she", "who"}:
        return _person_before(scene, index, at, recent) or SOMEBODY
    many = recent is not None and (recent.described_as or "").endswith("s")
    if recent is None or (pronoun == "it" and (recent.role is not None or many)):
        return None
    return recent


def _recent(scene: _Scene, index: int) -> Speaker | None:
    """Return the last speaker when it stands in this paragraph or the sentence before."""
    if scene.last is None:
        return None
    place, speaker = scene.last
    near = scene.sentences[place].paragraph == scene.sentences[index].paragraph
    return speaker if near or place >= index - 1 else None


def _person_before(scene: _Scene, index: int, at: int, recent: Speaker | None) -> Speaker | None:
    """Return the one public person named since the paragraph, or the sentence before, began."""
    first = max(min(_paragraph_start(scene, index), index - 1), 0)
    start = scene.sentences[first].start
    if names_private(scene.cast, start, at):
        return None
    named = {
        one.entity.id: one.entity
        for one in scene.cast.between(start, at)
        if one.entity.role is not None and "\0" not in scene.cast.masked[one.start : one.end]
    }
    if len(named) == 1:
        entity = next(iter(named.values()))
        return Speaker(
            name=entity.name, role=scene.cast.roles.get(entity.id, entity.role), entity=entity.id
        )
    is_person = recent is not None and (recent.role is not None or recent.is_anonymous)
    return recent if is_person and not named else None


# -- quotations ----------------------------------------------------------------------------------


def _quotes(scene: _Scene, index: int, ending: Sequence[Quotation]) -> Iterator[Claim]:
    """Return the quotations that end in the sentence, each with its speaker."""
    for quotation in ending:
        speaker, adjacent = _quoted_speaker(scene, index, quotation)
        if speaker is None and _continues(scene, index, quotation):
            speaker = _recent(scene, index)
        if _is_title(quotation.words) and not (adjacent and _is_object(scene, quotation)):
            continue
        count = len(_WORD.findall(quotation.words))
        enough = count > _SCARE_WORDS or (
            adjacent and speaker is not None and _is_definite(speaker)
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


def _is_object(scene: _Scene, quotation: Quotation) -> bool:
    """Whether no preposition leads to the quotation: "said on “Morning in Akron”" says nothing."""
    start = max(0, quotation.start - len(" from "))
    return _PREPOSITION.search(scene.cast.masked, start, quotation.start) is None


def _is_definite(speaker: Speaker) -> bool:
    """Whether one speaker is meant: "men often called “dreamers”" credits nobody."""
    return speaker.is_named or (speaker.described_as or "").startswith(("the ", "a ", "an "))


def _continues(scene: _Scene, index: int, quotation: Quotation) -> bool:
    """Whether the quotation stands alone after an attributed one in the same paragraph."""
    if scene.last is None:
        return False
    sentence = scene.sentences[index]
    outside = scene.cast.masked[sentence.start : sentence.end].replace("\0", " ")
    alone = not _WORD.search(outside) and quotation.start <= sentence.start
    place = scene.sentences[scene.last[0]]
    introduces = place.text.rstrip().endswith(":") and scene.last[0] == index - 1
    return alone and (place.paragraph == sentence.paragraph or introduces)


def _quoted_speaker(scene: _Scene, index: int, quotation: Quotation) -> tuple[Speaker | None, bool]:
    """Return the speaker beside a quotation, and whether a verb of saying touches it."""
    sentence = scene.sentences[index]
    text = scene.cast.masked
    after = text.find("\0", quotation.end, sentence.end)
    after = sentence.end if after < 0 else after
    opening = _sentence_start(scene, index, quotation.start)
    before = max(text.rfind("\0", opening, quotation.start) + 1, opening)
    last = quotation.words.rstrip()[-1:]
    sides = [(quotation.end, after, True), (before, quotation.start, False)]
    if last not in {",", "?", "!", "—", "–", "-"}:
        sides.reverse()
    if before > opening:
        sides.append((opening, quotation.start, False))
    for start, end, is_after in sides:
        speaker = _speaker_of(scene, index, start, end, quoting=True, after_quote=is_after)
        if speaker is not None:
            return speaker, _touches(text, quotation, start, end, is_after=is_after)
    return None, False


def _sentence_start(scene: _Scene, index: int, at: int) -> int:
    """Return the start of the sentence in which the quotation began."""
    while index and scene.sentences[index].start > at:
        index -= 1
    return scene.sentences[index].start


def _touches(text: str, quotation: Quotation, start: int, end: int, *, is_after: bool) -> bool:
    """Whether at most three words part the quotation from the end of its attribution."""
    if is_after:
        return quotation.words.rstrip()[-1:] in {",", "?", "!"}
    between = text[start:end].rstrip()
    return (
        re.search(
            r"\b(?:said|says|called|calls|calling|described|dubbed|labeled|deemed|wrote|as|it|them|"
            r"him|her|branded|declared|shouted|chanted|is|are|was|were|be|been)(?:\s\w+){0,2}[,:]?$",
            between,
        )
        is not None
    )


def _quote(scene: _Scene, quotation: Quotation, speaker: Speaker) -> Claim:
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


def _pull_quote(scene: _Scene, index: int) -> Claim | None:
    """Return a paragraph credited by the line after it ("– agency spokesperson") as a quote."""
    sentence = scene.sentences[index]
    credit = _CREDIT.fullmatch(sentence.text)
    if credit is None or index == 0:
        return None
    following = scene.sentences[index + 1 : index + 2]
    alone = not following or following[0].paragraph != sentence.paragraph
    quoted = scene.sentences[_paragraph_start(scene, index - 1) : index]
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
        speaker=_credited(scene, sentence.start + credit.start("who"), credit["who"]),
        figures=find_figures(words),
    )


def _paragraph_start(scene: _Scene, index: int) -> int:
    """Return the index of the first sentence of the paragraph that sentence `index` stands in."""
    paragraph, floor = scene.sentences[index].paragraph, max(0, index - _LOOK_BACK)
    while index > floor and scene.sentences[index - 1].paragraph == paragraph:
        index -= 1
    return index


def _credited(scene: _Scene, start: int, who: str) -> Speaker:
    """Return the speaker of a credit line: a public name, or the words when they name nobody."""
    for mention in scene.cast.between(start, start + len(who)):
        if mention.entity.role is not None:
            entity = mention.entity
            return Speaker(name=entity.name, role=entity.role, entity=entity.id)
    if names_private(scene.cast, start, start + len(who)):
        return SOMEBODY
    return Speaker(described_as=who.strip())
