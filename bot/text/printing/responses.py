"""Responses: whether a story's target could have answered, and the sentence where it does.

The weights order what may be shown; a mere remark of somebody else is none of it, since "No
response reported" is the smaller error (docs/decisions/0084-what-a-sentence-leans-on.md).
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import IntEnum

from bot.domain.claims import Claim, ClaimKind
from bot.domain.entities import EntityKind, Mention
from bot.text.printing.parties import JUDGE, SIDED, Parties, parties_of
from bot.text.printing.printable import is_printable
from bot.text.printing.quotable import read_body, says_who
from bot.text.printing.silence import find_silence
from bot.text.printing.summarize import Pick, SummarySource
from bot.text.private.withheld import names_private, withheld_names
from bot.text.prose.sentences import Sentence, split

#: A response of fewer words says nothing.
_FEWEST_WORDS = 4

#: Verbs that answer, whoever their subject is.
_REBUTS = (
    r"den(?:y|ies|ied)|disput(?:e|es|ed)|reject(?:s|ed)?|rebuff(?:s|ed)?|rebut(?:s|ted)?|"
    r"refut(?:e|es|ed)|dismiss(?:es|ed)?|counter(?:s|ed)|(?:push(?:es|ed)|hits?|fir(?:es|ed))\sback|"
    r"criticiz(?:es|ed)|condemn(?:s|ed)?|denounc(?:es|ed)|decri(?:es|ed)|insist(?:s|ed)?|contest(?:s|ed)|"
    r"call(?:s|ed)\s(?:the|that|those|it|them|any|such|this)\s(?:[\w’']+\s){0,5}?(?:\0|false|baseless|"
    r"untrue|unlawful|illegal|wrong|inaccurate|misleading|meritless|frivolous)"
)
#: Verbs that answer where their subject is a party.
_ANSWERS = (
    r"respond(?:s|ed)|repl(?:ies|ied)|defend(?:s|ed)?|apologiz(?:es|ed)|slam(?:s|med)|blast(?:s|ed)|"
    r"vow(?:s|ed)?|(?:will|would|plans\sto)\sappeal|appealed"
)
#: Verbs that argue, which a party does to answer and others to be heard.
_ARGUES = (
    r"(?:maintain(?:s|ed)?|acknowledg(?:es|ed))\sthat|(?:argu(?:es|ed)|contend(?:s|ed)?)\s(?:that|in|the|it)|"
    r"oppos(?:es|ed)|refus(?:es|ed)|"
    r"said\s(?:that\s)?(?:[\w’'-]+\s){0,5}?(?:(?:did|does|do|is|was|were|are|had|has|have|would|will)\s"
    r"(?:not|never|appeal|review)|(?:did|does|was|were|is|has|had|would)n[’']t|follow(?:s|ed)|compl(?:ies|ied)|"
    r"acted\s(?:lawfully|within|properly)|disagree[sd]?|(?:is|was)\sreviewing|st(?:ands|ood)\sby|"
    r"safe|false|lawful|legal)|"
    r"said\sin\s(?:a|an)\s(?:\w+\s){0,2}(?:statement|e-?mail|filing|response)"
)
#: Words of a quotation that says something by itself.
_FEWEST_QUOTED = 6
#: Between a name and its verb: an office of its own, an apposition, helping verbs.
_BETWEEN = (
    r"(?:[’']s?\s(?:[\w’'-]+\s){0,4}?[\w’'-]+)?(?:,\s[^,.;]{1,90},|\s\([^)]{1,30}\))?\s"
    r"(?:(?:has|have|had|also|quickly|strongly|flatly|repeatedly|later|on|\w+day|immediately|"
    r"publicly|\w+ly)\s){0,4}"
)
_REBUTTAL = re.compile(rf"{_BETWEEN}(?:{_REBUTS})(?!\w)", re.IGNORECASE)
_ANSWER = re.compile(rf"{_BETWEEN}(?:{_REBUTS}|{_ANSWERS})(?!\w)", re.IGNORECASE)
_ARGUMENT = re.compile(rf"{_BETWEEN}(?:{_ARGUES})(?!\w)", re.IGNORECASE)
_ACCUSING = re.compile(
    r"\b(?:su(?:e|es|ed|ing)|lawsuits?|accus\w+|alleg\w+|demand\w*|order(?:s|ed)|threat\w*|warn\w*|"
    r"charg(?:e|es|ed|ing)|arrest\w*|detain(?:s|ed|ing)|raid\w*|blam\w+|fault\w*|criticiz\w+|"
    r"slam\w*|condemn\w*|violat\w+|refus\w+|reject\w*|block\w*|deadline|ultimatum|on notice|"
    r"subpoena\w*|investigat\w+|indict\w*|dies|died|death|killed|shot|deport\w*|revok\w+|"
    r"terminat\w+|end(?:s|ed)|cut(?:s|ting)?|fire[sd]?|clash\w*|protest\w*|overcrowd\w*|abus\w+|"
    r"challeng\w+|urg(?:e|es|ed|ing)|pressur\w+)\b",
    re.IGNORECASE,
)


#: Of a long story the first and the last so many articles are asked: who answers does so at
#: once, or it is the newest turn.
MOST_ASKED = 10


class _Weight(IntEnum):
    """How surely a sentence is the other side's answer."""

    NONE = 0
    UNNAMED_SILENCE = 1
    OTHERS_REBUTTAL = 2
    SILENCE = 3
    ARGUMENT = 4
    QUOTE_OF_THE_ACCUSED = 5
    REBUTTAL = 6


