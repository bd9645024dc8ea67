"""Counting: what a figure counts reads on from its number, whole and with nothing of others."""

from __future__ import annotations

import pytest

from bot.text.claiming.figures import find_figures


def told(sentence: str) -> list[tuple[str, str]]:
    return [(one.surface, one.counts) for one in find_figures(sentence)]


@pytest.mark.parametrize(
    ("sentence", "counts"),
    [
        (
            "Officers detained 76 workers at a plant in Grand Island on Monday, it said.",
            "workers detained at a plant in Grand Island",
        ),
        ("The agency lodged 40 detainers with the county.", "detainers lodged with the county"),
        ("Agents took 14 men into custody.", "men taken into custody"),
        ("They removed 40 people from the country.", "people removed from the country"),
        ("The vote would cost 22 jobs.", "jobs (cost)"),
        ("The order shields 900 young immigrants from arrest.", "young immigrants"),
        ("The office counted 61 children from Honduras.", "children from Honduras"),
        ("It was 300 legal and illegal immigrants a year.", "legal and illegal immigrants"),
        (
            "The bill pays for 328 Customs and Border Protection officers.",
            "Customs and Border Protection officers",
        ),
        (
            "It led to 600 children being separated from their parents.",
            "children being separated from their parents",
        ),
        ("The mayor asked 900 officers to leave.", "officers to leave"),
        ("The director decided 40 cases on Monday.", "cases"),
    ],
)
def test_things_keep_what_was_done_to_them_and_where(sentence, counts):
    assert told(sentence)[0][1] == counts


def test_what_a_verb_keeps_from_those_it_counts_is_left_out_when_it_is_long():
    sentence = (
        "Agents moved 90 detainees to a camp near the old base at the end of the long road by the "
        "river with the two bridges."
    )

    assert told(sentence)[0][1] == "detainees moved"


@pytest.mark.parametrize(
    "sentence",
    [
        "Three deaths in one year is a pattern, she said.",
        "Three deaths in seven months are too many, she said.",
    ],
)
def test_a_judgement_on_a_number_is_no_part_of_what_it_counts(sentence):
    assert told(sentence)[0] == ("Three", "deaths")


def test_what_is_said_of_those_counted_stays():
    assert told("About 300 people were in custody by noon.") == [
        ("About 300", "people were in custody")
    ]


def test_a_part_keeps_what_became_of_it():
    sentence = (
        "ICE said 63 of the workers detained at the big plant in the old town remain in jail."
    )

    assert told(sentence) == [
        ("63", "of the workers detained at the big plant in the old town remain in jail")
    ]


def test_two_numbers_of_one_clause_do_not_run_into_each_other():
    sentence = "The agency said 63 of the workers were held and 13 were released with notices."

    assert told(sentence) == [
        ("63", "of the workers were held"),
        ("13", "were released with notices"),
    ]


# -- numbers at the end of what they count


@pytest.mark.parametrize(
    ("sentence", "counts"),
    [
        ("The number of people held in jails rose to 73,400.", "people held in jails"),
        (
            "The number of families in shelters has grown from 3,100 in spring to 9,400.",
            "families in shelters",
        ),
        ("Arrests averaged 1,100 a day in May.", "arrests"),
        ("The fee is $495.", "(fee)"),
        ("By Friday the number had grown to 118.", "(number)"),
        ("Removals, which numbered 3,100 in 2023, ended.", "removals"),
        (
            "Births to migrants — which some deny — skyrocketed to a peak of 370,000.",
            "Births to migrants",
        ),
        ("She would double the number of guards to 640 that she hires.", "guards"),
    ],
)
def test_a_number_that_something_reached_counts_that(sentence, counts):
    assert told(sentence)[0][1] == counts


def test_the_number_something_rose_from_is_left_out():
    assert told("Attendance has fallen from about 350 people to fewer than 90.") == [
        ("fewer than 90", "Attendance")
    ]


def test_a_number_under_a_condition_counts_what_the_one_before_does():
    sentence = "We’ve arrested 12 employers, and we’ll arrest 1,200 if we have to."

    assert told(sentence) == [("12", "employers arrested"), ("1,200", "employers arrested")]


def test_a_number_that_counts_nothing_told_is_left_out():
    assert told("They may hold 1,200 if they have to.") == []


# -- money


@pytest.mark.parametrize(
    ("sentence", "counts"),
    [
        ("The state has spent $9 million on flights since May.", "spent on flights"),
        ("The bill sets aside $45 billion for detention.", "for detention"),
        ("The contract brought in $7.1 million.", "the contract brought in"),
        ("A jail costs the county $165 a person.", "a person (a jail costs the county)"),
        ("The police found a grant of $2 million for radios.", "grant for radios"),
        ("Congress voted on a $20 million grant.", "grant"),
        ("It fixed the fee from zero to $100.", "it fixed the fee"),
        ("It fixed the fee from zero to $100 for visas.", "it fixed the fee"),
    ],
)
def test_money_tells_what_it_is_for_or_who_has_it(sentence, counts):
    assert told(sentence)[0][1] == counts


