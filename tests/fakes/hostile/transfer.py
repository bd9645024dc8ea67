"""Groups Z, T and H: sizes, times and statuses."""

from __future__ import annotations

import asyncio
import gzip
import zlib
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

from tests.fakes.hostile.exchange import GOOD, RSS, Exchange, case, item, rss

GZIPPED = gzip.compress(GOOD.encode())


async def packed(exchange: Exchange, body: bytes, encoding: str = "gzip") -> None:
    await exchange.answer(body, headers={"Content-Encoding": encoding})


@case("/gzip")
async def well_packed(exchange: Exchange) -> None:
    """Z00 gzip as it should be."""
    await packed(exchange, GZIPPED)


@case("/deflate")
async def deflated(exchange: Exchange) -> None:
    """Z00 deflate as RFC 9110 means it."""
    await packed(exchange, zlib.compress(GOOD.encode()), "deflate")


@case("/raw-deflate")
async def deflated_raw(exchange: Exchange) -> None:
    """Z00 deflate as some servers mean it."""
    await packed(exchange, zlib.compress(GOOD.encode(), wbits=-15), "deflate")


@case("/gzip-members")
async def many_members(exchange: Exchange) -> None:
    """Z00 gzip in two members, with padding behind."""
    half = len(GOOD) // 2
    both = gzip.compress(GOOD[:half].encode()) + gzip.compress(GOOD[half:].encode())
    await packed(exchange, both + b"\0" * 100)


@case("/gzip-bomb")
async def bomb(exchange: Exchange) -> None:
    """Z01 a gzip bomb: `mb` megabytes of nothing (64 unless told)."""
    packer = zlib.compressobj(9, wbits=31)
    await exchange.head(headers={"Content-Type": RSS, "Content-Encoding": "gzip"})
    for _ in range(int(exchange.query.get("mb", "64"))):
        megabyte = packer.compress(b"\0" * (1 << 20)) + packer.flush(zlib.Z_SYNC_FLUSH)
        await exchange.raw(megabyte)
        await asyncio.sleep(0)  # the client shares the loop in tests
    await exchange.raw(packer.flush())


@case("/double-gzip")
async def twice_packed(exchange: Exchange) -> None:
    """Z02 gzip in gzip, announced once."""
    await packed(exchange, gzip.compress(GZIPPED))


@case("/gzip-twice-announced")
async def twice_announced(exchange: Exchange) -> None:
    """Z02 gzip in gzip, announced twice."""
    await packed(exchange, gzip.compress(GZIPPED), "gzip, gzip")


@case("/gzip-lie")
async def not_packed(exchange: Exchange) -> None:
    """Z02 a plain body announced as gzip."""
    await packed(exchange, GOOD.encode())