def find_response(sources: Sequence[SummarySource]) -> Pick | None:
    """Return the sentence in which the other side answers, or is said not to have answered.

    Best first: a party named in the opening that rebuts; the words of one that the opening says
    something was done to; its silence; another public person of another side that rebuts. None
    when no article reports any. Nobody answers for the side that acts. Derivative articles are
    asked only when the story has nothing else.
    """
    numbered = list(enumerate(sources))
    originals = [each for each in numbered if not each[1].is_derivative] or numbered
    if len(originals) > 2 * MOST_ASKED:
        originals = [*originals[:MOST_ASKED], *originals[-MOST_ASKED:]]
    private = withheld_names(sources)
    best, found = _Weight.NONE, None
    for number, source in originals:  # of equals the first is shown
        for weight, text in _answers(source, private, best):
            best, found = weight, Pick(text=text, source=number)
        if best is max(_Weight):
            break
    return found


def response_expected(sources: Sequence[SummarySource]) -> bool:
    """Whether a headline or lead says that somebody acts against somebody who could answer."""
    for source in sources:
        lead = " ".join([source.title, *(one.text for one in split(source.body)[:2])])
        if _ACCUSING.search(lead) and parties_of(source).acting is not None:
            return True
    return False


@dataclass(frozen=True, slots=True, kw_only=True)
class _Telling:
    """What a sentence holds of an answer: a silence, who is named outside quotations, claims."""

    masked: str
    end: int
    silent: re.Match[str] | None
    named: Sequence[Mention]
    spoken: Sequence[Claim]

    def may_weigh(self) -> bool:
        """Whether there can be an answer, whoever the parties are."""
        return self.silent is not None or any(
            _ANSWER.match(self.masked, one.end, self.end) is not None
            or _ARGUMENT.match(self.masked, one.end, self.end) is not None
            or _is_quoted(_said(one, self.spoken))
            for one in self.named
        )


def _answers(
    source: SummarySource, private: Sequence[str], beaten: _Weight
) -> Iterator[tuple[_Weight, str]]:
    """Yield sentences that may be shown as the other side's, each of more weight than the last.

    The first outweighs `beaten`. Few sentences hold anything of an answer: what all of them are
    asked comes before what is dear.
    """
    parties: Parties | None = None
    for sentence, telling in _tellings(source):
        if not telling.may_weigh() or not _is_shown(sentence, telling.masked, source):
            continue
        parties = parties or parties_of(source)
        weight = _weight(telling, parties)
        if weight > beaten and not names_private(
            source.body, sentence.start, sentence.end, source.mentions, private
        ):
            yield weight, sentence.text
            beaten = weight


