"""What admins change through `/news`, what readers report, and the record of both."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.domain.articles import StoryId
from bot.domain.briefs import Notice, StoryLink
from bot.domain.delivery import DeliveryKind, DeliveryState, Platform
from bot.domain.errors import ConfigError, Fault, QuestionError
from bot.domain.questions import COMMANDS
from bot.services.answering.backstage import Backstage
from bot.services.answering.desk import AnswerDesk
from bot.services.briefing import Briefing
from bot.services.dossier import open_dossier
from bot.services.muting import is_muted
from tests.fakes.town import a_feed, a_route, a_town, an_entry
from tests.unit.services.asking import ADMIN, DANA, ELSEWHERE, OPERATOR, ask, headings, texts
from tests.unit.services.texts import LETTERS, RULING

LETTERS_TITLE = "Homeland Security gives Oregon until Friday on jail detainers"
RULING_TITLE = "Judge orders bond hearings for ICE detainees at Georgia center"
COPY_URL = "https://herald.example/copy"


async def a_newsroom(**options):
    """Story 1 has an article and its copy in a second outlet; story 2 has one article."""
    town = a_town(a_feed("ledger"), a_feed("herald"), a_feed("star"), **options)
    letters = an_entry(LETTERS_TITLE, LETTERS, guid="a")
    await town.publishes("ledger", letters)
    await town.settles()
    await town.publishes("ledger", an_entry(RULING_TITLE, RULING))
    await town.publishes("herald", an_entry(LETTERS_TITLE, LETTERS, guid="b", url=COPY_URL))
    await town.settles()
    return town


def a_desk(town, **backstage) -> AnswerDesk:
    return AnswerDesk(
        storage=town.storage,
        briefing=Briefing(town.clock),
        feeds=lambda: town.house.rounds.feeds,
        clock=town.clock,
        backstage=Backstage(**backstage),
    )


# ---- rights


@pytest.mark.parametrize("command", [each for each in COMMANDS if each.admin])
async def test_an_admin_command_is_refused_to_others_whatever_it_asks(command):
    town = await a_newsroom()

    with pytest.raises(QuestionError, match="is for admins"):
        await ask(town, command.example)
    assert town.storage.state.deeds == {}


async def test_who_is_listed_in_feeds_yaml_is_an_admin_on_that_platform_alone():
    town = await a_newsroom()
    desk = a_desk(town, admins=lambda: {Platform.SLACK: frozenset({"U1"})})

    assert (await desk.ask("feed list", DANA)).title == "Feeds"
    with pytest.raises(QuestionError, match="is for admins"):
        await desk.ask("feed list", replace(DANA, platform=Platform.DISCORD))


async def test_help_parts_what_everyone_and_what_admins_can_ask():
    answer = await ask(await a_newsroom(), "help")

    assert headings(answer) == ["", "Admins"]
    assert "report STORY reason: [NOTE]" in texts(answer, "")
    assert "split STORY ARTICLE" in texts(answer, "Admins")
    assert len(texts(answer)) == len(COMMANDS)


# ---- report


async def test_a_report_reaches_the_ops_channel_once_and_is_recorded():
    town = await a_newsroom()

    for _ in range(2):
        answer = await ask(town, "report 1 reason:wrong-fact the share is from 2019")
    await town.settles()

    assert answer.summary == "Thank you. The operators will be told."
    (post,) = [post for post in town.posts if isinstance(post.message, Notice)]
    assert post.channel == "ops"
    assert post.message.title == "Report: story 1, wrong-fact"
    assert post.message.lines == (
        LETTERS_TITLE,
        "“the share is from 2019”",
        "from U1 on slack",
    )
    assert texts(await ask(town, "audit", ADMIN))[0] == (
        "report: story 1: wrong-fact: the share is from 2019"
    )


async def test_a_report_may_be_given_option_by_option():
    town = await a_newsroom()
    raw = {"story": "1", "reason": "other", "note": "see page two"}

    answer = await town.house.desk.ask_command("report", raw, DANA)

    assert answer.title == "Reported story 1"


async def test_a_report_without_ops_channels_is_kept_for_the_admins():
    town = await a_newsroom(routes=(a_route(),))

    with_router = await ask(town, "report 1 reason:off-topic")
    without = await a_desk(town).ask("report 1 reason:off-topic", OPERATOR)

    assert with_router.summary == without.summary
    assert "recorded for the admins" in without.summary
    assert town.storage.state.deeds[1].what == "story 1: off-topic"


@pytest.mark.parametrize(
    ("line", "words"),
    [("report 1", "needs what is wrong"), ("report 99 reason:other", "I know no story")],
)
async def test_a_mistaken_report_gets_one_clear_line(line, words):
    with pytest.raises(QuestionError, match=words):
        await ask(await a_newsroom(), line)


# ---- audit


async def test_nothing_changed_yet_is_said_plainly():
    answer = await ask(await a_newsroom(), "audit", ADMIN)

    assert answer.summary == "Nobody has changed or reported anything yet."


async def test_the_record_is_read_by_its_own_workspace_and_at_the_terminal():
    town = await a_newsroom()
    await ask(town, "mute 1", ADMIN)

    mine = await ask(town, "audit", ADMIN)
    theirs = await ask(town, "audit", replace(ELSEWHERE, is_platform_admin=True))
    operators = await ask(town, "audit", OPERATOR)

    assert texts(mine) == ["mute: story 1 until 2026-03-02 14:00 CST"]
    assert texts(operators) == ["mute: story 1 until 2026-03-02 15:00 EST"]
    assert mine.sections[0].lines[0].detail == "U9 on slack · 2026-03-02 06:00 CST"
    assert theirs.sections == ()


# ---- feeds


async def test_a_paused_feed_is_asked_no_more_until_it_is_resumed():
    town = await a_newsroom()

    paused = await ask(town, "feed pause ledger", ADMIN)
    town.clock.turn(timedelta(hours=1))
    without = [feed.id for feed in await town.house.rounds.due()]
    with pytest.raises(QuestionError, match="ledger is paused"):
        await ask(town, "feed retry ledger", ADMIN)
    listed = await ask(town, "feed list", ADMIN)
    resumed = await ask(town, "feed resume ledger", ADMIN)
    again = [feed.id for feed in await town.house.rounds.due()]

    assert paused.summary == "Ledger is asked no more. To resume it: feed resume ledger"
    assert without == ["herald", "star"]
    assert listed.sections[0].lines[0].detail == "paused by an admin since 2026-03-02 06:00 CST"
    assert resumed.summary == "Ledger is asked again from now on."
    assert again == ["ledger", "herald", "star"]


async def test_a_feed_can_be_asked_now():
    town = await a_newsroom()
    before = await town.house.rounds.due()

    await ask(town, "feed retry herald", ADMIN)

    assert before == []
    assert [feed.id for feed in await town.house.rounds.due()] == ["herald"]


async def test_a_feed_never_asked_can_be_paused_before_its_first_poll():
    town = a_town(a_feed("ledger"))

    await ask(town, "feed pause ledger", ADMIN)

    assert await town.house.rounds.due() == []


async def test_feeds_are_listed_with_how_they_do():
    town = a_town(a_feed("ledger"), a_feed("herald", enabled=False), a_feed("star"))
    await town.house.rounds.ask(town.house.rounds.feeds[:1])

    first, off, new = (await ask(town, "feed list", ADMIN)).sections[0].lines

    assert first.detail.startswith("ok · next 2026-03-02 06:1")
    assert off.detail == "switched off in feeds.yaml"
    assert new.detail == "not asked yet"


async def test_a_failing_feed_is_listed_with_its_error():
    town = a_town(a_feed("ledger"))
    await ask(town, "feed retry ledger", ADMIN)
    async with town.storage.begin() as unit:
        state = await unit.feeds.get("ledger")
        await unit.feeds.save(replace(state, failure_count=2, last_error="HTTP 503"))
        await unit.commit()

    (line,) = (await ask(town, "feed list", ADMIN)).sections[0].lines

    assert line.detail.endswith("· 2 failures: HTTP 503")


async def test_no_feed_at_all_is_listed_as_none():
    assert (await ask(a_town(), "feed list", ADMIN)).sections == ()


@pytest.mark.parametrize(
    ("name", "words"), [("leger", "Did you mean ledger?"), ("zzz", "See `feed list`")]
)
async def test_a_feed_that_is_not_listed_gets_the_nearest(name, words):
    with pytest.raises(QuestionError, match=words.replace("?", r"\?")):
        await ask(await a_newsroom(), f"feed pause {name}", ADMIN)


# ---- merge and split


async def test_merged_stories_are_one_story_with_all_articles_and_followers():
    town = await a_newsroom()
    await ask(town, "follow 2")
    await ask(town, "watch add oregon")
    town.clock.turn(timedelta(minutes=1))

    answer = await ask(town, "merge 2 into:1", ADMIN)
    await town.settles()

    assert answer.title == "Merged into story 1"
    assert "3 articles" in answer.summary
    async with town.storage.look() as unit:
        dossier = await open_dossier(unit, StoryId(2))
        watches = {watch.name: watch.story for watch in await unit.watches.active()}
    assert dossier.story.id == 1
    assert len(dossier.articles) == 3
    assert watches == {"story 2": 1, "oregon": None}
    roots = [post for post in town.posts if not isinstance(post.message, Notice)]
    assert [len(post.brief.sources) for post in roots] == [3, 1]
    assert roots[1].brief.goes_on_in == StoryLink(
        story=StoryId(1), headline=roots[0].brief.headline, url="https://town.example/posts/0"
    )
    assert texts(await ask(town, "audit", ADMIN)) == ["merge: story 2 into story 1"]


async def test_what_joins_a_merged_story_later_joins_where_it_was_merged_into():
    town = await a_newsroom()
    await ask(town, "merge 1 into:2", ADMIN)
    url = "https://star.example/letters"
    await town.publishes("star", an_entry(LETTERS_TITLE, LETTERS, guid="c", url=url))
    await town.settles()

    async with town.storage.look() as unit:
        article = await unit.articles.by_url(url)
    assert article.story == 2


async def test_a_card_still_owed_for_a_merged_story_is_owed_for_the_other():
    town = await a_newsroom()
    await ask(town, "split 1 " + COPY_URL, ADMIN)  # owes a card for story 3

    await ask(town, "merge 3 into:2", ADMIN)
    await town.settles()

    async with town.storage.look() as unit:
        owed = await unit.deliveries.of_story(StoryId(3))
    assert [each.state for each in owed] == [DeliveryState.ABANDONED]
    assert owed[0].last_error == "merged into story 2"


async def test_an_update_still_owed_for_a_merged_story_is_given_up():
    town = await a_newsroom()
    async with town.storage.begin() as unit:
        (root,) = [
            each for each in await unit.deliveries.of_story(StoryId(2)) if each.receipt is not None
        ]
        revision = replace(
            root, key="r", kind=DeliveryKind.REVISION, state=DeliveryState.OWED, receipt=None
        )
        await unit.deliveries.owe(revision)
        await unit.commit()

    await ask(town, "merge 2 into:1", ADMIN)

    async with town.storage.look() as unit:
        states = {each.key: each.state for each in await unit.deliveries.of_story(StoryId(2))}
    assert states["r"] is DeliveryState.ABANDONED


async def test_one_story_cannot_be_merged_with_itself():
    town = await a_newsroom()
    await ask(town, "merge 2 into:1", ADMIN)

    with pytest.raises(QuestionError, match="are one story already"):
        await ask(town, "merge 1 into:2", ADMIN)


async def test_stories_are_merged_without_a_running_bot_too():
    town = await a_newsroom()

    answer = await a_desk(town).ask("merge 2 into:1", OPERATOR)

    assert answer.question == "story 1"


async def test_a_split_article_is_a_story_of_its_own_and_stays_so():
    town = await a_newsroom()
    town.clock.turn(timedelta(minutes=1))

    answer = await ask(town, f"split 1 {COPY_URL}", ADMIN)
    await town.settles()
    await town.house.open_stories.load(town.storage, town.clock.now())

    async with town.storage.look() as unit:
        left = await open_dossier(unit, StoryId(1))
        fresh = await open_dossier(unit, StoryId(3))
    assert answer.title == "Story 3"
    assert [article.id for article in left.articles] == [1]
    assert [article.url for article in fresh.articles] == [COPY_URL]
    assert fresh.articles[0].derived_from is None
    assert left.story.article_count == 1
    assert len(town.posts) == 3


async def test_a_quiet_story_is_split_without_a_new_card():
    town = await a_newsroom()
    town.clock.turn(timedelta(days=3))

    await ask(town, f"split 1 {COPY_URL}", ADMIN)
    await town.settles()

    assert len(town.posts) == 2


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("split 1 99", "is no article of story 1"),
        ("split 1 https://nowhere.example/x", "is no article of story 1"),
        ("split 2 {}", "has this one article only"),
        ("split 1", "needs an article's number"),
    ],
)
async def test_what_cannot_be_split_is_said_plainly(line, words):
    town = await a_newsroom()
    (only,) = [each.id for each in town.storage.state.articles.values() if each.story == 2]

    with pytest.raises(QuestionError, match=words):
        await ask(town, line.format(only), ADMIN)


async def test_a_story_is_split_by_the_running_bot_alone():
    town = await a_newsroom()

    with pytest.raises(QuestionError, match="Only the running bot"):
        await a_desk(town).ask("split 1 2", OPERATOR)


async def test_a_story_is_split_without_a_router_too():
    town = await a_newsroom()
    desk = a_desk(town, open_stories=town.house.open_stories)

    assert (await desk.ask(f"split 1 {COPY_URL}", OPERATOR)).title == "Story 3"


# ---- mute


async def muted(town, story: int) -> bool:
    async with town.storage.look() as unit:
        dossier = await open_dossier(unit, StoryId(story))
        return await is_muted(unit, dossier, town.clock.now())


async def test_a_muted_story_is_silent_until_its_time_and_what_was_owed_is_given_up():
    town = await a_newsroom()
    await ask(town, f"split 1 {COPY_URL}", ADMIN)  # owes a card for story 3

    answer = await ask(town, "mute 3 for:2h", ADMIN)
    during = await muted(town, 3)
    town.clock.turn(timedelta(hours=2))

    assert answer.summary == "Nothing of story 3 is posted until 2026-03-02 08:00 CST."
    assert (during, await muted(town, 3)) == (True, False)
    async with town.storage.look() as unit:
        (owed,) = await unit.deliveries.of_story(StoryId(3))
    assert owed.state is DeliveryState.ABANDONED


async def test_a_mute_can_be_lifted():
    town = await a_newsroom()
    await ask(town, "mute 1", ADMIN)

    answer = await ask(town, "mute 1 for:0h", ADMIN)

    assert answer.summary == "Story 1 is no longer muted."
    assert not await muted(town, 1)


async def test_a_story_that_another_outlet_tells_too_survives_the_mute_of_one():
    town = await a_newsroom()

    await ask(town, "mute Ledger for:900d", ADMIN)

    assert not await muted(town, 1)
    assert await muted(town, 2)
    assert "until 2026-04-01" in texts(await ask(town, "audit", ADMIN))[0]


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("er", "may be: Ledger, Herald"),
        ("Hearld", "Did you mean Herald?"),
        ("zzz", "See `sources`"),
    ],
)
async def test_an_outlet_must_be_named_so_that_one_is_meant(name, words):
    with pytest.raises(QuestionError, match=words.replace("?", r"\?")):
        await ask(await a_newsroom(), f"mute {name}", ADMIN)


# ---- reload


async def test_feeds_yaml_is_read_anew_and_recorded():
    town = await a_newsroom()
    asked = []

    async def reload(dry_run: bool) -> tuple[str, ...]:
        asked.append(dry_run)
        return ("1 feed more: star",)

    desk = a_desk(town, reload=reload)
    checked = await desk.ask("reload dry_run:true", OPERATOR)
    unrecorded = dict(town.storage.state.deeds)
    answer = await desk.ask("reload", OPERATOR)

    assert asked == [True, False]
    assert checked.summary == "feeds.yaml is good; nothing was changed."
    assert unrecorded == {}
    assert answer.summary == "feeds.yaml was read again."
    assert texts(answer, "Changes") == ["1 feed more: star"]
    assert town.storage.state.deeds[1].what == "1 feed more: star"


async def test_a_reload_that_changes_nothing_is_recorded_as_such():
    town = await a_newsroom()

    async def reload(dry_run: bool) -> tuple[str, ...]:
        return ()

    answer = await a_desk(town, reload=reload).ask("reload", OPERATOR)

    assert answer.sections == ()
    assert town.storage.state.deeds[1].what == "no change"


async def test_a_broken_feeds_yaml_is_shown_with_its_faults_and_changes_nothing():
    town = await a_newsroom()

    async def reload(dry_run: bool) -> tuple[str, ...]:
        raise ConfigError([Fault(file="feeds.yaml", line=3, reason="unknown key: intervall")])

    answer = await a_desk(town, reload=reload).ask("reload", OPERATOR)

    assert texts(answer, "Faults") == ["feeds.yaml:3: unknown key: intervall"]
    assert town.storage.state.deeds == {}


async def test_nothing_is_reloaded_where_nothing_runs():
    with pytest.raises(QuestionError, match="Nothing is running here"):
        await a_desk(await a_newsroom()).ask("reload", OPERATOR)


async def test_a_mute_that_was_lifted_is_no_mute_in_the_record():
    town = await a_newsroom()
    await ask(town, "mute 1", ADMIN)
    await ask(town, "mute 1 for:0h", ADMIN)

    assert "mute: story 1 lifted" in texts(await ask(town, "audit", ADMIN))
