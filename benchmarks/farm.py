"""A loopback farm of news feeds: deterministic by seed, every event invented by the generator."""

from __future__ import annotations

import asyncio
import random
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from hashlib import blake2b
from xml.sax.saxutils import escape

from aiohttp import web

PLACES = [
    ("Oregon", "Salem", "Marion County"),
    ("Georgia", "Macon", "Bibb County"),
    ("Texas", "Waco", "McLennan County"),
    ("Illinois", "Peoria", "Peoria County"),
    ("Arizona", "Yuma", "Yuma County"),
    ("Ohio", "Dayton", "Montgomery County"),
    ("Nebraska", "Kearney", "Buffalo County"),
    ("Florida", "Ocala", "Marion County"),
    ("Colorado", "Pueblo", "Pueblo County"),
    ("Maine", "Lewiston", "Androscoggin County"),
    ("Nevada", "Reno", "Washoe County"),
    ("Kansas", "Salina", "Saline County"),
]
SUBJECTS = [
    (
        "detained {n} workers at a {thing} plant",
        "worksite raid",
        "poultry meatpacking furniture carpet cannery dairy",
    ),
    (
        "sued over detainers held by the {thing} jail",
        "detainer lawsuit",
        "county regional city north south district",
    ),
    (
        "opened a {n}-bed detention center in a former {thing}",
        "detention center",
        "warehouse prison school hospital mall barracks",
    ),
    (
        "arrested {n} people near a {thing}",
        "courthouse arrests",
        "courthouse church school clinic market library",
    ),
    (
        "flew {n} people out on a deportation flight to a {thing} country",
        "deportation flight",
        "third northern southern distant nearby far",
    ),
    (
        "ordered bond hearings for {n} detainees at the {thing} facility",
        "bond hearing ruling",
        "Pine Oak Cedar Willow Maple Birch",
    ),
]
VOICES = [
    "a sheriff",
    "an attorney for the families",
    "the mayor",
    "an ICE spokesman",
    "a county commissioner",
    "the union's president",
    "a pastor",
    "a state senator",
]
FILLER = [
    "Residents lined the road and watched buses leave through the side gate.",
    "Records reviewed by the outlet show that the plan had been discussed since spring.",
    "Lawyers said they were not told where people had been taken.",
    "The county's contract with the federal government pays for each bed and each night.",
    "Neighbours described vans without markings and officers whose faces were covered.",
    "Supporters of the operation said that laws must be enforced as they are written.",
    "Opponents said that the cost to families and to trust in the police is too high.",
    "Commissioners will take up the matter at their meeting next week.",
    "Court papers name the field office and the dates of the transfers.",
    "Officials did not say how long the operation would last.",
]
OFF_BEAT = [
    "hockey team wins in overtime on home ice",
    "ice storm closes roads and schools",
    "bakery opens a second shop",
    "library extends its hours",
    "river festival draws a record crowd",
]


@dataclass(frozen=True)
class FarmArticle:
    guid: str
    title: str
    body: str
    at: datetime


SYLLABLES = [
    "ba",
    "rin",
    "tol",
    "ves",
    "mar",
    "ked",
    "sol",
    "hin",
    "dor",
    "pel",
    "gra",
    "ni",
    "tam",
    "cor",
    "wex",
    "lun",
    "fal",
    "jo",
    "quil",
    "bre",
]
#: Words of an article, about as many as a news report has.
WORDS = 500


def _name(rng: random.Random) -> str:
    return "".join(rng.sample(SYLLABLES, 3)).capitalize()


def _event(rng: random.Random) -> tuple[str, list[str]]:
    """A headline and paragraphs of about 500 words; names, numbers and most sentences its own."""
    state, city, county = rng.choice(PLACES)
    deed, noun, things = rng.choice(SUBJECTS)
    words = deed.format(n=rng.randint(11, 980), thing=rng.choice(things.split()))
    town, site, person = _name(rng), _name(rng), _name(rng)
    title = f"ICE {words} in {town}, {state}"
    body = [
        f"{town.upper()}, {state} — U.S. Immigration and Customs Enforcement {words} in {town} on Monday, the {noun} that {county} leaders had been warned about.",
        f"“This is what we were told would happen at {site},” said {person} {rng.choice(['Adams', 'Keller', 'Ruiz', 'Okafor', 'Lindt', 'Moss'])}, {rng.choice(VOICES)} in {county}.",
        f"ICE says {rng.randint(31, 89)}% of the people it arrested near {town} since January had a criminal conviction or pending charge.",
        f"{rng.choice(VOICES).capitalize()} said the {noun} in {town}, an hour from {city}, affected {rng.randint(12, 900)} families.",
        *rng.sample(FILLER, 2),
    ]
    while sum(len(each.split()) for each in body) < WORDS:
        body.append(
            rng.choice(
                [
                    f"At {_name(rng)} {rng.choice(['Street', 'Creek', 'Mills', 'Crossing'])}, people who know the {_name(rng).lower()} works said the {site} gate had been closed for {rng.randint(2, 90)} days when the {_name(rng).lower()} vans arrived.",
                    f"{rng.choice(VOICES).capitalize()} said that {rng.randint(12, 900)} {_name(rng).lower()} permits had been filed with {county} since the {_name(rng)} contract was signed for ${rng.randint(2, 90)} million.",
                    f"The {_name(rng)} agreement, which {town} officials approved in {rng.choice(['May', 'June', 'October'])}, lets deputies keep {_name(rng).lower()} records for {rng.randint(20, 400)} hours, according to {_name(rng)} filings.",
                ]
            )
        )
    return title, body


