"""Same text: sketches, containment and copies, on text written for these tests."""

import pytest

from bot.domain.articles import Fingerprint
from bot.text.events.fingerprint import (
    MIN_SHINGLES,
    SKETCH_SIZE,
    containment,
    copies,
    overlap,
    sketch,
)

SENTENCES = [
    f"The {actor} of {place} told reporters on {day} that {number} officers had {verb} the {thing}."
    for number, (actor, place, day, verb, thing) in enumerate(
        [
            ("sheriff", "Kettle County", "Monday", "searched", "loading dock behind the mill"),
            ("mayor", "Brookhollow", "Tuesday", "left", "parking lot of the church school"),
            ("warden", "Pine Ridge", "Wednesday", "counted", "beds in the former warehouse wing"),
            ("judge", "the fourth district", "Thursday", "read", "sealed order about the visits"),
            ("clerk", "Marlow", "Friday", "copied", "ledger that listed every transfer since May"),
            ("pastor", "Saint Bride", "Saturday", "opened", "kitchen to families who had waited"),
            ("lawyer", "the Alder group", "Sunday", "filed", "petition that asks for a hearing"),
            ("nurse", "Lowland Clinic", "Monday", "checked", "men who said they had no medicine"),
            ("driver", "the Route 9 line", "Tuesday", "parked", "buses near the northern gate"),
            ("farmer", "Upper Vale", "Wednesday", "hired", "crew that never came back to work"),
        ],
        start=11,
    )
]
WHOLE = "\n\n".join(SENTENCES)
OTHER = "\n\n".join(
    f"In a {tone} speech the senator said chapter {n} of the budget would leave {what} untouched."
    for n, (tone, what) in enumerate(
        [("calm", "ports"), ("long", "farm loans"), ("short", "rural roads"), ("loud", "rail")] * 3
    )
)
GALLERY = "\n\n".join(
    f"A visitor walks past exhibit {n} in the hall of the {name} museum on a rainy afternoon."
    for n, name in enumerate(["old", "new", "sea", "rail", "mint", "clock", "stone", "glass"] * 3)
)


def test_a_text_has_the_same_sketch_twice_and_in_every_process() -> None:
    found = sketch("federal officers searched the mill near Marlow")

    assert found == sketch("Federal officers searched the mill near Marlow!")
    assert found.hashes == (209024984, 371142826, 2916142974)
    assert found.shingle_count == 3
    assert found.lead == found.hashes


def test_a_sketch_keeps_its_size_and_counts_the_whole_text() -> None:
    found = sketch(" ".join(f"word{n}" for n in range(900)))

    assert len(found.hashes) == SKETCH_SIZE
    assert list(found.hashes) == sorted(found.hashes)
    assert found.shingle_count == 896


def test_fewer_than_five_words_have_an_empty_sketch() -> None:
    assert sketch("four words only here") == Fingerprint()
    assert containment(Fingerprint(), sketch(WHOLE)) == 0.0


def test_the_first_two_thirds_of_a_text_are_contained_in_it() -> None:
    cut = "\n\n".join(SENTENCES[:7])

    assert containment(sketch(WHOLE), sketch(cut)) == 1.0


def test_containment_is_estimated_well_from_two_cut_sketches() -> None:
    words = [f"w{n}" for n in range(3_000)]
    half_new = " ".join(words[:600] + [f"x{n}" for n in range(600)])

    assert abs(containment(sketch(" ".join(words)), sketch(half_new)) - 0.5) < 0.12


def test_texts_of_fewer_words_than_a_sketch_holds_are_compared_exactly() -> None:
    words = [f"w{n}" for n in range(200)]
    cut = [*words[:60], *words[120:180], *(f"x{n}" for n in range(20))]

    found = overlap(sketch(" ".join(words)), sketch(" ".join(cut)))

    # Two runs of 60 words hold 56 shingles each; the cut text has 136.
    assert found.shared == pytest.approx(112)
    assert found.containment == pytest.approx(112 / 136)
    assert found.lead == 1.0


def test_a_lead_is_looked_for_in_the_whole_of_the_other_text() -> None:
    opening = " ".join(f"y{n}" for n in range(80))
    late = f"{opening} {' '.join(f'w{n}' for n in range(200))}"

    found = overlap(sketch(" ".join(f"w{n}" for n in range(100))), sketch(late))

    assert found.lead == 1.0


def test_typographic_quotes_make_no_difference() -> None:
    straight = "The sheriff said: \"We don't hold anyone without a judge's order in this county.\""
    curly = "The sheriff said: “We don’t hold anyone without a judge’s order in this county.”"

    assert sketch(straight) == sketch(curly)


def test_two_texts_of_their_own_words_are_not_one_text() -> None:
    assert containment(sketch(WHOLE), sketch(OTHER)) == 0.0


def test_a_scrap_of_text_shares_too_little_to_be_a_copy() -> None:
    found = overlap(sketch("the sheriff of Kettle County told reporters"), sketch(WHOLE))

    assert found.shared < MIN_SHINGLES


def test_a_cut_copy_under_another_headline_is_a_copy() -> None:
    found = copies(
        "Sheriff counts officers at mill",
        WHOLE,
        "What we know so far",
        "\n\n".join(SENTENCES[:5]),
        same_outlet=False,
    )

    assert found.dup
    assert found.containment == 1.0
    assert found.reasons == ("same words, lead included",)


def test_a_rewritten_opening_does_not_hide_a_copy() -> None:
    opening = " ".join(f"Readers in Brookhollow woke up to street {n} closed." for n in range(8))

    found = copies(
        "Sheriff of Kettle County searched mill dock",
        f"{WHOLE}\n\n{OTHER}",
        "Kettle County sheriff searched mill dock",
        "\n\n".join([opening, *SENTENCES[5:], OTHER]),
        same_outlet=False,
    )

    assert found.dup
    assert found.reasons == ("same words below a rewritten opening",)


def test_articles_of_one_outlet_that_share_a_gallery_are_not_copies() -> None:
    found = copies(
        "Judge reads sealed order",
        "\n\n".join([*SENTENCES[:4], GALLERY]),
        "Nurse checks men without medicine",
        "\n\n".join([*SENTENCES[6:], GALLERY]),
        same_outlet=True,
    )

    assert not found.dup
    assert found.containment > 0.5
    assert found.reasons == ("shared passages, but another headline and lead",)


def test_other_words_on_one_event_are_not_a_copy() -> None:
    found = copies(
        "Sheriff searched mill", WHOLE, "Sheriff searched mill", OTHER, same_outlet=False
    )

    assert not found.dup
    assert found.reasons == ("few words in common",)


def test_empty_texts_are_not_copies() -> None:
    assert not copies("", "", "", "", same_outlet=True).dup


def test_invitations_to_subscribe_do_not_count_as_shared_words() -> None:
    notice = "Sign up for our newsletter and read the mill news first every single morning"
    one = copies("A", f"{SENTENCES[0]}\n{notice}", "B", f"{OTHER}\n{notice}", same_outlet=True)

    assert one.containment == 0.0


def test_a_long_paragraph_that_opens_like_furniture_is_kept() -> None:
    prose = "Subscribe was the word on the placard, and " + SENTENCES[0] + " " + SENTENCES[1]

    assert copies("A", prose, "A", prose, same_outlet=False).containment == 1.0
