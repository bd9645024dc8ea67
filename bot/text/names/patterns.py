"""Names no list has, known by their shape: "Pinecrest Detention Center", "the Harbor Act".

Each rule looks at the words beside an ending or an opening of bot/text/lexicon/tails.toml.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from bot.domain.entities import EntityKind
from bot.text.lexicon import load, word_set
from bot.text.names.gazetteer import Found, Listed, found_at, make, state_names
from bot.text.names.people import given_names
from bot.text.names.vocabulary import english, ordinary
from bot.text.prose.tokens import Tokens, tokenize

#: Small words inside a name: "Coalition for Humane Immigrant Rights", "Sisters of the Road".
_LINKS = frozenset(
    {"of", "for", "and", "the", "to", "a", "de", "del", "la", "las", "los", "y", "at"}
    | {"en", "por", "para", "con", "sin"}
)
_INNER = frozenset({"of", "for", "and", "de", "del", "la", "y"})
#: What stands inside names of a kind, left of their endings.
_CROSSED = {
    EntityKind.ORG: _INNER,
    EntityKind.LAW: _INNER | {"in", "to", "on", "from", "against", "by", "with"},
}
#: Names are no longer than this; a longer run of capitals is a headline.
_MOST = 7
#: What begins a second name when a list knows it.
_ANEW = frozenset({EntityKind.AGENCY, EntityKind.ORG, EntityKind.COURT, EntityKind.PLACE})
Tail = tuple[tuple[str, ...], EntityKind]


@cache
def _set(group: str) -> frozenset[str]:
    return word_set("patterns", group)


@cache
def _tails(table: str, *, last: bool) -> dict[str, tuple[Tail, ...]]:
    """Return endings by their last word, or openings by their first; longest first."""
    found: dict[str, list[Tail]] = {}
    for kind, phrases in load("tails")[table].items():
        for phrase in phrases:
            tokens = tokenize(phrase)
            words = tuple(
                low + ("'s" if own else "")
                for low, own in zip(tokens.lows, tokens.owned, strict=True)
            )
            found.setdefault(words[-1 if last else 0], []).append((words, EntityKind(kind)))
    return {
        word: tuple(sorted(tails, key=lambda tail: -len(tail[0]))) for word, tails in found.items()
    }


def _low(tokens: Tokens, i: int) -> str:
    return tokens.lows[i] + ("'s" if tokens.owned[i] else "")


def _spells(tokens: Tokens, start: int, words: tuple[str, ...], *, capital: bool) -> bool:
    if start < 0 or start + len(words) > len(tokens):
        return False
    last = len(words) - 1
    for offset, word in enumerate(words):
        i = start + offset
        seen = tokens.lows[i] if offset == last else _low(tokens, i)
        if seen != word or (offset < last and tokens.glues[i] != " "):
            return False
        if capital and word not in _LINKS and not tokens.is_capital(i):
            return False
    return True


def _reach_left(tokens: Tokens, start: int, links: frozenset[str] = frozenset()) -> int:
    """Return where the capitalised words before `start` begin, leading ordinary words off.

    `links`: small words to cross, as organisations and laws have them.
    """
    at = start
    while at > 0 and start - at < _MOST and (tokens.joined(at - 1) or _is_owner(tokens, at - 1)):
        if _continues(tokens, at - 1):
            at -= 1
        elif tokens.lows[at - 1] in links and _links_left(tokens, at - 1):
            at -= 2
        else:
            break
    return _trim(tokens, at, start)


def _is_owner(tokens: Tokens, i: int) -> bool:
    """Whether an owner belongs to the name: "St. Mark's Church", "Harbor Children's Hospital"."""
    if tokens.glues[i] == "' ":
        return tokens.lows[i].endswith("s")  # "Harbor Nurses' Association"
    if not tokens.owned[i] or tokens.after(i)[2:] != " ":
        return False
    saint = i > 0 and tokens.joined(i - 1) and tokens.lows[i - 1] in {"st", "saint"}
    return saint or tokens.lows[i] in _set("owners")


def _continues(tokens: Tokens, i: int) -> bool:
    is_number = tokens.words[i].isdigit()
    return is_number or (tokens.is_capital(i) and tokens.lows[i] not in _titles())


@cache
def _never_first() -> frozenset[str]:
    return ordinary() - _set("inside")


@cache
def _never_inside() -> frozenset[str]:
    return _never_first() | _titles()


def _links_left(tokens: Tokens, i: int) -> bool:
    """Whether the small word i ties one capitalised word on its left to the name."""
    if i < 1 or not tokens.joined(i - 1) or not _continues(tokens, i - 1):
        return False
    before = tokens.lows[i - 1]
    opens = before in _tails("openings", last=False) or before in _set("of_saints")
    if tokens.lows[i] == "of" and not opens:
        return False  # "Jane Roe of Harbor Union"
    if before in _never_first() or tokens.lows[i] != "and" or tokens.words[i] == "&":
        return before not in _never_first()
    # "the Center for Harbors and Quill Church" is two; so is "Jane Roe and Quill Church".
    starts_anew = tokens.is_capital(i - 2) or tokens.lows[i - 2] in {"of", "for"}
    return not (i > 1 and tokens.joined(i - 2) and starts_anew)


@cache
def _titles() -> frozenset[str]:
    """Role words: "Department of Labor Secretary Jane Roe" ends before the third of them."""
    keep = {"attorney", "justice", "assistant", "associate", "officer", "executive", "major"}
    return frozenset(load("roles")["public"]) - keep - {"democrat", "republican", "general"}


def _trim(tokens: Tokens, at: int, start: int) -> int:
    common = _never_first()
    while at < start:
        low = tokens.lows[at]
        is_link = low in _LINKS and not tokens.is_capital(at)
        if not (low in common or is_link or low.isdigit()):
            break
        at += 1
    return at


def _reach_right(tokens: Tokens, stop: int) -> int:
    """Return where the capitalised words after an opening end (`stop` when there are none)."""
    if stop >= len(tokens) or tokens.glues[stop - 1] != " " or tokens.owned[stop - 1]:
        return stop
    if tokens.lows[stop] not in _set("behind"):
        return stop
    return run_right(tokens, stop)


def run_right(tokens: Tokens, stop: int) -> int:
    closed = _never_inside()
    at, good = stop, stop
    while at < len(tokens) and at - stop < _MOST:
        low = tokens.lows[at]
        if tokens.is_capital(at) and low not in closed:
            good = at + 1
        elif low not in _LINKS or _starts_anew(tokens, at):
            break
        # "Department of Health, Education and Welfare" is rarer than "Center for Rights, Jane Roe".
        if not tokens.joined(at):
            break
        at += 1
    return good


def _starts_anew(tokens: Tokens, i: int) -> bool:
    """Whether "and" begins a second name: "Center for Rights and National Council of Roads"."""
    if tokens.lows[i] != "and":
        return False
    at = i + 1
    if at >= len(tokens) or tokens.lows[at] == "the":
        return True
    listed = found_at(tokens, at)
    if listed is not None and listed.listed.entity.kind in _ANEW:
        return True
    heads = _tails("openings", last=False)
    while at < len(tokens) and tokens.is_capital(at):
        if tokens.lows[at] in heads:
            return True
        if not tokens.joined(at):
            break
        at += 1
    return False


def named(kind: EntityKind, tokens: Tokens, start: int, stop: int, name: str = "") -> Found:
    shown = name or " ".join(tokens.surface(start, stop).split())
    return Found(start=start, stop=stop, listed=Listed(entity=make(kind, shown), shapes=()))


def _by_ending(tokens: Tokens, i: int) -> Found | None:
    for words, kind in _tails("endings", last=True).get(tokens.lows[i], ()):
        start = i + 1 - len(words)
        if not _spells(tokens, start, words, capital=True):
            continue
        if words == ("station",) and not _near_patrol(tokens, i):
            continue
        left = _reach_left(tokens, start, _CROSSED.get(kind, frozenset()))
        if words[-1] in _set("schools"):
            left = _last_of_two(tokens, left, start)
        if left < start and _is_name(tokens, left, i, words, kind):
            is_chamber = words[-1] == "committee" and tokens.lows[left] in _set("chambers")
            stop = run_right(tokens, i + 1) if _goes_on(tokens, i, kind) else i + 1
            if words == ("local",):
                if not (tokens.joined(i) and tokens.lows[i + 1].isdigit()):
                    continue
                stop = i + 2
            return named(EntityKind.AGENCY if is_chamber else kind, tokens, left, max(stop, i + 1))
    return None


def _last_of_two(tokens: Tokens, left: int, stop: int) -> int:
    """Return where the second of two schools begins: "Harbor and Eastern Lakes University"."""
    joints = [i for i in range(left, stop - 2) if tokens.lows[i] == "and"]
    return joints[-1] + 1 if joints else left


def _near_patrol(tokens: Tokens, i: int) -> bool:
    """Whether the Border Patrol stands nearby: other stations hold nobody."""
    around = tokens.text[max(0, tokens.starts[i] - 90) : tokens.ends[i] + 60].lower()
    return "patrol" in around or "sector" in around


def _goes_on(tokens: Tokens, i: int, kind: EntityKind) -> bool:
    follows = i + 1 < len(tokens) and tokens.joined(i) and tokens.lows[i + 1] in {"for", "of"}
    return follows and kind is EntityKind.ORG and tokens.is_capital(i + 2)


def _is_name(tokens: Tokens, left: int, i: int, words: tuple[str, ...], kind: EntityKind) -> bool:
    start = i + 1 - len(words)
    size = start - left
    if tokens.key(left, i + 1) in _never():
        return False
    if _is_shouted(tokens, left, start):
        return False
    if size > 4 and not _CROSSED.get(kind, _INNER).intersection(tokens.lows[left:start]):
        return False  # a headline
    if all(low in ordinary() for low in tokens.lows[left:start]):
        return kind is not EntityKind.LAW and size > 1 and len(words) > 1
    if kind is EntityKind.LAW:
        is_introduced = left > 0 and (tokens.lows[left - 1] == "the" or tokens.owned[left - 1])
        return (
            is_introduced
            or _year_after(tokens, i)
            or (size > 1 and _is_inside(tokens, left) and not tokens.is_capital(left - 1))
        )
    return len(words) > 1 or size > 1 or words[0] not in _set("weak") or _is_inside(tokens, left)


def _is_shouted(tokens: Tokens, left: int, stop: int) -> bool:
    """Whether small words have capitals too: then a headline is read, and no name."""
    return any(
        tokens.is_capital(i) and tokens.lows[i] in _set("small") for i in range(left + 1, stop)
    )


@cache
def _never() -> frozenset[str]:
    return frozenset(" ".join(tokenize(name).lows) for name in load("tails")["never"]["names"])


def _is_inside(tokens: Tokens, left: int) -> bool:
    """Whether a name stands in running text: at the start of a line any word has its capital."""
    return left > 0 and tokens.glues[left - 1] == " " and not tokens.opens_sentence(left)


def _year_after(tokens: Tokens, i: int) -> bool:
    following = tokens.words[i + 1 : i + 3]
    return following[:1] == ["of"] and following[-1].isdigit()


def _by_opening(tokens: Tokens, i: int) -> Found | None:
    for words, kind in _tails("openings", last=False).get(tokens.lows[i], ()):
        if not _spells(tokens, i, words, capital=True):
            continue
        stop = i + len(words)
        is_direct = kind is EntityKind.FACILITY or words[0] in _set("direct")
        if is_direct:
            right = run_right(tokens, stop) if tokens.glues[stop - 1] == " " else stop
            right = min(right, stop + 2) if kind is EntityKind.FACILITY else right
            if tokens.lows[right - 1] in _tails("endings", last=True):
                continue  # "the Fort Quill Tribes"
        else:
            right = _reach_right(tokens, stop)
        if right > stop and not _is_somebody_s(tokens, stop, right):
            left = i if is_direct else _reach_left(tokens, i)
            return named(kind, tokens, left, right)
    return None


def _is_somebody_s(tokens: Tokens, stop: int, right: int) -> bool:
    """Whether a cause bears a person's name: "Justice for Yadira", not "Justice for Workers"."""
    if tokens.lows[stop - 1] not in _set("causes") or tokens.lows[stop] not in {"for", "of"}:
        return False
    served = tokens.lows[stop + 1 : right]
    return any(low in given_names() for low in served) or not any(map(_is_served, served))


