"""Targets of the renderers: whatever a story says, a platform gets a valid and harmless message."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from itertools import cycle

from hypothesis import strategies as st

from bot.chat.discord import render as discord
from bot.chat.slack import render as slack
from bot.chat.terminal import render as terminal
from bot.domain.briefs import Digest, Notice, Update
from bot.domain.delivery import DeliveryKey
from bot.domain.questions import Answer, Evidence, Line, Section
from tests.builders import NOON, a_brief, a_figure, a_source_line
from tests.fakes.discord_review import problems as discord_problems
from tests.fakes.slack_review import problems as slack_problems
from tests.fuzz.target import Target
from tests.strategies import answers, briefs, repeated, texts, updates

KEY = DeliveryKey("0123456789abcdef01234567")


def _shown(payload: str) -> list[str]:
    """Everything a terminal would obey or show turned around."""
    return [
        f"U+{ord(one):04X}"
        for one in payload.replace("\n", "")
        if unicodedata.category(one) in {"Cc", "Cf", "Cs", "Co", "Zl", "Zp"}
    ]


def _checked(
    render: Callable[..., object], answer: Callable[..., object], problems: Callable[..., list]
) -> Callable[[object], None]:
    def check(message: object) -> None:
        shown = answer(message) if isinstance(message, Answer) else render(message)
        assert problems(shown) == []

    return check


MESSAGES = st.one_of(
    briefs(),
    updates,
    answers,
    st.builds(Digest, title=texts, briefs=repeated(briefs(most_sources=9), 3, 4)),
    st.builds(Notice, title=texts, lines=repeated(texts, 6, 10)),
)


def _message_of(text: str) -> object:
    """Read a seed as `brief|update|answer|digest|notice`, then one text a field, all around."""
    kind, _, rest = text.partition("|")
    words = cycle(rest.split("|"))
    source = a_source_line(outlet=next(words), title=next(words), url=next(words))
    figure = a_figure(surface=next(words), counts=next(words), speaker=next(words))
    brief = a_brief(
        headline=next(words),
        sources=(source,),
        figures=(figure,),
        sentences=(),
        places=(next(words),),
    )
    lines = (
        Line(text=next(words), url=next(words), detail=next(words), evidence=_evidence(words)),
    )
    made = {
        "update": lambda: Update(
            story=brief.story, heading=next(words), is_correction=False, lines=(), sources=(source,)
        ),
        "answer": lambda: Answer(
            title=next(words),
            brief=brief,
            sections=(Section(heading=next(words), lines=lines),),
            notes=(next(words),),
        ),
        "digest": lambda: Digest(title=next(words), briefs=(brief,)),
        "notice": lambda: Notice(title=next(words), lines=(next(words), next(words))),
    }
    return made.get(kind, lambda: brief)()


def _evidence(words) -> tuple[Evidence, ...]:
    return (Evidence(outlet=next(words), url=next(words), at=NOON),)


def _on_discord(message):
    return discord.render_message(message, key=KEY)


CHAT_TARGETS = tuple(
    Target(name=name, check=check, inputs=MESSAGES, read=_message_of)
    for name, check in (
        ("slack", _checked(slack.render_message, slack.render_answer, slack_problems)),
        ("discord", _checked(_on_discord, discord.render_answer, discord_problems)),
        ("terminal", _checked(terminal.render_message, terminal.render_answer, _shown)),
    )
)
