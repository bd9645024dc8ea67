"""Where a text is anchored: in the United States or in another country."""

from __future__ import annotations

from typing import Final

from bot.text.beat.terms import Hit, find_terms
from bot.text.beat.zones import Zone

#: What an anchor weighs in the headline, the opening and the whole text; the outlet's weighs 1.
ZONE_WEIGHTS: Final = (3.0, 1.5, 1.0)
#: Anchors abroad below which a text without any at home is not moved: a language, a cuisine.
ABROAD_FROM: Final = 1.4

_DEPORTS: Final = frozenset(
    {
        *("deport", "deports", "deporting", "expel", "expels", "expelling", "detains", "arrests"),
        *("sends", "raids", "jails", "frees", "rounds", "intercepts", "closes", "reopens"),
    }
)
#: Those whom a country frees or jails after another has sent them.
_DEPORTED: Final = frozenset({"deported", "deportees", "deportee"})
_TAKES: Final = frozenset(
    {
        *("receive", "receives", "accept", "accepts", "take", "takes", "agrees", "confirms"),
        *("welcomes", "demands", "protests", "condemns", "asks", "urges", "summons"),
    }
)
#: The group whose terms say that the United States sent people away, whoever takes them in, and
#: those that say so beside one of its agencies.
_SENT_BY_US: Final = "us_sends"
_SENT: Final = frozenset({"deport_verb", "deportation"})
_OUR_AGENCIES: Final = frozenset({"core", "agency"})
_TOWARDS: Final = frozenset({"to", "or", "toward", "towards"})
_PEOPLES: Final = frozenset({"foreign_people", "nationals"})
#: After the name of a people: one of them, who may be anywhere, and no institution of theirs.
_SOMEBODY: Final = frozenset(
    {
        *("man", "men", "woman", "women", "couple", "teen", "boy", "girl", "student", "students"),
        *("tourist", "tourists", "traveler", "backpacker", "backpackers", "visitor", "visitors"),
        *("mother", "mom", "father", "dad", "husband", "wife", "grandmother", "grandfather"),
        *("family", "families", "worker", "workers", "citizen", "citizens", "national"),
        *("immigrant", "immigrants", "scientist", "scholar", "researcher", "professor", "doctor"),
        *("nurse", "chef", "cook", "grocer", "barber", "baker", "driver", "trucker", "musician"),
        *("columnist", "commentator", "reporter", "journalist", "writer", "activist", "pastor"),
        "nationals",
    }
)
_INSTITUTIONS: Final = frozenset(
    {
        *("court", "courts", "police", "government", "minister", "authorities", "parliament"),
        *("president", "officials", "troops", "navy", "army", "coastguard", "lawmakers", "mps"),
        *("border", "immigration", "prosecutors", "forces", "opposition", "island", "cabinet"),
        *("agents", "officers", "soldiers", "marines", "guards", "judge", "judges"),
    }
)


def is_elsewhere(headline: Zone, opening: Zone, body: Zone, outlet: tuple[str, ...]) -> bool:
    """Whether an article is anchored in another country more firmly than in the United States.

    A headline anchored at home alone settles it, unless the opening tells of a country's own court
    or police: another country may speak up in the text. People whom the United States sent away
    are its own matter wherever they are.
    """
    if _says_we_sent(headline) or _says_we_sent(opening):
        return False
    settled = anchors_at_home(headline.hits) and not anchors_abroad(headline.hits, headline.words)
    if settled and not any(_acts_there(hit, opening.words) for hit in opening.hits):
        return False
    printed = find_terms(outlet)
    abroad, at_home = anchors_abroad(printed, outlet), anchors_at_home(printed)
    for zone, weight in zip((headline, opening, body), ZONE_WEIGHTS, strict=True):
        abroad += weight * anchors_abroad(zone.hits, zone.words)
        at_home += weight * anchors_at_home(zone.hits)
    return abroad > max(at_home, ABROAD_FROM)


def _says_we_sent(zone: Zone) -> bool:
    """Whether a zone says that the United States sent people away, or an agency of it deports."""
    if _SENT_BY_US in zone.groups:
        return True
    ours = any(hit.group.american and hit.group.role in _OUR_AGENCIES for hit in zone.hits)
    return ours and not _SENT.isdisjoint(zone.groups)


def anchors_at_home(hits: tuple[Hit, ...]) -> float:
    """Count what places a text in the United States: places, offices, agencies."""
    return sum(_home_worth(hit) for hit in hits)


def anchors_abroad(hits: tuple[Hit, ...], words: tuple[str, ...]) -> float:
    """Count what places a text in another country.

    A country that opens the text acts; one that takes people back, or that they are sent to, is no
    sign; a people counts like its country where it names an institution.
    """
    return sum(_foreign_worth(hit, words) for hit in hits)


def _acts_there(hit: Hit, words: tuple[str, ...]) -> bool:
    """Whether a place abroad stands before one of its institutions: "Tbilisi court"."""
    after = hit.at + len(hit.surface.split())
    return hit.group.role == "foreign" and not _INSTITUTIONS.isdisjoint(
        word.lower() for word in words[after : after + 1]
    )


def _home_worth(hit: Hit) -> float:
    """What a term counts as an anchor at home; Americans may be anywhere."""
    if hit.group.name == "us_people":
        return 0.5
    return float(hit.group.role == "us" or hit.group.american)


def _foreign_worth(hit: Hit, words: tuple[str, ...]) -> float:
    after = [word.lower() for word in words[hit.at + 1 : hit.at + 4]]
    if hit.group.role == "foreign":
        if not _TAKES.isdisjoint(after):
            return 0.0
        if hit.at == 0:
            return 1.5
        return _worth_after(words[max(0, hit.at - 6) : hit.at])
    if hit.group.role == "nation":
        acts = not _DEPORTS.isdisjoint(after) and _DEPORTED.isdisjoint(after)
        return 1.5 if acts else 0.0
    if hit.group.name not in _PEOPLES:
        return 0.0
    if not _INSTITUTIONS.isdisjoint(after[:1]):
        return 1.0 if hit.at else 1.5
    if not _SOMEBODY.isdisjoint(after[:1]):
        return 0.0
    return (0.4 if hit.at else 1.0) if hit.group.role == "foreign_people" else 0.0


def _worth_after(before: tuple[str, ...]) -> float:
    """What a country counts after these words: nothing as a destination, little as an origin."""
    lowered = [word.lower() for word in before]
    if lowered[-1] in _TOWARDS:
        return 0.0
    removes = any(word.startswith(("deport", "expel")) for word in lowered)
    return 0.4 if lowered[-1] == "from" and not removes else 1.0
