"""Forms and the Home tab as Slack takes them, and what is read from what people press."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from bot.chat.forms import OpenReport, OpenWatch
from bot.chat.slack.elements import MAX_WEIGHT, weight
from bot.chat.slack.home_tab import home_view
from bot.chat.slack.modals import read_form, report_modal, watch_modal, words_modal
from bot.chat.slack.render import render_answer
from bot.chat.slack.requests import (
    Ask,
    ChangeWatch,
    PressForgotten,
    ShowHome,
    Visit,
    needs_rights,
    read_action,
    read_event,
    read_visit,
    read_words,
)
from bot.domain.articles import StoryId
from bot.domain.questions import Answer
from bot.domain.watches import Notify
from tests.builders import NOON, a_brief, a_watch, a_watch_list, an_answer
from tests.fakes.slack_audit import actions_of, words
from tests.fakes.slack_review import problems
from tests.fakes.slack_views import inputs_of, state_of, validate_view

VISIT = Visit(
    user="U0ALICE",
    workspace="T0FAKE",
    channel="C0NEWS",
    trigger="1.2.3",
    url="https://hooks.slack.example/commands/T0FAKE/1/x",
)
HEALTH = Answer(title="Health", summary="41 feeds, 40 asked so far, 2 in trouble.")


def choices(view: dict, field: str) -> list[str]:
    return [one["value"] for one in inputs_of(view)[field]["element"]["options"]]


def test_a_report_offers_the_reasons_of_the_command():
    view = report_modal("12", VISIT)

    assert validate_view(view, "modal") == []
    assert view["title"]["text"] == "Report story 12"
    assert choices(view, "reason") == [
        "wrong-merge",
        "wrong-fact",
        "off-topic",
        "private-person",
        "other",
    ]


def test_a_story_named_by_an_address_has_a_short_title():
    view = report_modal("https://ledger.example/news/detainers-1", VISIT)

    assert validate_view(view, "modal") == []
    assert view["title"]["text"] == "Report a story"


def test_a_form_that_is_sent_is_its_command_again():
    view = watch_modal(VISIT, a_watch("letters", notify=Notify.DIGEST))
    sent = view | {"state": state_of(view, {"rename": "mail"})}
    filled = read_form(sent, replace(VISIT, channel="", url=None))

    assert filled.command == "watch edit"
    assert filled.raw == {
        "name": a_watch("letters").id,
        "query": '"detainer letters" state:NY',
        "rename": "mail",
        "notify": "digest",
    }
    assert filled.visit == VISIT
    assert (filled.field_of("rename"), filled.field_of("to")) == ("rename", "query")


def test_an_address_too_long_for_a_form_is_left_behind():
    view = report_modal("12", replace(VISIT, url="https://hooks.slack.example/" + "x" * 4000))
    sent = view | {"state": state_of(view, {"reason": "other"})}

    assert validate_view(view, "modal") == []
    assert read_form(sent, VISIT).visit.url is None


@pytest.mark.parametrize(
    "view",
    [
        {},
        {"callback_id": "news_form"},
        {"callback_id": "news_form", "private_metadata": "[]"},
        {"callback_id": "news_form", "private_metadata": json.dumps({"command": "report"})},
        words_modal("Gone", "There is no such watch."),
    ],
)
def test_what_is_no_form_of_ours_is_not_read(view):
    assert read_form(view, VISIT) is None


def test_a_followed_story_has_no_question_to_edit():
    view = watch_modal(VISIT, a_watch("story 12", story=StoryId(12), query=""))

    assert validate_view(view, "modal") == []
    assert list(inputs_of(view)) == ["rename", "notify"]


def test_the_home_tab_is_small_and_says_what_was_changed():
    watches = a_watch_list(*(a_watch(f"watch {number}") for number in range(10)))
    view = home_view(watches, HEALTH, words="Watch “letters”: Paused.", now=NOON)

    assert validate_view(view, "home") == []
    assert len(view["blocks"]) <= 25
    assert words(view).startswith("Watch “letters”: Paused.")


def test_a_home_tab_of_nothing_but_errors_is_valid():
    view = home_view("Sorry.", "Sorry.", words="", now=NOON)

    assert validate_view(view, "home") == []
    assert words(view).count("Sorry.") == 2


def test_thirty_watches_are_one_valid_message():
    watches = [a_watch(f"watch {number}", query="q" * 300) for number in range(30)]
    payload = render_answer(a_watch_list(*watches))

    assert problems(payload) == []
    assert weight(payload["blocks"]) <= MAX_WEIGHT
    assert len([one for one in payload["blocks"] if "accessory" in one]) >= 20
    assert "more lines do not fit here" in words(payload)


def test_a_card_has_four_controls():
    payload = render_answer(an_answer(brief=a_brief(), sections=(), question=""))
    row = payload["blocks"][-1]["elements"]

    assert [one["type"] for one in row] == ["button", "button", "button", "overflow"]
    assert list(actions_of(payload)) == [
        "Claims",
        "Timeline",
        "Follow",
        "Summary",
        "Sources",
        "Not relevant",
        "Report…",
    ]


def test_the_longest_question_still_carries_its_buttons():
    payload = render_answer(an_answer(question="like " + "w" * 995))

    assert {"Previous", "Next", "Post to channel"} <= set(actions_of(payload))
    assert problems(payload) == []


@pytest.mark.parametrize(
    ("typed", "request_"),
    [
        ("", Ask(text="help")),
        (" latest  n:3 ", Ask(text="latest n:3")),
        ("Watch  Add", OpenWatch()),
        ("watch add letters", Ask(text="watch add letters")),
        ("watch edit my letters", OpenWatch(watch="my letters")),
        ('watch edit "my letters"', OpenWatch(watch="my letters")),
        ("watch edit letters notify:digest", Ask(text="watch edit letters notify:digest")),
        ("report 12", OpenReport(story="12")),
        ("report 12 reason:other", Ask(text="report 12 reason:other")),
        (f"report {'é' * 400}", OpenReport(story="é" * 400)),
        (f"report {'é' * 401}", Ask(text=f"report {'é' * 401}")),
    ],
)
def test_a_typed_command_that_lacks_its_words_opens_a_form(typed, request_):
    assert read_words(typed) == request_


@pytest.mark.parametrize(
    ("action", "request_"),
    [
        ({"action_id": "news_view_claims", "value": "story 1"}, Ask(text="story 1")),
        ({"action_id": "news_more", "value": "report 1"}, OpenReport(story="1")),
        (
            {"action_id": "news_watch", "value": "watch pause ab12"},
            ChangeWatch(command="watch pause", watch="ab12"),
        ),
        ({"action_id": "news_watch", "value": "watch edit ab12"}, OpenWatch(watch="ab12")),
        ({"action_id": "news_watch", "value": "mute ab12"}, PressForgotten()),
        ({"action_id": "news_watch_add"}, OpenWatch()),
        ({"action_id": "news_more"}, PressForgotten()),
    ],
)
def test_a_press_is_read_as_what_it_asks(action, request_):
    assert read_action({"actions": [action]}) == request_


def test_an_event_is_read_for_the_home_tab_alone():
    home = {"type": "app_home_opened", "tab": "home", "user": "U0ALICE"}
    messages = home | {"tab": "messages"}

    assert read_event({"event": home}) == ShowHome()
    assert read_event({"event": messages}) is None
    assert read_visit({"event": home, "team_id": "T0FAKE", "event_id": "Ev1"}) == Visit(
        user="U0ALICE", workspace="T0FAKE", channel="", trigger="Ev1", url=None
    )


def test_a_change_of_somebodys_watch_depends_on_rights():
    assert needs_rights("watch  Pause letters")
    assert needs_rights("feed pause ice-news")
    assert needs_rights("`/news MUTE 12`")
    assert not needs_rights("watch list")


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("why <https://a.example/x?a=1&amp;b=2|a.example>", "why https://a.example/x?a=1&b=2"),
        ("story <https://a.example/x>", "story https://a.example/x"),
        ("search AT&amp;T &lt;3", "search AT&T <3"),
        ("search &amp;lt;b", "search &lt;b"),
        ("search <@U0ALICE|alice> jail", "search <@U0ALICE|alice> jail"),
        ("/news latest", "latest"),
        ("search “two  words”", 'search "two words"'),
    ],
)
def test_a_command_is_read_as_it_was_typed_before_slack_dressed_it(text, asked):
    assert read_words(text) == Ask(text=asked)


def test_the_longest_address_that_is_reported_fits_into_its_form():
    form = report_modal("é" * 400, replace(VISIT, url="https://hooks.example/" + "x" * 200))

    assert validate_view(form, "modal") == []
