"""Traits: what matching compares of an article, read from its words alone.

News gives one thing many names (DHS, the Department of Homeland Security, Homeland Security), so
words are first made canonical; `lexicon/matching.toml` holds the lists.
"""

from __future__ import annotations

import re
import tomllib
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache
from importlib import resources

from bot.domain.articles import Traits
from bot.domain.entities import Entity, EntityKind, Mention
from bot.text.events.fingerprint import stable_hash

#: Words of the body that open the story; their terms count more.
LEAD_WORDS = 80
#: Words of a first sentence.
OPENING_WORDS = 25
#: Words of the body that are read; events are told early, furniture stands late.
BODY_WORDS = 600
#: Terms kept of an article: enough for 500 words, and what bounds the index's memory.
MAX_TERMS = 200
TITLE_WEIGHT = 3.0
LEAD_WEIGHT = 1.0
MAX_QUOTED = 48

#: Share of the beat's reports that hold a word of each list, assumed until there are counts.
SHARES = {"several": 0.03, "common": 0.07, "frequent": 0.25}
#: The same for the name of a state.
STATE_SHARE = 0.03

_TOKEN = re.compile(r"\$?[^\W_]+(?:['’.,&][^\W_]+)*")
_QUOTED = re.compile(r"[“\"]([^“”\"]{20,600})[”\"]")
_NUMBER = re.compile(r"\$?\d[\d,.]*")
#: Kinds of entities that say where in a state it happened.
_LOCAL = frozenset({EntityKind.PLACE, EntityKind.FACILITY})
_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "january jan", "february feb", "march mar", "april apr", "may", "june jun",
            "july jul", "august aug", "september sept sep", "october oct", "november nov",
            "december dec",
        ),
        start=1,
    )
    for name in names.split()
}  # fmt: skip
_MONTH_DAY = re.compile(
    r"\b(Jan|January|Feb|February|Mar|March|Apr|April|May|June|Jun|July|Jul|Aug|August"
    r"|Sept|Sep|September|Oct|October|Nov|November|Dec|December)\.? (\d{1,2})(?:,? (\d{4}))?\b"
)
_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
#: A day that is still to come is a deadline, not when it happened.
_HAPPENED = re.compile(
    r"\b(?:(?P<ahead>until|by|before|next|coming|every|from|since|last|after|through|due|an?|the|this)\s+)?"
    r"(?P<day>today|tonight|yesterday|(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day)\b(?!['’]|\s+deadline)"
)
#: Postal codes that are also words or common initials: read as states only behind a comma.
_DOUBTFUL_CODES = {"IN", "OR", "ME", "OK", "HI", "OH", "PA", "MA", "AL", "LA", "DE", "CO", "ID"} | {
    "MD", "MS", "MT", "AR", "PR", "VA", "MO", "SC", "AK", "NE"
}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class _Phrase:
    words: tuple[str, ...]
    #: The term the phrase stands for; None when its words stay as they are.
    term: str | None = None
    state: str | None = None
    action: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Lexicon:
    """The word lists of matching, indexed for reading."""

    #: Phrases by their first word, the longest first.
    phrases: Mapping[str, tuple[_Phrase, ...]]
    stop: frozenset[str]
    #: Words of so many reports that one of them says little, and the share of reports, 0 to 1,
    #: that is assumed to hold each until there are counts.
    frequent: Mapping[str, float]
    codes: frozenset[str]
    #: Terms that name a place, and its state.
    place_terms: Mapping[str, str]
    #: How canonical terms are printed, where the term itself is not fit for print.
    prints: Mapping[str, str]
    opposites: Mapping[str, str]


def _split(phrase: str) -> tuple[str, ...]:
    return tuple(_plain(token) for token in _TOKEN.findall(phrase))


def _phrases_of(raw: Mapping[str, Mapping[str, Sequence[str]]]) -> Iterable[_Phrase]:
    for term, names in raw["aliases"].items():
        for name in (term, *names):
            yield _Phrase(words=_split(name), term=term)
    for code, names in raw["states"].items():
        for name in names:
            yield _Phrase(words=_split(name), term=f"state:{code.lower()}", state=code)
    for code, names in raw["cities"].items():
        for name in names:
            yield _Phrase(words=_split(name), term="-".join(_split(name)), state=code)
    for action, names in raw["actions"].items():
        for name in names:
            yield _Phrase(words=_split(name), action=action)


