"""Targets of the question parser: whatever is typed is a question or says what to type instead."""

from __future__ import annotations

from datetime import UTC, datetime

from hypothesis import strategies as st

from bot.domain.commands import COMMANDS
from bot.domain.errors import QuestionError
from bot.domain.grammar import OptionKind
from bot.domain.questions import Query, Question
from bot.text.asking.queries import parse_query
from bot.text.asking.questions import build_question, parse_question
from tests.fuzz import grammars
from tests.fuzz.target import Target

NOW = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)


def _read(parse, text: str):
    """Return what is asked; None when the asker is told what to type instead."""
    try:
        return parse(text, now=NOW)
    except QuestionError as error:
        _says_what_to_type(error)
        return None


def _says_what_to_type(error: QuestionError) -> None:
    assert str(error)
    # A message: Discord's longest is 2,000 characters.
    assert len(str(error)) <= 2000


def check_line(line: str) -> None:
    question = _read(parse_question, line)
    if question is None:
        return
    again = parse_question(question.text, now=NOW)
    assert (again.command, again.values) == (question.command, question.values)


def check_query(words: str) -> None:
    query = _read(parse_query, words)
    if query is None:
        return
    assert isinstance(query, Query)
    assert all(term.strip() for group in query.groups for term in group)
    assert all(term.strip() for term in query.excluded)


def check_form(form: tuple[str, dict[str, str]]) -> None:
    """Options given one by one, as Discord and forms do: the printed line asks the same."""
    command, raw = form
    question = _built(command, raw)
    if question is None:
        return
    again = parse_question(question.text, now=NOW)
    assert again.command == question.command
    assert _plain(again) == _plain(question), question.text


def _plain(question: Question) -> dict[str, object]:
    """Return what is asked, without quotation marks, which a printed search may have more of."""
    return {
        name: " ".join(value.replace('"', "").split()) if isinstance(value, str) else value
        for name, value in question.values.items()
    }


def _built(command: str, raw: dict[str, str]) -> Question | None:
    try:
        return build_question(command, raw, now=NOW)
    except QuestionError:
        return None


_SAMPLES = {
    OptionKind.COUNT: st.integers(-1, 30).map(str),
    OptionKind.SPAN: st.sampled_from(("24h", "7d", "90m", "2 weeks", "soon")),
    OptionKind.MOMENT: st.sampled_from(("24h", "2026-01-05", "yesterday", "2026-01-05 14:00")),
    OptionKind.FLAG: st.sampled_from(("true", "no", "")),
}
#: Words as people type them into a field; the grammar has no way to write a `"` inside a value.
_words = st.lists(
    st.sampled_from(
        (
            *("detainer", "letters", "OR", "-not", "n:3", "since:7d", "to:here", "12", "state:NY"),
            *("view:all", "query:x", "https://news.example/a", "name:", ":", "|", "é", "Oak St."),
        )
    ),
    min_size=1,
    max_size=4,
).map(" ".join)


def _form_of(command):
    options = ([command.argument] if command.argument else []) + list(command.options)
    values = {
        one.name: st.sampled_from(one.choices) if one.choices else _SAMPLES.get(one.kind, _words)
        for one in options
    }
    if command.argument and command.rest:
        # What stands behind the first word is another option's.
        values[command.argument.name] = st.sampled_from(("12", "https://news.example/a"))
    return st.tuples(st.just(command.name), st.fixed_dictionaries({}, optional=values))


def _form_read(text: str) -> tuple[str, dict[str, str]]:
    """Read a seed as `command|option=value|option=value`."""
    command, *options = text.split("|")
    return command, dict(one.split("=", 1) for one in options)


QUESTION_TARGETS = (
    Target(name="questions", check=check_line, inputs=grammars.questions),
    Target(
        name="forms",
        check=check_form,
        inputs=st.sampled_from(COMMANDS).flatmap(_form_of),
        read=_form_read,
    ),
    Target(
        name="queries",
        check=check_query,
        inputs=grammars.questions,
        run=lambda words: _read(parse_query, words),
        pieces=('"', 'a:"', '-"', " ", "a ", "a:", "OR ", "| "),
    ),
)
