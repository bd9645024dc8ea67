"""Attribution: whose words a sentence or a quotation is, read through one article in order.

What was said before decides too: a pronoun means who was named last, a quotation that stands alone
goes on with the one before it.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.domain.claims import Figure, Speaker
from bot.domain.entities import Entity, Mention
from bot.text.claiming.cues import find_cues
from bot.text.claiming.descriptions import SOMEBODY
from bot.text.claiming.quotations import Quotation, find_quotations, mask
from bot.text.claiming.speakers import BODIES, name_speaker, names_stranger
from bot.text.claiming.speech import Cast, cast_of, lexicon
from bot.text.prose.sentences import Sentence, split

_WORD = re.compile(r"\w")
#: Sentences that are looked at before a pronoun or a credit line.
_LOOK_BACK = 12
#: Characters of as many long sentences: a text without a full stop is one sentence throughout.
_LOOK_BACK_CHARACTERS = 6000
#: Ends in a verb that hands over to a quotation, but for two words ("described it as a").
_HANDS_OVER = re.compile(
    r"\b(?:said|says|called|calls|calling|described|dubbed|labeled|deemed|wrote|as|it|them|"
    r"him|her|branded|declared|shouted|chanted|is|are|was|were|be|been)(?:\s\w+){0,2}[,:]?$"
)


@dataclass(slots=True, kw_only=True)
class Scene:
    """The reading of one body: what is quoted where, and who spoke last."""

    body: str
    cast: Cast
    sentences: tuple[Sentence, ...]
    #: Starts of the sentences, and the quotations by the index of the sentence they end in.
    starts: tuple[int, ...]
    ending: Mapping[int, Sequence[Quotation]]
    #: Index of the sentence and speaker of the last attributed claim.
    last: tuple[int, Speaker] | None = None
    #: Index of the last sentence with figures, and the first of them, which "it" means behind it.
    counted: tuple[int, Figure] | None = None

    def outside(self, index: int) -> str:
        """Return the words of a sentence that stand outside quotations, at their places."""
        sentence = self.sentences[index]
        return self.cast.masked[sentence.start : sentence.end].replace("\0", " ")

    def paragraph_start(self, index: int) -> int:
        """Return the index of the first sentence of the paragraph that sentence `index` is in.

        Further back than a dozen sentences nothing is looked for.
        """
        paragraph, floor = self.sentences[index].paragraph, max(0, index - _LOOK_BACK)
        while index > floor and self.sentences[index - 1].paragraph == paragraph:
            index -= 1
        return index

    def counted_before(self, index: int) -> Figure | None:
        """Return the first figure of the sentence before, within one paragraph."""
        if self.counted is None or self.counted[0] != index - 1:
            return None
        same = self.sentences[index].paragraph == self.sentences[index - 1].paragraph
        return self.counted[1] if same else None

    def recent_speaker(self, index: int) -> Speaker | None:
        """Return the last speaker when it stands in this paragraph or the sentence before."""
        if self.last is None:
            return None
        place, speaker = self.last
        near = self.sentences[place].paragraph == self.sentences[index].paragraph
        return speaker if near or place >= index - 1 else None


def scene_of(body: str, mentions: Sequence[Mention]) -> Scene:
    """Return the scene of a cleaned body before anybody spoke; `mentions` have offsets into it."""
    quotations = find_quotations(body)
    sentences = split(body)
    starts = tuple(one.start for one in sentences)
    ending: defaultdict[int, list[Quotation]] = defaultdict(list)
    for one in quotations:
        ending[bisect_left(starts, one.end) - 1].append(one)
    return Scene(
        body=body,
        cast=cast_of(mask(body, quotations), mentions),
        sentences=sentences,
        starts=starts,
        ending=ending,
    )


def said_within(scene: Scene, index: int, start: int, end: int) -> Speaker | None:
    """Return who [start, end) of a sentence gives its words to; None when it credits nobody."""
    return _speaker_within(scene, index, start, end, quoting=False)


def quoted_from(scene: Scene, index: int, quotation: Quotation) -> tuple[Speaker | None, bool]:
    """Return who said a quotation that ends in sentence `index`, and whether it is handed over.

    A verb of saying then stands right before it, or it closes with the mark that leads to one.
    """
    speaker, is_handed = _beside(scene, index, quotation)
    if speaker is None:
        speaker = _credited_next(scene, index, quotation)
    if speaker is None and _continues(scene, index, quotation):
        speaker = scene.recent_speaker(index)
    return speaker, is_handed


def credited_to(scene: Scene, start: int, who: str) -> Speaker:
    """Return the speaker of a credit line: a public name, or the words when they name nobody.

    The words `who` stand at `start` of the body.
    """
    for mention in scene.cast.between(start, start + len(who)):
        entity = mention.entity
        if entity.role is not None:
            return Speaker(name=entity.name, role=entity.role, entity=entity.id)
    if names_stranger(scene.cast, start, start + len(who)):
        return SOMEBODY
    return Speaker(described_as=who.strip())


# -- within a sentence ---------------------------------------------------------------------------


def _speaker_within(
    scene: Scene, index: int, start: int, end: int, *, quoting: bool, after_quote: bool = False
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


def _antecedent(scene: Scene, index: int, pronoun: str, at: int) -> Speaker | None:
    """Return the single speaker a pronoun can mean; an unnamed person when there is none."""
    recent = scene.recent_speaker(index)
    if pronoun in {"he", "she", "who"}:
        return _person_before(scene, index, at, recent) or SOMEBODY
    if recent is None and pronoun == "it":
        return _body_before(scene, index)
    many = recent is not None and (recent.described_as or "").endswith("s")
    if recent is None or (pronoun == "it" and (recent.role is not None or many)):
        return None
    return recent


def _body_before(scene: Scene, index: int) -> Speaker | None:
    """Return the one body that the sentence before opens with: "ICE did not call back. It said"."""
    if index == 0 or scene.sentences[index - 1].paragraph != scene.sentences[index].paragraph:
        return None
    sentence = scene.sentences[index - 1]
    bodies = {
        one.entity.id: one
        for one in scene.cast.between(sentence.start, sentence.end)
        if one.entity.kind in BODIES
    }
    first = next(iter(bodies.values()), None)
    if first is not None:
        lead = scene.body[sentence.start : first.start]
        opens = len(bodies) == 1 and lead in {"", "The "} and scene.body[first.end] == " "
        return Speaker(name=first.entity.name, entity=first.entity.id) if opens else None
    found = _BODY_OPENS.match(sentence.text)
    known = found is not None and lexicon().speakers.fullmatch(found["noun"])
    return Speaker(described_as=f"the {found['rest']}") if found and known else None


_BODY_OPENS = re.compile(
    r"The\s(?P<rest>(?:[a-z]+(?:[’']s)?\s)?(?P<noun>[a-z]+))\s(?:did|declined|has|was|would|[a-z]+ed)\b"
)


def _person_before(scene: Scene, index: int, at: int, recent: Speaker | None) -> Speaker | None:
    """Return the one public person named since the paragraph, or the sentence before, began."""
    first = max(min(scene.paragraph_start(index), index - 1), 0)
    start = max(scene.sentences[first].start, at - _LOOK_BACK_CHARACTERS)
    if names_stranger(scene.cast, start, at):
        return None
    named = _people_named(scene.cast, start, at)
    if len(named) == 1:
        entity = named[0]
        role = scene.cast.roles.get(entity.id, entity.role)
        return Speaker(name=entity.name, role=role, entity=entity.id)
    is_person = recent is not None and (recent.role is not None or recent.is_anonymous)
    return recent if is_person and not named else None


def _people_named(cast: Cast, start: int, end: int) -> list[Entity]:
    """Return the people of [start, end) who are named outside quotations, each once."""
    people = {
        one.entity.id: one.entity
        for one in cast.between(start, end)
        if one.entity.role is not None and "\0" not in cast.masked[one.start : one.end]
    }
    return list(people.values())


# -- beside a quotation --------------------------------------------------------------------------


def _beside(scene: Scene, index: int, quotation: Quotation) -> tuple[Speaker | None, bool]:
    """Return the speaker beside a quotation, and whether the words there hand over to it."""
    for start, end, is_after in _sides(scene, index, quotation):
        speaker = _speaker_within(scene, index, start, end, quoting=True, after_quote=is_after)
        if speaker is not None:
            before = scene.cast.masked[start:end]
            is_handed = _leads_on(quotation) if is_after else _hands_over(before)
            return speaker, is_handed
    return None, False


def _sides(scene: Scene, index: int, quotation: Quotation) -> list[tuple[int, int, bool]]:
    """Return the spans beside a quotation, the likelier first, and whether each is behind it.

    Another quotation bounds them; what stands before that one comes last.
    """
    text, sentence = scene.cast.masked, scene.sentences[index]
    after = text.find("\0", quotation.end, sentence.end)
    after = sentence.end if after < 0 else after
    opening = _sentence_start(scene, index, quotation.start)
    before = max(text.rfind("\0", opening, quotation.start) + 1, opening)
    sides = [(quotation.end, after, True), (before, quotation.start, False)]
    if quotation.words.rstrip()[-1:] not in {",", "?", "!", "—", "–", "-"}:
        sides.reverse()
    if before > opening:
        sides.append((opening, quotation.start, False))
    return sides


def is_bare_credit(scene: Scene, index: int) -> bool:
    """Whether a sentence only credits the question or cry that ends before it ("Holt asked.")."""
    before, sentence = scene.sentences[max(0, index - 1)], scene.sentences[index]
    return (
        before.text.endswith(_CRIES)
        and before.paragraph == sentence.paragraph
        and before is not sentence
        and _credit(scene, index) is not None
    )


_CRIES = tuple(f"{cry}{mark}" for cry in "?!—–-" for mark in '”"»')
_CREDIT_WORDS = 12


def _credited_next(scene: Scene, index: int, quotation: Quotation) -> Speaker | None:
    """Return who the next sentence credits with a question or a cry: "“Why?” Holt asked."."""
    following = scene.sentences[index + 1 : index + 2]
    alone = not _WORD.search(scene.cast.masked, quotation.end, scene.sentences[index].end)
    if not following or not alone or not is_bare_credit(scene, index + 1):
        return None
    return _credit(scene, index + 1)


def _credit(scene: Scene, index: int) -> Speaker | None:
    """Return the speaker of a sentence that says no more than who spoke."""
    text, sentence = scene.cast.masked, scene.sentences[index]
    quoted = text.find("\0", sentence.start, sentence.end)
    end = sentence.end if quoted < 0 else quoted
    if len(text[sentence.start : end].split()) > _CREDIT_WORDS:
        return None
    for cue in find_cues(scene.cast, sentence.start, end, quoting=True):
        found = name_speaker(scene.cast, cue)
        if isinstance(found, Speaker) and not text[cue.end : end].strip(" .,:"):
            return found
    return None


def _sentence_start(scene: Scene, index: int, at: int) -> int:
    """Return the start of the sentence in which the quotation began."""
    while index and scene.sentences[index].start > at:
        index -= 1
    return scene.sentences[index].start


def _leads_on(quotation: Quotation) -> bool:
    """Whether the last mark of a quotation says that its sentence goes on behind it."""
    return quotation.words.rstrip()[-1:] in {",", "?", "!"}


def _hands_over(before: str) -> bool:
    return _HANDS_OVER.search(before.rstrip()) is not None


def _continues(scene: Scene, index: int, quotation: Quotation) -> bool:
    """Whether the quotation stands alone after an attributed one in the same paragraph."""
    if scene.last is None:
        return False
    sentence = scene.sentences[index]
    alone = not _WORD.search(scene.outside(index)) and quotation.start <= sentence.start
    place = scene.sentences[scene.last[0]]
    introduces = place.text.rstrip().endswith(":") and scene.last[0] == index - 1
    return alone and (place.paragraph == sentence.paragraph or introduces)
