"""Every stored noun comes back from JSON as it went in, and rows of earlier versions still load."""

import dataclasses
import json
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta, timezone
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.articles import Article, Provenance, Reading, Revision
from bot.domain.briefs import Brief, Notice, SourceLine, Update
from bot.domain.delivery import Delivery
from bot.domain.entities import Entity
from bot.domain.errors import StorageError
from bot.domain.feeds import FeedState
from bot.domain.stories import Story
from bot.domain.verdicts import Trace
from storage.codec import dump, load

NOUNS = (Article, Reading, Revision, Delivery, Entity, FeedState, Story, Trace)

st.register_type_strategy(datetime, st.datetimes(timezones=st.just(UTC)))
st.register_type_strategy(Decimal, st.decimals(allow_nan=False, allow_infinity=False))
SOURCES = st.lists(st.from_type(SourceLine), min_size=1, max_size=2).map(tuple)
st.register_type_strategy(Brief, st.builds(Brief, sources=SOURCES))
st.register_type_strategy(float, st.floats(allow_nan=False, allow_infinity=False))


@pytest.mark.parametrize("noun", NOUNS)
@settings(max_examples=25, deadline=None)
@given(data=st.data())
def test_a_noun_comes_back_as_it_was(noun, data):
    value = data.draw(st.from_type(noun))

    assert load(noun, dump(noun, value)) == value


@pytest.mark.parametrize("noun", NOUNS)
@settings(max_examples=10, deadline=None)
@given(data=st.data())
def test_what_a_row_of_an_earlier_version_lacks_takes_its_default(noun, data):
    value = data.draw(st.from_type(noun))
    document = json.loads(dump(noun, value))
    required = {
        field.name
        for field in dataclasses.fields(noun)
        if field.default is dataclasses.MISSING and field.default_factory is dataclasses.MISSING
    }

    loaded = load(noun, json.dumps({name: document[name] for name in required}))

    assert all(getattr(loaded, name) == getattr(value, name) for name in required)


def test_a_key_no_field_knows_is_passed_over():
    notice = Notice(title="Hello")

    assert load(Notice, '{"title":"Hello","colour":"red"}') == notice


def test_a_union_says_which_of_its_nouns_it_holds():
    notice = Notice(title="Hello", lines=("one",))

    text = dump(Update | Notice | None, notice)

    assert json.loads(text)["is"] == "Notice"
    assert load(Update | Notice | None, text) == notice
    assert load(Update | Notice | None, "null") is None


def test_a_time_of_any_zone_comes_back_as_the_same_moment_in_utc():
    at = datetime(2026, 11, 21, 7, 0, 0, 1, tzinfo=timezone(timedelta(hours=-5)))

    loaded = load(datetime, dump(datetime, at))

    assert loaded == at
    assert loaded.tzinfo is UTC


@pytest.mark.parametrize(
    ("hint", "text"),
    [
        (str, "7"),
        (int, '"7"'),
        (int, "true"),
        (int, "7.0"),
        (bool, "1"),
        (float, '"7"'),
        (Decimal, '"seven"'),
        (datetime, '"yesterday"'),
        (datetime, "7"),
        (tuple[str, ...], '"abc"'),
        (tuple[str, int], '["a"]'),
        (Provenance, '"hoax"'),
        (Notice, "[]"),
        (Notice, '{"lines":[]}'),
        (Notice, '{"title":7}'),
        (Update | Notice, '{"is":"Brief"}'),
        (Notice, "not JSON"),
        (Notice, ""),
    ],
)
def test_what_is_stored_wrongly_is_refused(hint, text):
    with pytest.raises(StorageError):
        load(hint, text)


@pytest.mark.parametrize(
    ("hint", "value"),
    [
        (datetime, datetime(2026, 11, 21)),  # noqa: DTZ001  # the fault itself
        (Notice, "a text"),
        (Mapping[str, str], {}),
    ],
)
def test_what_has_no_place_in_storage_is_a_developers_error(hint, value):
    with pytest.raises(TypeError):
        dump(hint, value)


def test_a_number_json_does_not_know_is_a_developers_error():
    with pytest.raises(ValueError, match="JSON"):
        dump(float, float("nan"))
