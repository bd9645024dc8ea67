"""Responses: whether a story's target could have answered, and the sentence where it does."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bot.domain.claims import Claim
from bot.domain.entities import Entity, EntityId, EntityKind
from bot.text.printing.quotable import opens_unresolved
from bot.text.printing.summarize import Pick, SummarySource
from bot.text.private.withheld import names_private, withheld_names
from bot.text.prose.sentences import Sentence, split

_SPEAKING = frozenset(
    {EntityKind.AGENCY, EntityKind.OFFICIAL, EntityKind.PERSON, EntityKind.ORG, EntityKind.PLACE}
)
#: Sentences of an article in which its parties are introduced.
_LEAD_SENTENCES = 3
#: A response longer than this does not fit a card.
_MOST_WORDS = 60
_WORDS_BEFORE_SUBJECT = 3

_SILENCE = re.compile(
    r"\b(?:did(?:\snot|n[’']t)|(?:have|has|had)(?:\snot|n[’']t))\s(?:\w+\s)?(?:responded|respond|"
    r"repl(?:y|ied)|return(?:ed)?|answer(?:ed)?|comment(?:ed)?)\b"
    r"|\bdeclined\s(?:to\s(?:comment|answer|discuss|say|be\sinterviewed|respond)|(?:an\s|all\s)?"
    r"(?:interview|comment))|\brefused\sto\s(?:comment|answer|discuss)"
    r"|\bcould\snot\s(?:immediately\s)?be\sreached|\bhad\sno\s(?:immediate\s)?comment"
    r"|\bno\scomment\b|\bwould\snot\scomment\b"
)
_ANSWER = re.compile(
    r"\b(?:den(?:y|ies|ied)|disput(?:e|es|ed)|reject(?:s|ed)?|rebuff(?:s|ed)?|refus(?:e|es|ed)|"
    r"counter(?:s|ed)|respond(?:s|ed)|repl(?:ies|ied)|push(?:es|ed)\sback|defend(?:s|ed)|"
    r"insist(?:s|ed)?|maintain(?:s|ed)?|vow(?:s|ed)?|argu(?:e|es|ed)|contend(?:s|ed)?|"
    r"in\s(?:a\sstatement|response|an\semail|a\sfiling)|call(?:s|ed)\sthe|fired\sback|"
    r"acknowledg(?:es|ed)|apologiz(?:es|ed)|criticiz(?:es|ed)|condemn(?:s|ed)?|oppos(?:es|ed))\b",
    re.IGNORECASE,
)
_ACCUSING = re.compile(
    r"\b(?:su(?:e|es|ed|ing)|lawsuits?|accus\w+|alleg\w+|demand\w*|order(?:s|ed)|threat\w*|warn\w*|"
    r"charg(?:e|es|ed|ing)|arrest\w*|detain(?:s|ed|ing)|raid\w*|blam\w+|fault\w*|criticiz\w+|"
    r"slam\w*|condemn\w*|violat\w+|refus\w+|reject\w*|block\w*|deadline|ultimatum|on notice|"
    r"subpoena\w*|investigat\w+|indict\w*|dies|died|death|killed|shot|deport\w*|revok\w+|"
    r"terminat\w+|end(?:s|ed)|cut(?:s|ting)?|fire[sd]?|clash\w*|protest\w*|overcrowd\w*|abus\w+|"
    r"challeng\w+|urg(?:e|es|ed|ing)|pressur\w+)\b",
    re.IGNORECASE,
)
_JUDGE = re.compile(r"\b(?:judge|justice|magistrate)\b", re.IGNORECASE)
_WORD = re.compile(r"\w+")


#: Of a long story the first and the last so many articles are asked: who answers does so at
#: once, or it is the newest turn.
MOST_ASKED = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class _Parties:
    """Who acts in the story and who else is named where it opens."""

    #: The side of the first actor named; None when nobody is.
    acting: str | None
    #: Entities of other sides named in the headline's or lead's first sentences.
    targets: frozenset[EntityId]


def find_response(sources: Sequence[SummarySource]) -> Pick | None:
    """Return the sentence in which the other side answers, or is said not to have answered.

    Best first: a party named in the opening that answers in words; another named speaker of
    another side that does; a target reported as silent. None when no article reports any.
    Derivative articles are asked only when the story has nothing else.
    """
    numbered = list(enumerate(sources))
    originals = [each for each in numbered if not each[1].is_derivative] or numbered
    if len(originals) > 2 * MOST_ASKED:
        originals = [*originals[:MOST_ASKED], *originals[-MOST_ASKED:]]
    private = withheld_names(sources)
    found = [
        (score, -index, Pick(text=text, source=number))
        for number, source in originals
        for index, (score, text) in enumerate(_answers(source, private))
    ]
    best = max(found, key=lambda one: (one[0], -one[2].source, one[1]), default=None)
    return best[2] if best is not None else None


def response_expected(sources: Sequence[SummarySource]) -> bool:
    """Whether a headline or lead says that somebody acts against somebody who could answer."""
    for source in sources:
        lead = " ".join([source.title, *(one.text for one in split(source.body)[:2])])
        if _ACCUSING.search(lead) and _parties(source).acting is not None:
            return True
    return False


# -- parties -------------------------------------------------------------------------------------


def _side(entity: Entity) -> str:
    """Return whose side an entity is on: the federal government is one, a state another."""
    if entity.kind in {EntityKind.AGENCY, EntityKind.OFFICIAL}:
        return entity.state or "federal"
    return entity.state or entity.id


def _parties(source: SummarySource) -> _Parties:
    lead = split(source.body)[:_LEAD_SENTENCES]
    end = lead[-1].end if lead else 0
    opening = sorted(
        (one for one in source.mentions if one.start < end and one.entity.kind in _SPEAKING),
        key=lambda one: one.start,
    )
    actors = [one.entity for one in opening if one.entity.kind is not EntityKind.PLACE]
    if not actors:
        return _Parties(acting=None, targets=frozenset())
    acting = _side(actors[0])
    others = (one.entity for one in opening if _side(one.entity) != acting)
    return _Parties(
        acting=acting,
        targets=frozenset(one.id for one in others if not _JUDGE.search(one.role or "")),
    )


# -- answers -------------------------------------------------------------------------------------


def _answers(source: SummarySource, private: Sequence[str]) -> Iterator[tuple[int, str]]:
    """Yield the sentences that may be shown as the other side's, each with its weight."""
    parties = _parties(source)
    for sentence in split(source.body)[1:]:
        if not _is_shown(sentence, source, private):
            continue
        score = _weight(sentence, source, parties)
        if score:
            yield score, sentence.text


