"""Files of answers in Slack: into direct messages, or into the channel, never twice."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.domain.questions import Attachment
from tests.builders import an_answer
from tests.fakes.slack_audit import actions_of, words
from tests.integration.slack_world import APP_TOKEN, QuickClock, ScriptedDesk, open_world

TABLE = Attachment(
    name="news.csv", media_type="text/csv", content=b"outlet,title\r\n", alt="7 articles"
)
PICTURE = Attachment(
    name="trend.png",
    media_type="image/png",
    content=b"\x89PNG",
    alt="Bar chart, stories a day: Nov 14 3, Nov 15 5; otherwise none.",
)
COMPLETE = "files.completeUploadExternal"


def a_file_desk(file: Attachment = TABLE) -> ScriptedDesk:
    return ScriptedDesk(answer=an_answer(attachment=file, title="Export: <!channel>"))


def files_in(world, channel: str) -> list[dict]:
    return [one for one in world.in_channel(channel) if one.get("files")]


async def shared(world):
    """Press “Post to channel” under an answer; its own file has arrived before."""
    seen = await world.slash("export letters")
    await world.until(lambda: files_in(world, "D0ALICE"))
    return actions_of(seen["responses"][0])["Post to channel"]


async def test_a_private_answers_file_comes_in_a_direct_message():
    async with open_world(app_token=APP_TOKEN, desk=a_file_desk()) as world:
        seen = await world.slash("export letters")
        await world.until(lambda: files_in(world, "D0ALICE"))
        (sent,) = world.fake.files.values()

        assert "news.csv comes to you in a direct message" in words(seen["responses"][0])
        assert (sent["name"], sent["content"], sent["done"]) == ("news.csv", TABLE.content, True)
        assert files_in(world, "C0NEWS") == []


async def test_the_words_do_not_wait_for_the_file():
    async with open_world(app_token=APP_TOKEN, desk=a_file_desk()) as world:
        await world.call("faults", match="conversations.open", action="slow", seconds=2)
        seen = await world.slash("export letters", followup_wait=1.5)

        assert len(seen["responses"]) == 1


async def test_a_posted_answers_file_is_shared_in_that_channel_with_title_and_words():
    async with open_world(app_token=APP_TOKEN, desk=a_file_desk(PICTURE)) as world:
        await world.press(await shared(world))
        await world.until(lambda: files_in(world, "C0NEWS"))
        message = files_in(world, "C0NEWS")[0]
        sent = world.fake.files[message["files"][0]["id"]]

        assert sent["title"] == "Export: <!channel>"
        assert sent["alt_txt"] == PICTURE.alt
        assert "Nov 15 5" in message["text"]
        assert message["audit"]["pings"] == []


async def test_a_file_of_megabytes_arrives_whole():
    large = replace(TABLE, content=b"outlet,title\r\n" * 200_000)
    async with open_world(app_token=APP_TOKEN, desk=a_file_desk(large)) as world:
        await world.slash("export letters")
        await world.until(lambda: files_in(world, "D0ALICE"))
        (sent,) = world.fake.files.values()

        assert sent["content"] == large.content


async def test_a_table_has_no_description_for_pictures():
    async with open_world(app_token=APP_TOKEN, desk=a_file_desk()) as world:
        await world.slash("export letters")
        await world.until(lambda: files_in(world, "D0ALICE"))
        (sent,) = world.fake.files.values()

        assert sent["alt_txt"] is None


async def test_a_turned_page_sends_no_file_again():
    async with open_world(app_token=APP_TOKEN, desk=a_file_desk()) as world:
        seen = await world.slash("export letters")
        await world.until(lambda: files_in(world, "D0ALICE"))
        await world.press(actions_of(seen["responses"][0])["Next"])

        assert len(world.fake.files) == 1


@pytest.mark.parametrize(
    ("match", "error", "remedy"),
    [
        ("files.getUploadURLExternal", "missing_scope", "install it again"),
        ("files.getUploadURLExternal", "file_uploads_disabled", "python -m bot ask"),
        ("files.getUploadURLExternal", "unknown_subtype", "the log says why"),
        ("files.getUploadURLExternal", "file_upload_size_restricted", "narrow the question"),
        ("files.getUploadURLExternal", "file_type_not_allowed", "try another format"),
        ("conversations.open", "missing_scope", "install it again"),
        ("conversations.open", "ratelimited", "Ask again in a minute"),
        (COMPLETE, "invalid_blocks", "the log says why"),
    ],
)
async def test_a_file_that_does_not_arrive_leaves_the_words_and_a_remedy(match, error, remedy):
    async with open_world(app_token=APP_TOKEN, desk=a_file_desk()) as world:
        await world.call("faults", match=match, action="error", error=error)
        await world.slash("export letters", followup_wait=0)
        await world.until(lambda: len(world.private()) == 2)
        answer, note = map(words, world.private())

        assert "7 stories since November 14" in answer
        assert note.startswith("The file news.csv did not reach your direct messages")
        assert remedy in note


@pytest.mark.parametrize("action", ["http500", "drop_before"])
async def test_bytes_that_do_not_arrive_are_told_and_nothing_is_shared(action):
    async with open_world(app_token=APP_TOKEN, desk=a_file_desk()) as world:
        await world.call("faults", match="upload", action=action)
        await world.slash("export letters", followup_wait=0)
        await world.until(lambda: len(world.private()) == 2)

        assert "did not reach your direct messages" in words(world.private()[1])
        assert files_in(world, "D0ALICE") == []


async def test_a_channel_the_app_is_not_in_gets_the_words_and_the_presser_the_remedy():
    async with open_world(app_token=APP_TOKEN, desk=a_file_desk()) as world:
        button = await shared(world)
        await world.press(button, channel={"id": "C0OTHER"}, wait_for_answer=0)
        await world.until(lambda: len(world.private()) == 2)

        assert [words(one) for one in world.in_channel("C0OTHER")] != []
        assert "did not reach the channel: invite the app" in words(world.private()[1])


async def test_s07_a_lost_answer_never_shares_a_file_twice():
    async with open_world(app_token=APP_TOKEN, desk=a_file_desk()) as world:
        button = await shared(world)
        await world.call("faults", match=COMPLETE, action="drop_after")
        await world.press(button, wait_for_answer=0)
        await world.until(lambda: len(world.private()) == 2)

        assert len(files_in(world, "C0NEWS")) == 1
        assert "may not have reached the channel" in words(world.private()[1])
        assert "Look before you ask again" in words(world.private()[1])


async def test_s05_a_press_that_slack_repeats_shares_one_file():
    async with open_world(app_token=APP_TOKEN, desk=a_file_desk()) as world:
        button = await shared(world)
        payload = {
            "type": "block_actions",
            "channel": {"id": "C0NEWS"},
            "container": {"type": "message"},
            "actions": [button],
        }
        await world.call("interactive", payload=payload, copies=2)
        await world.until(lambda: files_in(world, "C0NEWS"))
        await world.slash("export letters")
        await world.until(lambda: len(files_in(world, "D0ALICE")) == 2)

        assert len(files_in(world, "C0NEWS")) == 1


async def test_an_answer_that_may_not_have_reached_the_channel_sends_no_file_after_it():
    async with open_world(app_token=APP_TOKEN, desk=a_file_desk(), clock=QuickClock()) as world:
        button = await shared(world)
        await world.call("faults", match="response_url", action="drop_before")
        await world.press(button)

        assert len(world.fake.files) == 1
