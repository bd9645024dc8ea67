"""Watches: set up in chat, held against what comes in, told to their owners."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.domain.articles import StoryId
from bot.domain.briefs import Digest
from bot.domain.delivery import ChannelRef, Platform, RouteId
from bot.domain.errors import QuestionError
from bot.domain.questions import Completion
from bot.domain.watches import MOST_OF_A_PERSON, Owner, Watch, watch_id
from bot.ports import StoryFilter
from bot.services.dossier import open_dossier
from bot.services.muting import mute, story_key
from bot.services.watch_digests import WatchDigests
from bot.services.watching import fitting, owed_to, watch_routes
from tests.fakes.town import MORNING, a_feed, a_route, a_town, an_entry
from tests.unit.services.asking import ADMIN, DANA, ELSEWHERE, OPERATOR, ask, headings, texts
from tests.unit.services.texts import LETTERS, RULING

LETTERS_TITLE = "Homeland Security gives Oregon until Friday on jail detainers"
RULING_TITLE = "Judge orders bond hearings for ICE detainees at Georgia center"
#: Another person in the same channel.
MORGAN = replace(DANA, user="U2")


async def a_newsroom():
    town = a_town(a_feed("ledger"))
    await town.publishes("ledger", an_entry(LETTERS_TITLE, LETTERS), an_entry(RULING_TITLE, RULING))
    await town.settles()
    return town


async def story_called(town, title: str) -> StoryId:
    async with town.storage.look() as unit:
        stories = await unit.stories.newest(StoryFilter(), limit=10)
    return next(story.id for story in stories if story.headline == title)


async def routes(town, title: str, **options) -> list[RouteId]:
    async with town.storage.look() as unit:
        dossier = await open_dossier(unit, await story_called(town, title))
        found = await watch_routes(unit, dossier, town.house.router.homes, **options)
        return [route.id for route in found]


async def dossier_called(town, title: str):
    async with town.storage.look() as unit:
        return await open_dossier(unit, await story_called(town, title))


def a_watch(query: str, **changes) -> Watch:
    owner = Owner(platform=Platform.TERMINAL, workspace=None, target="operator")
    watch = Watch(
        id=watch_id(owner, query, MORNING),
        owner=owner,
        name=query,
        query=query,
        created_at=MORNING,
        created_by="operator",
    )
    return replace(watch, **changes)


# ---- commands


async def test_a_saved_question_says_what_it_will_bring():
    answer = await ask(await a_newsroom(), 'watch add "detainer letters" state:OR name:letters')

    assert answer.title == "Watch “letters”"
    assert answer.summary == (
        'Saved: "detainer letters" state:OR. I tell you at once. '
        "In the last 7 days, 1 article would have fit."
    )
    assert answer.question == ""


async def test_a_watch_without_a_name_is_called_by_its_words():
    town = await a_newsroom()

    await ask(town, 'watch add "detainer letters" state:OR to:here notify:digest')
    answer = await ask(town, "watch list")

    assert headings(answer) == ["This channel's"]
    assert texts(answer) == ["detainer letters state:OR"]
    assert answer.sections[0].lines[0].detail == (
        '"detainer letters" state:OR · in a morning digest'
    )


async def test_no_watch_yet_is_answered_with_an_example():
    answer = await ask(await a_newsroom(), "watch list", OPERATOR)

    assert answer.summary == 'None yet. Try: watch add "detainer letters" state:NY'


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("watch add oregon since:7d", "looks ahead"),
        ("watch add oregon until:2027-01-01", "looks ahead"),
        ("watch add " + "oregon " * 60, "at most 300"),
        ("watch add kind:banana", "kind:banana is not known"),
        ("watch pause lettres", "Did you mean “letters”?"),
        ("watch pause zzz", "See `watch list`"),
        ("watch add oregon name:LETTERS", "“LETTERS” already"),
        ("follow 99", "I know no story “99”"),
    ],
)
async def test_a_mistake_gets_one_clear_line(line, words):
    town = await a_newsroom()
    await ask(town, "watch add jails name:letters")

    with pytest.raises(QuestionError, match=words):
        await ask(town, line)


async def test_nobody_has_more_watches_than_can_be_held_against_every_story():
    town = a_town(a_feed("ledger"))
    for number in range(MOST_OF_A_PERSON):
        await ask(town, f"watch add oregon name:w{number}")

    with pytest.raises(QuestionError, match="You have 10 watches"):
        await ask(town, "watch add oregon name:more")
    await ask(town, "watch add oregon name:more to:here")


async def test_a_full_channel_says_so(monkeypatch):
    monkeypatch.setattr("bot.domain.watches.MOST_OF_A_CHANNEL", 1)
    town = a_town(a_feed("ledger"))
    await ask(town, "watch add oregon to:here")

    with pytest.raises(QuestionError, match="This channel has 1 watch, which"):
        await ask(town, "watch add georgia to:here")


async def test_there_is_no_here_in_a_terminal():
    with pytest.raises(QuestionError, match="no channel here"):
        await ask(await a_newsroom(), "watch add oregon to:here", OPERATOR)


async def test_a_watch_can_rest_go_on_and_be_forgotten():
    town = await a_newsroom()
    await ask(town, "watch add oregon name:west")

    paused = await ask(town, "watch pause West")
    listed = await ask(town, "watch list")
    resting = await routes(town, LETTERS_TITLE)
    resumed = await ask(town, "watch resume west")
    going = await routes(town, LETTERS_TITLE)
    removed = await ask(town, "watch remove west")

    assert paused.summary == "Paused. To resume it: watch resume west"
    assert listed.sections[0].lines[0].detail == "oregon · at once · paused"
    assert (resting, going) == ([], ["watch:slack:T1:U1"])
    assert resumed.summary == "Resumed. I tell you at once."
    assert removed.summary == "Removed."
    assert (await ask(town, "watch list")).sections == ()


async def test_nothing_of_one_workspace_is_seen_in_another():
    town = await a_newsroom()
    await ask(town, "watch add oregon name:west")

    assert (await ask(town, "watch list", ELSEWHERE)).sections == ()
    with pytest.raises(QuestionError, match="no watch “west” here"):
        await ask(town, "watch remove west", ELSEWHERE)
    with pytest.raises(QuestionError, match="no watch “west” here"):
        await ask(town, "watch remove west", MORGAN)


async def test_a_channels_watch_is_changed_by_who_set_it_up_or_an_admin():
    town = await a_newsroom()
    await ask(town, "watch add oregon name:west to:here")

    with pytest.raises(QuestionError, match="Only who set this watch up"):
        await ask(town, "watch pause west", MORGAN)
    await ask(town, "watch pause west")
    await ask(town, "watch remove west", ADMIN)

    assert (await ask(town, "watch list")).sections == ()


async def test_names_of_watches_are_completed_for_their_owner_alone():
    town = await a_newsroom()
    await ask(town, "watch add oregon name:west")

    mine = await town.house.desk.complete(Completion.WATCH, "we", DANA)
    theirs = await town.house.desk.complete(Completion.WATCH, "we", ELSEWHERE)

    assert [each.value for each in mine] == ["west"]
    assert theirs == []


# ---- following a story


async def test_a_followed_story_is_listed_with_its_headline():
    town = await a_newsroom()
    story = await story_called(town, LETTERS_TITLE)

    answer = await ask(town, f"follow {story}")
    listed = await ask(town, "watch list")

    assert answer.summary == (
        f"{LETTERS_TITLE}. I tell you at once. To end it: watch remove story {story}"
    )
    assert listed.sections[0].lines[0].detail == f"{LETTERS_TITLE} · at once"
    assert await routes(town, LETTERS_TITLE) == ["watch:slack:T1:U1"]
    assert await routes(town, RULING_TITLE) == []


async def test_who_follows_a_story_is_told_of_its_next_turn():
    town = await a_newsroom()
    story = await story_called(town, LETTERS_TITLE)
    await ask(town, f"follow {story}")
    dossier = await dossier_called(town, RULING_TITLE)

    turned = replace(dossier, story=replace(dossier.story, continues=story))
    async with town.storage.look() as unit:
        found = await watch_routes(unit, turned, town.house.router.homes)

    assert [route.id for route in found] == ["watch:slack:T1:U1"]


async def test_a_followed_story_that_was_forgotten_is_listed_as_such():
    town = await a_newsroom()
    await ask(town, f"follow {await story_called(town, LETTERS_TITLE)}")
    town.storage.state.stories.clear()

    listed = await ask(town, "watch list")

    assert listed.sections[0].lines[0].detail == "its story is no longer kept · at once"


# ---- what fits


@pytest.mark.parametrize(
    "query",
    [
        "detainer",
        '"detainer letters"',
        "from:ledger",
        "kind:national",
        "state:OR",
        "entity:DHS",
        'entity:"Department of Homeland Security" jails',
        "georgia OR oregon",
        "oregon -georgia",
    ],
)
async def test_a_story_fits_what_its_articles_say(query):
    dossier = await dossier_called(await a_newsroom(), LETTERS_TITLE)

    assert fitting([a_watch(query)], dossier)


@pytest.mark.parametrize(
    "query",
    [
        "ferry",
        "from:herald",
        "kind:official",
        "state:GA",
        "entity:USCIS",
        "oregon -jails",
        "kind:banana",
    ],
)
async def test_a_story_does_not_fit_what_none_of_its_articles_says(query):
    dossier = await dossier_called(await a_newsroom(), LETTERS_TITLE)

    assert fitting([a_watch(query)], dossier) == []


async def test_a_story_that_fits_two_watches_of_one_owner_is_told_once():
    town = await a_newsroom()
    await ask(town, "watch add oregon")
    await ask(town, "watch add jails")

    assert await routes(town, LETTERS_TITLE) == ["watch:slack:T1:U1"]


async def test_a_person_is_told_in_direct_messages():
    town = await a_newsroom()
    await ask(town, "watch add oregon")

    async with town.storage.look() as unit:
        dossier = await dossier_called(town, LETTERS_TITLE)
        (route,) = await watch_routes(unit, dossier, town.house.router.homes)

    assert route.channel == ChannelRef(platform=Platform.SLACK, target="U1")


async def test_a_channel_that_gets_the_story_anyway_is_not_told_twice():
    town = await a_newsroom()
    await ask(town, "watch add oregon to:here")
    newsroom = a_route(channel=ChannelRef(platform=Platform.SLACK, target="C1"))

    assert await routes(town, LETTERS_TITLE) == ["watch:slack:T1:C1"]
    assert await routes(town, LETTERS_TITLE, besides=[newsroom]) == []


async def test_a_story_is_owed_to_routes_and_watches_unless_it_is_silent_or_muted():
    town = await a_newsroom()
    await ask(town, "watch add oregon")
    dossier = await dossier_called(town, LETTERS_TITLE)
    silent = replace(dossier, story=replace(dossier.story, announced=False))
    now, homes = town.clock.now(), town.house.router.homes

    async with town.storage.begin() as unit:
        owed = await owed_to(unit, dossier, [a_route()], now, homes)
        unannounced = await owed_to(unit, silent, [a_route()], now, homes)
        await mute(unit, story_key(dossier.story.id), now + timedelta(hours=1))
        muted = await owed_to(unit, dossier, [a_route()], now, homes)

    assert [route.id for route in owed] == ["newsroom", "watch:slack:T1:U1"]
    assert unannounced == muted == []


# ---- digests


def digests(town) -> WatchDigests:
    return WatchDigests(storage=town.storage, router=town.house.router, clock=town.clock)


async def test_a_digest_watch_is_told_once_in_the_morning_of_the_operators_zone():
    town = await a_newsroom()
    await ask(town, "watch add oregon notify:digest", OPERATOR)
    await ask(town, "watch add georgia", OPERATOR)
    town.clock.turn(timedelta(hours=1, minutes=5))  # 08:05 in New York

    owed = [await digests(town).turn(), await digests(town).turn()]
    await town.settles()

    assert owed == [1, 0]
    (post,) = [post for post in town.posts if isinstance(post.message, Digest)]
    assert post.channel == "operator"
    assert [brief.headline for brief in post.message.briefs] == [LETTERS_TITLE]


async def test_before_the_first_morning_nothing_is_owed():
    town = await a_newsroom()
    town.clock.turn(timedelta(hours=10))

    assert await digests(town).turn() == 0
    town.clock.turn(timedelta(hours=4))  # 21:00, longer than a digest is caught up with
    assert await digests(town).turn() == 0


async def test_a_watch_set_up_after_the_morning_waits_for_the_next():
    town = await a_newsroom()
    town.clock.turn(timedelta(hours=2))
    await ask(town, "watch add oregon notify:digest", OPERATOR)

    assert await digests(town).turn() == 0


async def test_a_story_that_came_in_silently_stands_in_no_digest():
    town = a_town(a_feed("ledger"), backfill=0)
    await town.publishes("ledger", an_entry(LETTERS_TITLE, LETTERS))
    await town.settles()
    await ask(town, "watch add oregon notify:digest", OPERATOR)
    town.clock.turn(timedelta(hours=1, minutes=5))

    assert await digests(town).turn() == 0


async def test_a_story_without_articles_stands_in_no_digest():
    town = await a_newsroom()
    await ask(town, "watch add oregon notify:digest", OPERATOR)
    town.storage.state.articles.clear()
    town.clock.turn(timedelta(hours=1, minutes=5))

    assert await digests(town).turn() == 0


async def test_a_watch_can_be_edited_and_keeps_what_was_not_given():
    town = await a_newsroom()
    await ask(town, "watch add jails name:letters notify:digest")

    edited = await ask(town, 'watch edit letters query:"detainer letters" rename:oregon')
    listed = await ask(town, "watch list")

    assert edited.title == "Watch “oregon”"
    assert edited.summary.startswith("Saved: detainer letters. I tell you in a digest")
    assert texts(listed) == ["oregon"]
    assert listed.sections[0].lines[0].watch.query == "detainer letters"


@pytest.mark.parametrize("line", ["watch edit letters", "watch edit letters notify:digest"])
async def test_an_edit_without_a_change_says_what_can_be_changed(line):
    town = await a_newsroom()
    await ask(town, "watch add jails name:letters notify:digest")
    before = dict(town.storage.state.watches)

    answer = await ask(town, line)

    assert answer.summary == (
        "Nothing was changed. It looks for: jails. I tell you in a digest every morning. "
        "Say what to change, for example: watch edit letters notify:instant"
    )
    assert texts(answer, "What can be changed") == [
        "query",
        "rename",
        "notify (instant | digest)",
    ]
    assert town.storage.state.watches == before


async def test_of_a_followed_story_no_words_can_be_changed():
    town = await a_newsroom()
    await ask(town, "follow 1")

    answer = await ask(town, "watch edit story 1")

    assert answer.summary.endswith("for example: watch edit story 1 notify:digest")
    assert texts(answer, "What can be changed") == ["rename", "notify (instant | digest)"]


async def test_of_a_followed_story_the_time_of_telling_can_be_changed():
    town = await a_newsroom()
    await ask(town, "follow 1")

    answer = await ask(town, "watch edit story 1 notify:digest")

    assert answer.summary == "Saved. I tell you in a digest every morning."


async def test_an_edited_watch_takes_no_other_watchs_name():
    town = await a_newsroom()
    await ask(town, "watch add jails name:letters")
    await ask(town, "watch add courts name:rulings")

    with pytest.raises(QuestionError, match="“RULINGS” already"):
        await ask(town, "watch edit letters rename:RULINGS")


async def test_a_followed_story_cannot_become_a_question():
    town = await a_newsroom()
    story = await story_called(town, LETTERS_TITLE)
    await ask(town, f"follow {story}")

    with pytest.raises(QuestionError, match="follows a story"):
        await ask(town, f'watch edit "story {story}" query:jails')


async def test_a_watch_that_is_called_by_its_question_says_it_once():
    town = await a_newsroom()
    await ask(town, "watch add raid")
    await ask(town, "watch add detainers name:letters")

    lines = [line for part in (await ask(town, "watch list")).sections for line in part.lines]

    assert {line.text: line.detail for line in lines} == {
        "raid": "at once",
        "letters": "detainers · at once",
    }
