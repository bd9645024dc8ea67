"""The ledger: what a story's articles share, change or have alone."""

from __future__ import annotations

from datetime import date

from bot.domain.articles import Provenance
from bot.text.claiming.claims import find_claims
from bot.text.comparing.ledger import LedgerSource, OnlyKind, compare
from tests.unit.text.building import mentions

REPORT = (
    "ICE says 64% of migrants it has arrested under Mr. Reed have criminal convictions or open "
    "charges on their file.\n\nUnder Mr. Cole the share was higher, and more than 80% of "
    "ICE’s arrests had convictions.\n\n“The jails must call us before they open the gate,” said "
    "Assistant Secretary Paula Venn.\n\nHomeland Security sent the letter Wednesday."
)
REWRITE = (
    "The DHS says that ICE has caught over 350,000 migrants since early 2025, with 64 percent "
    "of them having criminal convictions or open charges.\n\nIf 64 percent of the people "
    "caught have a criminal record, what does that mean for towns?\n\nEvery open gate is a danger "
    "waiting to happen.\n\n– DHS spokesperson\n\nThe letters went out on September 10 and again on "
    "September 20. Carla Ruiz was there."
)


def source(article: int, body: str, provenance=Provenance.ORIGINAL, published_on=None):
    named = mentions(body)
    return LedgerSource(
        article=article,
        provenance=provenance,
        claims=find_claims(body, named),
        mentions=named,
        body=body,
        published_on=published_on,
    )


def report_and_rewrite():
    return compare(
        [
            source(2, REWRITE, Provenance.REWRITE),
            source(1, REPORT, published_on=date(2025, 9, 20)),
        ]
    )


def reasons(ledger, surface):
    (entry,) = [one for one in ledger.figures if one.figure.surface == surface]
    return [one.reason for one in entry.differences]


# -- figures


def test_the_original_leads_whatever_the_order_of_the_articles():
    first = report_and_rewrite().figures[0]

    assert (first.article, first.figure.surface) == (1, "64%")
    assert first.claim.speaker.name == "ICE"
    assert first.agreeing == (2,)
    assert not first.is_derivative


def test_a_rewrite_does_not_corroborate():
    assert report_and_rewrite().figures[0].corroborating == ()


def test_a_second_original_corroborates():
    other = "Immigration and Customs Enforcement said 64 percent of the migrants were convicted."

    ledger = compare([source(1, REPORT), source(2, other)])

    assert ledger.figures[0].corroborating == (2,)


def test_another_speaker_is_told():
    assert "a rewrite gives it to DHS" in reasons(report_and_rewrite(), "64%")


def test_a_shortened_property_is_told():
    assert (
        "a rewrite shortens “criminal convictions or open charges” to “a criminal record”"
        in reasons(report_and_rewrite(), "64%")
    )


def test_a_shifted_base_is_told():
    assert "a rewrite makes it a share of “over 350,000 migrants”" in reasons(
        report_and_rewrite(), "64%"
    )


def test_another_period_is_told():
    assert "a rewrite gives the period as “since early 2025”, not “under Mr. Reed”" in reasons(
        report_and_rewrite(), "64%"
    )


def test_a_lost_speaker_is_told():
    assert "a rewrite repeats it without a speaker" in reasons(report_and_rewrite(), "64%")


def test_an_original_without_a_speaker_is_told_otherwise():
    other = "About 64% of migrants arrested under Mr. Reed have convictions or open charges."

    assert "another report names no speaker for it" in reasons(
        compare([source(1, REPORT), source(2, other)]), "64%"
    )


def test_another_value_for_the_same_thing_is_told():
    one = "Dana Holt said 40 migrants were arrested at the plant on Friday."
    two = "ICE said 52 migrants were arrested at the plant on Friday."

    (entry,) = compare([source(1, one), source(2, two)]).figures

    assert [found.reason for found in entry.differences] == [
        "another report gives 52, citing ICE",
    ]
    assert entry.agreeing == ()


def test_another_qualifier_is_told():
    one = "ICE said 300 migrants were arrested at the plant."
    two = "ICE said more than 300 migrants were arrested at the plant."

    assert reasons(compare([source(1, one), source(2, two)]), "300") == [
        "another report says “more than 300” for “300”"
    ]


def test_figures_of_different_things_are_two_entries():
    one = "ICE said 12 officers came to the plant."
    two = "ICE said 12 lawsuits were filed against the county."

    assert len(compare([source(1, one), source(2, two)]).figures) == 2


def test_a_figure_in_one_article_only_stands_alone():
    (_, second, *_) = report_and_rewrite().figures

    assert second.figure.surface == "more than 80%"
    assert second.stands_alone


def test_a_figure_of_a_derivative_alone_is_marked():
    entry = report_and_rewrite().figures[-1]

    assert entry.figure.surface == "over 350,000"
    assert entry.is_derivative


# -- quotations


def test_the_same_quotation_in_two_articles_is_one():
    other = "“The jails must call us before they open the gate,” Venn said."

    (entry,) = compare([source(1, REPORT), source(2, other)]).quotes

    assert entry.same_in == (2,)
    assert entry.differences == ()


def test_a_part_of_a_quotation_is_the_same_quotation():
    other = "Venn said jails “must call us before they open” any door."

    (entry,) = compare([source(1, REPORT), source(2, other)]).quotes

    assert entry.same_in == (2,)


