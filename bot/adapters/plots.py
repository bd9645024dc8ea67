"""Pictures, drawn by matplotlib where the extra `plots` is installed; imported at the first one."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from datetime import date
from importlib.util import find_spec
from io import BytesIO

#: Inches and dots an inch: 1200 x 480 dots, sharp on a phone and small as a file.
SIZE = (8.0, 3.2)
DOTS = 150
#: Dates under the bars; more would run into each other.
MOST_LABELS = 10
#: Okabe and Ito's blue: told apart by every kind of colour vision, clear on white.
COLOUR = "#0072B2"
LONGEST_TITLE = 70


class Plots:
    """Implements `Plotter`. One picture at a time, in a thread: drawing takes a while."""

    def __init__(self) -> None:
        self._turn = asyncio.Lock()

    async def bars(self, title: str, days: Sequence[tuple[date, int]]) -> bytes | None:
        """Return a PNG of counts a day; None when matplotlib is not installed."""
        if find_spec("matplotlib") is None:
            return None
        async with self._turn:
            return await asyncio.to_thread(_draw, printable(title), days)


def printable(title: str) -> str:
    """Return a title the built-in font has every letter of, cut to one line."""
    kept = "".join(each if _is_drawn(each) else "?" for each in " ".join(title.split()))
    return kept if len(kept) <= LONGEST_TITLE else f"{kept[: LONGEST_TITLE - 1]}…"


def _is_drawn(letter: str) -> bool:
    """Whether DejaVu Sans draws it: Latin with its accents, and general punctuation."""
    return " " <= letter <= "~" or "\u00a1" <= letter < "\u0250" or letter in "–—‘’“”…"


def _draw(title: str, days: Sequence[tuple[date, int]]) -> bytes:
    # Half a second and forty megabytes: only who asks for a picture pays for it.
    from matplotlib.backends.backend_agg import FigureCanvasAgg  # noqa: PLC0415
    from matplotlib.figure import Figure  # noqa: PLC0415
    from matplotlib.ticker import MaxNLocator  # noqa: PLC0415

    figure = Figure(figsize=SIZE, dpi=DOTS, layout="constrained")
    FigureCanvasAgg(figure)
    axes = figure.add_subplot()
    places = range(len(days))
    axes.bar(places, [count for _, count in days], color=COLOUR, width=0.8)
    # What people typed is no formula.
    axes.set_title(title, loc="left", fontsize=11, parse_math=False)
    axes.set_ylabel("stories")
    axes.yaxis.set_major_locator(MaxNLocator(integer=True))
    axes.set_ylim(bottom=0, top=max(1, *(count for _, count in days)) * 1.08)
    step = -(-len(days) // MOST_LABELS)
    axes.set_xticks(
        [place for place in places if place % step == 0],
        [f"{day:%b} {day.day}" for place, (day, _) in enumerate(days) if place % step == 0],
    )
    axes.spines[["top", "right"]].set_visible(False)
    out = BytesIO()
    # Without the library's name and version the same numbers give the same file.
    figure.savefig(out, format="png", metadata={"Software": None})
    return out.getvalue()
