"""`export-opml`: the feeds of feeds.yaml for a feed reader."""

from __future__ import annotations

from pathlib import Path

import click

from bot.adapters.feeds_file import load_feeds_file
from bot.adapters.opml import write_opml
from bot.cli.opening import settings_for
from bot.cli.streams import print_bytes_of
from bot.domain.feeds import FeedType


@click.command(name="export-opml", epilog="Example: python -m bot export-opml > feeds.opml")
@click.option("--feeds", type=click.Path(path_type=Path), help="feeds.yaml to use.")
def command(feeds: Path | None) -> None:
    """Write the enabled feeds as OPML to standard output, in a folder for each kind."""
    _, path = settings_for(feeds, quiet=True)
    enabled = [feed for feed in load_feeds_file(path).feeds if feed.enabled]
    told = [feed for feed in enabled if feed.type is FeedType.RSS]
    print_bytes_of(write_opml(told, f"Feeds of {path.name}"), ends=False)
    for feed in enabled:
        if feed.type is not FeedType.RSS:
            click.echo(f"{feed.id}: left out, a reader cannot read type {feed.type}.", err=True)