def _is_shown(sentence: Sentence, source: SummarySource, private: Sequence[str]) -> bool:
    text = sentence.text
    return (
        4 <= len(_WORD.findall(text)) <= _MOST_WORDS
        and not sentence.in_quote
        and text.count("“") == text.count("”")
        and text.count('"') % 2 == 0
        and text.rstrip('”"’)')[-1:] in {".", "!"}
        and not opens_unresolved(text)
        and not names_private(source.body, sentence.start, sentence.end, source.mentions, private)
    )


def _weight(sentence: Sentence, source: SummarySource, parties: _Parties) -> int:
    """Return 0 for no response, and more the surer the sentence is the target's own answer."""
    named = [
        one.entity
        for one in source.mentions
        if sentence.start <= one.start and one.end <= sentence.end
    ]
    has_target = any(one.id in parties.targets for one in named)
    answers = _ANSWER.search(sentence.text) is not None
    voice = _voice(sentence, source, parties)
    if voice is not None:
        return voice + 2 * answers if answers or has_target else 0
    if answers and _opens_with(sentence, source, parties):
        return 4
    return (3 if has_target else 1) if _SILENCE.search(sentence.text) else 0


def _voice(sentence: Sentence, source: SummarySource, parties: _Parties) -> int | None:
    """Return the weight of a speaker of another side; None when none speaks here."""
    best: int | None = None
    for claim in source.claims:
        if claim.end <= sentence.start or sentence.end <= claim.start:
            continue
        weight = _speaker_weight(claim, source, parties)
        if weight is not None and (best is None or weight > best):
            best = weight
    return best


def _speaker_weight(claim: Claim, source: SummarySource, parties: _Parties) -> int | None:
    if claim.speaker.entity is None or parties.acting is None:
        return None
    entity = next(
        (one.entity for one in source.mentions if one.entity.id == claim.speaker.entity), None
    )
    if entity is None or _side(entity) == parties.acting or entity.kind not in _SPEAKING:
        return None
    if _JUDGE.search(entity.role or "") or _JUDGE.search(claim.speaker.role or ""):
        return None  # a court decides, it does not answer
    return 5 if entity.id in parties.targets else 2


def _opens_with(sentence: Sentence, source: SummarySource, parties: _Parties) -> bool:
    """Whether a target is the sentence's subject: the first entity, among its first words."""
    first = min(
        (one for one in source.mentions if sentence.start <= one.start < sentence.end),
        key=lambda one: one.start,
        default=None,
    )
    if first is None or first.entity.id not in parties.targets:
        return False
    return len(source.body[sentence.start : first.start].split()) <= _WORDS_BEFORE_SUBJECT
