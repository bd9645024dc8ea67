"""Group I: feeds that change what identifies an item."""

from __future__ import annotations

from tests.fakes.hostile.exchange import Exchange, case, item, rss


@case("/guid-churn")
async def guid_churn(exchange: Exchange) -> None:
    """I01 a new guid at each poll."""
    await exchange.answer(rss([item(guid=f"urn:{exchange.count}")]))


@case("/url-churn")
async def url_churn(exchange: Exchange) -> None:
    """I01 new tracking parameters at each poll."""
    link = f"https://ledger.example/news/1?utm_source=rss&sid={exchange.count}"
    await exchange.answer(rss([item(link=link, guid="urn:1")]))


@case("/churn")
async def churn(exchange: Exchange) -> None:
    """I01 a new guid and a new address at each poll: only the text stays."""
    link = f"https://ledger.example/news/{exchange.count}"
    await exchange.answer(rss([item(link=link, guid=f"urn:{exchange.count}")]))


@case("/guid-reuse")
async def guid_reuse(exchange: Exchange) -> None:
    """I02 one guid for every story."""
    number = exchange.count
    text = ("Raid in Lakeshore", "Judge halts a removal", "County ends its contract")[number % 3]
    await exchange.answer(rss([item(number, title=text, description=text, guid="urn:latest")]))


@case("/title-edits")
async def title_edits(exchange: Exchange) -> None:
    """I03 the headline changes."""
    await exchange.answer(
        rss([item(title=f"Three arrested in Lakeshore, edition {exchange.count}")])
    )


@case("/reordered")
async def reordered(exchange: Exchange) -> None:
    """I04 the order changes."""
    items = [item(number) for number in range(1, 6)]
    await exchange.answer(rss(items if exchange.count % 2 else items[::-1]))


@case("/vanishing")
async def vanishing(exchange: Exchange) -> None:
    """I04 an item goes and comes back."""
    items = [item(number) for number in range(1, 6)]
    await exchange.answer(rss(items if exchange.count % 2 else items[:2]))


@case("/empty-then-full")
async def empty_then_full(exchange: Exchange) -> None:
    """I04 the second poll finds nothing, the third all of it again."""
    items = [item(number) for number in range(1, 6)]
    await exchange.answer(rss([] if exchange.count == 2 else items))


@case("/duplicate-entries")
async def duplicates(exchange: Exchange) -> None:
    """I05 one item three times in one document."""
    await exchange.answer(rss([item(), item(), item()]))


SAME = (
    "Federal officers detained eleven workers at a packing plant outside Lakeshore on Tuesday "
    "morning, the county sheriff said. The agency did not answer questions about the warrants."
)


@case("/same-story-a")
async def first_outlet(exchange: Exchange) -> None:
    """I06 one story, first outlet."""
    await exchange.answer(rss([item(1, title="Eleven held at Lakeshore plant", description=SAME)]))


@case("/same-story-b")
async def second_outlet(exchange: Exchange) -> None:
    """I06 one story, second outlet."""
    link = "https://tribune.example/plant"
    title = "Officers detain 11 at packing plant"
    await exchange.answer(rss([item(2, title=title, link=link, description=SAME)]))


@case("/missing-everything")
async def missing(exchange: Exchange) -> None:
    """I07 an item of nothing."""
    await exchange.answer(rss(["<item></item>", "<item><title></title></item>"]))
