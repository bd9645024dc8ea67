"""What Slack is given: valid at every length, safe whatever a feed says, complete."""

from __future__ import annotations

from bot.chat.slack.answers import read_page_value
from bot.chat.slack.elements import MAX_WEIGHT, linked, weight
from bot.chat.slack.render import render_answer, render_message
from bot.chat.slack.spoken import say
from bot.domain.articles import Provenance
from bot.domain.questions import Attachment, Section
from bot.domain.stories import StoryPhase
from tests.builders import (
    a_brief,
    a_digest,
    a_figure,
    a_line,
    a_notice,
    a_sentence,
    a_source_line,
    an_answer,
    an_evidence,
    an_update,
)
from tests.fakes.slack_audit import actions_of, audit, words
from tests.fakes.slack_review import links, problems


def test_sixty_sources_share_one_line_after_the_eighth():
    sources = tuple(
        a_source_line(number, url=f"https://outlet{number}.example/{'a' * 90}")
        for number in range(1, 61)
    )
    payload = render_message(a_brief(sources=sources))

    assert {source.url for source in sources} <= links(payload)
    assert "Also: [9] Capital Ledger" in words(payload)


def test_a_card_reads_as_it_is_pictured():
    shown = words(render_message(a_brief()))

    for part in (
        "Marlow County ends its agreement on jail detainers",
        "Capital Ledger (national)",
        "4 outlets, 2 independent",
        "updated <!date^",
        "70% of those arrested — says ICE [1]; a rewrite gives it to DHS [4]",
        "more than 90% before 2025 — no speaker named [3]",
        "Where  Illinois · Marlow County Jail",
        "Agencies  ICE · DHS",
        "Documents  8 CFR 287.7 · Form I-247A (in force)",
        "Only in money-blog.example  The table lists 41 jails. [4]",
        "Continues  County board debates detainers (story 7)",
        "[2] Sample Wire (wire), wire copy",
        "[4] money-blog.example (aggregator), rewrite: adds a table",
    ):
        assert part in shown


def test_a_missing_answer_of_the_other_side_is_said():
    assert "No response reported." in words(render_message(a_brief(response=None)))


def test_a_story_without_a_target_says_nothing_of_a_response():
    brief = a_brief(response=None, response_expected=False)

    assert "esponse" not in words(render_message(brief))


def test_a_correction_stands_before_the_sentences():
    brief = a_brief(correction=a_sentence("An earlier headline gave the wrong vote."))
    shown = words(render_message(brief))

    assert shown.index("Correction: An earlier") < shown.index("The Marlow County board voted")


def test_a_correction_survives_when_every_sentence_gives_way():
    sources = tuple(
        a_source_line(number, url=f"https://outlet{number}.example/{'a' * 110}")
        for number in range(1, 71)
    )
    brief = a_brief(correction=a_sentence("The vote was 7 to 4."), sources=sources)
    shown = words(render_message(brief))

    assert "The Marlow County board voted" not in shown
    assert "Correction: The vote was 7 to 4. [1]" in shown


def test_a_correction_in_a_thread_is_headed_in_large_type():
    payload = render_message(an_update(heading="Correction", is_correction=True))

    assert payload["blocks"][0]["type"] == "header"


def test_a_quiet_story_is_called_quiet():
    assert "quiet" in words(render_message(a_brief(phase=StoryPhase.QUIET)))


def test_one_outlet_is_not_counted_as_independent_of_itself():
    shown = words(render_message(a_brief(sources=(a_source_line(),))))

    assert "1 outlet" in shown
    assert "independent" not in shown


def test_copies_give_way_to_originals_when_room_is_short():
    sources = tuple(
        a_source_line(
            number,
            provenance=Provenance.WIRE_COPY if number > 2 else Provenance.ORIGINAL,
            url=f"https://outlet{number}.example/{'a' * 700}",
        )
        for number in range(1, 11)
    )
    brief = a_brief(sources=sources, sentences=tuple(a_sentence("word " * 120) for _ in range(4)))
    shown = words(render_message(brief))

    assert "[2] Capital Ledger (national), original" in shown
    assert "Also: [3] Capital Ledger, wire copy · [4]" in shown


def test_sources_beyond_any_room_are_counted():
    sources = tuple(
        a_source_line(number, url=f"https://outlet{number}.example/{'a' * 2000}")
        for number in range(1, 11)
    )
    payload = render_message(a_brief(sources=sources))

    assert "more under Sources" in words(payload)
    assert weight(payload["blocks"]) <= MAX_WEIGHT


def test_figures_beyond_any_room_are_counted():
    figures = tuple(a_figure(surface="9" * 200, counts="c" * 200) for _ in range(200))

    assert "more under Claims" in words(render_message(a_brief(figures=figures)))


def test_a_headline_that_names_another_site_links_under_its_own_hosts_name():
    payload = render_message(a_brief(headline="Read it at bigbank.com today"))

    assert ["https://ledger.example/news/detainers-1", "ledger.example"] in audit(payload)["links"]
    assert "Read it at bigbank.com today" in words(payload)


def test_an_address_that_cannot_be_linked_leaves_its_words():
    assert linked("Ledger", "javascript:alert(1)") == [{"type": "text", "text": "Ledger"}]


