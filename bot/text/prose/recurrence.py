"""Lines that an outlet repeats: which may be furniture, and the key by which they are counted.

Whether a line does come back is known to who has seen the outlet's earlier articles
(docs/decisions/0089-lines-an-outlet-repeats.md); here it is only told what is never news.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from hashlib import blake2b

from bot.text.prose.clean import one_line

#: Stories of an outlet that must carry a line before it is furniture.
RECURS = 3
#: A longer line is a paragraph of the article.
LONGEST = 240
#: Lines of one article that are counted: the last ones, for furniture gathers at the end.
MOST = 30
#: A line without a full stop and with as many words is a link, a caption or a slogan; shorter
#: ones may be rows of the article's own list ("Mexico", "Armed robbery").
_FEWEST_WORDS = 3
#: What outlets are called is looked for only from this length on: "AP" stands in many words.
_SHORTEST_OUTLET = 4

_LETTERS = re.compile(r"[^\W\d_]{2}")
#: Figures and quotations are news, however often they are printed.
_NEWS = re.compile(r"[\d“”\"„«»]")
_SENTENCE = re.compile(r"[.!?…:;][)\]’']*$")
#: Said to the reader, or of the outlet and its pages.
_OF_THE_PAGE = re.compile(
    r"\b(?:you|your|yours|our|ours|us|we|reader[s’']*|subscri\w+|newsletters?|newsrooms?|"
    r"journalis[mt]s?|reporters?|editors?|columnists?|nonprofit news\w*|this (?:story|article|"
    r"report|post|piece|series|column)|our coverage|coverage of|freelance\w*|photojournalists?|"
    r"usted(?:es)?|nuestr[oa]s?|lectores)\b",
    re.IGNORECASE,
)
#: Who was asked and what they said: a card tells of it, and of its absence.
_ANSWER = re.compile(
    r"\b(?:respon(?:d|se)\w*|repl(?:y|ies|ied)|comments?|commented|declin\w+|said|says|told|asked|"
    r"statement|spokes\w+|request\w*|interview\w*|confirm\w*|den(?:y|ies|ied))\b",
    re.IGNORECASE,
)


def line_form(line: str) -> str:
    """Return a line without case, spacing and the marks around it: how equal lines look."""
    return one_line(line).casefold().strip(" .:!-–—|•·")


def line_key(line: str) -> int:
    """Return the number, 63 bits, under which a line is counted: its words are not kept."""
    digest = blake2b(line_form(line).encode("utf-8", "surrogatepass"), digest_size=8).digest()
    return int.from_bytes(digest) >> 1


def recurring_keys(lines: Iterable[str], *, outlet: str, official: bool) -> tuple[int, ...]:
    """Return the keys of an article's lines that are furniture if they recur, in their order.

    `official` texts keep their bare lines: agencies list offences and countries line by line.
    """
    name = line_form(outlet)
    found = dict.fromkeys(
        line_key(line) for line in lines if may_recur(line, outlet=name, official=official)
    )
    return tuple(found)[-MOST:]


def may_recur(line: str, *, outlet: str, official: bool) -> bool:
    """Whether a line would be furniture if the outlet repeated it; `outlet` as `line_form`.

    Never one with a figure, a quotation or somebody's answer, and no sentence but what is said to
    the reader or of the outlet itself.
    """
    if len(line) > LONGEST or _NEWS.search(line) or not _LETTERS.search(line):
        return False
    if _ANSWER.search(line):
        return False
    if _OF_THE_PAGE.search(line):
        return True
    if len(outlet) >= _SHORTEST_OUTLET and outlet in line.casefold():
        return True
    is_bare = not official and not _SENTENCE.search(line.rstrip())
    return is_bare and len(line.split()) >= _FEWEST_WORDS
