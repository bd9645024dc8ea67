"""Groups E, K and C of the catalogue through the whole house: what is stored and what is posted."""

from __future__ import annotations

import unicodedata
from datetime import timedelta

import pytest

from bot.domain.delivery import Platform
from bot.domain.errors import QuestionError
from bot.domain.questions import Asker
from bot.services.briefing import Briefing
from tests.fakes.slack_audit import audit, words
from tests.fakes.slack_review import problems
from tests.integration.household import NOON

NAME = "Señor Núñez said “no” — again"


def heads(household) -> list[str]:
    return [words(post) for post in household.posts()]


@pytest.mark.parametrize(
    "path", ["/utf-16", "/cp1252-as-utf8", "/charset-conflict", "/charset-unknown"]
)
async def test_e01_a_name_survives_every_encoding(household, path):
    await household.round(household.feed(path))

    assert [article.title for article in await household.articles()] == [NAME]
    assert NAME in heads(household)[0]


async def test_e01_invalid_bytes_become_replacement_characters_and_valid_text(household):
    await household.round(household.feed("/invalid-utf8"))

    (article,) = await household.articles()
    assert "\ufffd" in article.title
    assert "said “no” — again" in heads(household)[0]


@pytest.mark.parametrize(
    ("path", "title"), [("/double-escaped", "Court & county"), ("/html-title", "Raid")]
)
async def test_e02_a_title_is_decoded_once_and_holds_no_markup(household, path, title):
    await household.round(household.feed(path))

    (article,) = await household.articles()
    assert article.title == title
    told = await household.everything_told()
    assert not any(each in told for each in ("<b>", "&lt;", "script", "alert(1)"))


@pytest.mark.parametrize("path", ["/no-dates", "/garbage-dates", "/future-dates"])
async def test_k01_an_impossible_date_counts_as_first_seen(household, path):
    await household.round(household.feed(path))

    (article,) = await household.articles()
    assert article.published_at == NOON
    assert len(household.posts()) == 1


async def test_k01_a_story_of_1970_is_stored_and_not_announced(household):
    await household.round(household.feed("/1970"))

    assert len(await household.articles()) == 1
    assert household.posts() == []


async def test_k02_a_zone_by_name_is_right_in_utc(household):
    household.clock.time += timedelta(hours=12)
    await household.round(household.feed("/odd-zones"))

    (article,) = await household.articles()
    assert article.published_at == NOON.replace(hour=18)


async def test_k03_an_old_story_that_resurfaces_is_not_announced(household):
    feed = household.feed("/old-news-resurfaced")
    await household.round(feed)
    before = len(household.posts())
    await household.round(feed)

    titles = [article.title for article in await household.articles()]
    assert "An old story" in titles
    assert len(household.posts()) == before == 1


HOSTILE = [
    ("c01", "/mention-injection"),
    ("c02", "/invisible"),
    ("c03", "/prompt-injection"),
    ("c04", "/javascript-links"),
    ("c05", "/relative-links"),
    ("c06", "/link-tricks"),
    ("c07", "/long-everything"),
    ("c08", "/html-description"),
    ("c09", "/formula"),
    ("c09", "/sql"),
    ("x07", "/nul-bytes"),
]


@pytest.mark.parametrize(("case", "path"), HOSTILE)
async def test_c01_to_c09_nothing_posted_pings_spoofs_hides_or_breaks_a_limit(
    household, case, path
):
    (poll,) = await household.round(household.feed(path))

    assert poll.ending == "ok"
    assert household.posts(), f"{case}: nothing was posted, so nothing was tested"
    assert [problem for post in household.posts() for problem in problems(post)] == []


async def test_c02_invisible_characters_go_and_the_words_stay(household):
    await household.round(household.feed("/invisible"))

    (article,) = await household.articles()
    shown = heads(household)[0]
    assert "detains" in shown
    assert [each for each in article.title if unicodedata.category(each) == "Cf"] == []
    assert max(map(shown.count, "\u0301\u202e\u200b")) <= 10


async def test_c03_an_order_to_a_language_model_is_only_ever_quoted(household):
    await household.round(household.feed("/prompt-injection"))

    (article,) = await household.articles()
    async with household.storage.look() as unit:
        brief = await Briefing(household.clock).brief(unit, article.story)
    assert brief.sentences
    assert all(sentence.text in article.text for sentence in brief.sentences)
    assert household.slack.bot_token not in await household.everything_told()
    methods = {entry.get("method") for entry in household.slack.log if entry["kind"] == "api"}
    assert methods <= {"chat.postMessage", "conversations.list", "conversations.info"}


async def test_c04_code_data_and_files_are_never_links(household):
    await household.round(household.feed("/javascript-links"))

    links = [url for post in household.posts() for url, _ in audit(post)["links"]]
    links += [article.url for article in await household.articles() if article.url]
    assert [url for url in links if not url.startswith(("http://", "https://"))] == []


async def test_c05_a_relative_link_becomes_absolute(household):
    await household.round(household.feed("/relative-links"))

    urls = sorted(article.url for article in await household.articles())
    assert [url.partition("://")[0] in {"http", "https"} for url in urls] == [True] * len(urls)
    assert all(url.endswith(("/news/1", "/news/2")) for url in urls)


async def test_c06_the_real_host_is_what_a_reader_sees(household):
    await household.round(household.feed("/link-tricks"))

    links = [url for post in household.posts() for url, _ in audit(post)["links"]]
    assert not any("ice.gov@" in url or "icе" in url for url in links)
    assert not any(set(url) & set("|<> ") for url in links)


async def test_c07_a_very_long_story_keeps_its_link(household):
    await household.round(household.feed("/long-everything"))

    links = [url for url, _ in audit(household.posts()[0])["links"]]
    assert "https://ledger.example/news/1" in links


async def test_c08_a_monster_of_markup_is_plain_text(household):
    await household.round(household.feed("/html-description"))

    (article,) = await household.articles()
    assert article.text.strip() == "Text."


@pytest.mark.parametrize("words", ['" OR NEAR(', "'; DROP TABLE articles; --", "ice* AND ("])
async def test_c09_no_search_is_an_error_and_no_title_is_an_order(household, words):
    await household.round(household.feed("/sql"))
    asker = Asker(platform=Platform.SLACK, user="U0ALICE")

    answer = await household.house.desk.ask(f"search {words}", asker)

    assert answer.title
    assert len(await household.articles()) == 1


async def test_c09_what_holds_no_word_is_answered_with_an_example(household):
    asker = Asker(platform=Platform.SLACK, user="U0ALICE")

    with pytest.raises(QuestionError, match=r"Nothing to look for\. Try: search"):
        await household.house.desk.ask("search ^:{}", asker)


async def test_c10_ice_that_is_frozen_water_is_not_posted(household):
    from bot.app import jobs  # noqa: PLC0415 - the one test whose texts are judged, not taken

    household.house.appointing._workshop._read = jobs.read
    await household.round(household.feed("/off-topic"))

    assert household.posts() == []
    assert await household.articles() == []