@cache
def lexicon() -> Lexicon:
    """Return the word lists, read once."""
    text = resources.files("bot.text.lexicon").joinpath("matching.toml").read_text("utf-8")
    raw = tomllib.loads(text)
    merged: dict[tuple[str, ...], _Phrase] = {}
    for phrase in _phrases_of(raw):
        known = merged.get(phrase.words, _Phrase(words=phrase.words))
        merged[phrase.words] = _Phrase(
            words=phrase.words,
            term=known.term or phrase.term,
            state=known.state or phrase.state,
            action=known.action or phrase.action,
        )
    phrases: dict[str, list[_Phrase]] = {}
    for phrase in merged.values():
        phrases.setdefault(phrase.words[0], []).append(phrase)
    both_ways = raw["opposites"] | {other: one for one, other in raw["opposites"].items()}
    return Lexicon(
        phrases={
            first: tuple(sorted(found, key=lambda each: (-len(each.words), each.words)))
            for first, found in phrases.items()
        },
        stop=frozenset(_plain(word) for word in raw["background"]["stop"].split()),
        frequent={
            word: share
            for tier, share in SHARES.items()
            for word in raw["background"][tier].split()
        }
        | {f"state:{code.lower()}": STATE_SHARE for code in raw["states"]},
        codes=frozenset(raw["states"]),
        place_terms={
            phrase.term: f"state:{phrase.state}"
            for phrase in merged.values()
            if phrase.term is not None and phrase.state is not None
        },
        prints=raw["print"]
        | {f"state:{code.lower()}": names[0].title() for code, names in raw["states"].items()},
        opposites=both_ways,
    )


def _plain(token: str) -> str:
    """Lower case, without possessive, thousands separators and dots of initials."""
    word = token.lower().replace("’", "'")
    word = word.removesuffix("'s")
    if word[0].isdigit() or word[0] == "$":
        return word.replace(",", "")
    return word.replace(".", "").replace("'", "")


def print_name(term: str) -> str:
    """Return a term or place as a reader knows it: "New York" for `state:NY`."""
    return lexicon().prints.get(term.lower(), term.replace("-", " "))


@dataclass(slots=True, kw_only=True)
class _Scan:
    """What one stretch of text holds, in order of appearance."""

    terms: list[str]
    places: dict[str, None]
    actions: dict[str, None]


def _phrase_at(
    words: Sequence[str], at: int, phrases: Mapping[str, tuple[_Phrase, ...]]
) -> _Phrase | None:
    for phrase in phrases.get(words[at], ()):
        if tuple(words[at : at + len(phrase.words)]) == phrase.words:
            return phrase
    return None


def _is_code(tokens: Sequence[str], at: int, commas: frozenset[int], shouted: bool) -> bool:
    """Whether tokens[at] is a state's postal code: never in shouted text, doubtful ones after ','.

    `commas` holds the tokens that follow a comma.
    """
    token = tokens[at]
    if shouted or token not in lexicon().codes:
        return False
    return token not in _DOUBTFUL_CODES or at in commas


def _scan(text: str) -> _Scan:
    """Read canonical terms, places and actions of `text`."""
    words_known = lexicon()
    matches = list(_TOKEN.finditer(text))
    tokens = [found.group() for found in matches]
    commas = frozenset(
        at
        for at, found in enumerate(matches)
        if text[max(0, found.start() - 2) : found.start()] == ", "
    )
    words = [_plain(token) for token in tokens]
    shouted = not any(token.islower() for token in tokens)
    scan = _Scan(terms=[], places={}, actions={})
    at = 0
    while at < len(words):
        phrase = _phrase_at(words, at, words_known.phrases)
        if _is_code(tokens, at, commas, shouted):
            phrase = _Phrase(words=(words[at],), term=f"state:{words[at]}", state=tokens[at])
        elif phrase is not None and phrase.state is not None and not tokens[at][0].isupper():
            phrase = None
        if phrase is None:
            _keep_word(scan, words[at])
            at += 1
            continue
        _keep_phrase(scan, phrase)
        at += len(phrase.words)
    return scan


def _keep_word(scan: _Scan, word: str) -> None:
    if word not in lexicon().stop and (len(word) > 1 or word.isdigit()):
        scan.terms.append(word)


def _keep_phrase(scan: _Scan, phrase: _Phrase) -> None:
    if phrase.state is not None:
        scan.places[f"state:{phrase.state}"] = None
    if phrase.action is not None:
        scan.actions[phrase.action] = None
    if phrase.term is not None:
        if phrase.term not in lexicon().stop:
            scan.terms.append(phrase.term)
        return
    for word in phrase.words:
        _keep_word(scan, word)


def _quoted(text: str) -> tuple[int, ...]:
    """Hashes of the four-word runs inside quotation marks: shared ones mean one utterance."""
    found: set[int] = set()
    for quote in _QUOTED.findall(text):
        words = [_plain(token) for token in _TOKEN.findall(quote)]
        found.update(stable_hash(" ".join(words[at : at + 4])) for at in range(len(words) - 3))
    return tuple(sorted(found)[:MAX_QUOTED])


