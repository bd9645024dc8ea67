import json
import pickle
import re
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.adapters.feed_parser import MAX_ENTRIES, parse_document
from bot.domain.errors import ParseError
from bot.domain.feeds import Feed, FeedId, FeedType
from bot.ports.workshop import ParsedFeed

FOLDER = Path(__file__).parents[2] / "data" / "feeds"
URL = "https://ledger.example/rss"
FEED = Feed(id=FeedId("ledger"), name="The Sample Ledger", url=URL)
MORNING = datetime(2025, 9, 20, 14, 5, tzinfo=UTC)


def sample(name: str) -> bytes:
    return (FOLDER / name).read_bytes()


def parse(content: bytes | str, *, charset: str | None = None, feed: Feed = FEED) -> ParsedFeed:
    data = content.encode() if isinstance(content, str) else content
    return parse_document(data, url=URL, charset=charset, feed=feed)


def keys(parsed: ParsedFeed) -> list[object]:
    return [(one.guid, one.url, one.title, one.published_at) for one in parsed.entries]


RSS = sample("rss.xml")
TEXT = RSS.decode()
SOUND = keys(parse(RSS))


def test_rss_says_what_the_feed_said():
    parsed = parse(RSS)
    first, second, third = parsed.entries

    assert (parsed.title, parsed.language) == ("The Sample Ledger & Courier", "en-us")
    assert parsed.fresh_for == timedelta(minutes=30)
    assert parsed.warning is None
    assert first.title == "Sheriff’s office ends jail contract"
    assert first.url == "https://ledger.example/news/2025/contract?utm_source=rss"
    assert first.guid == "ledger-1"
    assert first.published_at == second.published_at == MORNING
    assert first.content.startswith("<p>The county ended its contract on Friday.</p>")
    assert first.summary == "The county ended its contract."
    assert (first.authors, first.outlet) == (("Ada Example",), "Sample Wire")
    assert first.categories == ("Immigration", "Jails")
    assert second.content == second.summary == "Officers arrested 12 people."
    assert third.url == third.guid == "https://ledger.example/news/2025/judge"
    assert third.published_at is None
    assert third.authors == ("Joe Sample",)


def test_atom_links_are_made_absolute_by_its_own_base():
    first, second = parse(sample("atom.xml")).entries

    assert first.url == "https://agency.example/news/letters"
    assert first.title == "Letters sent to three states"
    assert first.guid == "tag:agency.example,2025:letters"
    assert first.published_at == first.updated_at == MORNING
    assert second.published_at == datetime(2025, 9, 19, 10, tzinfo=UTC)
    assert second.updated_at == datetime(2025, 9, 20, 10, tzinfo=UTC)


def test_rdf_is_read():
    (entry,) = parse(sample("rdf.xml")).entries

    assert entry.url == entry.guid == "https://court.example/1"
    assert entry.published_at == datetime(2025, 9, 20, tzinfo=UTC)


def test_json_feed_is_read():
    parsed = parse(sample("feed.json"))
    first, second = parsed.entries

    assert parsed.title == "Advocates & friends"
    assert (first.guid, first.url) == ("7", "https://ledger.example/posts/7")
    assert (first.title, first.published_at) == ("Vigil at the center", MORNING)
    assert first.content == "<p>About 40 people came.</p>"
    assert (first.authors, first.categories) == (("Ada Example",), ("vigil",))
    assert second.url == "https://advocates.example/posts/8"
    assert second.authors == ("Joe Sample",)
    assert second.published_at == datetime(2025, 9, 19, tzinfo=UTC)


def test_a_cut_json_feed_gives_its_whole_entries():
    content = sample("feed.json")

    parsed = parse(content[: content.index(b'"not an entry"') - 40])

    assert [entry.guid for entry in parsed.entries] == ["7"]
    assert parsed.warning is not None


def test_a_feed_without_entries_is_a_feed():
    assert parse("<rss version='2.0'><channel><title>t</title></channel></rss>").entries == ()


def test_the_answer_can_cross_to_another_process():
    assert pickle.loads(pickle.dumps(parse(RSS))) == parse(RSS)


def test_an_odd_date_that_only_the_library_knows_is_read():
    parsed = parse(TEXT.replace("sometime", "2025-263"))  # ISO 8601, day of the year

    assert parsed.entries[2].published_at == datetime(2025, 9, 20, tzinfo=UTC)


