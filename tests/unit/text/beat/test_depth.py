"""Depth: how much of a text speaks of the beat, where, and what that does to its headline."""

from bot.text.beat.relevance import weigh

#: Some eighty words of a school story that never speaks of the beat.
OFF_TEXT = (
    "The board of the Prairie Valley schools met for three hours on Monday. "
    "Members heard from the bus company, from two cooks and from the band. "
    "A new roof for the gymnasium will be paid out of the reserve. "
    "The vote was unanimous, and the meeting closed with a song by the choir. "
    "Parents asked about the lunch menu, the length of the winter break and the old piano. "
    "The next meeting is planned for the second week of the coming month in the same hall."
)
#: Some hundred and twenty words that say nothing, neither of the beat nor of another subject.
QUIET_TEXT = (
    "The piano in the house has not been opened since the leaves fell. "
    "The younger boy cries at the sound, so his mother keeps the lid down and dusts it twice. "
    "The man who tuned it came every second week with a small black bag and a dog called Otto. "
) * 2
ON_TEXT = (
    "ICE agents arrested eleven people at a packing plant, and the detainees were moved to an "
    "immigration detention center the same day. "
) * 5


def test_the_reasons_say_how_much_of_a_long_text_speaks_of_it():
    read = weigh("What the cameras saw", ON_TEXT * 2)

    assert "4 of 4 passages of the text speak of it" in read.reasons


def test_a_story_with_a_delayed_lede_is_about_what_its_nut_graf_says():
    assert weigh("The piano stays shut", QUIET_TEXT + ON_TEXT).relevant


def test_one_passage_late_in_a_long_text_is_an_aside():
    passing = (
        "A woman asked the chief whether his officers work with ICE, and he said that they do not."
    )

    assert not weigh(
        "The new chief walks the beat", f"{QUIET_TEXT} {passing} {QUIET_TEXT}"
    ).relevant


def test_a_budget_story_that_comes_to_it_late_remains_a_budget_story():
    silent = weigh("The piano stays shut", QUIET_TEXT + ON_TEXT)

    assert weigh("Shutdown nears its end", QUIET_TEXT + ON_TEXT).score < silent.score


def test_one_passage_of_a_short_text_is_no_nut_graf():
    passing = "ICE agents arrested a neighbor, who is in immigration detention."

    assert not weigh("The piano stays shut", QUIET_TEXT + passing).relevant


def test_a_passage_is_read_under_its_headline():
    detained = (
        "He was detained for a year, and his detention broke his health, the family said. " * 12
    )

    read = weigh("Americans freed from Iran meet the president", detained)

    assert any(reason.startswith("0 of") for reason in read.reasons)


def test_a_passage_about_visas_does_not_speak_of_enforcement():
    visas = (
        "Immigrants wait for visas and green cards for years, and a court hears their case. " * 12
    )

    read = weigh("The long line", visas)

    assert any(reason.startswith("0 of") for reason in read.reasons)


def test_a_text_that_never_returns_to_it_lowers_a_doubtful_headline():
    assert (
        weigh("ICE and the long winter", "").score
        > weigh("ICE and the long winter", OFF_TEXT).score
    )


def test_a_headline_of_the_beat_survives_a_text_that_was_cut_to_furniture():
    assert weigh("ICE agents arrest 31 at packing plant", OFF_TEXT).relevant


def test_a_text_about_the_beat_raises_a_silent_headline():
    assert weigh("What the cameras saw", OFF_TEXT[:300] + ON_TEXT * 2).relevant


def test_a_long_text_that_mentions_the_beat_once_sinks():
    lede = "Immigration was on his mind as he spoke of the border wall to a crowd."
    filler = " ".join(["He then turned to roads, bridges and what they cost the county."] * 25)

    assert (
        weigh("Candidate opens his race", lede + " " + filler).score
        < weigh("Candidate opens his race", lede).score
    )
