"""Figures: numbers that count something, with what, when and how surely."""

from __future__ import annotations

from decimal import Decimal

import pytest

from bot.text.claiming.figures import find_figures


def only(sentence: str):
    (figure,) = find_figures(sentence)
    return figure


def test_a_percentage_keeps_its_base_its_property_and_its_period():
    figure = only("The agency says 64% of those it booked since early 2025 had prior convictions.")

    assert (figure.value, figure.unit, figure.surface) == (Decimal(64), "percent", "64%")
    assert figure.counts == "those it booked since early 2025 had prior convictions"
    assert figure.period == "since early 2025"


@pytest.mark.parametrize(
    ("printed", "qualifier"),
    [
        ("more than 300", "more than"),
        ("over 300", "over"),
        ("at least 300", "at least"),
        ("about 300", "about"),
        ("nearly 300", "nearly"),
        ("up to 300", "up to"),
        ("as many as 300", "as many as"),
        ("300 or more", "or more"),
    ],
)
def test_the_qualifier_is_part_of_the_figure(printed, qualifier):
    figure = only(f"Officers detained {printed} migrants in the raid.")

    assert figure.qualifier == qualifier
    assert figure.surface == printed


def test_a_bare_number_has_no_qualifier():
    assert only("Officers detained 300 migrants.").qualifier is None


@pytest.mark.parametrize(
    ("sentence", "value", "unit"),
    [
        ("Congress gave the agency $45 billion for detention.", "45000000000", "usd"),
        ("The county was paid $1,250.50 for each transfer.", "1250.5", "usd"),
        ("About 1.6 million people left the country.", "1600000", "people"),
        ("Agents counted 61,000 detainees last month.", "61000", "people"),
        ("Twenty-five people were held overnight.", "25", "people"),
        ("Two dozen migrants were flown to Texas.", "24", "people"),
        ("Three migrants died there this year.", "3", "people"),
        ("Jails must hold people for 48 hours.", "48", "hours"),
        ("The judge gave the department 30 days to answer.", "30", "days"),
        ("The program has 1,000 agreements.", "1000", "count"),
        ("One in five detainees had a lawyer.", "20", "percent"),
        ("Two-thirds of those held had no record.", "66.7", "percent"),
        ("Half of the beds are empty.", "50", "percent"),
        ("Half a million people marched.", "500000", "people"),
        ("Some 7 in 10 detainees had no record.", "70", "percent"),
        ("The county was paid 300 dollars a night.", "300", "usd"),
        ("The rate fell 4 percentage points.", "4", "percentage points"),
        ("The number of detainees rose to 70,000.", "70000", "people"),
        ("The fence runs for 12 miles.", "12", "miles"),
    ],
)
def test_value_and_unit_are_read(sentence, value, unit):
    figure = only(sentence)

    assert (figure.value, figure.unit) == (Decimal(value), unit)


@pytest.mark.parametrize(
    "sentence",
    [
        "The letter was sent on September 10 to the sheriff.",
        "It was signed on 10 September by both sides.",
        "The law passed in 2017 and was amended in 2021.",
        "A 34-year-old man was taken from his car.",
        "Maria, 43, was taken from her car.",
        "He is aged 19 and lives here.",
        "The rule stands on page 12 of the report.",
        "The power comes from 8 U.S.C. 1357 and 8 CFR 287.7.",
        "The clinic at 1200 Main Street was closed.",
        "The raid began at 5:30 a.m. on Friday.",
        "The raid began at 5 a.m. on Friday.",
        "Agents served a Form I-247A on the jail.",
        "The 9th Circuit heard the case.",
        "The sheriff joined the 287(g) program.",
        "The court ruled 6-3 against the state.",
        "Call 312-555-0100 for help.",
        "The gang known as MS-13 was named.",
        "The order ended Title 42 at the border.",
        "The case is 1:25-cv-01234 in the district court.",
        "Senate Bill 54 limits what jails may do.",
        "Two years ago the county left the program.",
        "Arrests rose in the past 30 days.",
        "One of the men was released.",
        "The car left Interstate 95 near the coast.",
        "Only one in 2025 was let go.",
        "The third of May is a holiday.",
        "The first hundred days were over.",
        "A 5-member board met.",
        "Nobody was hurt.",
        "",
    ],
)
def test_a_number_that_counts_nothing_is_no_figure(sentence):
    assert find_figures(sentence) == ()


