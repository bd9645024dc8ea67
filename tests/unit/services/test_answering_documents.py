"""`docket` and `law` over real readings of articles written for the tests."""

from __future__ import annotations

import pytest

from tests.fakes.town import a_feed, a_town, an_entry
from tests.unit.services.asking import ask, headings, texts
from tests.unit.services.texts import AGREEMENT, LETTERS, RULING

TITLE = "Marlow County sheriff signs 287(g) agreement with ICE"


async def a_newsroom():
    town = a_town(a_feed("ledger"))
    await town.publishes(
        "ledger",
        an_entry(TITLE, AGREEMENT),
        an_entry("Judge orders bond hearings for ICE detainees at Georgia center", RULING),
        an_entry("Homeland Security gives Oregon until Friday on jail detainers", LETTERS),
    )
    await town.settles()
    return town


async def test_a_docket_number_finds_the_stories_that_cite_it_and_the_court_file():
    answer = await ask(await a_newsroom(), "docket 1:26-cv-00412")

    assert texts(answer, "Document") == ["1:26-cv-00412"]
    assert texts(answer, "Stories") == [TITLE]
    assert "Form I-247A" in texts(answer, "Cited in the same stories")
    assert all(line.evidence for section in answer.sections for line in section.lines)


async def test_a_docket_without_its_office_is_found_too():
    answer = await ask(await a_newsroom(), "docket 26-cv-412")

    assert texts(answer, "Stories") == [TITLE]
    assert answer.notes == ()


async def test_a_docket_of_another_office_is_shown_with_a_caution():
    answer = await ask(await a_newsroom(), "docket 3:26-cv-00412")

    assert texts(answer, "Document") == ["1:26-cv-00412"]
    assert answer.notes == (
        "No article cites 3:26-cv-00412; these cite 26-cv-00412 of any office.",
    )


async def test_a_story_that_is_gone_is_passed_over():
    town = await a_newsroom()
    town.storage.state.stories.clear()

    assert texts(await ask(town, "docket 26-cv-00412"), "Stories") == []


async def test_a_docket_nobody_cites_is_said_plainly_with_the_courts_page():
    answer = await ask(await a_newsroom(), "docket 3:21-cv-99999")

    assert answer.summary == "No article cites 3:21-cv-99999. The whole archive was searched."
    assert headings(answer) == ["Document"]


async def test_a_case_is_found_by_its_words():
    answer = await ask(await a_newsroom(), "docket Pine Hollow Detention Center")

    assert texts(answer, "Stories") == [
        "Judge orders bond hearings for ICE detainees at Georgia center"
    ]


async def test_a_case_nobody_names_is_said_plainly():
    answer = await ask(await a_newsroom(), "docket Ortega v. Marlow")

    assert "No article names a case “Ortega v. Marlow”" in answer.summary
    assert answer.sections == ()


@pytest.mark.parametrize(
    "typed", ["8 USC 1357(g)", "8 u.s.c. § 1357", "287(g)", "INA 287(g)", "form i-247a"]
)
async def test_a_law_is_found_however_it_is_typed(typed):
    answer = await ask(await a_newsroom(), f"law {typed}")

    assert texts(answer, "Stories") == [TITLE]


async def test_every_form_of_one_law_stands_under_document():
    answer = await ask(await a_newsroom(), "law 8 U.S.C. 1357(g)")

    assert sorted(texts(answer, "Document")) == ["8 U.S.C. § 1357(g)(1)", "INA § 287(g)"]


async def test_a_law_without_a_page_of_its_own_that_nobody_cites_has_no_lines():
    answer = await ask(await a_newsroom(), "law Form I-213")

    assert answer.sections == ()
    assert answer.summary.startswith("No article cites Form I-213.")


async def test_an_act_is_found_by_its_name():
    town = a_town(a_feed("ledger"))
    text = LETTERS + "\nThe letters cite the Immigration and Nationality Act."
    await town.publishes("ledger", an_entry("Homeland Security writes to Oregon jails", text))
    await town.settles()

    answer = await ask(town, "law Immigration and Nationality Act")

    assert answer.title == "Immigration and Nationality Act"
    assert texts(answer, "Stories") == ["Homeland Security writes to Oregon jails"]


async def test_an_act_that_no_story_names_is_said_plainly():
    answer = await ask(await a_newsroom(), "law Alien Enemies Act")

    assert answer.summary == "No story names the Alien Enemies Act. The whole archive was searched."


async def test_what_is_no_law_gets_examples():
    answer = await ask(await a_newsroom(), "law banana")

    assert "“banana” is no citation or act I know. Try: 8 U.S.C. 1357(g)" in answer.summary


async def test_one_citation_is_shown_for_so_many_stories_and_no_more(monkeypatch):
    monkeypatch.setattr("bot.services.answering.citing.MOST_STORIES", 1)
    monkeypatch.setattr("bot.services.answering.citing.MOST_DOCUMENTS", 1)
    town = a_town(a_feed("ledger"))
    second = RULING + "\nThe order cites 8 U.S.C. § 1357(g)(1) and 8 CFR 287.7 and 8 CFR 239.1."
    await town.publishes(
        "ledger",
        an_entry(TITLE, AGREEMENT),
        an_entry("Judge orders bond hearings for ICE detainees at Georgia center", second),
    )
    await town.settles()

    answer = await ask(town, "law 8 U.S.C. 1357")

    assert len(texts(answer, "Stories")) == 1
    assert len(texts(answer, "Cited in the same stories")) == 1
