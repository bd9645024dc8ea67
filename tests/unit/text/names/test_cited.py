"""Laws by number, under the citation that documents have or the name that a list has."""

import pytest

from bot.domain.entities import EntityKind
from bot.text.names.entities import find_mentions


def laws(body: str) -> list[str]:
    found = find_mentions(body)
    return [mention.entity.name for mention in found if mention.entity.kind is EntityKind.LAW]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("under 8 U.S.C. § 1226(c), he", "8 U.S.C. § 1226(c)"),
        ("under 8 USC 1158, he", "8 U.S.C. § 1158"),
        ("amending 8 CFR parts 208 and 274a", "8 CFR Part 208"),
        ("under 8 C.F.R. § 1003.19(h), he", "8 CFR 1003.19(h)"),
        ("section 235(b) of the Immigration and Nationality Act", "INA § 235(b)"),
        ("INA section 244(b)(3) says", "INA § 244(b)(3)"),
        ("Public Law 104-208 says", "Public Law 104-208"),
        ("Public Law 119-21 pays for it", "One Big Beautiful Bill Act"),
        ("Pub. L. No. 119-21 pays for it", "One Big Beautiful Bill Act"),
        ("under INA § 287(g) they may", "Section 287(g)"),
        ("under 8 U.S.C. 1226 he", "8 U.S.C. § 1226"),
    ],
)
def test_a_law_cited_by_number_is_an_entity(text: str, name: str):
    assert laws(text) == [name]
