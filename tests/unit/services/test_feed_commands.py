"""Feeds through `/news`: listed, paused, asked now, and feeds.yaml read anew."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.domain.errors import ConfigError, Fault, QuestionError
from tests.fakes.town import a_feed, a_town
from tests.unit.services.asking import ADMIN, OPERATOR, a_desk, a_newsroom, ask, texts

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