def test_an_answer_shows_evidence_notes_and_page():
    shown = words(render_answer(an_answer()))

    assert "7 stories since November 14" in shown
    assert " — Capital Ledger, " in shown
    assert "Page 2 of 4" in shown
    assert "1 feed is failing: ICE newsroom." in shown


def test_evidence_elsewhere_than_the_line_is_linked():
    line = a_line(evidence=(an_evidence(outlet="Sample Wire", url="https://wire.example/1"),))
    payload = render_answer(an_answer(sections=(Section(heading="", lines=(line,)),)))

    assert ["https://wire.example/1", "Sample Wire"] in audit(payload)["links"]


def test_an_answer_too_long_is_cut_at_whole_lines_and_says_so():
    section = Section(heading="Claims", lines=(a_line(text="w " * 200),) * 200)
    payload = render_answer(an_answer(sections=(section,)))
    shown = payload["blocks"][2]["elements"][1]["elements"]

    assert f"{200 - len(shown)} more lines do not fit here" in words(payload)
    assert problems(payload) == []


def test_nothing_is_shown_after_the_first_line_that_does_not_fit():
    long = Section(heading="Claims", lines=(a_line(text="w " * 200),) * 200)
    short = Section(heading="Afterwards", lines=(a_line(text="x", detail="", evidence=()),))
    shown = words(render_answer(an_answer(sections=(long, short))))

    assert "Afterwards" not in shown


def test_a_file_that_comes_with_an_answer_is_told_in_words():
    picture = Attachment(name="trend.png", media_type="image/png", content=b"x", alt="3 a day")
    private = words(render_answer(an_answer(attachment=picture)))
    shared = words(render_answer(an_answer(attachment=picture), shared=True))

    assert "trend.png comes to you in a direct message: 3 a day" in private
    assert "trend.png: 3 a day" in shared


def test_an_answer_with_a_story_shows_its_card_and_its_views():
    payload = render_answer(an_answer(brief=a_brief(), sections=()))

    assert "says ICE" in words(payload)
    assert {"Summary", "Claims", "Post to channel"} <= set(actions_of(payload))


def test_first_and_last_pages_offer_only_where_one_can_go():
    first = actions_of(render_answer(an_answer(page=1, page_count=2)))
    last = actions_of(render_answer(an_answer(page=2, page_count=2)))

    assert ("Previous" in first, "Next" in first) == (False, True)
    assert ("Previous" in last, "Next" in last) == (True, False)


def test_buttons_carry_question_and_page():
    buttons = actions_of(render_answer(an_answer()))

    assert read_page_value(buttons["Next"]["value"]) == (3, "search detainers n:2")
    assert read_page_value(buttons["Previous"]["value"]) == (1, "search detainers n:2")
    assert read_page_value(buttons["Post to channel"]["value"]) == (2, "search detainers n:2")


def test_a_shared_answer_has_no_buttons_of_its_asker():
    assert list(actions_of(render_answer(an_answer(), shared=True))) == ["Open a story"]


def test_a_digest_counts_what_it_leaves_out():
    digest = a_digest(briefs=(a_brief(),) * 60, omitted_count=3)
    payload = render_message(digest)
    shown = sum(block["type"] == "rich_text" for block in payload["blocks"]) - 1

    assert f"{63 - shown} more: /news latest" in words(payload)
    assert problems(payload) == []


def test_a_digest_links_every_source_of_its_stories():
    payload = render_message(a_digest())

    assert {source.url for source in a_brief().sources} <= links(payload)


def test_the_text_beside_the_blocks_says_what_the_card_says():
    text = render_message(a_brief())["text"]

    assert text.startswith("Marlow County ends its agreement on jail detainers.")
    assert "70% of those arrested — says ICE [1]" in text
    assert "[4] money-blog.example, rewrite" in text


def test_markup_in_the_text_beside_the_blocks_is_escaped():
    text = render_message(a_notice(title="<!channel> AT&T"))["text"]

    assert text.startswith("&lt;!channel&gt; AT&amp;T")


def test_the_text_beside_the_blocks_reads_no_further_than_it_has_room():
    parts = iter(["county board"] * 5000)

    assert len(say(parts)) > 3000
    assert len(list(parts)) > 4000


def test_a_number_in_a_figures_differences_leads_to_its_source_too():
    linked_to = audit(render_message(a_brief()))["links"]

    assert linked_to.count(["https://money-blog.example/detainers-table", "[4]"]) == 2


def test_a_correction_is_not_called_one_twice():
    brief = a_brief(correction=a_sentence("Correction: The vote was 7 to 4."))

    assert "Correction: The vote was 7 to 4." in words(render_message(brief))
    assert "Correction: Correction" not in words(render_message(brief))


def test_no_line_of_a_phone_begins_with_the_mark_between_two_parts():
    blocks = render_message(a_brief())["blocks"]
    lesser = [part for block in blocks if block["type"] == "context" for part in block["elements"]]

    assert len(lesser) > 1
    assert [part["text"] for part in lesser if part["text"].startswith("·")] == []
    assert lesser[0]["text"].endswith(" ·")