@pytest.mark.parametrize(
    "damaged",
    [
        b"\xef\xbb\xbf" + RSS,
        b"\n \t\n" + RSS,
        b"<br />\n<b>Warning</b>: something in /srv/feed.php\n" + RSS,
        b"<!-- no <html> here -->" + RSS[RSS.index(b"<rss") :],
        RSS.replace(b"ends jail", b"ends\x0b jail\x00"),
        RSS.replace(b"ends jail", b"ends&#11; jail&#x1f;"),
        RSS + b"\n<!-- cached -->\n<p>debug",
        RSS.replace(b"<description>The", b"<description>A & B &nope; &nbsp; The"),
        RSS.replace(b"<description>The", b"<description><b>The <br>"),
        RSS.replace(b"<ttl>", b"<image><url>x</image><ttl>").replace(b"farm</d", b"<p>farm</d"),
        RSS.replace(b"?>", b'?><!DOCTYPE rss PUBLIC "-//X//DTD 0.91//EN" "http://x.example/d">', 1),
        RSS.removesuffix(b"</channel>\n</rss>\n"),
        TEXT.encode("utf-16"),
        TEXT.replace("UTF-8", "utf-16").encode("utf-16-le"),
        TEXT.replace("UTF-8", "utf-16").encode("utf-16-be"),
        TEXT.replace("UTF-8", "iso-8859-1").encode(),
        TEXT.replace("UTF-8", "no-such-charset").encode(),
        TEXT.replace("UTF-8", "base64").encode(),
    ],
)
def test_a_damaged_copy_gives_the_same_entries(damaged: bytes):
    assert keys(parse(damaged)) == SOUND


@pytest.mark.parametrize("declared", ["windows-1252", "iso-8859-1", "utf-8", "utf-16", "no-such"])
def test_western_bytes_are_read_whatever_the_label(declared: str):
    text = TEXT.replace("UTF-8", declared).replace("Officers arrest", "Peña’s officers arrest")

    parsed = parse(text.encode("cp1252"))

    assert parsed.entries[1].title == "Peña’s officers arrest 12 at farm"


def test_the_servers_label_is_used_when_the_document_has_none():
    text = TEXT.replace(' encoding="UTF-8"', "").replace("Judge hears", "Суд слушает")

    assert parse(text.encode("cp1251"), charset="windows-1251").entries[2].title == (
        "Суд слушает case"
    )


def test_a_broken_spot_in_utf8_spoils_only_itself():
    content = (
        TEXT.replace("Judge hears", "Señor Peña, José, niño").encode().replace(b"case", b"\xff")
    )

    assert parse(content).entries[2].title == "Señor Peña, José, niño \ufffd"


def test_a_truncated_feed_gives_its_whole_entries():
    for cut in range(RSS.index(b"</item>") + 7, len(RSS), 37):
        parsed = parse(RSS[:cut])
        whole = RSS[:cut].count(b"</item>")

        assert keys(parsed) == SOUND[:whole]


def test_undeclared_entities_and_bare_ampersands_are_read_as_meant():
    title = "Smith & Sons&nbsp;&mdash; caf&eacute; &amp; R&D; &AMP; &lt;3"

    parsed = parse(TEXT.replace("Judge hears case", title))

    assert parsed.entries[2].title == "Smith & Sons — café & R&D; & <3"
    assert parsed.warning == "bare ampersands or undeclared entities"


def test_references_to_control_characters_are_mended():
    parsed = parse(TEXT.replace("Judge hears", "Judge &#11;&#x1F;hears"))

    assert parsed.entries[2].title == "Judge hears case"
    assert parsed.warning == "control characters"


def test_an_address_as_id_stands_in_for_a_missing_link():
    text = TEXT.replace('isPermaLink="true"', 'isPermaLink="false"')

    assert parse(text).entries[2].url == "https://ledger.example/news/2025/judge"


def test_one_broken_entry_spoils_only_itself():
    broken = TEXT.replace("Officers arrest 12 at farm", "Officers <b>arrest 12")

    parsed = parse(broken)

    assert [entry.guid for entry in parsed.entries] == [key[0] for key in SOUND]  # type: ignore[index]
    assert parsed.title == "The Sample Ledger & Courier"


def test_only_the_first_entries_of_an_endless_feed_are_read():
    item = "<item><title>One</title><link>https://ledger.example/%d</link></item>"
    body = "".join(item % number for number in range(MAX_ENTRIES + 10))

    parsed = parse(f"<rss version='2.0'><channel>{body}</channel></rss>")

    assert len(parsed.entries) == MAX_ENTRIES
    assert parsed.entries[-1].url.endswith(f"/{MAX_ENTRIES - 1}")


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "empty"),
        (b" \0\n", "empty"),
        (b"<!DOCTYPE html><html><body>Access denied</body></html>", "HTML page"),
        (b"Service unavailable", "neither"),
        (b"<?xml version='1.0'?><opml><body/></opml>", "no feed"),
        (b'{"error": "quota"}', "no JSON Feed"),
        (b'{"items": [', "broken JSON"),
        (b'{"a":' * 100_000, "too deeply"),
        (b"<rss><channel><title", "before its first item"),
        (b"<rss>" + b"<a>" * 300, "nested"),
        (b"<!DOCTYPE r [<!ENTITY a 'b'>]><rss>&a;</rss>", "entities"),
        (b"<rss><item " + b"a='1' " * 1500 + b"/></rss>", "attributes"),
        (
            b"<rss><i " + b" ".join(b"a%d='>'" % number for number in range(1500)) + b"/></rss>",
            "attributes",
        ),
    ],
)
def test_what_is_no_feed_is_refused_with_the_reason(content: bytes, reason: str):
    with pytest.raises(ParseError, match=reason):
        parse(content)


