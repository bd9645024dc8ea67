from __future__ import annotations

import pytest

from bot.text.names.citations import citation_key, citation_keys, typed_document


def keys(text: str) -> tuple[str, ...]:
    document = typed_document(text)
    assert document is not None
    return citation_keys(document)


@pytest.mark.parametrize(
    ("typed", "citation"),
    [
        ("8 usc 1226(c)", "8 U.S.C. § 1226(c)"),
        ("8 cfr part 287", "8 CFR Part 287"),
        ("ina 236", "INA § 236"),
        ("INA, 287(g)", "INA § 287(g)"),
        ("eo 14159", "Executive Order 14159"),
        ("pub. l. 119-1", "Pub. L. 119-1"),
        ("i-862", "Form I-862"),
        ("25-123", "No. 25-123"),
        ("hr 29", "H.R. 29"),
        ("  8   U.S.C.  1357 ", "8 U.S.C. § 1357"),
    ],
)
def test_a_document_is_recognised_however_loosely_it_is_typed(typed, citation):
    document = typed_document(typed)

    assert document is not None
    assert document.citation == citation


def test_words_are_no_document():
    assert typed_document("sanctuary cities") is None


def test_a_subsection_is_found_by_all_that_contains_it():
    assert keys("8 U.S.C. 1357(g)(1)") == (
        "8u.s.c.§1357(g)(1)",
        "8u.s.c.§1357(g)",
        "8u.s.c.§1357",
    )


def test_a_regulation_is_found_by_its_part():
    assert keys("8 CFR 287.7(d)") == ("8cfr287.7(d)", "8cfr287.7", "8cfrpart287")


def test_a_docket_is_found_without_its_office():
    assert keys("1:25-cv-01234") == ("1:25-cv-01234", "25-cv-01234")


def test_a_section_of_the_act_is_looked_up_where_the_code_has_it():
    assert keys("INA 287(g)") == ("8u.s.c.§1357(g)", "ina§287(g)", "8u.s.c.§1357", "ina§287")
    assert keys("INA 236")[0] == "8u.s.c.§1226"


def test_a_section_of_the_act_that_the_code_has_elsewhere_keeps_its_own_key():
    document = typed_document("INA 999")

    assert document is not None
    assert citation_key(document) == "ina§999"
