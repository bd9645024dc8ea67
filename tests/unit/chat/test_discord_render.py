"""The card as Discord's JSON."""

from __future__ import annotations

import pytest

from bot.chat.discord.elements import carries, linked, read_custom_id
from bot.chat.discord.render import render_message
from bot.chat.discord.wording import escape, fitted, safe_url
from bot.domain.articles import Provenance
from bot.domain.delivery import DeliveryKey
from bot.domain.stories import StoryPhase
from tests.builders import (
    NOON,
    a_brief,
    a_figure,
    a_sentence,
    a_source_line,
)
from tests.fakes.discord_review import links, parts_of, problems, words

KEY = DeliveryKey("0123456789abcdef01234567")


def card_of(brief):
    return render_message(brief, key=KEY)["embeds"][0]


def field_of(brief, name: str) -> str:
    return next(one["value"] for one in card_of(brief)["fields"] if one["name"] == name)


# ---- the card


def test_the_headline_leads_to_the_lead_outlet():
    card = card_of(a_brief())

    assert card["title"] == "Marlow County ends its agreement on jail detainers"
    assert card["url"] == "https://ledger.example/news/detainers-1"


def test_times_are_shown_in_each_readers_zone():
    first_line = card_of(a_brief())["description"].split("\n")[0]

    published = int(a_brief().lead.published_at.timestamp())
    assert f"<t:{published}:t> (<t:{published}:R>)" in first_line
    assert f"updated <t:{int(NOON.timestamp())}:R>" in first_line


def test_the_first_line_says_whose_it_is_and_how_many_stand_behind_it():
    first_line = card_of(a_brief())["description"].split("\n")[0]

    assert first_line.startswith("-# Capital Ledger (national) · ")
    assert "4 outlets, 2 independent" in first_line


def test_sentences_are_quoted_with_their_sources():
    shown = words(render_message(a_brief()))

    assert "> The jail will no longer hold people on detainers alone. [3]" in shown


def test_a_number_in_a_card_leads_to_its_source():
    described = card_of(a_brief())["description"]

    assert r"[\[3\]](https://lakeshore-tribune.example/2026/11/21/detainers)" in described


def test_numbers_are_not_linked_where_sentences_would_have_to_give_way():
    url = "https://ledger.example/" + "long-" * 140
    described = card_of(
        a_brief(sources=tuple(a_source_line(number, url=url) for number in range(1, 5)))
    )["description"]

    assert described.startswith("-# Capital Ledger")
    assert "detainers alone. [3]" in described


def test_a_figure_stands_with_its_speaker_and_its_differences():
    value = field_of(a_brief(), "Figures")
    shown = words(render_message(a_brief()))

    assert value.startswith("• **70%** of those arrested — says ICE ")
    assert "says ICE [1]; a rewrite gives it to DHS [4]\n" in shown
    assert "• **more than 90%** before 2025 — no speaker named [3]" in shown


def test_a_number_in_a_figures_differences_leads_to_its_source():
    value = field_of(a_brief(), "Figures")

    assert r"to DHS [\[4\]](https://money-blog.example/detainers-table)" in value


def test_sources_are_named_linked_and_judged():
    value = field_of(a_brief(), "Sources")

    assert "[1] [Capital Ledger](https://ledger.example/news/detainers-1) (national), original" in (
        value
    )
    assert "rewrite: adds a table and three quotes found nowhere else" in value


def test_what_stands_in_one_outlet_alone_is_marked():
    alone = (a_sentence("A table of 41 jails", 4), a_sentence("A quote", 4))
    shown = words(render_message(a_brief(only_in=alone)))

    assert "Only in\n**money-blog.example** [4]: A table of 41 jails · A quote" in shown


def test_what_stands_in_one_outlet_alone_is_counted_when_it_is_much():
    alone = tuple(a_sentence(f"{number} " + "word " * 60, 4) for number in range(8))

    assert "word · 6 more" in words(render_message(a_brief(only_in=alone)))


def test_people_stand_under_places_and_agencies_over_the_whole_width():
    inline = {one["name"]: one["inline"] for one in card_of(a_brief())["fields"]}

    assert (inline["Where"], inline["Agencies"], inline["People"]) == (True, True, False)


def test_a_card_has_the_buttons_of_its_views():
    parts = parts_of(render_message(a_brief()))

    assert list(parts) == [
        *("Summary", "Sources", "Claims", "Timeline"),
        *("Follow", "Not relevant", "Report"),
    ]
    assert read_custom_id(parts["Claims"]["custom_id"]) == ("ask", 1, "story 12 view:claims")


def test_a_correction_comes_before_the_sentences_and_colours_the_card():
    plain = card_of(a_brief())
    corrected = card_of(a_brief(correction=a_sentence("The vote was 6 to 5.")))
    paragraphs = words({"embeds": [corrected]}).split("\n\n")

    assert paragraphs[1] == "**Correction:** The vote was 6 to 5. [1]"
    assert corrected["color"] != plain["color"]


