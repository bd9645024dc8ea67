"""Updates: an outlet brings its own figures up to date; it neither confirms nor denies itself."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

from bot.text.comparing.ledger import compare
from tests.unit.text.comparing.test_ledger import source

FIRST = "Dana Holt said 40 migrants were arrested at the plant on Friday."
SECOND = "ICE said 52 migrants were arrested at the plant on Friday."
NOON = datetime(2026, 2, 2, 12, tzinfo=UTC)
EVENING = datetime(2026, 2, 2, 19, tzinfo=UTC)


def printed(article: int, body: str, outlet: str, at: datetime | None = None):
    return replace(source(article, body), outlet=outlet, published_at=at)


def reasons(*sources):
    (entry,) = compare(sources).figures
    return [one.reason for one in entry.differences]


def test_a_later_figure_of_the_same_outlet_is_told_as_its_update():
    told = reasons(
        printed(1, FIRST, "Platte Post", NOON), printed(2, SECOND, "Platte Post", EVENING)
    )

    assert told == ["a later article of the same outlet gives 52, citing ICE"]


def test_an_earlier_figure_of_the_same_outlet_is_told_as_such():
    told = reasons(
        printed(1, SECOND, "Platte Post", EVENING), printed(2, FIRST, "Platte Post", NOON)
    )

    assert told == ["an earlier article of the same outlet gives 40, citing Dana Holt"]


def test_without_times_neither_is_called_the_later_one():
    told = reasons(printed(1, FIRST, "Platte Post"), printed(2, SECOND, "Platte Post"))

    assert told == ["another article of the same outlet gives 52, citing ICE"]


def test_another_outlets_figure_is_another_report():
    told = reasons(
        printed(1, FIRST, "Platte Post", NOON), printed(2, SECOND, "Harbor Post", EVENING)
    )

    assert told == ["another report gives 52, citing ICE"]


def test_an_outlet_that_words_its_own_figure_anew_differs_from_nobody():
    anew = "More than 40 migrants were arrested at the plant on Friday."

    assert reasons(printed(1, FIRST, "Platte Post", NOON), printed(2, anew, "Platte Post")) == []


def test_an_outlet_does_not_corroborate_itself():
    again = "On Friday, 40 migrants were arrested at the plant, Dana Holt said."

    (entry,) = compare([printed(1, FIRST, "Platte Post"), printed(2, again, "Platte Post")]).figures

    assert (entry.agreeing, entry.corroborating, entry.stands_alone) == ((2,), (), True)


def test_a_figure_that_two_outlets_print_does_not_stand_alone():
    (entry,) = compare([printed(1, FIRST, "Platte Post"), printed(2, FIRST, "Harbor Post")]).figures

    assert (entry.corroborating, entry.stands_alone) == ((2,), False)


def test_articles_of_unknown_outlets_are_not_one_outlets():
    assert reasons(source(1, FIRST), source(2, SECOND)) == ["another report gives 52, citing ICE"]


def test_an_outlet_that_shortens_its_own_quotation_alters_nothing():
    long = "“The beds in this old jail are full again tonight,” Dana Holt said."
    short = "“The beds in this old county jail are full tonight,” Dana Holt said."

    (entry,) = compare([printed(1, long, "Platte Post"), printed(2, short, "Platte Post")]).quotes

    assert entry.differences == ()


def test_a_part_of_those_counted_is_no_update_of_the_whole():
    part = "ICE said 52 of the migrants arrested at the plant on Friday remain in custody."

    ledger = compare(
        [printed(1, FIRST, "Platte Post", NOON), printed(2, part, "Platte Post", EVENING)]
    )

    assert [one.differences for one in ledger.figures] == [(), ()]


def test_a_phrase_of_place_that_one_report_leaves_out_hides_no_update():
    bare = "ICE said 52 migrants were arrested on Friday."

    assert reasons(
        printed(1, FIRST, "Platte Post", NOON), printed(2, bare, "Platte Post", EVENING)
    ) == ["a later article of the same outlet gives 52, citing ICE"]


def test_a_share_is_compared_with_all_it_is_a_share_of():
    one = "ICE said 40% of migrants held at the northern jails had a lawyer."
    two = "ICE said 52% of migrants held from southern farms had a lawyer."

    assert [each.differences for each in compare([source(1, one), source(2, two)]).figures] == [
        (),
        (),
    ]


def test_a_paper_by_its_short_name_is_no_other_speaker():
    one = "The Harbor Post reported that 40 migrants were arrested at the plant on Friday."
    two = "The Post reported that 40 migrants were arrested at the plant on Friday."

    assert reasons(source(1, one), source(2, two)) == []
