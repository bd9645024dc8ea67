"""Stories that admins merge and split through `/news`."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.domain.articles import StoryId
from bot.domain.briefs import Notice, StoryLink
from bot.domain.delivery import DeliveryKind, DeliveryState
from bot.domain.errors import QuestionError
from bot.services.dossier import open_dossier
from tests.fakes.town import an_entry
from tests.unit.services.asking import ADMIN, COPY_URL, OPERATOR, a_desk, a_newsroom, ask, texts
from tests.unit.services.texts import LETTERS, LETTERS_TITLE


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
