"""Forms: valid for Discord, and read back as the command they stand for."""

from __future__ import annotations

import pytest

from bot.chat.discord.commands import options_of
from bot.chat.discord.forms import REASONS, edit_form, new_watch_form, read_form, report_form
from bot.chat.discord.requests import Asked
from bot.domain.articles import StoryId
from bot.domain.questions import command_named
from bot.domain.watches import Notify
from tests.builders import a_watch
from tests.fakes.discord_forms import check_form, filled

LONG = a_watch("x" * 40, query="detainer " * 60)


def sent(form, **values) -> Asked | None:
    """The command that a form stands for when it is sent with these values."""
    return read_form({"custom_id": form["custom_id"], "components": filled(form, values)})


@pytest.mark.parametrize(
    "form",
    [report_form("12"), new_watch_form(), edit_form("letters", None), edit_form("x" * 40, LONG)],
)
def test_every_form_is_one_that_discord_takes(form):
    assert check_form(form) is None


def test_the_reasons_of_a_report_are_those_of_the_command():
    reason = next(one for one in command_named("report").options if one.name == "reason")

    assert tuple(REASONS) == reason.choices


def test_a_report_carries_its_story_reason_and_note():
    asked = sent(report_form("12"), reason="wrong-fact", note="The vote was\n6 to 5.")

    assert asked == Asked(
        command="report",
        raw={"story": "12", "reason": "wrong-fact", "note": "The vote was 6 to 5."},
    )


def test_a_report_needs_no_note():
    assert sent(report_form("12"), reason="other").raw == {"story": "12", "reason": "other"}


def test_a_new_watch_is_for_oneself_and_at_once_unless_said_otherwise():
    asked = sent(new_watch_form(), query="sanctuary state:IL")

    assert asked == Asked(
        command="watch add",
        raw={"query": "sanctuary state:IL", "to": "me", "notify": "instant"},
    )


def test_an_edited_watch_keeps_what_is_left_as_it_was():
    watch = a_watch(notify=Notify.DIGEST)
    asked = sent(edit_form("letters", watch), query="detainer requests")

    assert asked == Asked(
        command="watch edit",
        raw={"name": "letters", "query": "detainer requests", "notify": "digest"},
    )


def test_a_watch_can_be_given_another_name():
    assert sent(edit_form("letters", None), rename="jails").raw == {
        "name": "letters",
        "rename": "jails",
    }


def test_a_watch_that_follows_a_story_has_no_question_to_change():
    form = edit_form("story 12", a_watch("story 12", query="", story=StoryId(12)))

    assert [part["component"]["custom_id"] for part in form["components"]] == ["rename", "notify"]


@pytest.mark.parametrize("name", ["", "other|1|12", "watch|1|pause letters", "ask|1|latest"])
def test_a_form_that_is_not_ours_is_not_read(name):
    assert read_form({"custom_id": name, "components": []}) is None


@pytest.mark.parametrize(
    ("command", "form"),
    [
        ("report", report_form("12")),
        ("watch add", new_watch_form()),
        ("watch edit", edit_form("letters", None)),
    ],
)
def test_a_form_asks_for_options_of_its_command(command, form):
    known = {option.name: option.choices for option in options_of(command_named(command))}
    asked = {
        part["component"]["custom_id"]: tuple(
            one["value"] for one in part["component"].get("options", ())
        )
        for part in form["components"]
    }

    assert asked.items() <= known.items()
