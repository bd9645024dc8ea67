from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.text.prose.furniture import strip_furniture
from bot.text.prose.recurrence import line_key

FIRST = "Federal officers arrested 12 people at a farm outside Fresno on Friday, officials said."
SECOND = "The county sheriff said her office had not been told of the operation beforehand."
THIRD = "“Nobody called us,” Sheriff Mara Quill said. “We learned of it from the radio.”"


def around(line: str) -> str:
    return f"{FIRST}\n\n{line}\n\n{SECOND}\n\n{THIRD}"


OWN = f"{FIRST}\n\n{SECOND}\n\n{THIRD}"


@pytest.mark.parametrize(
    "line",
    [
        "Advertisement",
        "ADVERTISEMENT:",
        "Story continues below advertisement",
        "Article continues after this ad",
        "Story Continued Below",
        "ANALYSIS/OPINION:",
        "[pullquote]",
        "This article is more than 2 years old",
        "6 years ago",
        "Follow @sampledesk",
        "Enlarge this image toggle caption Ada Example/Sample Wire Ada Example/Sample Wire",
        "Share this article",
        "Facebook",
        "SEE ALSO: Protesters gather at county jail",
        "RELATED: Judge halts transfers",
        "READ MORE | What detainers are",
        "Don’t miss: the week in pictures",
        "6 min read",
        "1,204 views",
        "3 comments",
        "Sep 22, 2025",
        "Updated 3:04 PM EDT, Sat September 20, 2025",
        "Published: September 20, 2025 at 10:05 a.m.",
        "Category : Press Releases",
        "Tags: detention, county jail",
        "• Ada Example can be reached at aexample@ledger.example.",
        "Follow Ada Example on X at @adaexample",
        "Have a tip? Write to the newsroom.",
        "desk@ledger.example",
        "Copyright © 2025 The Sample Ledger, LLC. Click here for reprint permission.",
        "© 2025 Sample Wire. All rights reserved.",
        "This material may not be published, broadcast, rewritten or redistributed.",
        "This article was originally published by Sample Wire.",
        "Please read our comment policy before commenting.",
        "Comments are closed.",
        "Privacy Policy",
        "Read our privacy policy and terms of use.",
        "We use cookies to improve your visit.",
        "By continuing to use this site you agree to our terms.",
        "Subscribe now to our digital edition for the full story.",
        "Sign up for our newsletter",
        "To view the full story, please subscribe to The Sample Ledger.",
        "Already a subscriber? Log in.",
        "Get the day’s top stories delivered to your inbox every morning.",
        "For the latest news download the Ledger apps for iOS and Android.",
        "Please consider supporting our independent journalism.",
        "Support local journalism with a monthly gift.",
        "You have reached your limit of free articles.",
        "Photo by Ada Example/Sample Wire",
        "FILE - Officers stand outside the county jail on May 1. (Sample Photo/Ada Example)",
        "A farm outside Fresno. (AP Photo/Ada Example)",
        "Officers outside the courthouse. Ada Example/Getty Images",
        "Courtesy of the county",
        "Market news of 22/09/2025. Conditions may have changed since publication.",
        "This is not financial advice.",
        "The views expressed are those of the author.",
        "This article was generated with the help of AI.",
        "Joe Sample contributed to this report.",
        "Reporting by Ada Example; editing by Joe Sample",
        "* * *",
        "Click here to find out.",
        "For the latest news download\nour apps for iOS and Android.",
        "?>",
    ],
)
def test_furniture_goes_and_paragraphs_stay(line: str):
    assert strip_furniture(around(line)).body == OWN


@pytest.mark.parametrize(
    "paragraph",
    [
        "The agency said it would share the letters with the attorneys general on Monday.",
        "He told the newsletter that subscribers had paid for the lawyers of six families.",
        "Photographs show officers at the gate, and a video from the scene was posted online.",
        "By Friday, the state must say whether it will comply.",
        "On September 20, 2025, the department sent a second letter to Illinois.",
        "Mara Quill is a reporter for the Ledger who was detained while covering the raid.",
        "Comment was not immediately available from the department.",
        "“Subscribe to that view if you like,” the judge said, “but the law is plain.”",
        "The DHS Push for Cooperation",
        "Her videos were removed for violating the company’s terms of service. She appealed.",
        "Related charges were dropped in May, and the two men were released.",
        "By noon on Friday",
        "70%",
        "Theft | 25%",
    ],
)
def test_prose_that_speaks_of_such_things_stays(paragraph: str):
    long = "\n\n".join([FIRST, paragraph, *[SECOND] * 9, THIRD])

    assert strip_furniture(long).body == long


@pytest.mark.parametrize(
    ("line", "byline", "day"),
    [
        ("By Ada Example", "Ada Example", None),
        ("By ADA EXAMPLE and JOE SAMPLE | Sample Wire", "ADA EXAMPLE, JOE SAMPLE", None),
        ("By Ada Example, Staff Writer", "Ada Example", None),
        ("- The Sample Times - Saturday, September 20, 2025", None, 20),
        (
            "By Ada Example - The Sample Times - Saturday, September 20, 2025",
            "Ada Example",
            20,
        ),
        ("Ada Example | The Sample Times | Sept. 20, 2025", "Ada Example", 20),
        ("2 min read | Sept. 20, 2025", None, 20),
    ],
)
def test_mastheads_tell_byline_and_date(line: str, byline: str | None, day: int | None):
    found = strip_furniture(f"{line}\n\n{OWN}")

    assert found.body == OWN
    assert found.byline == byline
    assert found.printed_at == (datetime(2025, 9, day, tzinfo=UTC) if day else None)