def _tellings(source: SummarySource) -> Iterator[tuple[Sentence, _Telling]]:
    """Yield the sentences of an article but the first."""
    masked, _, sentences = read_body(source.body)
    named: list[list[Mention]] = [[] for _ in sentences]
    starts = [one.start for one in sentences]
    for one in source.mentions:
        if one.entity.kind in SIDED and masked[one.start] != "\0":
            at = bisect_right(starts, one.start) - 1
            if at > 0 and one.end <= sentences[at].end:
                named[at].append(one)
    for sentence, voices in zip(sentences[1:], named[1:], strict=True):
        spoken = [claim for claim in source.claims if _overlaps(claim, sentence)] if voices else ()
        silent = find_silence(masked, sentence.start, sentence.end)
        yield (
            sentence,
            _Telling(masked=masked, end=sentence.end, silent=silent, named=voices, spoken=spoken),
        )


def _is_shown(sentence: Sentence, masked: str, source: SummarySource) -> bool:
    text = sentence.text
    return (
        not sentence.in_quote
        and text.count("“") == text.count("”")
        and text.count('"') % 2 == 0
        and is_printable(text, masked[sentence.start : sentence.end], fewest=_FEWEST_WORDS)
        and says_who(masked, sentence.start, sentence.end, source.mentions)
    )


def _weight(telling: _Telling, parties: Parties) -> _Weight:
    """Return NONE for no response, and more the surer the sentence is the target's own answer."""
    if telling.silent is not None:
        return _silence(telling.silent, telling.named, parties)
    if parties.acting is None:
        return _Weight.NONE
    return max(
        (_voice(one, telling, parties) for one in telling.named if _may_answer(one, parties)),
        default=_Weight.NONE,
    )


def _overlaps(claim: Claim, sentence: Sentence) -> bool:
    return claim.start < sentence.end and sentence.start < claim.end


def _may_answer(one: Mention, parties: Parties) -> bool:
    """Whether somebody is of another side than the one that acts; a court decides only."""
    return not parties.is_acting(one.entity) and not JUDGE.search(one.entity.role or "")


def _said(one: Mention, spoken: Sequence[Claim]) -> list[Claim]:
    return [claim for claim in spoken if claim.speaker.entity == one.entity.id]


def _is_quoted(said: Sequence[Claim]) -> bool:
    """Whether a whole sentence is quoted; a few words in quotation marks are of anything."""
    return any(
        claim.kind is ClaimKind.QUOTE and len(claim.words.split()) >= _FEWEST_QUOTED
        for claim in said
    )


def _voice(one: Mention, telling: _Telling, parties: Parties) -> _Weight:
    """Return what a name is worth as the subject of a verb that answers, or as a speaker."""
    plain, at, end = telling.masked, one.end, telling.end
    is_target = parties.is_target(one.entity)
    said = _said(one, telling.spoken)
    if is_target and _ANSWER.match(plain, at, end):
        return _Weight.REBUTTAL
    if is_target and _ARGUMENT.match(plain, at, end):
        return _Weight.ARGUMENT
    if not is_target and _REBUTTAL.match(plain, at, end):
        is_voice = said and one.entity.kind is not EntityKind.PLACE and parties.acting != ""
        return _Weight.OTHERS_REBUTTAL if is_voice else _Weight.NONE
    is_accused = parties.side(one.entity) in parties.accused
    return _Weight.QUOTE_OF_THE_ACCUSED if is_accused and _is_quoted(said) else _Weight.NONE


def _silence(silent: re.Match[str], named: Sequence[Mention], parties: Parties) -> _Weight:
    """Return what a silence is worth: nothing where it is the acting side's own.

    Who is silent stands before the verb or, in "Requests to Ohio were not returned", inside.
    """
    about = [one for one in named if one.start < silent.end()]
    if any(parties.is_target(one.entity) for one in about):
        return _Weight.SILENCE
    if any(parties.is_acting(one.entity) for one in about):
        return _Weight.NONE
    return _Weight.UNNAMED_SILENCE
