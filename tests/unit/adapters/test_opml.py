from __future__ import annotations

import pytest

from bot.adapters.feeds_file import read_feeds_text
from bot.adapters.opml import read_opml, write_opml
from bot.domain.errors import ConfigError

FILE = """\
<?xml version="1.0" encoding="utf-8"?>
<opml version="1.0"><head><title>Mine</title></head><body>
  <outline text="News &amp; courts">
    <outline text="wire">
      <outline text=" Sample\n Wire " xmlUrl="https://wire.example/rss?a=1&amp;b=2"/>
    </outline>
  </outline>
  <outline type="rss" title="Ledger" XMLURL="https://ledger.example/feed"/>
  <outline text="a note"/>
</body></opml>
"""


def test_feeds_are_read_with_their_folders_and_lines():
    wire, ledger = read_opml(FILE.encode(), "mine.opml")

    assert (wire.name, wire.url) == ("Sample Wire", "https://wire.example/rss?a=1&b=2")
    assert wire.folders == ("News & courts", "wire")
    assert (ledger.name, ledger.folders, ledger.line) == ("Ledger", (), 9)


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"<html/>", "m.opml:1: is no OPML: it begins with <html>"),
        (b"<opml>\n<body>", "m.opml:2: is no XML"),
        (b"no xml at all", "m.opml:1: is no XML"),
        (b"", "m.opml:1: is no XML"),
        (b"<?xml version='1.0' encoding='nonsense-9'?><opml/>", "m.opml: is no XML"),
        (b'<!DOCTYPE o [<!ENTITY e "x">]><opml/>', "m.opml:1: declares entities"),
        (
            b'<!DOCTYPE o [<!ENTITY e SYSTEM "file:///etc/hostname">]><opml/>',
            "m.opml:1: declares entities",
        ),
    ],
)
def test_what_is_no_opml_says_why_and_where(content: bytes, told: str):
    with pytest.raises(ConfigError) as raised:
        read_opml(content, "m.opml")

    assert told in str(raised.value)


def test_a_file_that_is_too_large_is_not_read(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("bot.adapters.opml.LARGEST_FILE", 10)

    with pytest.raises(ConfigError, match="too large"):
        read_opml(FILE.encode(), "m.opml")


def test_what_is_written_is_read_again():
    feeds = read_feeds_text(
        "version: 1\nfeeds:\n"
        '  - {id: a, name: "A <&> \\"B\\"", url: "https://a.example/?x=1&y=2", kind: wire}\n'
        '  - {id: c, name: C, url: "https://c.example/", kind: court}\n'
    ).feeds

    again = read_opml(write_opml(feeds, "Feeds & more").encode(), "w.opml")

    assert [(each.name, each.url) for each in again] == [(feed.name, feed.url) for feed in feeds]
    assert [each.folders for each in again] == [("wire",), ("court",)]
