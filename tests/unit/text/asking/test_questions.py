from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.domain.errors import QuestionError
from bot.domain.questions import COMMANDS, Option, OptionKind
from bot.text.asking.questions import _value, build_question, parse_moment, parse_question

NOW = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)


def test_an_empty_line_asks_for_help():
    assert parse_question("  ", now=NOW).command == "help"


def test_the_root_command_may_stand_before_the_question():
    assert parse_question("/news latest", now=NOW).command == "latest"


def test_options_are_read_with_their_types_and_defaults():
    question = parse_question("latest n:3 state:il", now=NOW)

    assert question.values["n"] == 3
    assert question.values["since"] == NOW - timedelta(hours=24)
    assert question.values["state"] == "IL"


def test_a_search_keeps_its_filters_and_phrases_as_words():
    question = parse_question("search “detainer letters” state:NY sort:new", now=NOW)

    assert question.values["query"] == '"detainer letters" state:NY'
    assert question.values["sort"] == "new"


def test_an_address_is_an_argument_and_no_option():
    question = parse_question("why https://news.example/a?x=1", now=NOW)

    assert question.values["article"] == "https://news.example/a?x=1"


def test_a_quoted_name_loses_its_quotes():
    assert parse_question('who "Dana Whitcomb"', now=NOW).values["name"] == "Dana Whitcomb"


def test_an_option_value_may_be_quoted():
    assert parse_question('latest outlet:"Capital Ledger"', now=NOW).values["outlet"] == (
        "Capital Ledger"
    )


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("serach x", "Did you mean `search`?"),
        ("zzzz", "Type `help`"),
        ("search", "needs what to look for"),
        ("latest banana", "takes no words"),
        ("latest colour:red", "no option"),
        ("latest n:many", "no number"),
        ("latest n:99", "out of range"),
        ("latest since:soon", "is no time"),
        ("story 1 view:sideways", "Choose of"),
        ("search " + "x" * 1200, "at most 1000"),
    ],
)
def test_a_mistake_gets_one_line_with_what_to_type_instead(line: str, words: str):
    with pytest.raises(QuestionError) as caught:
        parse_question(line, now=NOW)

    assert words in str(caught.value)


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("90m", NOW - timedelta(minutes=90)),
        ("7d", NOW - timedelta(days=7)),
        ("2 weeks", NOW - timedelta(weeks=2)),
        ("2026-02-01", datetime(2026, 2, 1, tzinfo=UTC)),
        ("today", datetime(2026, 3, 2, tzinfo=UTC)),
        ("yesterday", datetime(2026, 3, 1, tzinfo=UTC)),
        ("9999d", NOW - timedelta(days=3650)),
    ],
)
def test_moments_are_spans_back_or_dates(text: str, moment: datetime):
    assert parse_moment(text, now=NOW) == moment


def test_options_given_one_by_one_make_the_same_question_and_its_line():
    question = build_question("story", {"story": "12", "view": "claims"}, now=NOW)

    assert question.values == {"story": "12", "view": "claims"}
    assert question.text == "story 12 view:claims"


def test_a_line_made_of_options_quotes_values_with_spaces():
    question = build_question("latest", {"outlet": "Capital Ledger"}, now=NOW)

    assert question.text == 'latest outlet:"Capital Ledger"'


def test_an_unknown_command_given_with_options_is_refused():
    with pytest.raises(QuestionError):
        build_question("nope", {}, now=NOW)


def test_spans_and_flags_are_read_by_their_kind():
    span = Option(name="for", about="", kind=OptionKind.SPAN)
    flag = Option(name="dry", about="", kind=OptionKind.FLAG)

    assert _value(span, "8h", NOW) == timedelta(hours=8)
    assert _value(flag, "true", NOW) is True
    with pytest.raises(QuestionError):
        _value(span, "long", NOW)


def test_every_example_in_the_help_is_a_question():
    for command in COMMANDS:
        assert parse_question(command.example, now=NOW).command == command.name


def test_a_moment_may_carry_a_time_of_day_and_a_zone():
    assert parse_moment("2026-03-01T14:30z", now=NOW) == datetime(2026, 3, 1, 14, 30, tzinfo=UTC)
    assert parse_moment("2026-03-01T14:30", now=NOW) == datetime(2026, 3, 1, 14, 30, tzinfo=UTC)
    assert parse_moment("2026-03-01T14:30-05:00", now=NOW).hour == 19


def test_a_date_without_a_zone_is_read_on_the_askers_clock():
    there = datetime(2026, 3, 9, 2, 0, tzinfo=UTC).astimezone(ZoneInfo("America/Chicago"))

    assert parse_moment("2026-03-01T14:30", now=there) == datetime(2026, 3, 1, 20, 30, tzinfo=UTC)
    assert parse_moment("today", now=there) == datetime(2026, 3, 8, 6, 0, tzinfo=UTC)
    assert parse_moment("yesterday", now=there) == datetime(2026, 3, 7, 6, 0, tzinfo=UTC)
    assert parse_moment("2026-03-01", now=there).tzinfo is UTC


def test_a_day_back_is_24_hours_also_when_clocks_change():
    there = datetime(2026, 3, 8, 18, 0, tzinfo=UTC).astimezone(ZoneInfo("America/Chicago"))

    assert parse_moment("24h", now=there) == datetime(2026, 3, 7, 18, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (
            "99999d",
            "period:99999d is too long. Use minutes, hours, days or weeks, at most 400 days",
        ),
        ("401d", "period:401d is too long"),
        ("999999w", "period:999999w is too long"),
        ("400 years", "period:400 years is no span. Use minutes, hours, days or weeks"),
        ("long", "period:long is no span"),
    ],
)
def test_a_span_that_is_not_taken_is_told_the_most_and_examples(given: str, said: str):
    with pytest.raises(QuestionError, match=said) as caught:
        build_question("trend", {"query": "oregon", "period": given}, now=NOW)
    assert str(caught.value).endswith("at most 400 days: 90m, 24h, 7d, 12w.")


def test_the_longest_span_is_taken():
    question = build_question("trend", {"query": "oregon", "period": "400d"}, now=NOW)

    assert question.values["period"] == timedelta(days=400)


def test_a_moment_beyond_the_calendar_is_refused():
    with pytest.raises(QuestionError, match="is no time"):
        parse_moment("0001-01-01T00:00+14:00", now=NOW)


def test_a_query_keeps_the_quotes_of_its_phrase_in_every_command():
    assert parse_question('export "detainer letters"', now=NOW).values["query"] == (
        '"detainer letters"'
    )
