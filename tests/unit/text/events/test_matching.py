"""Same event: one story, a new turn, or something new; on text written for these tests."""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import pytest

from bot.domain.articles import ArticleId, StoryId
from bot.text.events import story_index
from bot.text.events.fingerprint import sketch
from bot.text.events.matching import Match, MatchOutcome, StoryIndex, probability
from bot.text.events.traits import traits_of

START = datetime(2026, 2, 2, 12, tzinfo=UTC)

ENDS = (
    "DHS ends Temporary Protected Status for Venezuelans",
    (
        "The Department of Homeland Security said it will terminate Temporary Protected Status"
        " for about 350,000 Venezuelans, giving them 60 days to leave."
    ),
)
ENDS_TOO = (
    "350,000 Venezuelans to lose TPS protections in April",
    (
        "Venezuelans living legally in the country will lose Temporary Protected Status in 60 days"
        " under a decision announced by Homeland Security."
    ),
)
RESTORES = (
    "Federal judge restores TPS for Venezuelans",
    (
        "A judge ordered the government to reinstate Temporary Protected Status for 350,000"
        " Venezuelans, finding that Homeland Security had skipped steps."
    ),
)
OMAHA = (
    "ICE raids Omaha meat plant, detains 76 workers",
    (
        "Agents raided a meatpacking plant in Omaha, Nebraska, and detained 76 workers at Plainsman"
        " Packing."
    ),
)
OMAHA_TOO = (
    "76 arrested in immigration raid at Nebraska meatpacker",
    "Immigration agents took 76 people into custody at Plainsman Packing in Omaha, Nebraska.",
)
GEORGIA = (
    "Immigration agents raid Georgia poultry plant",
    "Agents searched a poultry plant in Georgia and detained 41 workers.",
)
LETTERS = (
    "DHS puts New York, Illinois and California on notice over detainers",
    (
        "Homeland Security said it will use every legal tool against New York, Illinois and"
        " California if they do not honor detainer requests at their jails."
    ),
)
LETTERS_REWRITTEN = (
    "DHS demands CA, NY, IL assist ICE",
    (
        "Will these states comply? DHS urges California, New York and Illinois to honor"
        " ICE detainer requests and turn over people held in their jails."
    ),
)


@dataclass
class Desk:
    """Files articles as the stream would: each is matched, then added."""

    index: StoryIndex = field(default_factory=StoryIndex)
    story_count: int = 0
    article_count: int = 0

    def match(self, text: tuple[str, str], hours: float = 0.0, outlet: str = "") -> Match:
        at = START + timedelta(hours=hours)
        traits, words = traits_of(*text, (), at), sketch(text[1])
        return self.index.match(traits, words, at, outlet=outlet)

    def file(self, text: tuple[str, str], hours: float = 0.0, outlet: str = "") -> Match:
        found = self.match(text, hours, outlet)
        joins = found.outcome in {MatchOutcome.SAME_EVENT, MatchOutcome.SAME_TEXT}
        story = found.story if joins and found.story is not None else StoryId(self.story_count)
        self.story_count += story == self.story_count
        at = START + timedelta(hours=hours)
        self.index.add(
            story,
            ArticleId(self.article_count),
            traits_of(*text, (), at),
            sketch(text[1]),
            at,
            outlet=outlet,
        )
        self.article_count += 1
        return found


@pytest.fixture
def desk() -> Desk:
    return Desk()


def test_the_first_article_is_new(desk: Desk) -> None:
    found = desk.file(OMAHA)

    assert found.outcome is MatchOutcome.NEW
    assert found.reasons == ("shares no telling word with any open story",)


@pytest.mark.parametrize(
    ("first", "second"), [(ENDS, ENDS_TOO), (OMAHA, OMAHA_TOO), (LETTERS, LETTERS_REWRITTEN)]
)
def test_two_reports_alone_in_the_index_are_one_story(
    desk: Desk, first: tuple[str, str], second: tuple[str, str]
) -> None:
    desk.file(first)

    found = desk.file(second, hours=2)

    assert found.outcome is MatchOutcome.SAME_EVENT
    assert found.story == 0


def test_two_headlines_without_a_text_can_be_one_story(desk: Desk) -> None:
    desk.file(("Judge halts raids at Omaha meat plant", ""))

    found = desk.file(("Omaha meat plant raids halted by judge", ""), hours=1)

    assert found.outcome is MatchOutcome.SAME_EVENT


def test_reasons_name_what_is_shared(desk: Desk) -> None:
    desk.file(LETTERS)

    found = desk.file(LETTERS_REWRITTEN, hours=3)

    assert found.reasons[0].startswith("shares California, Illinois, New York, ")
    assert found.reasons[0].endswith("with story 0")


def test_raids_in_different_states_are_different_stories(desk: Desk) -> None:
    desk.file(OMAHA)

    found = desk.file(GEORGIA, hours=1)

    assert found.story is None or found.outcome is MatchOutcome.NEW_TURN
    assert found.outcome is not MatchOutcome.SAME_EVENT


