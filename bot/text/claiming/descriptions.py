"""Descriptions: the article's words for a speaker without a name, and without any private name."""

from __future__ import annotations

import re

from bot.domain.claims import Speaker
from bot.text.claiming.speech import Cast, Cue, lexicon

#: Somebody speaks whom we do not name.
SOMEBODY = Speaker(described_as="a person")
MOST_WORDS = 9
_CAPITAL = re.compile(r"(?<![\w’'])[A-Z][\w’'.-]*")
PLURAL = frozenset({"police", "people", "men", "women"})
_PARTIES = frozenset({"Republicans", "Democrats"})
OPENING_WORDS = frozenset(
    re.findall(
        r"[\w-]+",
        "The A An Some Several Many Most Other Another One Two Three Federal State Local City "
        "County Senior Top Former Immigration Immigrant Community Law School Defense Civil "
        "Administration Border Court Hospital Elected Government Human Legal Union Church Police "
        "His Her Their "
        "Its Both All Few",
    )
)
_ADJECTIVES = frozenset(
    re.findall(
        r"[\w-]+",
        "Democratic Republican Federal State American Mexican Trump Biden White House "
        "Congressional Border Patrol Immigration Customs Department Attorney General "
        "Monday Tuesday Wednesday Thursday Friday Saturday Sunday January February March April "
        "June July August September October November December",
    )
)
DESCRIPTION = re.compile(
    r"(?:the|an?|one|another|two|three|four|several|some|many|most|his|her|their|its)\s[a-z]",
    re.IGNORECASE,
)
_NAME_LEAD = re.compile(r"\s(?:at|in|of|from|for|with|on|near|by|to|inside|outside|the|an?)$")


def without_name(text: str, noun: str) -> str | None:
    """Return a description up to the name it leads to ("plant manager Ana Polk"), if it is one."""
    capital = _CAPITAL.search(text, 1)
    bare = text[: capital.start()].strip() if capital else ""
    while found := _NAME_LEAD.search(bare):
        bare = bare[: found.start()]
    words = bare.split()
    if noun not in bare.lower() or not 1 < len(words) <= MOST_WORDS or "’s" in bare or "," in bare:
        return None
    if bare[0].isupper() and words[0] not in OPENING_WORDS and not DESCRIPTION.match(bare):
        return None
    if not bare.lower().endswith(noun) and not DESCRIPTION.match(bare):
        return None
    known = DESCRIPTION.match(bare) or noun.endswith("s") or noun in PLURAL
    return bare if known else with_article(bare[0].lower() + bare[1:])


def with_article(noun: str) -> str:
    return f"{'an' if noun[0] in 'aeiou' else 'a'} {noun}"


def paper_words(cast: Cast, cue: Cue, noun: str) -> str:
    """Return a paper in the article's words; by its noun alone when they name somebody private or
    tell what was done with it ("held a sign that read").
    """
    text = cast.masked[cue.subject_start : cue.subject_end].strip()
    lead = text[: text.lower().find(noun)]
    if is_safe(cast, cue) and not _ACTS_ON_PAPER.search(lead):
        return lowered(text)
    return noun if noun.endswith("s") or noun == "data" else with_article(noun)


_ACTS_ON_PAPER = re.compile(
    r"^[A-Z]?[a-z]+(?:ed|ing)\s|\b(?:held|carried|waved|raised|wore|wrote|sent|got|saw)\s"
)


def is_safe(cast: Cast, cue: Cue) -> bool:
    """Whether every capitalised word of the subject belongs to a public entity or opens it."""
    inside = [(one.start, one.end) for one in cast.between(cue.subject_start, cue.subject_end)]
    inside += [
        one.span("name")
        for one in lexicon().organisations.finditer(cast.masked, cue.subject_start, cue.subject_end)
    ]
    inside += [
        one.span("where" if one["where"] else "place")
        for one in _WHERE.finditer(cast.masked, cue.subject_start, cue.subject_end)
    ]
    for word in _CAPITAL.finditer(cast.masked, cue.subject_start, cue.subject_end):
        if any(start <= word.start() < end for start, end in inside):
            continue
        generic = lexicon().speakers.fullmatch(word[0]) or word[0].isupper()
        opens = word.start() == cue.subject_start and (
            word[0] in OPENING_WORDS or f" {word[0].lower()} " in cast.masked
        )
        title = word[0].strip(".").lower() in lexicon().titles and any(
            start == word.end() + 1 for start, _ in inside
        )
        if not (opens or generic or title or word[0] in _ADJECTIVES):
            return False
    return True


#: Capitals that name a place or an institution and nobody: "Cale County", "at the Otero jail".
_WHERE = re.compile(
    r"(?<![\w’'])(?:(?P<where>(?:[A-Z][\w-]+\s){1,3}(?:County|City|Township|Parish|Police|Department|"
    r"District|University|College|School|Schools|Hospital|Council|Board|Center|Church|State|Valley|"
    r"Village|Borough|Tribe|Nation|Jail|Prison))\b)|"
    r"(?<=\s)(?:in|at|near|outside)\s(?:the\s)?(?P<place>(?:[A-Z][\w-]+\s?){1,4})(?![\w’'])"
)


def lowered(text: str) -> str:
    """Return the description as it stands within a sentence."""
    first, _, rest = text.partition(" ")
    opens = first in OPENING_WORDS or lexicon().speakers.fullmatch(first) is not None
    return f"{first.lower()} {rest}".strip() if opens and first not in _PARTIES else text


def apposed_private(apposition: str) -> Speaker:
    """Describe a person whom we do not name by the role beside the name."""
    text = apposition.strip()
    opens = re.match(r"(?:a|an|the|another|one)\s", text)
    short = len(text.split()) <= MOST_WORDS
    if opens and short and not _CAPITAL.search(text) and lexicon().speakers.search(text):
        return Speaker(described_as=text)
    livelihood = _LIVELIHOOD.match(text)
    return Speaker(described_as=livelihood["who"]) if livelihood else SOMEBODY


#: "A retired lineman who", "a baker in"; without what would tell who it is.
_LIVELIHOOD = re.compile(
    r"(?P<who>an?\s(?:[a-z-]+\s){0,2}?[a-z-]+)(?=$|,|\s(?:who|that|from|in|at|of|near|with|for|on)\b)"
)
