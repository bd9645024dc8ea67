"""What a thread's note says: each thing once, in the words that were changed."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.domain.articles import Article, Change, ChangeKind, Draft, Provenance, Revision
from bot.services.dossier import Dossier
from bot.services.news import news_of_article, news_of_revision
from bot.text.reading import read_draft
from tests.builders import NOON
from tests.fakes.stored import a_story, an_article

HELD = """
Oregon jails hold 212 people for immigration officers, the state's sheriffs said on Friday.

“We hold nobody without a judge's warrant,” said Harlan Pike, president of the Oregon Sheriffs'
Association.
"""
RELEASE = """
U.S. Immigration and Customs Enforcement arrested 41 people at a meatpacking plant in Nebraska.

Of those arrested, 17 had criminal convictions or pending criminal charges.
"""


def read(article: Article):
    return read_draft(
        Draft(
            title=article.title,
            text=article.text,
            outlet=article.outlet,
            url=article.url,
            official=article.provenance is Provenance.OFFICIAL,
            published_at=article.published_at,
        )
    )


def told(*articles: Article) -> Dossier:
    readings = tuple(read(article) for article in articles)
    return Dossier(story=a_story(), articles=articles, readings=readings)


def lines_of(update) -> list[str]:
    return [line.text for line in update.lines] if update is not None else []


def a_revision(*changes: Change, text: str = "") -> Revision:
    return Revision(
        article=1,
        title="Old",
        text=text,
        replaced_at=NOON + timedelta(hours=1),
        changes=changes,
    )


def test_a_quote_of_a_new_voice_is_printed_once_and_whole():
    dossier = told(an_article(1), an_article(2, text=HELD, title="Sheriffs hold nobody"))

    said = lines_of(news_of_article(dossier, dossier.articles[1]))

    assert sum("We hold nobody" in line for line in said) == 1


def test_the_answer_of_the_other_side_is_not_said_again_as_a_figure():
    text = """
The Justice Department sued Oregon on Tuesday over its sanctuary law and its jails.