def test_a_sum_after_a_sum_is_money_without_the_sign():
    figures = find_figures("It gives $45 billion for beds, 30 billion for officers.")

    assert [(one.unit, one.counts) for one in figures] == [
        ("usd", "for beds"),
        ("usd", "for officers"),
    ]


# -- shares


@pytest.mark.parametrize(
    ("sentence", "counts"),
    [
        ("Researchers found that 44% involved people in cars.", "involved people in cars"),
        ("Officials claim 3 in 4 detainees are “dangerous.”", "detainees are dangerous"),
        ("Attendance fell by 18% in the week after the raid.", "Attendance fell by"),
        ("It had 900 calls, a 300% increase over the year before.", "increase over the year"),
        ("It had 214 flights, 19% more than in July.", "more than in July"),
    ],
)
def test_a_share_keeps_its_own_clause_and_no_other(sentence, counts):
    assert told(sentence)[-1][1] == counts


# -- spans of time, and how often


@pytest.mark.parametrize(
    ("sentence", "counts"),
    [
        ("They ask a jail to hold a person for up to 48 hours.", "to hold a person"),
        ("They ask a jail to hold a person for up to 48 hours beyond that.", "to hold a person"),
        ("The judge gave the office 48 hours to return her.", "to return her"),
        ("Families waited 63 days for a hearing.", "for a hearing"),
        ("He was sentenced to 12 years in prison.", "in prison"),
        ("It was a 90-day ban, they said.", "ban"),
    ],
)
def test_a_span_of_time_says_what_takes_or_lasts_so_long(sentence, counts):
    assert told(sentence)[0][1] == counts


@pytest.mark.parametrize(
    ("sentence", "counts"),
    [
        (
            "Officers used the rule 21,300 times away from the border since January.",
            "times officers used the rule away from the border",
        ),
        ("ICE used the rule 400 times.", "times ICE used the rule"),
        ("ICE used the rule 400 times near the river.", "times ICE used the rule near the river"),
    ],
)
def test_how_often_says_what_was_done_so_often(sentence, counts):
    assert told(sentence)[0] == (sentence.split(" times")[0].split()[-1], counts)


@pytest.mark.parametrize(
    ("sentence", "counts"),
    [
        (
            "It asked why the contract pays $88 per detainee per day.",
            "per detainee (the contract pays)",
        ),
        ("The county gets $92 a night for each detainee.", "for each detainee"),
        ("The agency gives $17,500 per officer for towns that join.", "per officer for towns"),
        ("It costs the county $1.2 million a year to run the jail.", "to run the jail"),
        ("The judge set bond at $5,000 over the wish of the town.", "bond"),
        ("Her bond was set at $7,500.", "Her bond"),
        ("The agency offered bonuses of up to $50,000.", "bonuses"),
        ("The fund has raised $412,000 from 3,100 donors.", "the fund has raised"),
        ("The grant, worth $6 million, pays for beds.", "(grant)"),
        ("Towns cut $11 million from the budget.", "cut from the budget"),
        ("The state sued, saying it would cost $40 million a year.", "it would cost"),
    ],
)
def test_money_counts_what_it_is_for_or_what_is_worth_so_much(sentence, counts):
    assert told(sentence)[0][1] == counts


@pytest.mark.parametrize(
    ("sentence", "counts"),
    [
        ("Officers held the men for up to 60 hours in a room.", "officers held the men"),
        ("The memo instructs judges to close cases within 60 days.", "to close cases"),
        ("Agents seized 14 pounds of fentanyl.", "fentanyl seized"),
        ("They found 14 pounds of fentanyl.", "fentanyl"),
        ("The jury sat for six hours before acquitting him.", "the jury sat"),
    ],
)
def test_a_measure_counts_what_lasts_or_weighs_so_much(sentence, counts):
    assert told(sentence)[0][1] == counts


def test_a_share_of_those_asked_counts_what_they_answered():
    assert told("Of the people surveyed, 71% said they now avoid hospitals.") == [
        ("71%", "said they now avoid hospitals")
    ]


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        (
            "In all 17 of 19 speakers urged a vote.",
            [("17", "of 19 speakers urged a vote"), ("19", "speakers")],
        ),
        (
            "Two of the three men arrested in town were citizens.",
            [
                ("Two", "of the three men arrested in town were citizens"),
                ("three", "men arrested in town"),
            ],
        ),
        ("They held 40 of the 50 in town.", [("40", "of the 50 held in town"), ("50", "in town")]),
        (
            "It laid off three of his seven workers.",
            [("three", "of his seven workers"), ("seven", "workers")],
        ),
    ],
)
def test_the_whole_behind_a_part_has_no_share_in_what_the_part_did(sentence, expected):
    assert told(sentence) == expected


def test_a_place_before_another_number_stays():
    assert told("The group counted 3,200 arrests at courthouses in 11 states.") == [
        ("3,200", "arrests at courthouses"),
        ("11", "states"),
    ]