def _is_served(low: str) -> bool:
    return low.endswith("s") or low in english() or low in ordinary() or low in _set("served")


def _by_plain(tokens: Tokens, i: int) -> Found | None:
    for words, kind in _tails("plain", last=True).get(tokens.lows[i], ()):
        start = i + 1 - len(words)
        if start < 1 or not _spells(tokens, start, words, capital=False):
            continue
        left = _reach_left(tokens, start)
        proper = tokens.surface(left, start) if left < start else ""
        if proper and not _is_vague(proper, kind):
            ending = " ".join(tokens.surface(start, i + 1).split())
            return named(kind, tokens, left, i + 1, f"{proper} {_titled(ending)}")
    return None


def _titled(words: str) -> str:
    small = {"of", "the", "and"}
    return " ".join(
        word if word in small or word.isupper() else word[0].upper() + word[1:]
        for word in words.split()
    )


def _is_vague(proper: str, kind: EntityKind) -> bool:
    """Whether the words only say where: "a Texas jail" names no facility."""
    words = proper.split()
    if words[-1] == "ICE":
        return True  # "the Acting ICE Field Office Director"
    names = {name for names in state_names().values() for name in names}
    is_of = proper in names or words[0] in {"ICE", "DHS", "CBP", "U.S.", "US"}
    return kind is EntityKind.FACILITY and is_of


_RULES = (_by_ending, _by_plain, _by_opening)


def shaped(tokens: Tokens) -> Iterator[Found]:
    """Yield names known by their shape; they may overlap, the caller keeps the longest."""
    hooks = _hooks()
    for i, low in enumerate(tokens.lows):
        if low in hooks:
            for rule in _RULES:
                found = rule(tokens, i)
                if found is not None:
                    yield found


@cache
def _hooks() -> frozenset[str]:
    words = {*_tails("endings", last=True), *_tails("openings", last=False)}
    return frozenset(words | set(_tails("plain", last=True)))
