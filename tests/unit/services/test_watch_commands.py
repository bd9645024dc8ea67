"""Watches: set up, listed, paused, changed and removed in chat."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.domain.errors import QuestionError
from bot.domain.questions import Completion
from bot.domain.watches import MOST_OF_A_PERSON
from tests.fakes.town import a_feed, a_town
from tests.unit.services.asking import ADMIN, DANA, ELSEWHERE, OPERATOR, ask, headings, texts
from tests.unit.services.texts import LETTERS_TITLE, RULING_TITLE
from tests.unit.services.watched import a_newsroom, routes, story_called

#: Another person in the same channel.
MORGAN = replace(DANA, user="U2")

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


async def test_a_followed_story_that_was_forgotten_is_listed_as_such():
    town = await a_newsroom()
    await ask(town, f"follow {await story_called(town, LETTERS_TITLE)}")
    town.storage.state.stories.clear()

    listed = await ask(town, "watch list")

    assert listed.sections[0].lines[0].detail == "its story is no longer kept · at once"


# ---- changing one


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