@pytest.mark.parametrize(
    ("sentence", "period"),
    [
        ("The agency deported 5,000 people in fiscal year 2025.", "in fiscal year 2025"),
        ("The agency deported 5,000 people under Mr. Biden.", "under Mr. Biden"),
        (
            "The agency deported 5,000 people in the first six months of 2025.",
            "in the first six months of 2025",
        ),
        ("The agency makes 1,200 arrests a day.", "a day"),
        ("The agency held 5,000 people as of Aug. 24.", "as of Aug. 24"),
        ("That is a fall from the Obama years, when 5,000 people were held.", "the Obama years"),
        ("The agency deported 5,000 people.", None),
    ],
)
def test_the_period_is_given_in_the_words_of_the_sentence(sentence, period):
    assert only(sentence).period == period


def test_a_base_of_comparison_leaves_the_figure_its_period():
    (spent,) = find_figures("It spent $9 billion in fiscal year 2025, up from $3 billion.")

    assert spent.period == "in fiscal year 2025"


def test_an_object_of_a_verb_says_what_was_done():
    assert only("The department arrested over 900 workers.").counts == "workers arrested"


def test_an_abbreviation_does_not_end_what_is_counted():
    figure = only("Some 70% of migrants held under Mr. Trump have charges.")

    assert figure.counts == "migrants held under Mr. Trump have charges"


def test_a_year_with_a_qualifier_and_people_is_a_count():
    assert only("At least 2000 people marched.").value == Decimal(2000)


def test_figures_stand_in_the_order_of_the_sentence():
    values = [one.value for one in find_figures("Of 40 men and 12 women, 60% were released.")]

    assert values == [Decimal(40), Decimal(12), Decimal(60)]


def test_the_period_of_what_a_figure_is_compared_with_is_not_its_own():
    flights, share = find_figures("The group counted 214 removal flights, 19% more than in July.")

    assert (flights.period, share.period) == (None, None)


def test_the_number_a_figure_rose_from_is_no_figure_of_its_own():
    found = find_figures("Those held rose to 3,400 from 2,100 in June, the agency said.")

    assert [figure.surface for figure in found] == ["3,400"]


@pytest.mark.parametrize(
    "sentence",
    [
        "Photo 3 of 12 shows the gate of the camp.",
        "Hide Caption 14 of 22 Photos from the gate.",
        "The policy fills 11 pages and says so.",
        "DHS tells 7 News the man was held.",
        "It was filed as Exhibit 12 on Friday.",
        "The comment (62 likes) was removed.",
        "The two states limit what jails may do.",
        "It came after a 911 call from the street.",
        "The 1033 program gave it arms.",
        "I thought I was the only one.",
        "Arrests were up from 39,700 a year earlier.",
    ],
)
def test_counters_labels_and_bases_are_no_figures(sentence):
    assert find_figures(sentence) == ()


@pytest.mark.parametrize(
    ("sentence", "surface", "value"),
    [
        ("We see 40 to 50 new families a week.", "40 to 50", 50),
        ("We see about 40 to 50 new families a week.", "about 40 to 50", 50),
        ("It will cost $20-25 billion.", "$20-25 billion", 25 * 10**9),
        ("They cut the cap on people from 110,000 to 50,000.", "50,000", 50000),
    ],
)
def test_a_range_is_one_figure_by_its_upper_end(sentence, surface, value):
    figure = only(sentence)

    assert (figure.surface, figure.value) == (surface, Decimal(value))


def test_a_qualifier_that_opens_its_sentence_is_the_same_qualifier():
    figure = only("At least 32 people died in custody.")

    assert (figure.qualifier, figure.surface) == ("at least", "At least 32")


def test_a_handful_of_them_is_counted():
    assert only("Video shows at least eight of them.").counts == "of them"


