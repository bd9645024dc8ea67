"""`import-opml`: a feed reader's subscriptions as lines for feeds.yaml."""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterator, Sequence
from pathlib import Path
from unicodedata import normalize
from urllib.parse import urlsplit

import click

from bot.adapters.feeds_file import load_feeds_file
from bot.adapters.opml import Subscription, read_opml
from bot.cli.opening import settings_for
from bot.cli.streams import print_bytes_of
from bot.domain.errors import ConfigError, Fault, OperatorError
from bot.domain.feeds import FeedKind
from bot.text.printing.counts import counted

LONGEST_ID, LONGEST_NAME = 63, 120
#: What an outlet is when no folder of its says so; the operator is asked to look.
UNSAID = FeedKind.LOCAL
_KINDS = {kind.value: kind for kind in FeedKind}
_NO_ID = re.compile(r"[^a-z0-9]+")


@click.command(name="import-opml", epilog="Example: python -m bot import-opml reader.opml")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@click.option("--feeds", type=click.Path(path_type=Path), help="feeds.yaml to compare with.")
def command(file: Path, feeds: Path | None) -> None:
    """Print the lines to add under feeds: of feeds.yaml; the file itself is not changed.

    Feeds that it lists already, and addresses that are not of the web, are left out and named.
    """
    _, path = settings_for(feeds, quiet=True)
    listed = load_feeds_file(path).feeds if path.exists() else ()
    found = read_opml(_content(file), str(file))
    urls = {feed.url for feed in listed}
    kept = []
    for each in found:
        reason = _refused(each, urls)
        urls.add(each.url)
        if reason:
            click.echo(f"{file}:{each.line}: {each.name}: left out, {reason}.", err=True)
        else:
            kept.append(each)
    if not found:
        raise ConfigError([Fault(file=str(file), line=None, reason="lists no feed (xmlUrl)")])
    if kept:
        print_bytes_of("\n".join(_lines(kept, {feed.id for feed in listed})))


def _content(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError as error:
        raise OperatorError(f"{file}: cannot be read: {error.strerror}") from error


def _refused(each: Subscription, urls: Collection[str]) -> str | None:
    if each.url in urls:
        return "listed already"
    try:
        address = urlsplit(each.url)
    except ValueError:
        return "no address"
    if address.scheme not in {"http", "https"} or not address.hostname:
        return "no address of the web"
    return None


def _lines(kept: Sequence[Subscription], taken: Collection[str]) -> Iterator[str]:
    """Yield YAML: strings as JSON writes them, which YAML reads as they are."""
    ids = set(taken)
    count = counted(len(kept), "feed")
    yield f"  # {count} to add under feeds: say of each what kind of outlet it is,"
    yield "  # and look first at what it brings: python -m bot test-feed URL"
    for each in kept:
        name = _free(_id_of(each), ids)
        ids.add(name)
        kind = next((_KINDS[x.lower()] for x in each.folders if x.lower() in _KINDS), UNSAID)
        shown = json.dumps(each.name[:LONGEST_NAME], ensure_ascii=False)
        url = json.dumps(each.url, ensure_ascii=False)
        yield f"  - {{id: {name}, name: {shown}, url: {url}, kind: {kind.value}}}"


def _id_of(each: Subscription) -> str:
    """Return a feed's key made of its name, or of its host when the name has no Latin letters."""
    for words in (each.name, urlsplit(each.url).hostname or ""):
        plain = normalize("NFKD", words).encode("ascii", "ignore").decode().lower()
        key = _NO_ID.sub("-", plain).strip("-")[: LONGEST_ID - 4].strip("-")
        if key:
            return key
    return "feed"


def _free(key: str, taken: Collection[str]) -> str:
    number = 2
    name = key
    while name in taken:
        name, number = f"{key}-{number}", number + 1
    return name
