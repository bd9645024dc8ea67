"""`like`, `since`, `digest` and `export` over a town's news."""

from __future__ import annotations

import csv
import json
import re
from dataclasses import replace
from datetime import timedelta
from io import StringIO

import pytest

from bot.domain.articles import ArticleId
from bot.domain.briefs import Digest
from bot.domain.delivery import ChannelRef, DeliveryKind, Platform
from bot.domain.errors import QuestionError
from bot.services.answering.backstage import Backstage
from bot.services.answering.desk import AnswerDesk
from bot.services.answering.exporting import safe_cell
from bot.services.briefing import Briefing
from bot.services.open_stories import MEMORY
from tests.fakes.town import a_feed, a_town, an_entry
from tests.unit.services.asking import DANA, ELSEWHERE, OPERATOR, ask, headings, texts
from tests.unit.services.texts import AGREEMENT, LETTERS, LETTERS_TITLE, RULING, RULING_TITLE

AGREEMENT_TITLE = "Marlow County sheriff signs 287(g) agreement with ICE"
HOUR = timedelta(hours=1)
MINUTE = timedelta(minutes=1)


async def a_newsroom():
    town = a_town(a_feed("ledger"), a_feed("herald"))
    await town.publishes("ledger", an_entry(LETTERS_TITLE, LETTERS), an_entry(RULING_TITLE, RULING))
    await town.settles()
    town.clock.turn(MINUTE)
    return town


# ---- like


async def test_a_text_that_copies_a_story_is_named_with_the_reason():
    town = await a_newsroom()

    answer = await ask(town, f"like {LETTERS[:900]}")

    assert answer.summary == "The same words as an article I hold."
    assert texts(answer, "Nearest") == [LETTERS_TITLE]
    assert "same words as article" in texts(answer, "Why")[0]


async def test_a_text_that_nobody_told_is_new():
    answer = await ask(await a_newsroom(), "like The ferry to Marlow Island runs again on Sunday.")

    assert answer.summary == f"New: no story of the last {MEMORY.days} days tells this."
    assert "Nearest" not in headings(answer)


async def test_the_page_of_an_article_leads_to_its_story():
    town = await a_newsroom()
    await town.publishes("herald", an_entry(AGREEMENT_TITLE, AGREEMENT, url="https://h.example/1"))
    await town.settles()
    async with town.storage.look() as unit:
        article = await unit.articles.by_url("https://h.example/1")
        story = await unit.stories.get(article.story)
    async with town.storage.begin() as unit:
        await unit.stories.save(replace(story, related=(1, 2), continues=2))
        await unit.commit()

    answer = await ask(town, "like <https://h.example/1>")

    assert answer.summary == f"I hold this page as article {article.id} of story {story.id}."
    assert texts(answer, "Its story") == [AGREEMENT_TITLE]
    assert len(texts(answer, "Continues")) == 1
    assert len(texts(answer, "Possibly related")) == 1


async def test_a_page_whose_story_is_gone_is_still_answered():
    town = await a_newsroom()
    town.storage.state.stories.clear()
    town.storage.state.readings.pop(ArticleId(1))

    answer = await ask(town, f"like {town.storage.state.articles[ArticleId(1)].url}")

    assert answer.summary == "I hold this page as article 1 of story 1."
    assert "Its story" not in headings(answer)


@pytest.mark.parametrize("url", ["https://elsewhere.example/a", "https://[broken"])
async def test_a_page_never_seen_is_not_fetched(url):
    with pytest.raises(QuestionError, match="I do not hold that page"):
        await ask(await a_newsroom(), f"like {url}")


async def test_the_archive_alone_is_enough_to_find_what_is_alike():
    town = await a_newsroom()
    desk = AnswerDesk(
        storage=town.storage,
        briefing=Briefing(town.clock),
        feeds=lambda: (),
        clock=town.clock,
        backstage=Backstage(),
    )

    answer = await desk.ask(f"like {LETTERS[:900]}", OPERATOR)

    assert answer.summary == "The same words as an article I hold."


# ---- since


async def test_who_never_looked_sees_the_last_day_and_then_only_what_is_new():
    town = await a_newsroom()
    first = await ask(town, "since")
    town.clock.turn(HOUR)
    nothing = await ask(town, "since")
    await town.publishes("herald", an_entry(AGREEMENT_TITLE, AGREEMENT, guid="h"))
    await town.settles()

    news = await ask(town, "since")

    assert "2 stories" in first.summary
    assert "because you have not asked before" in first.summary
    assert nothing.summary == (
        "Nothing new or developing since 2026-03-02 06:01 CST, when you last looked."
    )
    assert texts(news, "New") == [AGREEMENT_TITLE]


async def test_a_story_that_grew_stands_under_developing():
    town = await a_newsroom()
    await ask(town, "since")
    town.clock.turn(HOUR)
    await town.publishes(
        "herald", an_entry(LETTERS_TITLE, LETTERS, guid="h", url="https://h.example/2")
    )
    await town.settles()

    news = await ask(town, "since")

    assert headings(news) == ["Developing"]


async def test_each_person_of_each_workspace_has_a_mark_of_their_own():
    town = await a_newsroom()
    await ask(town, "since")

    other = await ask(town, "since", ELSEWHERE)

    assert "because you have not asked before" in other.summary


async def test_a_given_time_leaves_the_mark_alone_and_the_answer_can_be_asked_again():
    town = await a_newsroom()
    await ask(town, "since 7d")

    first = await ask(town, "since")
    again = await ask(town, first.question, page=1)

    assert "because you have not asked before" in first.summary
    assert texts(again) == texts(first)