@case("/gzip-cut")
async def cut_in_the_middle(exchange: Exchange) -> None:
    """Z02 gzip cut in the middle, with the Content-Length of what is sent."""
    await packed(exchange, GZIPPED[: len(GZIPPED) // 2])


@case("/gzip-cut-trailer")
async def cut_at_the_end(exchange: Exchange) -> None:
    """Z02 gzip without its last bytes: all text there, the checksum missing."""
    await packed(exchange, GZIPPED[:-6])


@case("/gzip-corrupt")
async def corrupt(exchange: Exchange) -> None:
    """Z02 gzip with damaged bytes."""
    middle = len(GZIPPED) // 2
    await packed(exchange, GZIPPED[:middle] + b"\xff\x00\xff\x00" + GZIPPED[middle + 4 :])


@case("/brotli")
async def brotli(exchange: Exchange) -> None:
    """Z02 a coding we did not ask for."""
    await packed(exchange, b"\x0b\x02\x80never\x03", "br")


@case("/endless")
async def endless(exchange: Exchange) -> None:
    """Z03 a body without end."""
    await exchange.head(headers={"Content-Type": RSS})
    while True:
        await exchange.raw(b"<item><title>more</title></item>\n" * 2000)


@case("/10MB-title")
async def long_title(exchange: Exchange) -> None:
    """Z04 one title of 10 MB."""
    await exchange.answer(rss([item(title="ICE " * 2_600_000)]))


@case("/100k-items")
async def many_items(exchange: Exchange) -> None:
    """Z04 a feed of 30 MB."""
    await exchange.answer(rss([item(number) for number in range(100_000)]))


@case("/announced-large")
async def announced_large(exchange: Exchange) -> None:
    """Z04 a Content-Length beyond any limit, and no body."""
    await exchange.head(headers={"Content-Type": RSS, "Content-Length": "99999999999"})
    await asyncio.sleep(30)


@case("/1k-new-items")
async def flood(exchange: Exchange) -> None:
    """Z05 a thousand new items at once."""
    await exchange.answer(rss([item(number) for number in range(1000)]))


@case("/big-headers")
async def big_header(exchange: Exchange) -> None:
    """Z06 a header of 1 MB."""
    await exchange.answer(GOOD, headers={"X-Big": "a" * (1 << 20)})


@case("/many-headers")
async def many_headers(exchange: Exchange) -> None:
    """Z06 ten thousand headers."""
    await exchange.answer(GOOD, headers={f"X-{number}": "a" for number in range(10_000)})


@case("/csp-header")
async def fat_header(exchange: Exchange) -> None:
    """Z06 a header of 20 kB, as real newspapers send: good."""
    await exchange.answer(GOOD, headers={"Content-Security-Policy": "a " * 10_000})


@case("/slowloris")
async def slow_body(exchange: Exchange) -> None:
    """T01 a body of one byte at a time."""
    await exchange.head(headers={"Content-Type": RSS, "Content-Length": str(len(GOOD))})
    for byte in GOOD.encode():
        await exchange.raw(bytes([byte]))
        await asyncio.sleep(0.05)


@case("/slow-headers")
async def slow_headers(exchange: Exchange) -> None:
    """T01 headers of one byte at a time."""
    for byte in b"HTTP/1.1 200 OK\r\n" + b"X-Slow: yes\r\n" * 1000:
        await exchange.raw(bytes([byte]))
        await asyncio.sleep(0.05)


@case("/hang")
async def hang(exchange: Exchange) -> None:
    """T01 no answer at all, until the client goes."""
    await exchange.reader.read()


@case("/slow-ok")
async def slow_but_good(exchange: Exchange) -> None:
    """T03 slow, and whole in the end; `seconds` 0.4 unless told."""
    wait = float(exchange.query.get("seconds", "0.4")) / 4
    await asyncio.sleep(wait)
    await exchange.head(headers={"Content-Type": RSS, "Content-Length": str(len(GOOD))})
    quarter = len(GOOD) // 3 + 1
    for start in range(0, len(GOOD), quarter):
        await asyncio.sleep(wait)
        await exchange.raw(GOOD[start : start + quarter].encode())


def status_case(status: int) -> None:
    @case(f"/{status}")
    async def answer_status(exchange: Exchange) -> None:
        """H01 a status and an error page."""
        await exchange.answer("<h1>No.</h1>", status=status, kind="text/html")


for _status in (400, 401, 403, 404, 418, 429, 500, 502, 503):
    status_case(_status)


@case("/204")
async def nothing(exchange: Exchange) -> None:
    """X08 no content."""
    await exchange.head(204)


@case("/503-retry-after")
async def busy(exchange: Exchange) -> None:
    """H02 asks for two minutes."""
    await exchange.answer(status=503, headers={"Retry-After": "120"})


@case("/429-retry-after-date")
async def limited(exchange: Exchange) -> None:
    """H02 asks for ten minutes, as a date."""
    at = datetime.now(UTC) + timedelta(minutes=10)
    await exchange.answer(status=429, headers={"Retry-After": format_datetime(at, usegmt=True)})


@case("/429-retry-after-absurd")
async def limited_for_ever(exchange: Exchange) -> None:
    """H02 asks for the rest of our lives."""
    await exchange.answer(status=429, headers={"Retry-After": "9" * 40})


@case("/429-retry-after-garbage")
async def limited_somehow(exchange: Exchange) -> None:
    """H02 asks for nobody knows what."""
    await exchange.answer(status=429, headers={"Retry-After": "soon, please"})


@case("/410-gone")
async def gone(exchange: Exchange) -> None:
    """H03 gone for good."""
    await exchange.answer(status=410)


@case("/etag")
async def honest_etag(exchange: Exchange) -> None:
    """H04 validators as they should be."""
    fields = {"ETag": '"v1"', "Last-Modified": "Tue, 03 Mar 2026 10:00:00 GMT"}
    if exchange.headers.get("if-none-match") == '"v1"':
        await exchange.head(304, {**fields, "Cache-Control": "max-age=900"})
    else:
        await exchange.answer(GOOD, headers=fields)


@case("/304-without-etag")
async def unasked(exchange: Exchange) -> None:
    """H05 not modified, although nobody asked."""
    await exchange.head(304)


@case("/etag-lies")
async def for_ever(exchange: Exchange) -> None:
    """H05 one validator for ever, whatever the document says."""
    if "if-none-match" in exchange.headers:
        await exchange.head(304, {"ETag": '"same"'})
    else:
        await exchange.answer(rss([item(exchange.count)]), headers={"ETag": '"same"'})


@case("/no-validators")
async def same_bytes(exchange: Exchange) -> None:
    """H04 the same bytes each time, and no validator."""
    await exchange.answer(GOOD)


@case("/cache-control")
async def fresh(exchange: Exchange) -> None:
    """H06 fresh for an hour, ten minutes of which are over."""
    await exchange.answer(GOOD, headers={"Cache-Control": "public, max-age=3600", "Age": "600"})


@case("/truncated")
async def truncated(exchange: Exchange) -> None:
    """H07 less body than announced."""
    await exchange.head(headers={"Content-Type": RSS, "Content-Length": str(len(GOOD))})
    await exchange.raw(GOOD[:300].encode())


@case("/reset")
async def reset(exchange: Exchange) -> None:
    """H07 the connection is reset within the body."""
    await exchange.head(headers={"Content-Type": RSS, "Content-Length": str(len(GOOD))})
    await exchange.raw(GOOD[:300].encode())
    exchange.writer.transport.abort()


@case("/reset-at-once")
async def reset_at_once(exchange: Exchange) -> None:
    """H07 the connection is reset before any answer."""
    exchange.writer.transport.abort()


@case("/bad-chunk")
async def bad_chunk(exchange: Exchange) -> None:
    """H07 a chunk whose size is no number."""
    await exchange.head(headers={"Content-Type": RSS, "Transfer-Encoding": "chunked"})
    await exchange.raw(b"5\r\n<rss>\r\nzz\r\nnever\r\n0\r\n\r\n")


@case("/cut-chunks")
async def cut_chunks(exchange: Exchange) -> None:
    """H07 chunks without the last one."""
    await exchange.head(headers={"Content-Type": RSS, "Transfer-Encoding": "chunked"})
    await exchange.raw(b"%x\r\n%s\r\n" % (len(GOOD), GOOD.encode()))


@case("/not-http")
async def not_http(exchange: Exchange) -> None:
    """H07 another protocol."""
    await exchange.raw(b"220 mail.ledger.example ESMTP ready\r\n")


@case("/flaky")
async def flaky(exchange: Exchange) -> None:
    """H08 fails every second time."""
    if exchange.count % 2:
        await exchange.answer(status=500)
    else:
        await exchange.answer(GOOD)


@case("/polite")
async def polite(exchange: Exchange) -> None:
    """H10 serves those who say who they are."""
    agent = exchange.headers.get("user-agent", "")
    known = agent.startswith("nutgraf/") and "@" in agent
    await exchange.answer(GOOD if known else "", status=200 if known else 403)


@case("/robots.txt")
async def robots(exchange: Exchange) -> None:
    """H11 what robots may read; tests put their own text into `memory`."""
    body, status = exchange.memory.get("robots", ("User-agent: *\nDisallow: /disallowed\n", 200))
    await exchange.answer(body, status=status, kind="text/plain")


@case("/disallowed", "/page")
async def page(exchange: Exchange) -> None:
    """H11 an article's page."""
    text = "<p>Officers arrested a man in Lakeshore on Tuesday, the agency said.</p>" * 5
    await exchange.answer(f"<html><body>{text}</body></html>", kind="text/html; charset=UTF-8")


@case("/redirect-to-disallowed")
async def to_disallowed(exchange: Exchange) -> None:
    """H11 an allowed page that leads to one that is not."""
    await exchange.redirect("/disallowed")


@case("/moody")
async def moody(exchange: Exchange) -> None:
    """H01 answers with the statuses of `memory`, one a visit, and is well in the end."""
    moods = exchange.memory.get("moods") or [200]
    status = moods.pop(0)
    await exchange.answer(GOOD if status == 200 else "", status=status)
