"""Groups R and N: where redirects lead."""

from __future__ import annotations

from tests.fakes.hostile.exchange import GOOD, Exchange, case

#: Names in the path -> spellings of addresses, all of which mean this machine or its inside.
HOSTS = {
    "localhost": "localhost",
    "127.1": "127.1",
    "decimal-ip": "2130706433",
    "hex-ip": "0x7f000001",
    "octal-ip": "0177.0.0.1",
    "0.0.0.0": "0.0.0.0",
    "mapped-ipv6": "[::ffff:127.0.0.1]",
    "ipv6-loopback": "[::1]",
    "nat64": "[64:ff9b::7f00:1]",
    "6to4": "[2002:7f00:1::1]",
    "10.0.0.1": "10.0.0.1",
    "100.64.0.1": "100.64.0.1",
    "169.254.169.254": "169.254.169.254",
}


async def to_named_host(exchange: Exchange) -> None:
    """N01-N03 to an inner address in one of its spellings, at the canary's port."""
    name = exchange.path.removeprefix("/redirect-to-")
    await exchange.redirect(f"http://{HOSTS[name]}:{exchange.canary_port}/canary")


@case("/redirect-loop")
async def loop(exchange: Exchange) -> None:
    """R01 to itself."""
    await exchange.redirect("/redirect-loop")


@case("/redirect-chain")
async def chain(exchange: Exchange) -> None:
    """R01 ever onward; with `left` it ends."""
    left = int(exchange.query.get("left", "-1"))
    await exchange.redirect("/good" if left == 0 else f"/redirect-chain?left={left - 1}")


@case("/301-permanent")
async def moved(exchange: Exchange) -> None:
    """R02 moved for good."""
    await exchange.redirect("/good", 301)


@case("/308-permanent")
async def moved_too(exchange: Exchange) -> None:
    """R02 moved for good, the newer way, over a further permanent hop."""
    await exchange.redirect("/301-permanent", 308)


@case("/302-then-301")
async def moved_for_now(exchange: Exchange) -> None:
    """R02 one hop of the way is temporary."""
    await exchange.redirect("/301-permanent", 302)


@case("/redirect-no-location")
async def nowhere(exchange: Exchange) -> None:
    """R03 a redirect without an address."""
    await exchange.answer(status=302)


@case("/redirect-empty-location")
async def empty(exchange: Exchange) -> None:
    """R03 a redirect to an empty address."""
    await exchange.redirect("")


@case("/redirect-file-scheme")
async def to_file(exchange: Exchange) -> None:
    """R04 to a file of this machine."""
    await exchange.redirect("file:///etc/passwd")


@case("/redirect-gopher")
async def to_gopher(exchange: Exchange) -> None:
    """R04 to another protocol."""
    await exchange.redirect(f"gopher://127.0.0.1:{exchange.canary_port}/_SECRET")


@case("/redirect-garbage")
async def to_garbage(exchange: Exchange) -> None:
    """R04 to no address at all."""
    await exchange.redirect("http://[::1:80:90/\\")


@case("/redirect-credentials")
async def with_credentials(exchange: Exchange) -> None:
    """R05 brings credentials along."""
    await exchange.redirect(exchange.base.replace("//", "//user:secret@") + "/good")


@case("/redirect-credentials-fail")
async def with_credentials_to_failure(exchange: Exchange) -> None:
    """R05 brings credentials along, and then fails."""
    await exchange.redirect(exchange.base.replace("//", "//user:secret@") + "/500")


@case("/redirect-downgrade")
async def downgrade(exchange: Exchange) -> None:
    """R06 from https to http."""
    await exchange.redirect(exchange.query["to"])


@case("/whoami")
async def whoami(exchange: Exchange) -> None:
    """R05 asks for credentials, and says what came."""
    if "authorization" in exchange.headers:
        await exchange.answer(GOOD)
    else:
        await exchange.answer(status=401)


@case("/redirect-to-other-host")
async def to_other_host(exchange: Exchange) -> None:
    """R05 to another host, which must not get the credentials of this one."""
    await exchange.redirect(exchange.query["to"])
