"""Updates, digests, notices and answers in Discord."""

from __future__ import annotations

import pytest

from bot.chat.discord.elements import custom_id, read_custom_id
from bot.chat.discord.render import render_answer, render_message, render_note
from bot.domain.articles import StoryId
from bot.domain.delivery import DeliveryKey
from bot.domain.questions import Attachment, Section
from tests.builders import (
    a_brief,
    a_digest,
    a_line,
    a_notice,
    a_sentence,
    a_source_line,
    an_answer,
    an_evidence,
    an_update,
)
from tests.fakes.discord_review import parts_of, problems, words

KEY = DeliveryKey("0123456789abcdef01234567")


# ---- updates, digests, notices


def test_an_update_names_what_is_new_and_its_sources():
    embed = render_message(an_update(), key=KEY)["embeds"][0]

    assert embed["title"] == "What is new"
    assert embed["description"] == "• The sheriff said the jail will comply. [1]"
    assert "[Capital Ledger](https://ledger.example" in embed["fields"][0]["value"]


def test_an_update_that_is_too_long_counts_what_it_leaves_out():
    update = an_update(lines=tuple(a_sentence("county " * 200) for _ in range(60)))

    assert "more in the story" in words(render_message(update))


def test_a_digest_links_every_headline_and_offers_its_stories():
    payload = render_message(a_digest())
    options = parts_of(payload)["Open a story"]["options"]

    assert [one["value"] for one in options] == ["story 12", "story 13"]
    assert payload["embeds"][0]["description"].count("**[Marlow County ends") == 2


def test_a_digest_counts_the_stories_that_do_not_fit():
    briefs = tuple(a_brief(story=StoryId(number)) for number in range(1, 60))
    payload = render_message(a_digest(briefs=briefs, omitted_count=3), key=KEY)

    assert problems(payload) == []
    assert "more: /news latest" in words(payload)
    assert payload["embeds"][-1]["footer"]["text"].startswith("Digest · ref ")


def test_a_notice_is_a_title_and_its_lines():
    embed = render_message(a_notice())["embeds"][0]

    assert embed["title"] == "ICE newsroom has failed 3 times"
    assert embed["description"].split("\n") == [
        "The server answered 503.",
        "Next try in 40 minutes.",
    ]


def test_a_notice_of_many_lines_says_where_the_rest_is():
    assert "more lines in the log" in words(render_message(a_notice(lines=("failed " * 90,) * 30)))


# ---- answers


def test_an_answer_shows_its_lines_with_evidence_and_page():
    described = render_answer(an_answer())["embeds"][0]["description"]

    assert "**Stories**\n• [Marlow County ends" in described
    assert " — Capital Ledger, <t:" in described
    assert "*Page 2 of 4*" in described


def test_a_second_link_to_the_same_place_is_left_out():
    shown = render_answer(an_answer(sections=(Section(heading="", lines=(a_line(),)),)))

    assert shown["embeds"][0]["description"].count("https://ledger.example") == 1


def test_evidence_from_elsewhere_is_linked():
    line = a_line(evidence=(an_evidence(url="https://lakeshore.example/x", outlet="Tribune"),))
    payload = render_answer(an_answer(sections=(Section(heading="", lines=(line,)),)))

    assert "[Tribune](https://lakeshore.example/x)" in payload["embeds"][0]["description"]


def test_an_answer_offers_its_stories_pages_and_sharing():
    parts = parts_of(render_answer(an_answer()))

    assert list(parts) == ["Open a story", "Previous", "Next", "Post to channel"]
    assert read_custom_id(parts["Next"]["custom_id"]) == ("next", 3, "search detainers n:2")


def test_a_shared_answer_keeps_only_what_everybody_can_use():
    assert list(parts_of(render_answer(an_answer(), shared=True))) == ["Open a story"]


def test_an_answer_about_one_story_shows_its_card_and_views():
    payload = render_answer(an_answer(brief=a_brief(), sections=(), page_count=1, page=1))

    assert [one["title"] for one in payload["embeds"][:2]] == [
        "Search: detainers",
        "Marlow County ends its agreement on jail detainers",
    ]
    assert "Timeline" in parts_of(payload)


def test_an_answer_with_a_huge_story_and_all_its_buttons_is_valid():
    sources = tuple(
        a_source_line(number, url=f"https://ledger.example/{'long-' * 60}{number}")
        for number in range(1, 60)
    )
    payload = render_answer(an_answer(brief=a_brief(sources=sources), notes=("note " * 90,) * 20))

    assert problems(payload) == []
    assert len(payload["components"]) == 5


def test_lines_that_do_not_fit_are_left_out_whole_and_counted():
    section = Section(heading="Claims", lines=(a_line(text="county " * 80),) * 60)

    assert "more lines do not fit here" in words(render_answer(an_answer(sections=(section,))))


def test_a_file_is_named_with_what_it_shows():
    file = Attachment(
        name="trend.png", media_type="image/png", content=b"x", alt="Rising since May"
    )

    assert "trend.png: Rising" in words(render_answer(an_answer(attachment=file)))


def test_a_note_is_one_plain_sentence():
    assert render_note("Try `latest`.")["content"] == r"Try \`latest\`."


# ---- buttons


def test_a_long_question_is_carried_by_a_name_that_is_always_the_same():
    long = "search " + "detainers " * 20

    assert custom_id("next", long, 2) == custom_id("next", long, 2)
    assert read_custom_id(custom_id("next", long, 2))[2].startswith("#")


@pytest.mark.parametrize("value", ["", "next", "next|x|y", "follow|1|x", "next|١|x"])
def test_a_button_that_is_not_ours_is_not_read(value):
    assert read_custom_id(value) is None
