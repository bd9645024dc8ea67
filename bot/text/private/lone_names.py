"""Names of one word, and initials, that a sentence says are a person's.

What is chanted and painted on signs ("Free Yadira"), who goes by one name ("Suparman, who uses one
name"), whom a paper names so on purpose ("identified only as Meseret", "E.T.L., 34"), and who alone
can be meant by what is done to people ("Wahyuni was detained"). Wider signs are in `bare_names`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from bot.text.lexicon import word_set
from bot.text.names import people, roles
from bot.text.names.roster import roster
from bot.text.names.vocabulary import english, ordinary

_WORD = r"[^\W\d_a-zß-öø-ÿ][\w’'-]{1,20}"
_PAIR = rf"{_WORD}(?: {_WORD})?"
#: "“Free Yadira", "“Bring Yeferson home"; never in the middle of what is quoted.
_CHANTED = re.compile(
    r"[“\"‘'](?:Free|Release|Bring|Save|Let|Return|Remember|Protect|Hands off|Stand with|"
    r"Justice for|Freedom for|Pray for|Prayers for|We (?:love|miss|want|stand with|are) (?:you, )?|"
    r"Welcome home,|Where is|Rest in peace,|Libertad (?:para|a)|Liberen a|Justicia para|Viva|"
    rf"Queremos a|Te queremos,) ?({_PAIR})"
    r"(?=[.,!?”\"’']| (?:home|back|stay|go|now|free|out|today)\b)"
)
_TAGGED = re.compile(
    r"(?<!\w)#((?:Free|Release|BringBack|Bring|Save|JusticeFor|StandWith)([A-Z][a-zà-ÿ]{2,20})\w{0,20})"
)
#: Before a name: what a paper says that calls somebody by no more than that.
_CALLED = re.compile(
    rf"\b(?:as|by|name|called|named|nicknamed|alias|aka|himself|herself|him|her),? [“\"‘']?"
    rf"({_PAIR})"
)
_CALLS = re.compile(
    r"\b(?:(?:identified|identify|known|named|referred to|described) "
    r"(?:him |her |them |in [a-z ]{3,20} )?(?:only |simply |just )?(?:as|by|by the name)|"
    r"(?:goes|went|go) by(?: the name)?|"
    r"(?:gave|give|giving) (?:his|her|their) (?:first )?name (?:only )?as|be called|"
    r"be identified (?:only )?as|"
    r"(?:know|knew) (?:him|her) as|(?:call|calls|called) (?:himself|herself|him|her)|alias|aka|"
    r"(?P<who>[a-z]{3,15}),? (?:who (?:is|was) )?(?:named|called|nicknamed)),? [“\"‘']?$"
)
#: Behind a name: who asks for no more, or has no other.
_NAMED_SO = re.compile(
    r"(?:, (?:who|whose)\b| \()[^.;)]{0,45}\b(?:"
    r"(?:one|single|first|middle|last|full|real|given|his|her|their) name|"
    r"be (?:identified|named)|pseudonym|initials)"
)
#: Behind a name: what is done to people alone.
_DONE = re.compile(
    r" (?:(?:was|is|has been|had been|was being|is being) (?:\w{2,12}ly |also |still |later )?"
    r"(?:detained|deported|arrested|handcuffed|shackled|jailed|picked up|"
    r"taken (?:into|away|from|by)|released (?:from|on)|put on a (?:plane|flight|bus)|sent back|"
    r"led away|locked up|born)|"
    r"(?:self-deported|turned (?:himself|herself) in|pleaded (?:not )?guilty))\b"
)
#: A name of one word, and behind it what only people have or do.
_OF_PEOPLE = re.compile(
    r"[^\W\d_a-zß-öø-ÿ](?<![\w’'.#-].)[\w’'-]{1,20}?"
    r"(?=, who(?: (?:also|now|once|had|has|was|is))? [a-z]|[’']s (?P<owned>[a-z]{3,15})\b|"
    r",? and (?:his|her) (?:[a-z]{2,10} )??(?P<with>[a-z]{3,15})\b|"
    r", (?:his|her) (?P<of>[a-z]{3,15})\b|"
    r" (?:said|told|recalled|whispered|wept|cried|sobbed|prayed)\b)"
)
_SAID_BY = re.compile(
    rf"[,?!][”\"’'] (?:said|recalled|asked|added|whispered) ({_WORD})(?=[,.]| [a-z])"
)
#: "Rosa M., a cleaner": a given name and an initial with nothing behind it.
_CUT = re.compile(r" [A-Z]\.(?=,| [a-z(])")
#: "MARTINEZ-XOL, Elder, 33": the surname first, as on lists of the agency.
_REGISTER = re.compile(r", [A-Z][a-zà-ÿ]{1,15}(?: [A-Z][a-zà-ÿ]{1,15})?, \d\d\b")
_FAMILY = re.compile(
    rf"he (?<=\b[Tt]he )({_PAIR}) (?:family|household|children|brothers|sisters|boys|girls)\b"
)
#: A word of many: "Forecasters said"; a surname like it is known by the full name.
_MANY = re.compile(r"(?:er|ist|or|ant|ent|ian|ee)s$")
_WHOLE = re.compile(_WORD)
_BEFORE = re.compile(rf"(?<![\w’'.-])({_PAIR})$")
#: Characters in which a name stands before its sign.
_REACH = 44
_FEWEST = 2  # letters that are no name in capitals
_LETTERS = re.compile(r"[A-Z]\.(?<![\w.]..)(?:[A-Z]\.){1,3}(?:-[A-Z]\.)?(?!\w)")
#: Behind initials: an age, a clause of a person, a private apposition, what is the person's.
_OF_ONE = re.compile(
    r", (?:aged? )?\d{1,2}\b|, who\b|, an? [^.;]{0,20}\d+-(?:year|month)|"
    r"[’']s (?P<kin>[a-z]{3,15})\b|"
    r", (?:an?|the|his|her|their) (?P<heads>(?:[\w’'-]{1,20} ){0,3}[\w’'-]{1,20})"
)
_HIS_OWN = frozenset({"lawyer", "lawyers", "attorney", "attorneys", "petition", "case", "claim"})
_LED_TO = re.compile(
    r"\b(?:initials,?|identified (?:only )?(?:in [a-z ]{3,20} )?as|known (?:only )?as|behalf of|"
    r"named|called|(?P<kin>[a-z]{3,15}),?) $"
)


@cache
def _kin() -> frozenset[str]:
    return word_set("bare_names", "kin")


def lone_spans(text: str) -> Iterator[tuple[int, int]]:
    """Yield spans of text that hold a name of one or two words; a span may hold more than it."""
    for found in _CHANTED.finditer(text):
        if _may_be_called(found[1]):
            yield found.span(1)
    yield from _called(text)
    yield from _told_of(text)
    for sign in (_NAMED_SO, _DONE):
        for found in sign.finditer(text):
            begin = _word_before(text, found.start())
            if begin is None:
                continue
            name = _BEFORE.search(text, max(0, begin - _REACH), found.start())
            if name is not None and _may_be_called(name[1]):
                yield name.span(1)


def _word_before(text: str, at: int) -> int | None:
    """Return where the word right before begins, when it has a capital."""
    begin = 1 + text.rfind(" ", max(0, at - _REACH), at)
    if text[begin : begin + 1] in {"“", '"'}:
        begin += 1
    return (
        begin if text[begin : begin + 1].isupper() and _WHOLE.fullmatch(text, begin, at) else None
    )


def _told_of(text: str) -> Iterator[tuple[int, int]]:
    """Yield single names behind which stands what people have, say or do."""
    for found in _OF_PEOPLE.finditer(text):
        is_alone = _is_of_people(found) and not _follows_name(text, found.start())
        if is_alone and _may_be_called(found[0]):
            yield found.span()
    for found in (*_SAID_BY.finditer(text), *_FAMILY.finditer(text)):
        if _may_be_called(found[1]):
            yield found.span(1)


def _is_of_people(found: re.Match[str]) -> bool:
    noun = found["owned"] or found["with"] or found["of"]
    return noun is None or noun in _kin() or noun in _HIS_OWN


def _follows_name(text: str, begin: int) -> bool:
    """Whether a name stands before word `begin`, which is then its surname: no word like "Then"."""
    if text[begin - 1 : begin] != " ":
        return False
    before = text[text.rfind(" ", max(0, begin - _REACH), begin - 1) + 1 : begin - 1]
    return before[:1].isupper() and before.lower() not in ordinary() and before[-1].isalpha()


def listed_spans(text: str) -> Iterator[tuple[int, int]]:
    """Yield spans that are names by their form: "Rosa M.", and "MARTINEZ-XOL, Elder, 33"."""
    given = people.given_names()
    for found in _CUT.finditer(text):
        begin = _word_before(text, found.start())
        if begin is not None and text[begin : found.start()].lower() in given:
            yield begin, found.end()
    for found in _REGISTER.finditer(text):
        begin = _word_before(text, found.start())
        if (
            begin is not None
            and found.start() - begin > _FEWEST
            and text[begin : found.start()].isupper()
        ):
            yield begin, found.start()


def _called(text: str) -> Iterator[tuple[int, int]]:
    for found in _CALLED.finditer(text):
        if not _may_be_called(found[1]):
            continue
        called = _CALLS.search(text, max(0, found.start() - 2 * _REACH), found.start(1))
        if called is not None and (called["who"] is None or roles.is_private(called["who"])):
            yield found.span(1)


def _may_be_called(name: str) -> bool:
    """Whether words are no English ones; a given name may be both."""
    lows = [word.lower() for word in name.split()]
    given = people.given_names()
    return (
        any(low in given or not _is_word(low) for low in lows) and lows[-1] not in roster().famous
    )


def _is_word(low: str) -> bool:
    if _MANY.search(low) is not None:
        return True
    is_known = any(one in english() or one in ordinary() for one in (low, low.removesuffix("s")))
    return is_known or roles.is_title(low)


def tagged_spans(text: str) -> Iterator[tuple[int, int]]:
    """Yield spans of tags that hold a name: "#FreeYulissa"; a name is told by no list of words."""
    if "#" not in text:
        return
    for found in _TAGGED.finditer(text):
        if _may_be_called(found[2]):
            yield found.span(1)


def initial_spans(text: str) -> Iterator[tuple[int, int]]:
    """Yield spans of initials that stand for a person: "E.T.L., a cook", "her son, J.T."."""
    for found in _LETTERS.finditer(text):
        if found[0].replace(".", "").lower() in word_set("bare_names", "abbreviations"):
            continue
        before = _LED_TO.search(text, max(0, found.start() - _REACH), found.start())
        behind = _OF_ONE.match(text, found.end())
        if (before is not None and _is_anybody(before["kin"])) or (
            behind is not None and _are_of_anybody(behind["kin"] or behind["heads"])
        ):
            yield found.span()


def _are_of_anybody(words: str | None) -> bool:
    return words is None or any(map(_is_anybody, words.split()))


def _is_anybody(word: str | None) -> bool:
    """Whether a noun beside initials is one of people; without one the sign is enough."""
    return word is None or word in _kin() or word in _HIS_OWN or roles.is_private(word)
