"""Buttons and menus: a story's, a watch's; what they carry and what pressing them asks."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.chat.discord.controls import story_controls, watches_of
from bot.chat.discord.render import render_answer, render_message, render_watch
from bot.chat.discord.requests import Asked, Pressed, Showing, read_press
from bot.chat.forms import OpenReport, OpenWatch
from bot.domain.articles import StoryId
from bot.domain.questions import Section
from bot.domain.watches import Notify
from bot.text.asking.questions import parse_question
from tests.builders import (
    NOON,
    a_brief,
    a_line,
    a_source_line,
    a_watch,
    a_watch_list,
    an_answer,
)
from tests.fakes.discord_review import parts_of, problems, words

MENU = "Change a watch"


def pressed(part: dict, *, private: bool = True):
    """What pressing a button, or choosing the last option of a menu, asks."""
    chosen = [one["value"] for one in part.get("options", [])[-1:]]
    return read_press({"custom_id": part["custom_id"], "values": chosen}, private=private)


# ---- a story's


def test_every_card_can_be_followed_judged_and_reported():
    parts = parts_of(render_message(a_brief()))

    assert pressed(parts["Follow"]) == Pressed(question="follow 12")
    assert pressed(parts["Not relevant"]) == Pressed(question="report 12 reason:off-topic")
    assert pressed(parts["Report"]) == OpenReport(story="12")


@pytest.mark.parametrize(
    ("label", "command", "values"),
    [
        ("Follow", "follow", {"story": "12"}),
        ("Not relevant", "report", {"story": "12", "reason": "off-topic"}),
        ("Timeline", "story", {"story": "12", "view": "timeline"}),
    ],
)
def test_what_a_storys_button_asks_is_a_question_the_desk_understands(label, command, values):
    asked = pressed(parts_of(render_message(a_brief()))[label])
    question = parse_question(asked.question, now=NOON)

    assert question.command == command
    assert values.items() <= question.values.items()


def test_a_storys_answer_has_the_buttons_of_its_card():
    answer = render_answer(an_answer(brief=a_brief(), sections=(), page=1, page_count=1))

    assert parts_of(render_message(a_brief())).keys() <= parts_of(answer).keys()


@pytest.mark.parametrize("shared", [True, False])
def test_a_view_of_a_story_has_the_buttons_of_its_card_and_does_not_offer_to_open_it(shared):
    view = an_answer(story=StoryId(12), sections=(Section(heading="", lines=(a_line(),)),))
    parts = parts_of(render_answer(view, shared=shared))

    assert parts_of(render_message(a_brief())).keys() <= parts.keys()
    assert "Open a story" not in parts


def test_a_card_whose_sources_need_the_rows_offers_the_same_in_one_menu():
    sources = tuple(
        a_source_line(number, url=f"https://ledger.example/{'long-' * 60}{number}")
        for number in range(1, 60)
    )
    payload = render_message(a_brief(sources=sources))
    menu = parts_of(payload)["Story 12: views, Follow, Report"]
    beside = [part for row in story_controls(StoryId(12)) for part in row["components"]]

    assert problems(payload) == []
    assert [(x["label"], x["value"]) for x in menu["options"]] == [
        (x["label"], x["custom_id"]) for x in beside
    ]
    assert pressed(menu) == OpenReport(story="12")


def test_a_menu_that_chooses_a_menu_is_not_ours():
    data = {"custom_id": "choose|1|story 12", "values": ["choose|1|story 12"]}

    assert read_press(data, private=True) is None


def test_a_menu_that_nothing_was_chosen_of_asks_nothing():
    assert read_press({"custom_id": "choose|1|story 12"}, private=True) is None


# ---- watches


def test_a_list_of_watches_offers_to_change_each_and_to_add_one():
    parts = parts_of(render_answer(a_watch_list(a_watch("jails"), a_watch("letters"))))

    assert list(parts) == [MENU, "Add a watch", "Post to channel"]
    assert [one["label"] for one in parts[MENU]["options"]] == ["jails", "letters"]
    assert pressed(parts[MENU]) == Showing(name="letters")
    assert pressed(parts["Add a watch"]) == OpenWatch()


def test_a_list_without_watches_offers_to_add_one():
    assert "Add a watch" in parts_of(render_answer(a_watch_list()))


def test_a_list_posted_for_everybody_changes_nothing():
    assert parts_of(render_answer(a_watch_list(a_watch()), shared=True)) == {}


def test_another_answer_offers_no_watches():
    assert "Add a watch" not in parts_of(render_answer(an_answer()))


def test_all_watches_that_somebody_may_have_can_be_chosen():
    watches = [a_watch(f"watch number {number}") for number in range(40)]
    payload = render_answer(a_watch_list(*watches))
    menus = [row["components"][0] for row in payload["components"][:2]]

    assert problems(payload) == []
    assert [len(menu["options"]) for menu in menus] == [25, 15]
    assert menus[0]["custom_id"] != menus[1]["custom_id"]


@pytest.mark.parametrize("brief", [None, a_brief()])
def test_an_answer_with_everything_to_press_is_one_that_discord_takes(brief):
    watches = [a_watch(f"watch number {number}") for number in range(40)]
    lines = (a_line(story=StoryId(3)), *a_watch_list(*watches).sections[0].lines)
    section = Section(heading="", lines=lines)
    answer = an_answer(brief=brief, story=StoryId(12), sections=(section,))

    assert problems(render_answer(answer)) == []
    assert len(render_answer(answer)["components"]) == 5


def test_two_watches_of_one_name_are_offered_once_the_own_first():
    mine, theirs = a_watch("letters"), a_watch("Letters", target="3", is_channel=True)

    assert watches_of(a_watch_list(mine, theirs)) == [mine]
    assert problems(render_answer(a_watch_list(mine, theirs))) == []


def test_a_watch_is_shown_with_what_it_asks_and_the_buttons_that_change_it():
    payload = render_watch(a_watch("*jails*"))
    parts = parts_of(payload)

    assert problems(payload) == []
    assert "Watch “*jails*”" in words(payload)
    assert '"detainer letters" state:NY · at once · for you' in words(payload)
    assert list(parts) == ["Edit", "Pause", "Remove"]
    assert pressed(parts["Edit"]) == OpenWatch(watch="*jails*")
    assert pressed(parts["Remove"]) == Asked(
        command="watch remove", raw={"name": "*jails*"}, replace=True
    )


def test_a_watch_that_rests_can_be_resumed():
    watch = a_watch(is_paused=True, is_channel=True, notify=Notify.DIGEST)
    payload = render_watch(watch)

    assert "in a morning digest · for this channel · paused" in words(payload)
    assert "Resume" in parts_of(payload)
    assert "letters (paused)" in str(render_answer(a_watch_list(watch))["components"])


def test_a_watch_that_follows_a_story_says_which():
    assert "Follows story 12" in words(render_watch(a_watch(query="", story=StoryId(12))))


def test_a_watch_button_in_public_leaves_the_message_it_stands_under():
    part = parts_of(render_watch(a_watch()))["Pause"]

    assert pressed(part, private=False) == Asked(command="watch pause", raw={"name": "letters"})


@pytest.mark.parametrize("name", ["#jails", "a | b", "state:NY", "\U0001f4f0" * 40])
def test_a_name_of_any_letters_is_carried_whole(name):
    watch = replace(a_watch(), name=name)
    parts = parts_of(render_watch(watch))

    assert problems(render_watch(watch)) == []
    assert pressed(parts["Remove"]).raw == {"name": name}
    assert pressed(parts_of(render_answer(a_watch_list(watch)))[MENU]) == Showing(name=name)


@pytest.mark.parametrize(
    "asked", ["watch|1|", "watch|1|burn letters", "watch|1|pause", "report|1|"]
)
def test_a_watch_or_report_button_that_is_not_ours_is_not_read(asked):
    assert read_press({"custom_id": asked}, private=True) is None
