"""The operators' key: what it seals, opens, and never shows."""

from __future__ import annotations

import pytest

from bot.adapters.sealing import FernetSeal
from bot.domain.errors import OperatorError

OLD, NEW = "QUJDREVGR0hJSktMTU5PUFFSU1RVVldYWVphYmNkZWY=", "M" * 43 + "="
TOKEN = "xoxb-marked-token"


def test_what_was_sealed_opens_and_does_not_show_itself():
    seal = FernetSeal(OLD)

    sealed = seal.close(TOKEN)

    assert TOKEN not in sealed
    assert seal.open(sealed) == TOKEN
    assert sealed != seal.close(TOKEN)


def test_a_key_of_two_opens_what_either_sealed_and_seals_with_the_first():
    sealed = FernetSeal(OLD).close(TOKEN)
    both = FernetSeal(f"{NEW},{OLD}")

    renewed = both.renewed(sealed)

    assert both.open(sealed) == TOKEN
    assert renewed is not None
    assert FernetSeal(NEW).open(renewed) == TOKEN
    assert both.renewed(renewed) is None


@pytest.mark.parametrize("sealed", ["", "gAAAA", "not base64 at all", "ü"])
def test_what_no_key_opens_is_the_operators_with_the_remedy_and_no_trace(sealed):
    for way in (FernetSeal(OLD).open, FernetSeal(OLD).renewed):
        with pytest.raises(OperatorError, match=r"Remedy: .*TOKEN_KEY=new,old") as caught:
            way(sealed)
        assert caught.value.__suppress_context__


def test_another_key_opens_nothing():
    with pytest.raises(OperatorError, match="another TOKEN_KEY"):
        FernetSeal(NEW).open(FernetSeal(OLD).close(TOKEN))


def test_a_seal_shows_no_key():
    assert OLD not in repr(FernetSeal(OLD))
    assert OLD not in str(vars(FernetSeal(OLD)))
