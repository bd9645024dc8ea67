"""The memory matching searches: how near an article's nearest is, and what a young memory takes."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.domain.articles import ArticleId, StoryId
from bot.text.events.fingerprint import sketch
from bot.text.events.likeness import compare
from bot.text.events.story_index import NEAREST, OpenArticles, Row, pack
from bot.text.events.traits import traits_of
from bot.text.events.weights import BY_WORDS, is_brief, weights_for

START = datetime(2026, 2, 2, 12, tzinfo=UTC)
RAID = (
    "Agents raid Plainsman Packing in Omaha",
    "Immigration agents detained 76 workers at Plainsman Packing in Omaha, a manager said.",
)
RAID_TOO = (
    "Omaha packer loses 76 workers to raid",
    "Plainsman Packing stood still after agents took 76 workers, the mayor of Omaha said.",
)
VIGIL = (
    "Vigil for Omaha workers fills St. Brendan church",
    "Families of workers detained at Plainsman Packing prayed in Omaha and lit 76 candles.",
)
GHANA = (
    "Ghana takes a second flight of deportees",
    "A plane with 31 people landed in Accra, the foreign ministry said.",
)


BOND = (
    "Bond hearings resume in Omaha court",
    "Judges in Omaha will hear 76 requests for bond this week, the court said on Friday.",
)
BUDGET = (
    "Nebraska county asks for money to hold workers",
    "The county that holds workers detained for agents wants a higher rate, a manager said.",
)
RALLY = (
    "Hundreds march past federal building after raid",
    "Marchers in Omaha called on the mayor to meet families of workers detained by agents.",
)


def held_with(
    *reports: tuple[str, str], story: int | None = None
) -> tuple[OpenArticles, list[Row]]:
    """A memory of the reports, each a story of its own or all of one."""
    held, rows = OpenArticles(), []
    for number, report in enumerate(reports):
        rows.append(packed(report, held, hours=number))
        held.add(StoryId(number if story is None else story), ArticleId(number), rows[-1])
    return held, rows


def packed(report: tuple[str, str], held: OpenArticles, hours: int = 5) -> Row:
    at = START + timedelta(hours=hours)
    return pack(traits_of(*report, (), at), sketch(report[1]), at, held.corpus)


def test_an_article_of_a_young_memory_is_taken_to_have_some_likeness_somewhere() -> None:
    held, _ = held_with(RAID)

    assert held.usual(ArticleId(0)) == NEAREST


def test_a_likeness_counts_for_both_articles() -> None:
    held, _ = held_with(RAID, RAID_TOO)

    assert held.usual(ArticleId(0)) == held.usual(ArticleId(1)) > NEAREST


def test_a_copy_is_no_measure_of_how_alike_other_reports_must_be() -> None:
    held, _ = held_with(RAID, RAID)

    assert held.usual(ArticleId(0)) == NEAREST


def test_what_is_forgotten_and_read_again_starts_anew() -> None:
    held, rows = held_with(RAID, RAID_TOO)
    held.drop(ArticleId(0))
    held.drop(ArticleId(1))

    with pytest.raises(KeyError):
        held.usual(ArticleId(1))
    held.add(StoryId(0), ArticleId(0), rows[0])

    assert held.usual(ArticleId(0)) == NEAREST


def test_of_its_own_story_the_average_counts() -> None:
    two, _ = held_with(RAID, RAID_TOO, story=0)
    three, _ = held_with(RAID, RAID_TOO, VIGIL, story=0)

    assert NEAREST < three.usual(ArticleId(0)) < two.usual(ArticleId(0))


def above_usual(held: OpenArticles, asked: tuple[str, str]) -> float:
    found = compare(packed(asked, held), held)
    return next(each.evidence["above_usual"] for each in found if each.story == StoryId(0))


def test_a_story_told_more_alike_already_counts_against_a_lesser_likeness() -> None:
    alone, _ = held_with(RAID)
    told_twice, _ = held_with(RAID, RAID_TOO)

    assert above_usual(alone, VIGIL) > 0 > above_usual(told_twice, VIGIL)


def above_rest(held: OpenArticles, asked: tuple[str, str]) -> float:
    found = compare(packed(asked, held), held)
    return next(each.evidence["above_rest"] for each in found if each.story == StoryId(0))


def test_a_likeness_stands_out_no_more_in_a_young_memory_than_among_the_day_s_news() -> None:
    young, _ = held_with(RAID)
    grown, _ = held_with(RAID, VIGIL, GHANA, BOND, BUDGET, RALLY)

    assert above_rest(young, RAID_TOO) <= above_rest(grown, RAID_TOO) + 0.9


@pytest.mark.parametrize(("terms", "brief"), [(12, True), (79, True), (80, False), (300, False)])
def test_a_report_of_eighty_terms_is_weighed_as_a_whole_one(*, terms: int, brief: bool) -> None:
    evidence = {"short": (1 + terms) ** -0.5}

    assert is_brief(evidence) is brief
    assert weights_for(evidence) is (BY_WORDS.brief if brief else BY_WORDS.whole)