def test_an_end_and_its_restoration_are_different_stories(desk: Desk) -> None:
    desk.file(ENDS)
    desk.file(ENDS_TOO, hours=1)

    found = desk.file(RESTORES, hours=4)

    assert found.outcome is not MatchOutcome.SAME_EVENT


def test_a_later_turn_opens_a_story_that_continues_the_first(desk: Desk) -> None:
    desk.file(OMAHA)
    desk.file(OMAHA_TOO, hours=1)
    manager = (
        "Manager of raided Omaha meat plant charged",
        (
            "A manager at Plainsman Packing in Omaha, Nebraska, was charged, days after agents"
            " raided the meatpacking plant and detained 76 workers."
        ),
    )

    found = desk.file(manager, hours=24 * 9)

    assert found.outcome is MatchOutcome.NEW_TURN
    assert found.story == 0
    assert found.reasons[0] == "a later turn of the story"


def test_a_copy_names_the_article_it_copies(desk: Desk) -> None:
    body = " ".join(f"{OMAHA[1]} Detail number {n} came from clerk {n * 7}." for n in range(12))
    desk.file(GEORGIA)
    desk.file((OMAHA[0], body))

    found = desk.file(("Plant raided in Omaha", body[: len(body) * 2 // 3]), hours=5)

    assert found.outcome is MatchOutcome.SAME_TEXT
    assert (found.story, found.article) == (1, 1)
    assert found.reasons == ("same words as article 1 of story 1",)


def test_texts_that_share_only_the_words_of_the_beat_are_not_one_story(desk: Desk) -> None:
    desk.file(("Immigration judge rules on detention law", ""))

    found = desk.file(("Sheriff asks court about immigration law", ""), hours=1)

    assert found.outcome not in {MatchOutcome.SAME_EVENT, MatchOutcome.SAME_TEXT}


def test_an_outlet_that_comes_back_next_day_is_less_surely_on_the_same_event(desk: Desk) -> None:
    desk.file(OMAHA, outlet="Omaha Sentinel")

    own = desk.match(OMAHA_TOO, hours=26, outlet="Omaha Sentinel")
    other = desk.match(OMAHA_TOO, hours=26, outlet="Capital Ledger")

    assert own.score < other.score


def test_the_longer_ago_the_less_surely_one_event(desk: Desk) -> None:
    desk.file(OMAHA)

    scores = [desk.match(OMAHA_TOO, hours=hours).score for hours in (1, 30, 200)]

    assert scores == sorted(scores, reverse=True)
    assert scores[0] > scores[2]


def test_of_two_copies_the_closer_one_is_named(desk: Desk) -> None:
    desk.file((OMAHA[0], f"{OMAHA[1]} {PROSE}"))
    desk.file((OMAHA[0], f"{OMAHA[1]} {PROSE[:1200]} {GALLERY[:500]}"), hours=1)

    found = desk.file((OMAHA[0], f"{OMAHA[1]} {PROSE} Later."), hours=2)

    assert found.outcome is MatchOutcome.SAME_TEXT
    assert found.article == 0


GALLERY = " ".join(
    f"A visitor walks past exhibit {n} in hall {n * 3} on a rainy afternoon." for n in range(24)
)
PROSE = " ".join(
    f"Neighbor {n} described buses, floodlights and vans near warehouse {n + 40}."
    for n in range(24)
)


def test_a_shared_gallery_under_another_headline_is_no_copy(desk: Desk) -> None:
    desk.file((OMAHA[0], f"{OMAHA[1]} {PROSE[:600]} {GALLERY}"))

    trustees = " ".join(f"Trustee {n} chose curator {n + 3} of the painters." for n in range(9))
    found = desk.file(("Museum names director", f"{trustees} {GALLERY}"))

    assert found.outcome is not MatchOutcome.SAME_TEXT


def test_long_texts_whose_headlines_name_other_places_are_not_one_story(desk: Desk) -> None:
    desk.file(("Raid at warehouse in Nebraska", PROSE + " Nothing else happened."))

    found = desk.file(("Raid at warehouse in Ohio", "Vans left late. " + PROSE[:900]), hours=1)

    assert found.outcome is not MatchOutcome.SAME_EVENT


def test_a_shared_quotation_is_a_reason(desk: Desk) -> None:
    quote = "“We will not open the gate to anyone without a judge’s order”"
    desk.file(("Warden shuts Pine Ridge gate", f"{quote}, the warden of Pine Ridge said."))

    found = desk.file(("Pine Ridge gate stays shut", f"Warden: {quote}."), hours=1)

    assert found.outcome is MatchOutcome.SAME_EVENT
    assert "repeats the same quoted words" in found.reasons


def test_an_article_with_little_in_common_is_new_and_says_why(desk: Desk) -> None:
    for number, text in enumerate((OMAHA, OMAHA_TOO, ENDS, ENDS_TOO, LETTERS, LETTERS_REWRITTEN)):
        desk.file(text, hours=number)

    found = desk.file(
        ("Museum opens wing on packing crates", "Trustees in Dover thanked donors of crates."),
        hours=30,
    )

    assert found.outcome is MatchOutcome.NEW
    assert found.reasons[0] == "no open story tells this event"


def test_the_search_stops_at_its_limit(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    desk.file(OMAHA)
    monkeypatch.setattr(story_index, "MAX_VISITS", 0)

    assert desk.match(OMAHA_TOO).outcome is MatchOutcome.NEW


def test_the_same_stream_gives_the_same_answers() -> None:
    texts = [ENDS, OMAHA, ENDS_TOO, GEORGIA, OMAHA_TOO, RESTORES, LETTERS, LETTERS_REWRITTEN]

    one, other = Desk(), Desk()

    assert [one.file(t, hours=n) for n, t in enumerate(texts)] == [
        other.file(t, hours=n) for n, t in enumerate(texts)
    ]


def test_a_replayed_index_answers_like_the_first(desk: Desk) -> None:
    texts = [ENDS, OMAHA, ENDS_TOO]
    for number, text in enumerate(texts):
        desk.file(text, hours=number)
    replayed = StoryIndex()
    for number, (story, text) in enumerate(zip((0, 1, 0), texts, strict=True)):
        at = START + timedelta(hours=number)
        replayed.add(
            StoryId(story), ArticleId(number), traits_of(*text, (), at), sketch(text[1]), at
        )

    at = START + timedelta(hours=5)
    asked = traits_of(*OMAHA_TOO, (), at), sketch(OMAHA_TOO[1]), at

    assert replayed.match(*asked) == desk.index.match(*asked)


def test_a_quiet_story_is_forgotten_and_a_live_one_is_not(desk: Desk) -> None:
    desk.file(OMAHA)
    desk.file(ENDS, hours=48)

    desk.index.forget_before(START + timedelta(hours=24))

    assert desk.match(OMAHA_TOO, hours=49).story is None
    assert desk.match(ENDS_TOO, hours=49).story == 1


def test_a_removed_story_matches_nothing(desk: Desk) -> None:
    desk.file(OMAHA)
    desk.file(OMAHA_TOO, hours=1)

    desk.index.remove(StoryId(0))
    desk.index.remove(StoryId(99))

    assert desk.match(OMAHA_TOO).outcome is MatchOutcome.NEW


def test_a_merged_story_is_found_under_the_other_number(desk: Desk) -> None:
    desk.file(OMAHA)
    desk.file(ENDS, hours=1)

    desk.index.merge(StoryId(0), StoryId(1))
    desk.index.merge(StoryId(77), StoryId(78))

    assert desk.match(OMAHA, hours=2).story == 1
    assert desk.match(ENDS, hours=2).story == 1


def test_forgetting_old_words_changes_no_answer(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.file(("Clerk of Marlow copies ledgers", "A clerk copied seven yellow ledgers."))
    desk.file(OMAHA, hours=72)
    before = desk.match(OMAHA_TOO, hours=73)
    monkeypatch.setattr(story_index, "MAX_VOCABULARY", 10)
    size = len(desk.index._held.corpus)

    desk.index.forget_before(START + timedelta(hours=24))

    assert len(desk.index._held.corpus) < size
    assert desk.match(OMAHA_TOO, hours=73) == before


def test_an_article_added_again_replaces_itself(desk: Desk) -> None:
    desk.file(OMAHA)
    at = START + timedelta(hours=1)
    desk.index.add(StoryId(5), ArticleId(0), traits_of(*OMAHA, (), at), sketch(OMAHA[1]), at)

    assert desk.match(OMAHA_TOO, hours=2).story == 5


def test_a_rewrite_two_days_later_joins_among_thirty_stories_of_the_week(desk: Desk) -> None:
    towns = ["Dover", "Salem", "Ames", "Lodi", "Troy", "Erie", "Waco", "Reno", "Ogden", "Elko"]
    events = ["sheriff signs jail agreement", "protest at immigration office", "raid at farm"]
    for number, (town, event) in enumerate((t, e) for t in towns for e in events):
        lead = f"Immigration officers and residents of {town} spoke about the {event} on Friday."
        desk.file((f"{town} {event}", lead), hours=number)
    desk.file(LETTERS, hours=31, outlet="Capital Ledger")

    found = desk.file(LETTERS_REWRITTEN, hours=79, outlet="money-blog.example")

    assert found.outcome is MatchOutcome.SAME_EVENT


def test_probabilities_stay_between_nothing_and_certainty() -> None:
    class Everything(dict[str, float]):
        def __missing__(self, name: str) -> float:
            return 1e9 if name == "titles" else 0.0

    assert probability(Everything()) <= 1.0
