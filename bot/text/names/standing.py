"""What a role makes of its bearer: a holder of public office, a public person, or nobody public.

One word is no office yet: the president of a senior class, the supervisor at a plant and the
former mayor of a village abroad are private people (docs/decisions/0069-who-stays-private.md).
What stands beside the role, in its own phrase, decides.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from bot.text.lexicon import load, split_names, word_set
from bot.text.prose.tokens import Tokens, fold

_PUBLIC_BODY = re.compile(
    r"\b(?:ICE|DHS|CBP|USCIS|FBI|DOJ|HHS|U\.S\.|US|[Ss]tate|[Ff]ederal|[Cc]ounty|[Cc]ity|[Pp]olice|"
    r"[Dd]istrict|White House|Border Patrol|Department|Homeland Security|Customs|Agency|Bureau|"
    r"Pentagon|[Ss]heriff|Gov\.|"
    r"[Gg]overnor|[Mm]ayor|[Aa]ttorney [Gg]eneral|[Bb]oard|[Ee]lections|[Tt]own(?:ship)?)\b"
)
#: Characters around a name in which its role and what belongs to the role stand.
_REACH, _APPOSED = 140, 60
_ENDS = re.compile(r"[,;:()\n—“”\"]|(?<![A-Z])\.")
_TIED = re.compile(r",? (?:of|for|at|with|from|in) ")
_OF = re.compile(r" of ")
#: "who serves as a judge": the office is named behind "as".
_SERVES_AS = re.compile(r"^who .{0,40}\bas (.+)$")
_CLASS = re.compile(
    r"(?<!working )(?<!middle )(?<!ruling )\b(?:class|club|fraternity|sorority|choir|troop|prom|"
    r"yearbook|(?:soccer|football|basketball|baseball|softball|volleyball|wrestling|track|swim|"
    r"debate|chess|robotics|cheerleading|tennis|hockey) (?:team|squad)|league|feast|troupe|parade|"
    r"booster|hometown|[Ss]aint[’']s [Dd]ay|Bible study)\b"
)
#: Of the homes of a street and the parents of a school: "HOA president", "of the local PTA".
_NEIGHBORS = re.compile(
    r"\b(?:(?:[Hh]ome|[Pp]roperty )owners?[’']?s?[’']?|[Cc]ondo(?:minium)?|[Cc]o-op|[Aa]lumni|"
    r"parents?[- ]teachers?|[Bb]lock|[Bb]ooster) (?:association|board|organization|club)\b|"
    r"\b(?:HOA|(?<!National )PT[AO]|PTSA|[Nn]eighborhood watch|book group)\b"
)
_WORKPLACE = re.compile(
    r"\b(?:plant|factory|warehouse|restaurant|store|shop|farm|dairy|ranch|hotel|mill|mine|bakery|"
    r"slaughterhouse|packinghouse|nursery|mall|company|contractor|kitchen|supermarket|laundry|"
    r"cannery|greenhouse|orchard|vineyard|winery|refinery|shipyard|bank|salon|casino|dealership|"
    r"site)\b"
)
#: The one city whose council is a Board of Supervisors; elsewhere they are of counties.
_WITH_SUPERVISORS = re.compile(r"^ (?:in|for|of) San Francisco$")
#: What its founder or president owns: "of his own roofing company"; not who runs jails.
_OWN_BUSINESS = re.compile(
    r"^ (?:of|at|for) (?:an?|his|her|their|the family[’']?s?) (?![^,.;]*\b(?:prison|jail|"
    r"detention))[^A-Z,.;]{0,40}\b(?:business|company|firm|shop|store|restaurant|stand|truck|"
    r"service|salon|farm|ranch|dairy|bakery|diner|cafe|garage|day ?care|preschool|studio|gym|"
    r"nursery|startup|contractor|household|family)\b|^ of (?:[A-Z][\w’'&-]{0,20} ){1,3}(?:Nails|"
    r"Roofing|Landscaping|Bakery|Caf[eé]|Grill|Restaurant|Market|Salon|Farms?|Dairy|Ranch|"
    r"Construction|Cleaning|Painting|Plumbing|Tacos|Taquer[ií]a|Deli|Nursery|Orchards?|Vineyards?|"
    r"Catering|Trucking|Concrete|Builders|Lawn Care)\b"
)
#: A rank of a workplace: "a captain at a steakhouse"; those of jails and ports are public.
_ELSEWHERE = re.compile(
    r"^ (?:at|in|on|for) (?:an?|the|his|her) (?!(?:[a-z-]+ ){0,3}(?:jail|prison|air|port|border|"
    r"checkpoint|crossing|court|station|academy|detention|department|capitol|scene|force|unit|"
    r"bridge|sector|squad|field|bureau|case|raid|area|region|city|county|agency))[a-z -]+$"
)
_FORMER = re.compile(r"\b(?:former|ex|once|retired|one-time|onetime)\b", re.IGNORECASE)
#: "candidate for asylum": what nobody votes on.
_NO_SEAT = re.compile(
    r"^ for (?:an? |the |his |her |their )?(?:\w{1,15} )?(?:asylum|deportation|removal|parole|"
    r"citizenship|relief|release|residency|clemency|visa|scholarship|degree|job|transplant|"
    r"green card|naturalization)\b"
)
_SEAT = re.compile(
    r"\b(?:mayor(?:al)?|council|sheriff|governor|gubernatorial|congress(?:ional)?|senate|house|"
    r"president(?:ial)?|assembly|legislat(?:ure|ive)|board|commission(?:er)?|democrat(?:ic)?|"
    r"republican|gop|party|seat|district|county|city|state|judge|attorney general|office|"
    r"secretary)\b",
    re.IGNORECASE,
)
#: Ministers of governments; others preach.
_OF_STATE = re.compile(
    r"(?i)\b(?:prime|foreign|interior|justice|defen[cs]e|security|finance|health|labou?r|education|"
    r"trade|economy|environment|culture|energy|immigration|migration|home|deputy|cabinet|affairs|"
    r"transport|development) minister\b|\bminister (?:of|for)\b"
)
#: Duties of a private life: "who served on the jury", "who runs a diner".
_PRIVATE_DUTY = re.compile(
    r"who (?:serve[sd]? (?:on (?:the|a) jury|as a juror|time|in the|two|three|four|tours|food)|"
    r"(?:runs|ran|oversees|oversaw|heads|headed|founded|directs|leads|led|chairs|chaired|"
    r"organizes|co-?founded) (?:[\w’'-]+ ){0,3}(?:diner|bakery|store|shop|stall|salon|farm|ranch|"
    r"restaurant|business|cafe|truck|daycare|household|family|garage|hotel|motel|laundry|home|"
    r"bible study|choir|band|troop|kitchen|crew|club|stand|nails|taquer[ií]a|tacos|grocery|mart|"
    r"(?:youth|support|prayer|book) group|(?:lawn|cleaning|car|moving) service|deli|pizzeria|"
    r"grill|construction|roofing|landscaping|cleaning|barbershop|bodega|bar|brewery|bookstore|"
    r"catering|trucking|studio|gym|dairy|nursery|orchard|company|firm|brigade)"
    r"(?! (?:association|services?|council|committee|network|union|section|department))|"
    r"teaches (?:\w+ ){0,2}(?:grade|graders|kindergarten|preschool|children|yoga|piano|math|"
    r"English|Spanish|Sunday|swimming|dance)|(?:studies|researches) (?:at|nursing|engineering|in)|"
    r"advises (?:him|her|them|his|friends|neighbors)|"
    r"wrote (?:a|an|the|his|her) (?:letter|note|post|message|poem|card))\b",
    re.IGNORECASE,
)


@cache
def _set(group: str) -> frozenset[str]:
    return word_set("standing", group)


@cache
def _abroad() -> re.Pattern[str]:
    """Return the pattern of what puts an office abroad: "of a village in Honduras"."""
    entries = (*load("places")["countries"]["names"], *load("places")["abroad"]["names"])
    names = {name for entry in entries for name in split_names(entry)} - _set("homonyms")
    between = r"(?:(?:[A-Z][\w’'-]{0,20}|[Aa]n?|the|his|her|their|in|of|small|rural|native),? )"
    kinds = r"(?:(?:town|village|city|municipality|region|province|department|country),? )"
    places = "|".join(map(re.escape, sorted(names)))
    return re.compile(rf"^,? (?:in|of|from) (?:{between}|{kinds}){{0,6}}(?<!New )(?:{places})\b")


@dataclass(frozen=True, slots=True, kw_only=True)
class Office:
    """A role and the words of its phrase."""

    #: As `bot.text.names.roles` reads it.
    role: str
    #: The few words before it: "a former Honduran".
    before: str
    #: What follows in its phrase and a little more: " of her senior class, spoke".
    after: str

    @property
    def _phrase(self) -> str:
        """The role and what belongs to it, up to the next mark."""
        return self.role + _ENDS.split(self.after, maxsplit=1)[0]

    @property
    def _words(self) -> list[str]:
        """The folded words that name the role; of a duty only an office served in."""
        role = self.role
        if role.startswith("who "):
            served = _SERVES_AS.match(role)
            role = "" if served is None else served[1]
        return [fold(word.strip(",")) for word in role.split()]

    def is_official(self) -> bool:
        """Whether the role is one of government: by its word, or by an agency in its phrase."""
        return not _set("office").isdisjoint(self._words) or (
            not _set("either").isdisjoint(self._words)
            and _PUBLIC_BODY.search(self._phrase) is not None
        )

    def is_held(self) -> bool:
        """Whether the role is an office, or sought by election: what befalls its bearer is news.

        A lawyer or a director holds none because an agency is spoken of nearby.
        """
        words = self._words
        if words and words[-1] in _set("sought"):
            return not self._is_past() and _SEAT.search(f"{self.before} {self._phrase}") is not None
        if words and words[-1] == "minister":
            return _OF_STATE.search(self._phrase) is not None
        if not _set("office").isdisjoint(words):
            return not self._is_local_abroad()
        if _set("either").isdisjoint(words):
            return False
        of_body = self._phrase if _OF.match(self.after) else self.role
        return _PUBLIC_BODY.search(of_body) is not None

    def is_private_life(self) -> bool:
        """Whether the role is of a school class, a club, a workplace, or was held abroad."""
        if _PRIVATE_DUTY.match(self.role) is not None:
            return True
        words = self._words
        if not words:
            return False
        last, rest = words[-1], self._phrase[len(self.role) :]
        if last in _set("elected") and _CLASS.search(rest):
            return True
        if last in _set("posts") and _NEIGHBORS.search(f"{self.before} {self._phrase}"):
            return True
        if last == "supervisor" and self.role[-len(last) :].islower():
            of_board = _PUBLIC_BODY.search(self._phrase) or _WITH_SUPERVISORS.match(rest)
            return of_board is None or _WORKPLACE.search(rest) is not None
        if last in _set("hired") and _WORKPLACE.search(rest):
            return _PUBLIC_BODY.search(self._phrase) is None
        if last in _set("hired") and _ELSEWHERE.match(rest):
            return _PUBLIC_BODY.search(self._phrase) is None
        if last in _set("ventures") and _OWN_BUSINESS.match(rest):
            return True
        if last in _set("sought") and _NO_SEAT.match(rest):
            return True
        return self._is_past() and self._is_local_abroad()

    def _is_past(self) -> bool:
        return _FORMER.search(f"{self.before} {self.role}") is not None

    def _is_local_abroad(self) -> bool:
        if _set("local").isdisjoint(self._words):
            return False
        demonyms = frozenset(load("roles")["demonyms"])
        around = {fold(word) for word in f"{self.before} {self.role}".split()}
        return not demonyms.isdisjoint(around) or _abroad().match(self.after) is not None


def office(tokens: Tokens, start: int, stop: int, role: str) -> Office:
    """Return the role of the name at words [start, stop) with the words of its phrase."""
    begin, end = tokens.starts[start], tokens.ends[stop - 1]
    after = tokens.text[end : end + _REACH]
    at = after.find(role, 0, _APPOSED + len(role))
    if at >= 0:
        stands, follows = end + at, after[at + len(role) :]
        follows = follows[1:] if follows.startswith("s ") else follows  # "leaders of", said of each
    else:
        at = tokens.text.rfind(role, max(0, begin - _REACH), begin)
        stands = at if at >= 0 else begin
        follows = _behind_title(tokens, begin, stands + len(role), after)
    before = _ENDS.split(tokens.text[max(0, stands - 25) : stands])[-1]
    return Office(role=role, before=before, after=follows)


def _behind_title(tokens: Tokens, begin: int, at: int, after: str) -> str:
    """Return what follows a role before a name: up to the name, or tied to it behind the name."""
    between = tokens.text[at:begin]
    if between.strip():
        return between
    return after if _TIED.match(after) else ""
