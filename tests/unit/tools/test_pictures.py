"""The pages that become pictures leave nothing of a payload out."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest

from bot.chat.slack.modals import watch_modal
from bot.chat.slack.requests import Visit
from tests.builders import a_watch
from tools.pictures import discord_page, slack_page

NOON = datetime(2026, 10, 19, 16, 0, tzinfo=UTC)
EASTERN = timezone(timedelta(hours=-4))
SLACK = slack_page.Reader(zone=EASTERN, now=NOON)
DISCORD = discord_page.Reader(zone=EASTERN, now=NOON)


def slack(*blocks: slack_page.Node) -> str:
    return slack_page.message(slack_page.Posted(blocks=blocks, at=NOON), SLACK)


def discord(**payload: object) -> str:
    return discord_page.message(discord_page.Posted(payload=payload, at=NOON), DISCORD)


def test_foreign_text_stays_text_in_a_slack_picture() -> None:
    element = {"type": "text", "text": "<b>& Sons"}
    section = {"type": "rich_text_section", "elements": [element]}

    shown = slack({"type": "rich_text", "elements": [section]})

    assert "&lt;b&gt;&amp; Sons" in shown


def test_a_slack_block_that_is_not_known_is_not_left_out_in_silence() -> None:
    with pytest.raises(ValueError, match="video"):
        slack({"type": "video"})


def test_a_menu_beside_words_is_not_left_out_of_a_slack_picture() -> None:
    menu = {"type": "overflow", "action_id": "x", "options": []}
    words = {"type": "plain_text", "text": "letters"}

    assert "⋯" in slack({"type": "section", "text": words, "accessory": menu})


def test_a_form_of_slack_shows_each_field_with_what_stands_in_it() -> None:
    visit = Visit(user="U0", workspace=None, channel="C0", trigger="", url=None)
    shown = slack_page.modal(watch_modal(visit, a_watch("letters")), SLACK)

    assert "<h4>What to look for</h4>" in shown
    assert "&quot;detainer letters&quot; state:NY" in shown
    assert "At once" in shown
    assert "Cancel</span><span class='button primary'>Save" in shown


def test_a_field_that_is_not_known_is_not_left_out_in_silence() -> None:
    field = {"type": "input", "label": {"text": "x"}, "element": {"type": "datepicker"}}

    with pytest.raises(ValueError, match="datepicker"):
        slack(field)


def test_a_date_of_slack_is_shown_in_the_readers_zone() -> None:
    token = f"updated <!date^{int(NOON.timestamp())}^{{date_short_pretty}} at {{time}}|later>"

    shown = slack({"type": "context", "elements": [{"type": "mrkdwn", "text": token}]})

    assert "updated Today at 12:00 PM" in shown


def test_a_day_long_ago_is_shown_with_its_date_in_slack() -> None:
    seconds = int((NOON - timedelta(days=9)).timestamp())

    assert SLACK.when(seconds, "{date_short_pretty}") == "Oct 10, 2026"


def test_an_escaped_mark_is_a_letter_in_a_discord_picture() -> None:
    assert "a*b*" in discord(content=r"a\*b\*")


def test_a_masked_link_of_discord_shows_its_label_alone() -> None:
    shown = discord(content=r"see [\[1\] Sample Wire](https://sample-wire.example/a)")

    assert "<a>[1] Sample Wire</a>" in shown
    assert "https" not in shown


def test_a_time_of_discord_is_counted_from_now() -> None:
    seconds = int((NOON - timedelta(hours=2)).timestamp())

    assert "2 hours ago" in discord(content=f"updated <t:{seconds}:R>")


def test_inline_fields_of_discord_share_rows_of_three() -> None:
    fields = [{"name": str(n), "value": "x", "inline": n < 4} for n in range(5)]

    shown = discord(embeds=[{"fields": fields}])

    assert shown.count("span 4'") == 3
    assert shown.count("span 12'") == 2


def test_a_discord_component_that_is_not_known_is_not_left_out_in_silence() -> None:
    with pytest.raises(ValueError, match="17"):
        discord(components=[{"type": 17}])
