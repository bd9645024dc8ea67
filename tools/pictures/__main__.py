"""Draw the docs' pictures of cards and answers, as readers see them."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import TypeVar

import click

from bot.chat.discord import render as discord
from bot.chat.slack import render as slack
from bot.chat.slack.home_tab import home_view
from bot.chat.slack.modals import report_modal
from bot.chat.slack.requests import Visit
from tools.pictures import discord_page, slack_page
from tools.pictures.camera import NoCameraError, open_camera
from tools.pictures.day import ZONE, Shown, play_sample_day

Posted = TypeVar("Posted")

#: Widths in CSS pixels: a column of a desktop client, a phone.
DESK, PHONE = 720, 390
VISIT = Visit(user="U0READER", workspace=None, channel="C0NEWS", trigger="", url=None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """One picture to take."""

    name: str
    platform: str
    width: int
    body: str

    @property
    def html(self) -> str:
        """The page, with its style inside: nothing is fetched."""
        style = files(__package__).joinpath(f"{self.platform}.css").read_text(encoding="utf-8")
        look = "phone" if self.width == PHONE else "desk"
        return (
            f"<!doctype html><meta charset=utf-8><style>{style}</style>"
            f"<body class={look}>{self.body}</body>"
        )


@click.command()
@click.option(
    "--to",
    type=click.Path(path_type=Path, file_okay=False),
    default=Path("docs/pictures"),
    help="Folder of the pictures.",
)
def command(to: Path) -> None:
    """Play the sample news day and draw what it posts, from the real payloads."""
    try:
        pictures = asyncio.run(_draw())
    except NoCameraError as error:
        click.echo(error, err=True)
        sys.exit(3)
    to.mkdir(parents=True, exist_ok=True)
    for name, picture in pictures.items():
        path = to / f"{name}.png"
        path.write_bytes(picture)
        click.echo(f"{path}: {len(picture) / 1000:.0f} kB")


async def _draw() -> dict[str, bytes]:
    shown = await play_sample_day()
    async with open_camera() as camera:
        return {
            sheet.name: await camera.shoot(sheet.html, width=sheet.width) for sheet in sheets(shown)
        }


def sheets(shown: Shown) -> Iterator[Sheet]:
    """Yield every picture of the docs as a page."""
    yield from _slack(shown)
    yield from _discord(shown)


def _slack(shown: Shown) -> Iterator[Sheet]:
    reader = slack_page.Reader(zone=ZONE, now=shown.now)
    card = slack_page.Posted(
        blocks=slack.render_message(shown.brief)["blocks"],
        at=shown.posted_at,
        edited=True,
        replies=(len(shown.notes), shown.notes[-1][0]) if shown.notes else None,
    )
    notes = [
        slack_page.Posted(blocks=slack.render_message(note)["blocks"], at=at)
        for at, note in shown.notes
    ]
    answer = slack_page.Posted(
        blocks=slack.render_answer(shown.answer)["blocks"], at=shown.now, private=True
    )
    for name, messages in _subjects(card, notes, answer):
        body = "".join(slack_page.message(each, reader) for each in messages)
        yield from _both_widths(name, "slack", body)
    home = home_view(shown.watches, shown.health, words="", now=shown.now)
    yield from _both_widths("home", "slack", slack_page.home(home, reader))
    report = report_modal(str(shown.brief.story), VISIT)
    yield from _both_widths("report", "slack", slack_page.modal(report, reader))


def _discord(shown: Shown) -> Iterator[Sheet]:
    reader = discord_page.Reader(zone=ZONE, now=shown.now)
    card = discord_page.Posted(
        payload=discord.render_message(shown.brief, key=shown.key),
        at=shown.posted_at,
        edited=True,
        replies=len(shown.notes),
        thread=shown.brief.headline,
    )
    notes = [
        discord_page.Posted(payload=discord.render_message(note), at=at) for at, note in shown.notes
    ]
    answer = discord_page.Posted(
        payload=discord.render_answer(shown.answer), at=shown.now, private=True
    )
    for name, messages in _subjects(card, notes, answer):
        body = "".join(discord_page.message(each, reader) for each in messages)
        yield from _both_widths(name, "discord", body)


def _subjects(
    card: Posted, notes: Sequence[Posted], answer: Posted
) -> Iterator[tuple[str, Sequence[Posted]]]:
    yield "card", [card]
    if notes:
        yield "thread", notes
    yield "claims", [answer]


def _both_widths(name: str, platform: str, body: str) -> Iterator[Sheet]:
    for look, width in {"": DESK, "-phone": PHONE}.items():
        yield Sheet(name=f"{platform}-{name}{look}", platform=platform, width=width, body=body)


if __name__ == "__main__":
    command()