def _dates(text: str, published_at: datetime) -> tuple[str, ...]:
    """ISO dates of "Sept. 20" and "September 20, 2025"; without a year, the nearest one."""
    found: set[str] = set()
    for month_name, day, year in _MONTH_DAY.findall(text):
        month = _MONTHS[month_name.lower()]
        years = (int(year),) if year else tuple(published_at.year + step for step in (-1, 0, 1))
        candidates = [made for each in years if (made := _date(each, month, int(day)))]
        if candidates:
            found.add(min(candidates, key=lambda d: abs(d - published_at.date())).isoformat())
    return tuple(sorted(found))


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _happened(lead: str, published_at: datetime) -> str:
    """ISO date of the first past day the lead names; empty when it names none."""
    for found in _HAPPENED.finditer(lead):
        if found["ahead"]:
            continue
        day = found["day"].lower()
        today = published_at.date()
        if day in _WEEKDAYS:
            back = (today.weekday() - _WEEKDAYS.index(day)) % 7
        else:
            back = int(day == "yesterday")
        return (today - timedelta(days=back)).isoformat()
    return ""


def _numbers(text: str) -> tuple[str, ...]:
    """Numbers with the word behind them; years and single digits say too little."""
    tokens = [_plain(token) for token in _TOKEN.findall(text.replace("%", " percent"))]
    found: set[str] = set()
    for at, token in enumerate(tokens):
        if not _NUMBER.fullmatch(token) or len(token) < 2:
            continue
        unit = tokens[at + 1] if at + 1 < len(tokens) else ""
        if not (len(token) == 4 and token.startswith(("19", "20"))):
            found.add(f"{token} {unit}".strip())
    return tuple(sorted(found)[:40])


def _weights(title: _Scan, lead: _Scan, rest: _Scan) -> tuple[tuple[str, float], ...]:
    weights: defaultdict[str, float] = defaultdict(float)
    for scan, extra in ((title, TITLE_WEIGHT), (lead, LEAD_WEIGHT), (rest, 0.0)):
        for term in scan.terms:
            weights[term] += 1
        for term in dict.fromkeys(scan.terms):
            weights[term] += extra
    heaviest = sorted(weights.items(), key=lambda item: (-item[1], item[0]))[:MAX_TERMS]
    return tuple(sorted(heaviest))


#: "in Gainesville": a town by its position, of a name too common for the gazetteer.
_TOWN = re.compile(r"\b(?:in|at|near|outside)\s((?:[A-Z][a-z]+\s)?[A-Z][a-z]+)\b(?!['’-])")
#: Words of a headline that only sentence case writes small.
_SMALL_WORD = re.compile(r"\b[a-z]{5,}\b")


def _towns(title: str) -> Iterable[str]:
    """Yield places that a headline names by position; none where every word has a capital."""
    if _SMALL_WORD.search(title) is None:
        return
    known = lexicon()
    for name in _TOWN.findall(title):
        words = _split(name)
        term = "-".join(words)
        other = any(word in known.phrases or word in known.frequent for word in words)
        if term in known.place_terms or not other:
            yield f"town:{term}"


def _is_state(entity: Entity) -> bool:
    return entity.id == f"place:us-{(entity.state or '').lower()}"


def traits_of(title: str, body: str, mentions: Sequence[Mention], published_at: datetime) -> Traits:
    """Return what matching compares; body and mentions may be empty."""
    words = body.split()
    lead_text = " ".join(words[:LEAD_WORDS])
    rest_text = " ".join(words[LEAD_WORDS:BODY_WORDS])
    head, lead, rest = _scan(title), _scan(lead_text), _scan(rest_text)
    opening = _scan(" ".join(words[:OPENING_WORDS]))
    text = f"{title}\n{lead_text} {rest_text}"
    entities = [mention.entity for mention in mentions]
    placed = {f"state:{entity.state}" for entity in entities if entity.state}
    local: set[str] = {e.id for e in entities if e.kind in _LOCAL and e.state and not _is_state(e)}
    if not local:
        local.update(_towns(title))
    return Traits(
        terms=_weights(head, lead, rest),
        title_terms=tuple(sorted(set(head.terms))),
        actors=tuple(sorted({e.id for e in entities if e.kind is not EntityKind.PLACE})),
        places=tuple(sorted({*head.places, *lead.places, *rest.places, *placed, *local})),
        # The headline says what happened; where it has no verb of ours, the first sentence does.
        actions=tuple(sorted(head.actions or opening.actions)),
        dates=_dates(text, published_at),
        happened=_happened(lead_text, published_at),
        numbers=_numbers(text),
        quoted=_quoted(text),
    )
