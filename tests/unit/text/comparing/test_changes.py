"""Changes: what matters in an edit told apart from slips, and printed corrections."""

from __future__ import annotations

import pytest

from bot.domain.articles import ChangeKind
from bot.text.comparing.changes import compare_texts, find_correction

BODY = (
    "Officers arrested 12 workers at a plant in Millbrook on Tuesday. The raid began at dawn. "
    "“We had no warning,” said Carla Ruiz. A hearing is set for Friday."
)


def kinds(new_body: str, old_body: str = BODY):
    return [
        one.kind for one in compare_texts("Raid at a plant", old_body, "Raid at a plant", new_body)
    ]


def test_equal_texts_have_no_changes():
    assert compare_texts("Raid", BODY, "Raid", BODY) == ()


def test_the_shape_of_quotation_marks_and_spaces_is_no_change():
    assert kinds(BODY.replace("“", '"').replace("”", '"').replace(". The", ".  The")) == []


def test_a_sentence_that_moved_is_no_change():
    moved = BODY.replace(" A hearing is set for Friday.", "")

    assert kinds("A hearing is set for Friday. " + moved) == []


@pytest.mark.parametrize(
    ("old", "new", "kind"),
    [
        ("12 workers", "21 workers", ChangeKind.NUMBER),
        ("12 workers", "twenty workers", ChangeKind.NUMBER),
        ("12 workers", "more than 12 workers", ChangeKind.NUMBER),
        ("Millbrook", "Oakfield", ChangeKind.NAME),
        ("Carla Ruiz", "Carla Reyes", ChangeKind.NAME),
        ("no warning", "no time to prepare", ChangeKind.QUOTE),
        ("began at dawn", "begun at dawn", ChangeKind.TYPO),
        ("at a plant", "at the plant", ChangeKind.TYPO),
        ("is set for Friday", "is now expected before Friday", ChangeKind.TEXT),
    ],
)
def test_an_edit_is_told_by_what_it_changes(old, new, kind):
    assert kinds(BODY.replace(old, new)) == [kind]


def test_a_change_gives_both_sentences():
    (change,) = compare_texts("Raid", BODY, "Raid", BODY.replace("dawn", "noon, police said"))

    assert change.before == "The raid began at dawn."
    assert change.after == "The raid began at noon, police said."


def test_a_sentence_written_anew_is_one_gone_and_one_come():
    new = BODY.replace("A hearing is set for Friday.", "Nobody knows when it will reopen.")

    assert kinds(new) == [ChangeKind.TEXT, ChangeKind.TEXT]


def test_a_new_sentence_is_text():
    assert kinds(BODY + " The plant reopened on Monday.") == [ChangeKind.TEXT]


@pytest.mark.parametrize(
    ("gone", "kind"),
    [
        ("“We had no warning,” said Carla Ruiz. ", ChangeKind.QUOTE),
        ("Officers arrested 12 workers at a plant in Millbrook on Tuesday. ", ChangeKind.NUMBER),
        (" A hearing is set for Friday.", ChangeKind.TEXT),
    ],
)
def test_what_a_removed_sentence_took_with_it_is_told(gone, kind):
    assert kinds(BODY.replace(gone, "")) == [kind]


@pytest.mark.parametrize(
    ("old", "new", "kind"),
    [
        ("Raid at a plant", "Twelve held in raid", ChangeKind.HEADLINE),
        ("Raid on 12 workers", "Raid on 21 workers", ChangeKind.HEADLINE),
        ("Raid at a plant", "Raid at a Plant", ChangeKind.TYPO),
        ("Raid at a plnat", "Raid at a plant", ChangeKind.TYPO),
    ],
)
def test_a_changed_headline_is_told_unless_it_is_a_slip(old, new, kind):
    (change,) = compare_texts(old, BODY, new, BODY)

    assert change.kind is kind


def test_a_missing_headline_is_no_change():
    assert compare_texts("", BODY, "Raid", BODY) == ()


def test_a_new_correction_is_a_change_of_its_own():
    notice = "Correction: An earlier version misstated the number of workers."

    changes = compare_texts("Raid", BODY, "Raid", f"{BODY}\n\n{notice}")

    assert [(one.kind, one.after) for one in changes] == [(ChangeKind.CORRECTION, notice)]
    assert changes[0].is_material


def test_a_correction_that_stood_before_is_no_change():
    text = f"{BODY}\n\nCorrection: An earlier version misstated the number of workers."

    assert compare_texts("Raid", text, "Raid", text) == ()


# -- corrections


@pytest.mark.parametrize(
    "notice",
    [
        "Correction: The raid was on Tuesday, not Monday.",
        "CORRECTION (Sept. 4): The raid was on Tuesday, not Monday.",
        "Correction on Sept. 4, 2025: The raid was on Tuesday, not Monday.",
        "Clarification: The sheriff spoke before the raid began.",
        "An earlier version of this story misstated the number of workers.",
        "A previous version of this article incorrectly said the plant had closed.",
        "This story has been corrected to show that the raid was on Tuesday.",
        "This article was updated to correct the spelling of a name.",
        "Editor’s note: The number of workers was incorrect and has been changed.",
    ],
)
def test_a_published_correction_is_recognised(notice):
    assert find_correction(f"{BODY}\n\n{notice}\n\nThe end of the page.") == notice


@pytest.mark.parametrize(
    "text",
    [
        "Corrections officers opened the gate at noon on Friday.",
        "The Department of Corrections said the jail is full.",
        "Correction",
        "Submit a correction or report a typo here.",
        "Editor’s note: This is the second part of a series.",
        "This story was updated on Friday with new comments.",
        "The court ordered a correction of the record.",
        "",
    ],
)
def test_other_talk_of_corrections_is_none(text):
    assert find_correction(text) is None


def test_a_notice_within_a_paragraph_starts_at_its_own_sentence():
    text = "The raid is over. An earlier version of this story misstated the day."

    assert find_correction(text) == "An earlier version of this story misstated the day."


def test_a_long_notice_is_cut_after_three_sentences():
    text = "Correction: One is wrong here now. Two is so. Three is so. Four is so."

    assert find_correction(text) == "Correction: One is wrong here now. Two is so. Three is so."
