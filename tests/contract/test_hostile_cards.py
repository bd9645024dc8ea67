"""Group C at the renderers themselves: what slipped past every earlier guard is still harmless."""

from __future__ import annotations

import re
from random import Random

import pytest

from bot.chat.discord.render import render_message as for_discord
from bot.chat.slack.render import render_message as for_slack
from bot.domain.delivery import DeliveryKey
from tests.builders import a_brief, a_sentence, a_source_line
from tests.fakes import discord_review, slack_review
from tests.fakes.slack_audit import words as slack_words
from tests.strategies import HOSTILE

KEY = DeliveryKey("0123456789abcdef01234567")
#: Stories of random characters; a second for a thousand.
STORIES = 10_000


def cards(**changes):
    """The same story on every platform: its payload and how that platform reviews it."""
    brief = a_brief(**changes)
    return [
        (for_slack(brief), slack_review.problems),
        (for_discord(brief, key=KEY), discord_review.problems),
    ]


def links_of(**changes) -> set[str]:
    (slack, _), (discord, _) = cards(**changes)
    return slack_review.links(slack) | discord_review.links(discord)


def with_address(url: str):
    return {"sources": (a_source_line(url=url),)}


@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)",
        "JavaScript://ledger.example/%0aalert(1)",
        "data:text/html,<b>x",
        "file:///etc/passwd",
        "vbscript:x",
        "slack://channel?id=C0NEWS",
    ],
)
def test_c04_code_data_and_files_are_no_links_on_any_platform(url):
    links = links_of(**with_address(url))

    assert {link.partition(":")[0] for link in links} == {"https"}


def test_c06_a_link_shows_where_it_leads_on_every_platform():
    tricky = ("https://www.ice.gov@evil.example/x", "https://www.icе.gov/x")

    links = {link for url in tricky for link in links_of(**with_address(url))}

    assert not any("@" in link or not link.isascii() for link in links)
    assert any("evil.example" in link for link in links)
    assert any("xn--" in link for link in links)


def test_c07_a_long_headline_is_cut_at_a_word_and_says_so():
    brief = {"headline": "detention order " * 2_000, "sources": (a_source_line(),)}
    (slack, _), (discord, _) = cards(**brief)

    shown = (slack_words(slack), discord_review.words(discord))

    ends = [re.findall(r"(\w+)…", each) for each in shown]
    assert all(ends)
    assert {word for words in ends for word in words} <= {"detention", "order"}
    assert all(len(each) < 6_000 for each in shown)


@pytest.mark.slow
def test_c11_ten_thousand_random_stories_break_no_limit_of_any_platform():
    random = Random(20_260_303)
    found = []
    for _ in range(STORIES):
        story = _random_story(random)
        for payload, problems in cards(**story):
            found += [(problem, story) for problem in problems(payload)]

    assert found[:3] == []


def _random_story(random: Random) -> dict:
    lines = range(1, random.randint(2, 6))
    return {
        "headline": _random_text(random),
        "sources": tuple(
            a_source_line(number, outlet=_random_text(random), title=_random_text(random))
            for number in lines
        ),
        "sentences": tuple(a_sentence(_random_text(random)) for _ in range(random.randint(0, 3))),
    }


def _random_text(random: Random) -> str:
    pieces = [
        random.choice(HOSTILE)
        if random.random() < 0.3
        else "".join(map(chr, random.choices(range(1, 0x10FFFF), k=random.randint(0, 30))))
        for _ in range(random.randint(0, 4))
    ]
    return " ".join(pieces)