@pytest.mark.parametrize(
    "link", ["javascript:alert(1)", "file:///etc/passwd", "http://a@b.example/"]
)
def test_an_unsafe_link_is_no_link(link: str):
    parsed = parse(TEXT.replace("https://ledger.example/news/2025/farm", link))

    assert parsed.entries[1].url == ""


MAPPED = Feed(
    id=FeedId("docket"),
    name="Docket",
    url=URL,
    type=FeedType.JSON,
    map={"items": "result.0.rows", "id": "no", "url": "link.href", "title": "t", "date": "day"},
)


def test_any_json_list_is_read_by_its_map():
    row = {"no": 5, "link": {"href": "/d/5"}, "t": "Order", "day": "2025-09-20"}

    (entry,) = parse(json.dumps({"result": [{"rows": [row]}]}), feed=MAPPED).entries

    assert (entry.guid, entry.url, entry.title) == ("5", "https://ledger.example/d/5", "Order")
    assert entry.published_at == datetime(2025, 9, 20, tzinfo=UTC)


def test_a_map_that_leads_nowhere_is_told():
    with pytest.raises(ParseError, match=re.escape("'result.0.rows'")):
        parse('{"result": {}}', feed=MAPPED)


PAGE = """<html lang="en"><title>Press releases</title><body><ul id="list">
<li class="row first"><h3><a href="/r/1">Order   signed</a></h3>
<span class="day">Sept. 20, 2025</span></li>
<li class="row"><h3><a href="/r/2">Second order</a></h3>
<time datetime="2025-09-19">Friday</time></li>
<li class="row"><a href="javascript:x()"></a></li></ul></body></html>"""


def page_feed(**select: str) -> Feed:
    return Feed(id=FeedId("p"), name="P", url=URL, type=FeedType.HTML_LIST, select=select)


def test_a_page_is_read_as_a_list_by_its_selectors():
    feed = page_feed(item="ul#list > li.row", link="h3 a[href^='/r/']", date=".day, time")

    parsed = parse(PAGE, feed=feed)

    assert parsed.title == "Press releases"
    assert [(entry.url, entry.title) for entry in parsed.entries] == [
        ("https://ledger.example/r/1", "Order signed"),
        ("https://ledger.example/r/2", "Second order"),
    ]
    assert [entry.published_at for entry in parsed.entries] == [
        datetime(2025, 9, 20, tzinfo=UTC),
        datetime(2025, 9, 19, tzinfo=UTC),
    ]


@pytest.mark.parametrize(
    ("selector", "count"),
    [
        ("li:first-of-type", 1),
        ("ul li", 3),
        ("li", 3),
        ("li.row.first", 1),
        ("#list li", 3),
        ("li:nth-of-type(2)", 1),
        ("li:last-of-type, li.first", 1),
        ("a[href]", 2),
        ("a[href$='2']", 1),
        ("a[href*='/r/']", 2),
        ("a[href='/r/1']", 1),
        ("li[class~='first']", 1),
        ("ul > *", 2),
        ("*.first", 1),
    ],
)
def test_the_usual_selectors_are_understood(selector: str, count: int):
    found = parse(PAGE, feed=page_feed(item=selector)).entries

    assert len([entry for entry in found if entry.title]) in {count, min(count, 2)}


@pytest.mark.parametrize(
    "selector", ["li + li", "li:hover", "", "li >", "li[", "table.none", "li.rowli>"]
)
def test_a_selector_that_finds_nothing_or_is_unknown_is_told(selector: str):
    with pytest.raises(ParseError, match=r"selector|select"):
        parse(PAGE, feed=page_feed(item=selector))


def test_an_empty_page_is_no_list():
    with pytest.raises(ParseError, match="could not be read"):
        parse("<!-- nothing -->", feed=page_feed(item="li"))


def test_a_list_needs_its_item_selector():
    with pytest.raises(ParseError, match="select: item is missing"):
        parse(PAGE, feed=page_feed(link="a"))


def test_what_makes_the_parser_stumble_is_refused():
    with pytest.raises(ParseError, match="could not be read"):
        parse(TEXT.replace('xmlns:dc="http:', 'xmlns:dc="!\xa0http:'))


@settings(deadline=None)
@given(st.binary(max_size=60), st.integers(0, len(RSS)))
def test_no_damage_raises_anything_but_its_own_error(noise: bytes, at: int):
    try:
        parsed = parse(RSS[:at] + noise + RSS[at:])
    except ParseError:
        return
    assert all(entry.url == "" or entry.url.startswith("http") for entry in parsed.entries)