def test_first_line_correction_quotes_and_response_stand_apart():
    brief = a_brief(correction=a_sentence("Correction: The vote was 6 to 5."))
    shown = words({"embeds": [card_of(brief)]}).partition("-#")[2].split("\n\n")

    starts = (" Capital", "**Correction:** The vote", "> The Marlow", "**Response:** “We")
    assert [part.startswith(start) for part, start in zip(shown, starts, strict=False)] == (
        [True] * 4
    )


def test_a_quiet_story_says_so():
    assert card_of(a_brief(phase=StoryPhase.QUIET))["description"].split("\n")[0].endswith("quiet")


def test_a_footer_carries_the_reference_that_find_looks_for():
    card = card_of(a_brief())

    assert card["footer"] == {"text": "Story 12 · ref 0123456789"}
    assert carries({"embeds": [card]}, KEY)
    assert not carries({"embeds": [card]}, DeliveryKey("f" * 24))


def test_a_long_story_gives_way_in_words_and_keeps_links_and_speakers():
    brief = a_brief(
        sentences=tuple(a_sentence("county " * 300) for _ in range(4)),
        sources=tuple(a_source_line(number) for number in range(1, 41)),
        figures=tuple(a_figure(speaker=f"Speaker {number}.") for number in range(14)),
    )
    payload = render_message(brief, key=KEY)

    assert problems(payload) == []
    assert {one.url for one in brief.sources} <= links(payload)
    assert all(one.speaker in words(payload) for one in brief.figures)


def test_sources_beyond_the_embeds_room_become_link_buttons():
    brief = a_brief(
        sources=tuple(
            a_source_line(number, url=f"https://ledger.example/{'long-' * 40}{number}")
            for number in range(1, 36)
        )
    )
    payload = render_message(brief, key=KEY)
    labels = list(parts_of(payload))

    assert {one.url for one in brief.sources} <= links(payload)
    assert labels[-8:-3] == ["[35] Capital Ledger", "Summary", "Sources", "Claims", "Timeline"]


def test_what_fits_nowhere_is_counted():
    brief = a_brief(
        sources=tuple(
            a_source_line(number, url=f"https://ledger.example/{'long-' * 150}{number}")
            for number in range(1, 36)
        )
    )
    payload = render_message(brief, key=KEY)

    assert problems(payload) == []
    assert "more under Sources" in words(payload)


def test_an_outlet_without_a_name_is_called_by_its_host():
    line = a_source_line(outlet="\u200b", url="https://www.lakeshore.example/x")

    assert "[lakeshore.example](https://www.lakeshore.example/x)" in (
        field_of(a_brief(sources=(line,)), "Sources")
    )


# ---- foreign text


@pytest.mark.parametrize(
    ("foreign", "shown"),
    [
        ("*bold* _it_ ~no~ `code` ||hidden||", r"\*bold\* \_it\_ \~no\~ \`code\` \|\|hidden\|\|"),
        ("# heading", r"\# heading"),
        ("> quote", r"\> quote"),
        ("- list", r"\- list"),
        ("[ledger](https://evil.example)", r"\[ledger\]\(https\://evil.example\)"),
        ("<@1234> <#12> <t:1:R> @everyone", r"\<\@1234> \<#12> \<t\:1\:R> \@everyone"),
        (":warning: and :100:", r"\:warning: and \:100:"),
        ("At 4:10 PM: re-entry (C-12) > 3", r"At 4:10 PM: re-entry \(C-12\) > 3"),
        ("back\\slash", r"back\\slash"),
    ],
)
def test_markup_in_foreign_text_stays_letters(foreign, shown):
    assert escape(foreign) == shown


def test_a_text_is_cut_with_its_escapes_counted():
    assert fitted("****** word", 9) == r"\*\*\*…"
    assert fitted("short", 9) == "short"


@pytest.mark.parametrize(
    ("url", "safe"),
    [
        ("javascript:alert(1)", None),
        ("data:text/html,x", None),
        ("https://a.example/(x)", "https://a.example/%28x%29"),
        ("https://user:pass@evil.example/a", "https://evil.example/a"),
        ("https://bücher.example/", "https://xn--bcher-kva.example/"),
        ("https://a.example/" + "x" * 2048, None),
    ],
)
def test_only_plain_web_addresses_are_linked(url, safe):
    assert safe_url(url) == safe


def test_a_label_that_names_another_host_is_not_the_link():
    assert linked("read bigbank.com", "https://evil.example/x", 80) == (
        "read bigbank.com [evil.example](https://evil.example/x)"
    )


def test_a_headline_that_names_another_host_leads_nowhere():
    assert "url" not in card_of(a_brief(headline="Read it at bigbank.com"))


def test_nothing_may_ping():
    payload = render_message(a_brief(headline="@everyone <@&12>"))

    assert payload["allowed_mentions"] == {"parse": []}
    assert payload["embeds"][0]["title"] == r"\@everyone \<\@&12>"


def test_copies_share_lines_when_there_are_many_sources():
    sources = tuple(
        a_source_line(
            number,
            provenance=Provenance.WIRE_COPY if number > 3 else Provenance.ORIGINAL,
            url=f"https://outlet{number}.example/story",
        )
        for number in range(1, 24)
    )

    assert field_of(a_brief(sources=sources), "Also").startswith("[9] [Capital Ledger](")