@pytest.mark.parametrize("opening", ["In Ohio", "On Friday"])
def test_a_number_behind_a_place_or_day_that_opens_the_sentence_is_no_age(opening):
    assert only(f"{opening}, 40 men were held.").value == Decimal(40)


@pytest.mark.parametrize(
    ("sentence", "surface", "value"),
    [
        ("Agents arrested between 30 and 40 people.", "between 30 and 40", 40),
        ("Between 3,000 and 4,000 people marched.", "Between 3,000 and 4,000", 4000),
        ("It spent between $3 and $4 billion on beds.", "between $3 and $4 billion", 4 * 10**9),
        (
            "It pays between $3 million and $4 million for beds.",
            "between $3 million and $4 million",
            4_000_000,
        ),
        (
            "The plant lost between 20 percent and 30 percent of its workers.",
            "between 20 percent and 30 percent",
            30,
        ),
        ("The jail holds between twenty and thirty detainees.", "between twenty and thirty", 30),
    ],
)
def test_between_two_numbers_is_one_figure_by_its_upper_end(sentence, surface, value):
    figure = only(sentence)

    assert (figure.surface, figure.value) == (surface, Decimal(value))


def test_between_two_groups_is_no_range():
    found = find_figures("Talks between 27 counties and 35 cities stalled.")

    assert [str(one.value) for one in found] == ["27", "35"]


def test_a_price_that_rose_is_told_by_its_new_amount():
    figure = only("The fee rose from $410 to $1,050 in 2024.")

    assert (figure.surface, figure.value) == ("$1,050", 1050)


@pytest.mark.parametrize(
    ("sentence", "period"),
    [
        ("The jail takes 40 people a week.", "a week"),
        ("It costs $165 a day to hold somebody.", "a day"),
        ("The agency held 300 people for a year.", "for a year"),
        ("The deal is worth $40 million over a year.", "over a year"),
        ("In about a month agents arrested 900 people.", "in about a month"),
        ("It took a year to deport 40 people.", None),
        ("He waited half a year and paid $5,000.", None),
        ("Nearly a year passed and 60 cases remain.", None),
        ("They were held for a day-long count of 400 beds.", None),
    ],
)
def test_how_long_something_took_is_no_rate(sentence, period):
    assert only(sentence).period == period


@pytest.mark.parametrize(
    ("sentence", "found"),
    [
        ("Agents raided two meatpacking plants in the town.", ["two"]),
        ("Around 200 people marched and seven were arrested.", ["Around 200", "seven"]),
        ("Detainees were given two meals a day.", ["two"]),
        ("Perhaps 300 people had come.", ["Perhaps 300"]),
        ("They sent children to at least three “tender age” shelters.", ["at least three"]),
        ("Of the 212 people arrested, 61 had a record.", ["212", "61"]),
    ],
)
def test_small_numbers_of_things_and_of_what_was_done_are_figures(sentence, found):
    assert [one.surface for one in find_figures(sentence)] == found


@pytest.mark.parametrize(
    "sentence",
    [
        "The plan was dropped, two defense officials said.",
        "The plan was dropped, according to two defense officials.",
        "There are two ways to see it.",
        "The last two towns to join were small.",
        "The jail is ten times as large as the old one.",
        "He told 9 On Your Side that it was late.",
        "“Is it more than 100 people?”",
        "He left town six hours before the raid.",
        "Bonds were granted more often, compared with 59 percent the year before.",
    ],
)
def test_sources_multipliers_questions_and_what_is_compared_are_no_figures(sentence):
    assert find_figures(sentence) == ()


def test_what_a_number_fell_from_is_no_figure_wherever_the_time_stands():
    figure = only("The backlog fell to 3.38 million at the end of May from 3.74 million last year.")

    assert figure.surface == "3.38 million"
    assert [one.surface for one in find_figures("They took 40 men from 12 last week.")] == [
        "40",
        "12",
    ]


def test_of_them_counts_what_the_figure_before_counts():
    before = only("It has 68,000 beds under contract.")

    assert find_figures("It was using 66,200 of them.", before)[0].counts == before.counts
    share = only("About 40% of them left.")
    assert find_figures("It was using 66,200 of them.", share)[0].counts == "of them"
