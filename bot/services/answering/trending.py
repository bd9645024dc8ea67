"""`trend`: how many stories a day, in words and, where something can draw, as a picture."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta, tzinfo

from bot.domain.articles import StoryId
from bot.domain.errors import QuestionError
from bot.domain.questions import Answer, Attachment, Line, Query, Section
from bot.services.answering.asking import Asking
from bot.text.asking.queries import parse_query
from bot.text.names.entities import look_up
from bot.text.printing.counts import counted, stories

PERIOD = timedelta(days=30)
#: Articles counted, the newest; as many as the archive's search looks at.
MOST_ARTICLES = 5000
#: Up to so many days each has a line of its own; then weeks have.
DAYS_IN_LINES = 31
WEEK = 7

Days = Sequence[tuple[date, int]]


async def answer_trend(asking: Asking) -> Answer:
    """Return the stories a day; each counts once, on the day of its first article of the period."""
    words = asking.text("query") or ""
    query, subject = _query(asking, words)
    zone = asking.zone
    first, last = _span(asking, zone)
    start = datetime.combine(first, time(), tzinfo=zone).astimezone(UTC)
    told = await asking.unit.articles.told(replace(query, since=start), limit=MOST_ARTICLES)
    days = _counted(told, first, last, zone)
    total = sum(count for _, count in days)
    lines = tuple(Line(text=text) for text in _lines(days))
    heading = "Stories a day" if len(days) <= DAYS_IN_LINES else "Stories a week"
    return Answer(
        title=f"Trend: {subject}",
        summary=_summary(days, total),
        sections=(Section(heading=heading, lines=lines),) if total else (),
        notes=_cautions(told) + await asking.failing(),
        attachment=await _picture(asking, subject, days) if total else None,
        question=asking.question.text,
    )


def _query(asking: Asking, words: str) -> tuple[Query, str]:
    """Return what is counted and what to call it: a listed name, or the words of a search."""
    known = look_up(words) if words and '"' not in words and ":" not in words else ()
    if len(known) == 1 or (known and known[0].name.casefold() == words.casefold()):
        return Query(entity=known[0].id), known[0].name
    query = parse_query(words, now=asking.local_now)
    if query.since is not None or query.until is not None:
        raise QuestionError("Use period: in place of since: and until:, for example period:90d.")
    return query, words


def _span(asking: Asking, zone: tzinfo) -> tuple[date, date]:
    """Return the first and the last day of the period, both counted."""
    days = max(asking.span("period", PERIOD).days, 1)
    today = asking.now.astimezone(zone).date()
    return today - timedelta(days=days - 1), today


def _counted(
    told: Sequence[tuple[StoryId, datetime]], first: date, last: date, zone: tzinfo
) -> Days:
    began: dict[StoryId, date] = {}
    for story, at in told:
        day = min(at.astimezone(zone).date(), last)
        began[story] = min(day, began.get(story, day))
    counts = Counter(began.values())
    span = (last - first).days + 1
    every = [first + timedelta(days=number) for number in range(span)]
    return [(day, counts[day]) for day in every]


def _summary(days: Days, total: int) -> str:
    parts = [f"{stories(total)} in {counted(len(days), 'day')}"]
    if total:
        day, most = max(days, key=lambda each: (each[1], each[0]))
        parts.append(f"most on {_day(day)}: {most}")
    if total and len(days) >= 2 * WEEK:
        recent = sum(count for _, count in days[-WEEK:])
        before = sum(count for _, count in days[-2 * WEEK : -WEEK])
        parts.append(f"{recent} in the last 7 days, {before} in the 7 days before")
    return "; ".join(parts) + "."


def _lines(days: Days) -> list[str]:
    if len(days) <= DAYS_IN_LINES:
        told = [f"{_day(day)}: {count}" for day, count in days if count]
        silent = sum(1 for _, count in days if not count)
        return told + ([f"none on the other {silent} days"] if silent > 1 else [])
    weeks: Counter[date] = Counter()
    for day, count in days:
        weeks[day - timedelta(days=day.weekday())] += count
    return [f"week of {_day(monday)}: {count}" for monday, count in sorted(weeks.items())]


def _day(day: date) -> str:
    return f"{day:%a %Y-%m-%d}"


def _cautions(told: Sequence[object]) -> tuple[str, ...]:
    if len(told) < MOST_ARTICLES:
        return ()
    return (f"Only the newest {MOST_ARTICLES:,} articles were counted.",)


async def _picture(asking: Asking, subject: str, days: Days) -> Attachment | None:
    plotter = asking.backstage.plotter
    content = await plotter.bars(f"{subject}: stories a day", days) if plotter else None
    if content is None:
        return None
    told = ", ".join(f"{day:%b} {day.day} {count}" for day, count in days if count)
    return Attachment(
        name=f"trend-{days[-1][0]}.png",
        media_type="image/png",
        content=content,
        alt=f"Bar chart, stories a day from {days[0][0]} to {days[-1][0]}: {told}; otherwise none.",
    )
