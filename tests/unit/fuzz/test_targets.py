"""Every target holds its promises over its seeds and over a few texts of its grammar."""

from __future__ import annotations

import re
from math import inf

import pytest
from hypothesis import HealthCheck, Phase, given, settings

from tests.fuzz.growth import Growth, _timed
from tests.fuzz.running import Result, run, seeded
from tests.fuzz.seeds import keep, seeds_of
from tests.fuzz.target import Target
from tests.fuzz.targets import TARGETS

#: The renderers' texts are long; tests/contract shows them more of them.
FEW = {"slack": 4, "discord": 4, "terminal": 8}

every = pytest.mark.parametrize("target", TARGETS.values(), ids=TARGETS)


@every
def test_every_seed_keeps_what_its_target_promises(target: Target):
    assert seeded(target) >= 2


@every
def test_texts_of_the_grammar_keep_what_their_target_promises(target: Target):
    @settings(
        max_examples=FEW.get(target.name, 25),
        deadline=None,
        derandomize=True,
        database=None,
        phases=(Phase.generate,),
        suppress_health_check=tuple(HealthCheck),
    )
    @given(target.inputs)
    def promises_hold(value):
        target.check(value)

    promises_hold()


def test_a_run_tells_the_smallest_text_that_breaks_a_promise(tmp_path, monkeypatch):
    monkeypatch.setattr("tests.fuzz.seeds.HERE", tmp_path)

    def check(text: str) -> None:
        assert "9" not in text, "a nine"

    target = Target(name="nines", check=check, inputs=TARGETS["queries"].inputs)

    found = run(target, seconds=60, seed=1)

    assert found.fault is not None
    assert "a nine" in found.fault
    assert list(seeds_of("nines")) == ["9"]
    assert "the seed '9'" in run(target, seconds=60, seed=2).fault


def test_a_run_that_finds_nothing_says_how_much_was_tried():
    target = Target(name="nothing", check=lambda text: None, inputs=TARGETS["queries"].inputs)

    found = run(target, seconds=0.01, seed=1)

    assert isinstance(found, Result)
    assert found.fault is None
    assert found.examples > 0


@pytest.mark.parametrize(
    ("growth", "steep"),
    [
        (Growth(piece="a", length=400, seconds=0.2), False),
        (Growth(piece="a", length=400, seconds=1.2), True),
        (Growth(piece="a", length=16_000, seconds=1.2, factor=2.2), False),
        (Growth(piece="a", length=16_000, seconds=0.2, factor=3.8), True),
    ],
)
def test_time_is_steep_that_squares_or_is_long_for_a_short_text(growth, steep):
    assert growth.is_steep is steep


def test_a_pattern_that_runs_away_is_given_up(monkeypatch):
    monkeypatch.setattr("tests.fuzz.growth.PATIENCE", 0.05)
    runaway = re.compile(r"(a|a)*b")

    assert _timed(runaway.match, "a" * 60) == inf


def test_a_seed_is_read_as_it_was_kept(tmp_path, monkeypatch):
    monkeypatch.setattr("tests.fuzz.seeds.HERE", tmp_path)
    hostile = "a\\n\n\t\r\ud800\u202e\u2028é\\{9*3} \x00"

    keep("any", hostile)

    assert list(seeds_of("any")) == [hostile]


def test_a_seed_may_say_how_often_a_piece_stands_in_it(tmp_path, monkeypatch):
    monkeypatch.setattr("tests.fuzz.seeds.HERE", tmp_path)
    (tmp_path / "any").mkdir()
    (tmp_path / "any" / "long.txt").write_text("a\\{<b>*3}\\{\\u00e9*2}\n", encoding="utf-8")

    assert list(seeds_of("any")) == ["a<b><b><b>éé"]
