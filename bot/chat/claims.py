"""A claim's line of an answer, taken apart: the figure, what it counts, who says so.

An answer's line is one text, as the terminal prints it. A platform with bold type and links shows
the same words in three parts; a line that is no claim stays whole.
"""

from __future__ import annotations

from dataclasses import dataclass

from bot.chat.wording import clean, inner_quotes
from bot.domain.questions import Line
from bot.text.claiming.quantities import find_numbers, quantity_of
from bot.text.comparing.ledger import OnlyKind

_DASH = " — "
#: How a figure's speaker begins: a figure is never printed without one.
_SPEAKERS = ("says ", "say ", "no speaker")
_ALONE = tuple(f"{kind}: " for kind in OnlyKind)
#: A figure stands at the start of its line; nothing is looked for in longer texts.
_LONGEST = 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What a claim's line says; `figure` and `speaker` are empty where there is none."""

    figure: str
    words: str
    #: "says ICE", "no speaker named"; a quote's speaker by name.
    speaker: str


def said(line: Line) -> Said | None:
    """Return the parts of a claim's line; None for a headline, a setting or any other line."""
    if line.story is not None or not line.evidence or len(line.text) > _LONGEST:
        return None
    text = inner_quotes(clean(line.text))
    words, dash, speaker = text.rpartition(_DASH)
    if text.startswith("“"):
        quoted = bool(dash) and words.endswith("”")
        return Said(figure="", words=words, speaker=speaker) if quoted else None
    if text.startswith(_ALONE):
        return Said(figure="", words=text, speaker="")
    if not dash or not speaker.startswith(_SPEAKERS):
        return None
    end = _end_of_figure(words)
    return Said(figure=words[:end], words=words[end:].strip(), speaker=speaker)


def _end_of_figure(words: str) -> int:
    """Return where the figure that begins the words ends, its qualifier included; 0 for none."""
    first = next(find_numbers(words, ()), None)
    if first is None:
        return 0
    figure = quantity_of(words, first)
    return 0 if figure.start else figure.end
