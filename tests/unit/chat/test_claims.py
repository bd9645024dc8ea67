"""A claim's line comes apart into figure, words and speaker; another line stays whole."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import ClassVar

import pytest

from bot.chat.claims import said
from bot.chat.discord.render import render_answer as discord_answer
from bot.chat.slack.render import render_answer as slack_answer
from bot.chat.terminal.render import render_answer as terminal_answer
from bot.domain.articles import StoryId
from bot.domain.questions import Answer, Line, Section
from tests.builders import NOON, a_line, an_answer, an_evidence
from tests.fakes.discord_review import links as discord_links
from tests.fakes.discord_review import words as discord_words
from tests.fakes.slack_audit import rich_leaves
from tests.fakes.slack_audit import words as slack_words
from tests.fakes.slack_review import links as slack_links

LEDGER = an_evidence(url="https://ledger.example/1")
WIRE = an_evidence(outlet="Sample Wire", url="https://wire.example/2")


def a_claim(text: str = "62% of those arrested — says ICE", **changes) -> Line:
    return Line(text=text, **({"url": LEDGER.url, "evidence": (LEDGER, WIRE)} | changes))


def answer_of(*lines: Line) -> Answer:
    return an_answer(sections=(Section(heading="Figures", lines=lines),), page=1, page_count=1)


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("62% of those arrested — says ICE", ("62%", "of those arrested", "says ICE")),
        ("up to 48 hours — no speaker named", ("up to 48", "hours", "no speaker named")),
        ("more than 90% before 2025 — says ICE", ("more than 90%", "before 2025", "says ICE")),
        ("$3.2 million a day — says DHS", ("$3.2 million", "a day", "says DHS")),
        ("the rest of them — says ICE", ("", "the rest of them", "says ICE")),
        ("“We will appeal” — Dana Whitfield", ("", "“We will appeal”", "Dana Whitfield")),
        ("figure: 412", ("", "figure: 412", "")),
    ],
)
def test_a_claim_comes_apart(text, parts):
    claim = said(a_claim(text))

    assert (claim.figure, claim.words, claim.speaker) == parts


@pytest.mark.parametrize(
    "line",
    [
        a_claim(story=StoryId(3)),
        a_claim(evidence=()),
        a_claim("Marlow County ends its agreement — for now"),
        a_claim("“Never again” is now a law"),
        a_claim("62% of " + "those " * 200 + "— says ICE"),
    ],
)
def test_any_other_line_stays_whole(line):
    assert said(line) is None


@pytest.mark.parametrize(
    ("answer", "links"), [(slack_answer, slack_links), (discord_answer, discord_links)]
)
def test_every_outlet_of_a_claim_is_linked(answer, links):
    assert {LEDGER.url, WIRE.url} <= links(answer(answer_of(a_claim())))


def test_a_claim_reads_in_three_rows_on_discord():
    described = discord_answer(answer_of(a_claim(detail="in this outlet only")))["embeds"][0]
    at = f"<t:{int(LEDGER.at.timestamp())}:R>"

    assert (
        "**Figures**\n"
        "• **62%** of those arrested — says ICE\n"
        f"-# [Capital Ledger](https://ledger.example/1), {at} · "
        f"[Sample Wire](https://wire.example/2), {at}\n"
        "*in this outlet only*"
    ) in described["description"]


def test_a_page_does_not_begin_with_the_gap_before_its_heading():
    answer = replace(answer_of(*[a_claim("“" + "word " * 100 + "” — Dana")] * 60), summary="")

    assert [one["description"][:1] for one in discord_answer(answer)["embeds"]] == ["*", "•"]


def test_claims_stand_apart_on_discord():
    described = discord_answer(answer_of(a_claim(), a_claim()))["embeds"][0]["description"]

    assert ":R>\n\n• **62%**" in described


def test_a_claim_reads_in_rows_on_slack():
    payload = slack_answer(answer_of(a_claim(detail="in this outlet only")))
    bold = [one["text"] for one in rich_leaves(payload["blocks"]) if one.get("style") == BOLD]

    assert bold == ["Figures", "62%"]
    assert "62% of those arrested — says ICE\nCapital Ledger, " in slack_words(payload)
    assert "Sample Wire, \nin this outlet only" in slack_words(payload)


BOLD = {"bold": True}


def test_claims_stand_apart_on_slack():
    payload = slack_answer(answer_of(*[a_claim()] * 12))

    assert len([one for one in payload["blocks"] if "62%" in slack_words({"blocks": [one]})]) == 12


def test_claims_share_blocks_on_slack_when_a_message_has_not_enough_of_them():
    payload = slack_answer(answer_of(*[a_claim(evidence=(LEDGER,))] * 60))

    assert slack_words(payload).count("62%") == 60
    assert len(payload["blocks"]) < 10


@pytest.mark.parametrize(
    ("answer", "words"), [(slack_answer, slack_words), (discord_answer, discord_words)]
)
def test_a_heading_over_headings_is_kept(answer, words):
    sections = (
        Section(heading="Story 6", lines=()),
        Section(heading="Figures", lines=(a_claim(),)),
    )
    shown = words(answer(an_answer(sections=sections)))

    assert 0 < shown.index("Story 6") < shown.index("Figures") < shown.index("62%")


class Watched(str):
    """A line's detail that tells when it is shown."""

    __slots__ = ()
    shown: ClassVar[int] = 0

    def __getitem__(self, part):
        Watched.shown += 1
        return super().__getitem__(part)


def test_slack_stops_showing_lines_once_a_level_is_full():
    lines = (a_claim("“" + "word " * 150 + "” — Dana", detail=Watched("detail")),) * 900
    slack_answer(answer_of(*lines))

    assert 0 < Watched.shown < 200


PLATFORMS = {
    "terminal": terminal_answer,
    "slack": lambda answer: slack_words(slack_answer(answer)),
    "discord": lambda answer: discord_words(discord_answer(answer)),
}


@pytest.mark.parametrize("shown_by", PLATFORMS.values(), ids=PLATFORMS)
def test_a_quotation_within_a_quotation_is_told_apart_on_every_platform(shown_by):
    figure = a_claim("two schools — says Ann Roe", detail="““They waited,” said Ann Roe.”")
    quote = a_claim("“He said “no” twice” — Ann Roe")
    shown = shown_by(answer_of(figure, quote))

    assert "“‘They waited,’ said Ann Roe.”" in shown
    assert "“He said ‘no’ twice”" in shown


@pytest.mark.parametrize(
    ("shown_by", "words"),
    [
        (terminal_answer, "1 outlet · updated Sat 21 Nov 2026, 15:00 UTC"),
        (PLATFORMS["slack"], "1 outlet · updated "),
        (PLATFORMS["discord"], "1 outlet · updated <t:"),
    ],
    ids=PLATFORMS,
)
def test_a_story_of_a_list_that_developed_says_when(shown_by, words):
    line = a_line(detail="story 12 · 1 outlet", updated_at=NOON + timedelta(hours=3))

    assert words in shown_by(answer_of(line))
    assert "updated" not in shown_by(answer_of(a_line(detail="story 12 · 1 outlet")))