def test_a_contact_line_tells_the_byline():
    found = strip_furniture(f"{OWN}\n\nAda Example can be reached at ada@ledger.example.")

    assert (found.body, found.byline) == (OWN, "Ada Example")


def test_the_title_and_the_outlet_are_not_repeated():
    text = f"Raid at a farm\n\nThe Sample Ledger\n\n{OWN}"

    found = strip_furniture(text, title="Raid at a Farm", outlet="The Sample Ledger")

    assert found.body == OWN
    assert found.heading is None


def test_a_headline_above_its_date_is_the_heading():
    found = strip_furniture(f"Raid at a farm\n\n6 min read\n1 views\nSep 22, 2025\n\n{OWN}")

    assert (found.heading, found.body) == ("Raid at a farm", OWN)
    assert found.printed_at == datetime(2025, 9, 22, tzinfo=UTC)


def test_prose_above_a_date_is_no_heading():
    found = strip_furniture(f"{FIRST}\n\nSep 22, 2025\n\n{SECOND}")

    assert found.heading is None
    assert found.body == f"{FIRST}\n\n{SECOND}"


def test_what_an_outlet_repeats_on_every_page_goes():
    slogan = "All the news of the valley, every day"

    found = strip_furniture(around(slogan), recurring=frozenset({line_key(slogan + ".")}))

    assert found.body == OWN


def test_lines_that_may_recur_are_told_and_so_are_those_that_did():
    kept, gone = "Our desk follows the courts of the valley.", "All the news of the valley"
    text = f"{around(kept)}\n\n{gone}"

    found = strip_furniture(text, recurring=frozenset({line_key(gone)}))

    assert found.lines == (line_key(gone), line_key(kept))


def test_a_teaser_goes_and_its_paragraph_stays():
    found = strip_furniture(f"Will the counties sign or refuse? Click to find out.\n\n{OWN}")

    assert found.body == f"Will the counties sign or refuse?\n\n{OWN}"


def test_to_find_out_can_be_prose():
    text = f"Families wait at the gate to find out more about relatives.\n\n{OWN}"

    assert strip_furniture(text).body == text


def test_the_authors_box_and_its_motto_go():
    box = (
        "If you wait for the rain you will never sow.\n— Ima Farmer\nAuthor\n\n"
        "Joe Sample passionately shares his knowledge of farms to help everyone. "
        "Contact us for collaboration.\n\nRelated Articles\n\n?>"
    )

    found = strip_furniture(f"{OWN}\n\n{box}")

    assert (found.body, found.byline) == (OWN, "Joe Sample")


def test_a_closing_quotation_of_a_person_in_the_story_stays():
    text = f"{OWN}\n\nWe learned of it from the radio.\n\n— Mara Quill\n\nRelated Articles"

    assert strip_furniture(text).body.endswith("— Mara Quill")


def test_a_motto_in_two_paragraphs_goes():
    text = f"{OWN}\n\nSow before the rain.\n\n— Ima Farmer\n\nAuthor\n\nJoe Sample"

    assert strip_furniture(text).body == OWN


def test_headlines_listed_after_the_article_go():
    text = f"{OWN}\n\nRelated stories\n\nJudge halts transfers\n\nCounty ends jail contract"

    assert strip_furniture(text).body == OWN


def test_headlines_listed_in_the_middle_go_and_prose_goes_on():
    after = "\n\n".join([SECOND] * 12 + [THIRD] * 4)
    text = f"{FIRST}\n\nMost read\n\nJudge halts transfers\n\nCounty ends contract\n\n{after}"

    assert strip_furniture(text).body == f"{FIRST}\n\n{after}"


def test_prose_after_a_label_in_the_middle_stays():
    text = "\n\n".join([FIRST, "Recommended", *[SECOND] * 12])

    assert strip_furniture(text).body == "\n\n".join([FIRST, *[SECOND] * 12])


def test_a_few_words_of_prose_after_a_label_stay():
    text = f"{OWN}\n\nRelated stories\n\nJudge halts transfers\n\n{SECOND}"

    assert strip_furniture(text).body == f"{OWN}\n\nJudge halts transfers\n\n{SECOND}"


def test_a_long_article_after_an_early_label_stays():
    rest = "\n\n".join([SECOND] * 15)
    text = f"{rest}\n\nAuthors\n\n{rest}\n\n{THIRD}"

    assert THIRD in strip_furniture(text).body


def test_nothing_but_furniture_leaves_nothing():
    assert strip_furniture("Advertisement\n\nSubscribe now").body == ""
    assert strip_furniture("").body == ""


@settings(deadline=None)
@given(st.lists(st.sampled_from([FIRST, SECOND, "Advertisement", "Author", "— Ima Farmer", "x"])))
def test_what_is_kept_stood_in_the_text(parts: list[str]):
    found = strip_furniture("\n\n".join(parts))

    assert all(block in parts for block in found.body.split("\n\n") if block)
