"""Long text over several embeds: a description holds 4,096 characters, a message 6,000."""

from __future__ import annotations

from collections.abc import Sequence

from bot.chat.discord.elements import MAX_DESCRIPTION, Embed, embed
from bot.chat.discord.wording import length


def paged(head: Embed, parts: Sequence[str], joint: str = "\n") -> list[Embed]:
    """Return the parts as the description of `head` and of as many further embeds as they need.

    Each part must have at most 4,096 characters; the footer stands under the last embed.
    """
    pages: list[str] = [head.get("description", "")]
    for part in parts:
        # A gap before a part has no use where a page begins.
        joined = f"{pages[-1]}{joint}{part}" if pages[-1] else part.lstrip("\n")
        if length(joined) <= MAX_DESCRIPTION:
            pages[-1] = joined
        else:
            pages.append(part.lstrip("\n"))
    footer = head.get("footer")
    first = {name: part for name, part in head.items() if name != "footer"}
    further = [embed(description=page, colour=head.get("color")) for page in pages[1:]]
    embeds = [{**first, **({"description": pages[0]} if pages[0] else {})}, *further]
    if footer:
        embeds[-1] = {**embeds[-1], "footer": footer}
    return embeds