def grow(feed_count: int, per_feed: int, seed: int, now: datetime) -> list[list[FarmArticle]]:
    """Return the articles of each feed: six of ten are events of their own, the rest copies and noise."""
    rng = random.Random(seed)
    told: list[tuple[str, list[str]]] = []
    feeds = []
    for number in range(feed_count):
        articles = []
        for item in range(per_feed):
            draw = rng.random()
            if draw < 0.15:
                title, body = (
                    f"{rng.choice(OFF_BEAT).capitalize()} {rng.randint(1, 999)}",
                    rng.sample(FILLER, 6),
                )
            elif draw < 0.4 and told:
                title, body = rng.choice(told[-60:])
            else:
                title, body = _event(rng)
                told.append((title, body))
            at = now - timedelta(minutes=rng.randint(5, 600))
            articles.append(
                FarmArticle(guid=f"{number}-{item}", title=title, body="\n\n".join(body), at=at)
            )
        feeds.append(articles)
    return feeds


def document(number: int, articles: list[FarmArticle]) -> bytes:
    """Return a feed as RSS 2.0 with full texts."""
    items = "".join(
        f"<item><title>{escape(a.title)}</title><link>https://outlet{number}.example/{a.guid}</link>"
        f"<guid isPermaLink='false'>{a.guid}</guid><pubDate>{format_datetime(a.at)}</pubDate>"
        f"<description>{escape(''.join(f'<p>{escape(p)}</p>' for p in a.body.split(chr(10) * 2)))}</description></item>"
        for a in articles
    )
    return f"<rss version='2.0'><channel><title>Outlet {number}</title>{items}</channel></rss>".encode()


@dataclass
class Farm:
    """A running farm; every feed has a host of its own in 127.0.0.0/8."""

    port: int
    feeds: list[list[FarmArticle]]
    hang_until: asyncio.Event = field(default_factory=asyncio.Event)
    request_count: int = 0

    def host(self, number: int) -> str:
        return f"127.9.{number // 250}.{number % 250 + 1}"

    def urls(self) -> list[str]:
        return [f"http://{self.host(n)}:{self.port}/{n}.xml" for n in range(len(self.feeds))]

    def allowed(self) -> str:
        return ",".join(f"{self.host(n)}:{self.port}" for n in range(len(self.feeds)))

    def feeds_yaml(self, channels: str = "") -> str:
        lines = ["version: 1", "defaults: {backfill: 50}", "feeds:"]
        lines += [
            f"  - {{id: outlet-{n}, name: Outlet {n}, url: '{url}', kind: local}}"
            for n, url in enumerate(self.urls())
        ]
        return "\n".join(lines) + "\n" + channels


@asynccontextmanager
async def open_farm(feed_count: int, per_feed: int = 10, seed: int = 1) -> AsyncIterator[Farm]:
    """Serve the farm, each feed on a loopback address of its own, after a tenth of a second."""
    farm = Farm(port=0, feeds=grow(feed_count, per_feed, seed, datetime.now(UTC)))
    bodies = [document(n, articles) for n, articles in enumerate(farm.feeds)]
    etags = [f'"{blake2b(body, digest_size=8).hexdigest()}"' for body in bodies]

    async def answer(request: web.Request) -> web.Response:
        farm.request_count += 1
        number = int(request.match_info["n"])
        await asyncio.sleep(0.1)
        if request.headers.get("If-None-Match") == etags[number]:
            return web.Response(status=304)
        return web.Response(
            body=bodies[number],
            headers={"ETag": etags[number], "Content-Type": "application/rss+xml"},
        )

    app = web.Application()
    app.router.add_get("/{n}.xml", answer)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    try:
        await web.TCPSite(runner, farm.host(0), 0).start()
        farm.port = runner.addresses[0][1]
        for number in range(1, feed_count):
            await web.TCPSite(runner, farm.host(number), farm.port).start()
        yield farm
    finally:
        await runner.cleanup()