“Our law is older than this lawsuit, and it kept 311 families together,” Oregon Attorney General Dan
Rayfield said, rejecting the claim.
"""
    heard = "“We follow our law,” said Dan Rayfield, the attorney general of Oregon, on Monday."
    article = an_article(2, text=text, title="Justice Department sues Oregon over sanctuary law")
    dossier = told(an_article(1, text=heard), article)

    said = lines_of(news_of_article(dossier, dossier.articles[1]))

    assert sum("311" in line for line in said) == 1


def test_an_official_release_speaks_for_its_authority():
    release = an_article(2, text=RELEASE, outlet="ICE newsroom", provenance=Provenance.OFFICIAL)
    dossier = told(an_article(1), release)

    said = lines_of(news_of_article(dossier, dossier.articles[1]))

    assert "17 had criminal convictions or pending criminal charges — says ICE" in said


def test_a_figure_of_an_office_is_news_and_one_of_nobody_is_not():
    text = (
        "The Denver Sheriff Department said it received 310 detainers in the past year. Some 900 "
        "letters were sent. A senior official said 75 more jails will get one."
    )
    dossier = told(an_article(1), an_article(2, text=text, title="Denver counts detainers"))

    said = " ".join(lines_of(news_of_article(dossier, dossier.articles[1])))

    assert "310" in said
    assert "says the Denver Sheriff Department" in said
    assert "900" not in said
    assert "75" not in said


@pytest.mark.parametrize("copy", [Provenance.WIRE_COPY, Provenance.REWRITE])
def test_what_only_a_rewrite_had_is_new_when_a_report_has_it_too(copy):
    first = an_article(2, text=HELD, provenance=copy)
    dossier = told(an_article(1), first, an_article(3, text=HELD))

    assert news_of_article(dossier, dossier.articles[1]) is None
    assert lines_of(news_of_article(dossier, dossier.articles[2])) != []


def test_what_a_report_said_is_no_news_in_the_next():
    dossier = told(an_article(1, text=HELD), an_article(2, text=HELD))

    assert news_of_article(dossier, dossier.articles[1]) is None


def test_a_changed_number_is_shown_with_a_few_words_around_it():
    sentence = (
        "The union, which speaks for the night shift of the plant, said that {} of the people "
        "who were taken away on the buses that morning hold permits."
    )
    change = Change(kind=ChangeKind.NUMBER, before=sentence.format(23), after=sentence.format(13))

    (line,) = lines_of(news_of_revision(told(an_article(1)), a_revision(change)))

    assert line == (
        "Number: “… the plant, said that 23 of the people who …” became "
        "“… the plant, said that 13 of the people who …”"
    )


@pytest.mark.parametrize(
    ("before", "after", "shown"),
    [
        ("Jails hold 12.", "Jails hold 13.", "Number: “Jails hold 12.” became “Jails hold 13.”"),
        ("", "Jails hold 13.", "Number added: “Jails hold 13.”"),
        ("Jails hold 12.", "", "Number taken out: “Jails hold 12.”"),
    ],
)
def test_what_came_or_went_is_said_so(before, after, shown):
    change = Change(kind=ChangeKind.NUMBER, before=before, after=after)

    assert lines_of(news_of_revision(told(an_article(1)), a_revision(change))) == [shown]


def test_a_headline_is_shown_whole():
    change = Change(
        kind=ChangeKind.HEADLINE,
        before="Board of Marlow County votes to keep its detainer agreement",
        after="Board of Marlow County votes to end its detainer agreement",
    )

    (line,) = lines_of(news_of_revision(told(an_article(1)), a_revision(change)))

    assert line == f"Headline: “{change.before}” became “{change.after}”"


def test_what_the_correction_names_is_not_said_again():
    text = (
        "Correction: An earlier version of this article misstated how many people jails hold. It "
        "is 13, not 12.\n\nJails in Oregon hold 13 people for immigration officers."
    )
    number = Change(kind=ChangeKind.NUMBER, before="Jails hold 12.", after="Jails hold 13.")
    other = Change(kind=ChangeKind.NUMBER, before="Six left.", after="Nine left.")
    notice = Change(kind=ChangeKind.CORRECTION, before="", after="It is 13, not 12.")

    update = news_of_revision(told(an_article(1, text=text)), a_revision(number, other, notice))

    assert update.is_correction
    notice_words, *others = lines_of(update)
    assert notice_words.endswith("It is 13, not 12.")
    assert others == ["Number: “Six left.” became “Nine left.”"]


PRIVATE = (
    "Officers took Rosalba Quintanilla-Reyes, 34, a roofer, from her home on Friday, her sister "
    "said. Rosalba Quintanilla-Reyes has lived in Oregon since 2009."
)


def test_a_private_persons_name_that_was_changed_is_not_printed():
    change = Change(
        kind=ChangeKind.NAME,
        before="Officers took Rosalba Quintanilla-Reyes from her home.",
        after="Officers took a roofer from her home.",
    )

    update = news_of_revision(told(an_article(1)), a_revision(change, text=PRIVATE))

    assert update is None


def test_a_correction_that_names_a_private_person_is_told_of_in_our_own_words():
    text = (
        "Correction: An earlier version of this article misspelled the name of Rosalba "
        f"Quintanilla-Reyes.\n\n{PRIVATE}"
    )
    dossier = told(an_article(1, text=text))
    notice = Change(kind=ChangeKind.CORRECTION, before="", after="misspelled")

    update = news_of_revision(dossier, a_revision(notice, text=PRIVATE))

    assert lines_of(update) == ["The outlet published a correction that names a private person."]


def test_wording_alone_is_no_news():
    change = Change(kind=ChangeKind.TYPO, before="teh", after="the")

    assert news_of_revision(told(an_article(1)), a_revision(change)) is None
    assert news_of_article(told(replace(an_article(1), provenance=Provenance.REWRITE)), _A) is None


_A = an_article(1, provenance=Provenance.REWRITE)