def test_an_altered_quotation_is_told():
    other = "“The jails must call us before they open the doors,” Dana Holt said."

    (entry,) = compare([source(1, REPORT), source(2, other)]).quotes

    assert [one.reason for one in entry.differences] == [
        "another report alters the words: “The jails must call us before they open the doors”",
        "another report gives the words to Dana Holt",
    ]


def test_other_quotations_are_other_entries():
    other = "“It rained all night and nobody slept,” Dana Holt said."

    assert len(compare([source(1, REPORT), source(2, other)]).quotes) == 2


# -- only in


def only(kind):
    return [one.words for one in report_and_rewrite().only_in if one.kind is kind]


def test_figures_of_a_rewrite_alone_are_listed():
    assert only(OnlyKind.FIGURE) == ["over 350,000"]


def test_quotations_of_a_rewrite_alone_are_listed():
    assert only(OnlyKind.QUOTE) == ["Every open gate is a danger waiting to happen."]


def test_dates_of_a_rewrite_alone_are_listed_but_not_the_day_of_publication():
    assert only(OnlyKind.DATE) == ["September 10"]


def test_a_date_the_original_gives_as_a_weekday_is_known():
    rewrite = source(2, "It went out on September 17.", Provenance.REWRITE)

    ledger = compare([source(1, REPORT, published_on=date(2025, 9, 20)), rewrite])

    assert ledger.only_in == ()


def test_names_of_a_rewrite_alone_are_listed_with_their_sentence():
    (found,) = [one for one in report_and_rewrite().only_in if one.kind is OnlyKind.NAME]

    assert (found.article, found.words, found.sentence) == (
        2,
        "Carla Ruiz",
        "Carla Ruiz was there.",
    )


def test_a_reworded_quotation_that_stands_in_the_originals_body_is_not_listed():
    original = source(1, "Every open gate is a danger waiting to happen, they say.")
    rewrite = source(2, REWRITE, Provenance.REWRITE)

    kinds = [one.kind for one in compare([original, rewrite]).only_in]

    assert OnlyKind.QUOTE not in kinds


def test_an_original_adds_freely():
    ledger = compare([source(1, REPORT), source(2, REWRITE)])

    assert ledger.only_in == ()


def test_without_an_original_nothing_is_only_in():
    assert compare([source(2, REWRITE, Provenance.REWRITE)]).only_in == ()


def test_without_bodies_dates_are_not_compared():
    bare = LedgerSource(article=1, provenance=Provenance.ORIGINAL, claims=())

    kinds = {one.kind for one in compare([bare, source(2, REWRITE, Provenance.REWRITE)]).only_in}

    assert kinds == {OnlyKind.FIGURE, OnlyKind.QUOTE}


def test_no_articles_give_an_empty_ledger():
    assert compare([]).figures == ()


def test_an_unnamed_speaker_is_told_as_such():
    one = "ICE said 300 migrants were arrested at the plant."
    two = "Officials said 300 migrants were arrested at the plant."

    assert reasons(compare([source(1, one), source(2, two)]), "300") == [
        "another report gives it to officials (unnamed)"
    ]


def test_two_tellings_without_a_speaker_do_not_differ_by_it():
    one = "About 300 migrants were arrested at the plant."

    assert compare([source(1, one), source(2, one)]).figures[0].differences == ()


def test_an_official_release_is_called_so():
    one = "Dana Holt said 300 migrants were arrested at the plant."
    two = "ICE said no more than 300 migrants were arrested at the plant."

    assert reasons(compare([source(1, one), source(2, two, Provenance.OFFICIAL)]), "300")[0] == (
        "an official release says “no more than 300” for “300”"
    )


def test_a_base_that_the_original_knows_is_no_difference():
    one = "ICE said it held 500 migrants, 64% of them with convictions."
    two = "ICE said it held 500 migrants, 64 percent of them with convictions."

    assert reasons(compare([source(1, one), source(2, two)]), "64%") == []


def test_short_quotations_are_the_same_only_word_for_word():
    one = "Dana Holt called the raid “reckless.”"
    two = "Dana Holt called the raid “lawless.”"

    assert len(compare([source(1, one), source(2, two)]).quotes) == 2
    assert compare([source(1, one), source(2, one)]).quotes[0].same_in == (2,)


def test_one_number_of_two_units_is_two_figures():
    one = "ICE said 300 migrants were held at the plant."
    two = "ICE said the migrants were held at the plant for 300 hours."

    assert len(compare([source(1, one), source(2, two)]).figures) == 2


def test_words_that_only_end_another_word_of_the_original_are_no_quotation_of_it():
    original = "The start is near and they said so."
    rewrite = "“Art is near,” said Assistant Secretary Paula Venn of the show."

    ledger = compare([source(1, original), source(2, rewrite, Provenance.REWRITE)])

    assert [one.words for one in ledger.only_in if one.kind is OnlyKind.QUOTE] == ["Art is near"]


def test_every_derivative_is_held_against_all_originals():
    other = "Carla Ruiz was there on September 10, and over 350,000 were caught, ICE said."
    rewrites = [source(number, REWRITE, Provenance.REWRITE) for number in (3, 4)]

    ledger = compare([source(1, REPORT), source(2, other), *rewrites])

    assert {one.article for one in ledger.only_in} == {3, 4}
    assert "September 10" not in {one.words for one in ledger.only_in}
