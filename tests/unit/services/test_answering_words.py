"""What every answer has in common: the zone of its times, its counts, and help for its commands."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.domain.delivery import Platform
from bot.domain.errors import QuestionError
from bot.domain.questions import COMMANDS
from bot.services.moments import local_times
from bot.text.printing.counts import counted, enumerated, stories
from tests.fakes.town import MORNING, a_feed, a_route, a_town, an_entry
from tests.unit.services.asking import ADMIN, DANA, OPERATOR, ask, texts
from tests.unit.services.texts import (
    AGREEMENT,
    HOCKEY,
    LETTERS,
    LETTERS_TITLE,
    RULING,
    RULING_TITLE,
)

AGREEMENT_TITLE = "Marlow County sheriff signs 287(g) agreement with ICE"
#: A platform that tells nobody's zone; the town's operators live in New York.
NO_ZONE = replace(OPERATOR, platform=Platform.DISCORD, workspace="S1")


async def a_newsroom():
    town = a_town(a_feed("ledger"))
    await town.publishes("ledger", an_entry(LETTERS_TITLE, LETTERS))
    await town.settles()
    return town


async def fails_once(town) -> None:
    async with town.storage.begin() as unit:
        state = await unit.feeds.get("ledger")
        await unit.feeds.save(replace(state, failure_count=1, last_error="HTTP 503"))
        await unit.commit()


async def change_the_article(town) -> None:
    changed = LETTERS.replace("until Friday", "until Monday", 1)
    await town.publishes("ledger", an_entry(LETTERS_TITLE, changed))
    await town.settles()


# ---- zones


@pytest.mark.parametrize(
    ("asker", "time"),
    [
        (DANA, "06:00 CST"),
        (NO_ZONE, "07:00 EST"),
        (OPERATOR, "07:00 EST"),
        (replace(DANA, zone="Mars/Olympus_Mons"), "07:00 EST"),
        (replace(DANA, zone="../etc/passwd"), "07:00 EST"),
    ],
)
async def test_times_are_the_readers_and_else_the_operators(asker, time):
    answer = await ask(await a_newsroom(), "latest since:24h", asker)

    assert answer.summary == f"1 story since 2026-03-01 {time}."


async def test_a_new_zone_of_the_operators_is_in_force_at_once():
    town = await a_newsroom()
    town.house.router.reload(town.house.router.routes, town.clock.now().tzinfo)

    assert "12:00 UTC" in (await ask(town, "latest", OPERATOR)).summary


@pytest.mark.parametrize(
    "line",
    [
        "latest since:30d",
        "who ICE since:30d",
        "since 30d",
        "digest period:700h",
        "health feed:ledger",
    ],
)
async def test_every_answer_names_the_readers_zone(line):
    answer = await ask(await a_newsroom(), line)

    told = [answer.summary, *(line.detail for part in answer.sections for line in part.lines)]
    assert [each for each in told if " CST" in each] != []
    assert [each for each in told if "UTC" in each] == []


async def test_why_tells_when_a_card_was_sent_on_the_readers_clock():
    owed = texts(await ask(await a_newsroom(), "why 1", OPERATOR), "Channels")

    assert owed == ["terminal newsroom: card sent 2026-03-02 07:00 EST"]


async def test_a_change_was_seen_on_the_readers_clock():
    town = await a_newsroom()
    await change_the_article(town)

    (timeline,) = (await ask(town, "story 1 view:timeline")).sections
    changes = (await ask(town, "story 1 view:changes")).sections

    assert timeline.lines[-1].detail == "seen 2026-03-02 06:00 CST"
    assert {line.detail for part in changes for line in part.lines} == {"seen 2026-03-02 06:00 CST"}


async def test_a_typed_date_begins_at_the_readers_midnight():
    answer = await ask(await a_newsroom(), "latest since:2026-03-01")

    assert answer.summary == "1 story since 2026-03-01 00:00 CST."


# ---- counts


@pytest.mark.parametrize(
    ("count", "words"),
    [(0, "0 entries"), (1, "1 entry"), (2, "2 entries"), (1234, "1,234 entries")],
)
def test_a_count_agrees_with_its_noun(count, words):
    assert counted(count, "entry", "entries") == words


@pytest.mark.parametrize(
    ("parts", "words"),
    [(["a figure"], "a figure"), (["a", "b"], "a and b"), (["a", "b", "c"], "a, b and c")],
)
def test_the_last_of_several_is_joined_by_and(parts, words):
    assert enumerated(parts) == words


@pytest.mark.parametrize(("count", "words"), [(0, "No story"), (1, "1 story"), (2, "2 stories")])
def test_no_story_is_said_in_words(count, words):
    assert stories(count) == words


async def test_one_failure_is_one_failure():
    town = await a_newsroom()
    await fails_once(town)

    health = await ask(town, "health feed:ledger")
    listed = await ask(town, "feed list", ADMIN)

    assert health.sections[0].lines[0].detail.endswith(" · 1 failure: HTTP 503")
    assert listed.sections[0].lines[0].detail.endswith(" · 1 failure: HTTP 503")


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("health", "1 feed, 1 asked so far, 0 in trouble."),
        ("sources", "1 feed watched."),
        ("feed list", "1 feed listed in feeds.yaml."),
        ("story 1 view:sources", "1 article."),
        ("trend oregon period:1d", "1 story in 1 day; most on Mon 2026-03-02: 1."),
    ],
)
async def test_one_of_a_thing_is_told_in_the_singular(line, words):
    assert (await ask(await a_newsroom(), line, ADMIN)).summary == words


async def test_one_story_has_no_order():
    town = a_town(a_feed("ledger"))
    await town.publishes("ledger", an_entry(AGREEMENT_TITLE, AGREEMENT))
    await town.settles()

    assert (await ask(town, "law Form I-247A")).summary == "1 story."
    assert (await ask(town, "docket 1:26-cv-00412")).summary == "1 story."


async def test_two_of_a_thing_are_told_in_the_plural():
    town = a_town(a_feed("ledger"), a_feed("herald"))
    await town.publishes("ledger", an_entry(LETTERS_TITLE, LETTERS), an_entry(RULING_TITLE, RULING))
    await town.settles()

    assert (await ask(town, "health")).summary == "2 feeds, 2 asked so far, 0 in trouble."
    assert (await ask(town, "latest")).summary.startswith("2 stories since")


# ---- help


@pytest.mark.parametrize("topic", ["watch", "feed", " WATCH "])
async def test_help_for_a_first_word_lists_its_commands_with_their_meaning(topic):
    answer = await ask(a_town(), f"help {topic}")

    word = topic.strip().lower()
    members = [each for each in COMMANDS if each.name.startswith(f"{word} ")]
    (section,) = answer.sections
    assert answer.title == f"{word}: {len(members)} commands"
    assert [line.text.split()[:2] for line in section.lines] == [m.name.split() for m in members]
    assert [line.detail for line in section.lines] == [each.about for each in members]
    assert f"`help {members[0].name}`" in answer.summary


async def test_help_for_feed_says_that_it_is_for_admins():
    town = a_town()

    assert (await ask(town, "help feed")).summary.endswith("All are for admins.")
    assert "admins" not in (await ask(town, "help watch")).summary


async def test_help_for_a_command_of_two_words_is_its_own():
    answer = await ask(a_town(), "help watch  add")

    assert answer.title == "watch add QUERY [name:] [to:] [notify:]"
    assert answer.summary.startswith("Be told when something fits a search. Example: watch add")


async def test_help_for_half_a_word_names_the_nearest_command():
    with pytest.raises(QuestionError, match="There is no command “wat”"):
        await ask(a_town(), "help wat")


# ---- why and what was changed


async def why(town, reference: str = "1", asker=DANA):
    answer = await ask(town, f"why {reference}", asker)
    stages = {
        line.text.split(":")[0]: line.detail
        for part in answer.sections
        if part.heading == "Stages"
        for line in part.lines
    }
    return answer, stages


async def test_why_tells_publication_and_decision_apart():
    answer, _ = await why(await a_newsroom())
    (where,) = answer.sections[0].lines

    assert [f"{each.at:%H:%M}" for each in where.evidence] == ["11:30"]
    assert where.detail == "decided 2026-03-02 06:00 CST"


async def test_of_what_was_dropped_only_the_decision_has_a_time():
    town = a_town(a_feed("ledger"))
    await town.publishes("ledger", an_entry("Admirals sweep the series", HOCKEY))
    await town.settles()

    answer, _ = await why(town, "https://news.example/admirals-sweep-the-series")
    (where,) = answer.sections[0].lines

    assert where.evidence == ()
    assert where.detail == "Ledger · decided 2026-03-02 06:00 CST"


async def test_a_changed_article_keeps_why_it_was_kept():
    town = await a_newsroom()
    _, before = await why(town)
    town.clock.turn(timedelta(hours=1))
    await change_the_article(town)

    answer, after = await why(town)

    assert {name: after[name] for name in before} == before
    assert list(after) == [*before, "revision"]
    assert after["revision"].endswith("; seen 2026-03-02 07:00 CST")
    assert answer.summary == "It opened story 1. Its publisher has changed it since."
    assert answer.sections[0].lines[0].detail == "decided 2026-03-02 06:00 CST"


async def test_an_article_that_moved_keeps_why_it_was_kept_under_both_addresses():
    town = await a_newsroom()
    before = an_entry(LETTERS_TITLE, LETTERS)
    for number, time in enumerate(("Monday", "Sunday")):
        town.clock.turn(timedelta(hours=1))
        changed = LETTERS.replace("until Friday", f"until {time}", 1)
        moved = replace(before, content=changed, url=f"https://news.example/moved-{number}")
        await town.publishes("ledger", moved)
        await town.settles()

    for reference, count in (("1", 2), (before.url, 0), ("https://news.example/moved-1", 2)):
        answer, stages = await why(town, reference)
        told = [line.text for line in answer.sections[1].lines if "revision" in line.text]
        assert (len(told), "on the beat" in stages) == (count, True)


async def test_an_entry_whose_guid_is_an_articles_number_lends_it_no_reasons():
    town = await a_newsroom()
    town.clock.turn(timedelta(hours=1))
    await town.publishes("ledger", an_entry("Admirals sweep the series", HOCKEY, guid="1"))
    await town.settles()
    await change_the_article(town)

    answer, stages = await why(town, an_entry(LETTERS_TITLE).url)

    assert answer.summary == "It opened story 1. Its publisher has changed it since."
    assert "same event" in stages


async def test_of_a_page_that_changes_all_day_the_newest_changes_are_told():
    town = await a_newsroom()
    for number in range(12):
        town.clock.turn(timedelta(hours=1))
        changed = LETTERS.replace("until Friday", f"until March {number + 3}", 1)
        await town.publishes("ledger", an_entry(LETTERS_TITLE, changed))
        await town.settles()

    (stages,) = [part for part in (await why(town))[0].sections if part.heading == "Stages"]
    told = [line.detail for line in stages.lines if line.text.startswith("revision")]

    assert len(told) == 10
    assert told[-1].endswith("; seen 2026-03-02 18:00 CST")
    assert stages.lines[0].text == "on the beat: yes"


async def test_a_date_too_old_to_post_is_on_the_readers_clock():
    town = a_town(a_feed("ledger"))
    old = an_entry(LETTERS_TITLE, LETTERS, published_at=MORNING - timedelta(days=40))
    await town.publishes("ledger", old)
    await town.settles()

    _, stages = await why(town)

    assert stages["posting"] == (
        "stored without posting: published 2026-01-21 06:00 CST, longer ago than max_age"
    )


async def test_why_tells_when_a_story_is_gathered_on_the_readers_clock():
    town = a_town(a_feed("ledger"), routes=[a_route(max_posts_per_hour=0)])
    await town.publishes("ledger", an_entry(LETTERS_TITLE, LETTERS))
    await town.settles()

    answer, _ = await why(town, asker=OPERATOR)
    details = [line.detail for part in answer.sections for line in part.lines]

    assert "gathered into one message at 2026-03-02 08:00 EST: hourly limit reached" in details


@pytest.mark.parametrize(
    "text", ["2026-13-41 99:99 UTC", "9999-12-31 23:59 UTC", "at noon UTC", ""]
)
def test_what_is_no_time_stays_as_it_is(text):
    assert local_times(text, ZoneInfo("Pacific/Auckland")) == text


async def test_a_correction_that_was_added_replaces_nothing():
    town = await a_newsroom()
    corrected = f"Correction: An earlier version misstated the share as 62%.\n{LETTERS}"
    await town.publishes("ledger", an_entry(LETTERS_TITLE, corrected))
    await town.settles()

    changes = texts(await ask(town, "story 1 view:changes"))

    assert changes == [
        "Correction added: “An earlier version misstated the share as 62%.”",
    ]


async def test_every_change_is_told_in_words():
    town = await a_newsroom()
    changed = LETTERS.replace("its jails", "its jail's", 1).replace("62%", "52%")
    changed = changed.replace("“We are asking for a phone call before the door opens,” said", "By")
    await town.publishes("ledger", an_entry(f"{LETTERS_TITLE}, it says", f"{changed} It rained."))
    await town.settles()

    changes = texts(await ask(town, "story 1 view:changes"))

    assert {each.split(":")[0] for each in changes} == {
        "Headline",
        "Number",
        "Quote taken out",
        "Text added",
        "Spelling",
    }
    assert "“”" not in "".join(changes)