async def test_what_is_new_is_paged(monkeypatch):
    monkeypatch.setattr("bot.services.answering.gathering.PAGE", 1)
    town = await a_newsroom()
    first = await ask(town, "since")

    second = await ask(town, first.question, page=2)

    assert (first.page_count, second.page_count) == (2, 2)
    assert {*texts(first), *texts(second)} == {LETTERS_TITLE, RULING_TITLE}


async def test_a_story_without_articles_is_passed_over():
    town = await a_newsroom()
    town.storage.state.articles.clear()

    assert (await ask(town, "since")).sections == ()


# ---- digest


async def test_a_digest_for_oneself_is_an_answer():
    answer = await ask(await a_newsroom(), "digest period:2h")

    assert answer.summary == "2 stories since 2026-03-02 04:01 CST."
    assert sorted(texts(answer)) == [LETTERS_TITLE, RULING_TITLE]


async def test_a_digest_that_is_cut_says_how_much_is_left(monkeypatch):
    monkeypatch.setattr("bot.services.answering.gathering.MOST_OF_A_DIGEST", 1)

    answer = await ask(await a_newsroom(), "digest")

    assert answer.notes == ("1 more: ask `latest` for them.",)


async def test_an_empty_digest_is_not_posted():
    town = a_town(a_feed("ledger"))

    answer = await ask(town, "digest to:here")

    assert answer.summary.startswith("No story since")
    assert town.storage.state.deliveries == {}


async def test_a_digest_for_the_channel_is_owed_once_a_minute():
    town = await a_newsroom()
    here = replace(DANA, channel=ChannelRef(platform=Platform.TERMINAL, target="desk"))

    answer = await ask(town, "digest to:here", here)
    with pytest.raises(QuestionError, match="within this minute"):
        await ask(town, "digest to:here", here)
    await town.settles()

    assert answer.summary == "2 stories since 2026-03-01 06:01 CST will be posted here."
    posts = [post for post in town.posts if isinstance(post.message, Digest)]
    assert [post.channel for post in posts] == ["desk"]
    assert posts[0].message.title == "Digest since 2026-03-01 06:01 CST"
    owed = [
        each for each in town.storage.state.deliveries.values() if each.kind is DeliveryKind.DIGEST
    ]
    assert len(owed) == 1


async def test_a_digest_cannot_be_posted_where_there_is_no_channel():
    with pytest.raises(QuestionError, match="no channel here"):
        await ask(await a_newsroom(), "digest to:here", OPERATOR)


# ---- export


async def test_an_export_for_a_spreadsheet_runs_no_formula():
    town = a_town(a_feed("ledger"))
    title = '=HYPERLINK("https://evil.example","Oregon jails get detainer letters")'
    await town.publishes("ledger", an_entry(title, LETTERS, url="https://news.example/x"))
    await town.settles()

    answer = await ask(town, "export oregon")

    file = answer.attachment
    assert file.name == "news-2026-03-02-1200.csv"
    rows = list(csv.DictReader(StringIO(file.content.decode("utf-8-sig"))))
    assert rows[0]["title"] == f"'{title}"
    assert rows[0]["published"] == "2026-03-02T11:30:00Z"


@pytest.mark.parametrize("cell", ["=1", "+1", "-1", "@x", "\t=1", "\r=1", " =1", "＝1"])
def test_a_cell_a_spreadsheet_would_run_gets_an_apostrophe(cell):
    assert safe_cell(cell) == f"'{cell}"


def test_a_plain_cell_stays_as_it_is():
    assert safe_cell("Oregon - jails") == "Oregon - jails"


async def test_an_export_for_programs_is_json():
    answer = await ask(await a_newsroom(), "export state:OR format:json")

    rows = json.loads(answer.attachment.content)
    assert [row["title"] for row in rows] == [LETTERS_TITLE]
    assert answer.summary == "1 article, newest first; times are UTC."
    assert answer.attachment.alt == "1 article found by state:OR"


async def test_an_export_for_reading_links_every_title_and_runs_no_markup():
    town = a_town(a_feed("ledger"))
    title = "Oregon jails <b>get</b> [letters](x)"
    await town.publishes("ledger", an_entry(title, LETTERS, url="https://news.example/x"))
    await town.settles()

    answer = await ask(town, "export oregon format:md")

    text = answer.attachment.content.decode()
    assert text.startswith("- [Oregon jails \\<b\\>get\\</b\\> \\[letters\\](x)](<https://news")
    assert "Ledger, 2026-03-02 (story 1)" in text


async def test_an_export_that_is_cut_says_so(monkeypatch):
    monkeypatch.setattr("bot.services.answering.exporting.MOST_ROWS", 1)

    answer = await ask(await a_newsroom(), "export detain OR detainers OR detainees")

    (note,) = answer.notes
    assert note.startswith("Older articles were left out: a file holds 1,000.")


async def test_an_export_of_nothing_is_no_file():
    answer = await ask(await a_newsroom(), "export ferry")

    assert answer.attachment is None
    assert answer.summary == "I have no such article. The whole archive was searched."


async def test_a_story_that_the_reasons_name_is_linked_though_the_text_is_new():
    answer = await ask(
        await a_newsroom(),
        "like ICE said the department hired 400 officers in Texas.",
    )

    assert answer.summary.startswith("New")
    why = texts(answer, "Why")
    linked = {line.story for part in answer.sections for line in part.lines if line.story}
    named = {int(number) for reason in why for number in re.findall(r"story (\d+)", reason)}
    assert named
    assert named <= linked
