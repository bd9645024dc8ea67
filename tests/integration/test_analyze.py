"""`analyze` as scripts use it: JSON lines in, JSON lines out."""

from __future__ import annotations

import base64
import io
import json
from itertools import combinations

import pytest

from bot.app.tasks import TASKS
from bot.cli.analyze import run_task

REPORT = {
    "id": "a",
    "title": "Three counties refuse ICE detainers, sheriffs say",
    "source": "Lakeshore Tribune",
    "url": "https://lakeshore-tribune.example/detainers",
    "date": "2026-03-02T15:00:00Z",
    "text": (
        "By Nora Feld\n\n"
        "Three Ohio counties will no longer honor detainers from U.S. Immigration and Customs "
        "Enforcement, their sheriffs said Monday, after a federal judge ruled that the practice "
        "violated the Fourth Amendment.\n\n"
        "“We will not hold anyone without a warrant signed by a judge,” said Franklin County "
        "Sheriff Dallas Baldwin.\n\n"
        "ICE said 412 people were held on detainers in the three county jails last year, "
        "64% of them without a criminal conviction.\n\n"
        "Lawyers for the counties cited 8 CFR 287.7, the regulation that governs detainers.\n\n"
        "ICE said it would appeal the ruling to the Sixth Circuit in Cincinnati."
    ),
}
REWRITE = {
    "id": "b",
    "title": "Three counties refuse ICE detainers: what it means for you",
    "source": "money-corner.example",
    "url": "https://money-corner.example/detainers-explained",
    "date": "2026-03-03T09:00:00Z",
    "text": (
        "Have you ever wondered what happens when counties say no? Three Ohio counties will no "
        "longer honor ICE detainers, their sheriffs said, after a federal judge ruled that the "
        "practice violated the Fourth Amendment. Let’s dive in.\n\n"
        "ICE said 412 people were held on detainers in the three county jails last year, 64% of "
        "them without a criminal conviction. The agency also says that over 9,000 people were "
        "deported from Ohio on February 11.\n\n"
        "This is a wake-up call for every family.\n\n– Federal official\n\n"
        "Type of CaseShare of Detainers\nTraffic45%\nTheft35%\nOther20%\n\n"
        "I’ve always found it striking how much this matters. What do you think?"
    ),
}
HOCKEY = {
    "id": "c",
    "title": "Home team wins on fresh ice",
    "source": "Lakeshore Tribune",
    "date": "2026-03-03T10:00:00Z",
    "text": (
        "The Lakers won 4-2 on Monday night before a crowd of 8,200.\n\n"
        "“We skated harder than they did,” said coach Ron Ebel."
    ),
}


def analyze(task: str, *rows: object) -> list[dict]:
    lines = [row if isinstance(row, bytes) else json.dumps(row).encode() for row in rows]
    out = io.StringIO()
    run_task(TASKS[task](), lines, out)
    return [json.loads(line) for line in out.getvalue().splitlines()]


@pytest.mark.parametrize("task", sorted(TASKS))
def test_a_row_that_cannot_be_read_is_an_error_row_and_the_run_goes_on(task: str):
    rows = analyze(task, b"{no json", b"[1]", {"id": "x", "a": 1, "articles": 7, "text": 5})

    assert [row["id"] for row in rows] == [None, None, "x"]
    assert all("error" in row for row in rows)


def test_a_page_without_an_article_is_an_error_row():
    rows = analyze("body", {"id": 1, "url": "", "html": "<html><body></body></html>"})

    assert rows[0]["error"]


def test_a_page_gives_its_article_with_byline_and_time():
    html = (
        "<html><head><meta property='article:published_time' content='2026-03-02T15:00:00Z'>"
        "<meta name='author' content='Nora Feld'></head><body><h1>Counties refuse</h1><article>"
        + "".join(f"<p>{line}</p>" for line in REPORT["text"].split("\n\n")[1:])
        + "</article></body></html>"
    )

    (row,) = analyze("body", {"id": 1, "url": REPORT["url"], "html": html})

    assert row["title"] == "Counties refuse"
    assert row["body"].startswith("Three Ohio counties")
    assert (row["byline"], row["published"]) == ("Nora Feld", "2026-03-02T15:00:00Z")


def test_a_feed_gives_its_items_and_a_broken_one_its_error():
    feed = (
        b"<rss version='2.0'><channel><item><title>One</title><link>/1</link>"
        b"<pubDate>Mon, 02 Mar 2026 15:00:00 GMT</pubDate></item></channel></rss>"
    )

    good, bad, coded = analyze(
        "feeds",
        {"id": 1, "base_url": "https://a.example/", "bytes_b64": base64.b64encode(feed).decode()},
        {"id": 2, "base_url": "https://a.example/", "bytes_b64": ""},
        {"id": 3, "bytes_b64": "%%%"},
    )

    assert good["error"] is None
    assert good["items"][0]["link"] == "https://a.example/1"
    assert good["items"][0]["published"] == "2026-03-02T15:00:00Z"
    assert bad["error"]
    assert bad["items"] == []
    assert "bytes_b64" in coded["error"]


def test_relevance_names_its_reasons():
    kept, dropped = analyze("relevance", REPORT, HOCKEY)

    assert (kept["relevant"], dropped["relevant"]) == (True, False)
    assert kept["reasons"]
    assert 0 <= dropped["score"] < kept["score"] <= 1


def test_the_same_text_of_two_outlets_is_a_duplicate():
    other = {**REPORT, "source": "Sample Wire"}

    copied, own = analyze(
        "duplicates", {"id": 1, "a": REPORT, "b": other}, {"id": 2, "a": REPORT, "b": HOCKEY}
    )

    assert (copied["dup"], own["dup"]) == (True, False)
    assert own["containment"] < copied["containment"] <= 1


def test_stories_are_decided_with_the_rows_before_alone():
    first, second, third = analyze("stories", REPORT, REWRITE, HOCKEY)

    assert first["story"] == second["story"] != third["story"]
    assert (first["of"], second["of"]) == (None, first["story"])
    assert second["reasons"]


def test_each_entity_is_given_once_with_its_canonical_name():
    (row,) = analyze("entities", REPORT)

    names = [each["name"] for each in row["entities"]]
    assert names.count("U.S. Immigration and Customs Enforcement") == 1
    assert {"type": "place", "name": "Ohio", "surface": "Ohio"} in row["entities"]


def test_a_summary_is_the_outlets_own_sentences_each_with_its_article():
    (row,) = analyze("summaries", {"id": 1, "date": "2026-03-03", "articles": [HOCKEY, REPORT]})

    assert row["summary"] == " ".join(each["text"] for each in row["sentences"])
    texts = [HOCKEY["text"], REPORT["text"]]
    assert all(each["text"] in texts[each["article"]] for each in row["sentences"])


def test_a_summary_names_no_private_person():
    text = (
        "ICE agents arrested Marisol Quintero, a mother of two, outside a school in Ohio.\n\n"
        "The school closed its doors for the day, and parents gathered at a nearby church.\n\n"
        "ICE said the arrest followed an order of removal from 2019."
    )

    (row,) = analyze("summaries", {"id": 1, "articles": [{"title": "Arrest", "text": text}]})

    assert row["summary"]
    assert "Quintero" not in row["summary"]


def test_a_rewrite_joins_its_story_and_what_it_adds_stands_only_there():
    first, second, third = analyze("articles", REPORT, REWRITE, HOCKEY)

    assert first["story"] == second["story"] is not None
    assert (first["provenance"], second["provenance"]) == ("original", "rewrite")
    assert first["only_here"] == []
    added = {(each["kind"], each["text"]) for each in second["only_here"]}
    assert {("figure", "over 9,000"), ("date", "February 11")} <= added
    assert second["summary"] == first["summary"]
    assert third["story"] is None


def test_all_that_is_understood_of_an_article_is_given():
    (row,) = analyze("articles", REPORT)

    assert row["relevant"] is True
    assert row["body"].startswith("Three Ohio counties")
    assert (row["byline"], row["published"]) == ("Nora Feld", REPORT["date"])
    assert {"kind": "regulation", "id": "8 CFR 287.7"}.items() <= row["documents"][0].items()
    share = next(each for each in row["figures"] if each["unit"] == "percent")
    assert (share["value"], share["corroborated"]) == (64, False)
    assert share["stated_by"] == "U.S. Immigration and Customs Enforcement"
    assert share["sentence"] in row["body"]
    quote = row["quotes"][0]
    assert quote["text"].startswith("We will not hold anyone")
    assert (quote["speaker"], quote["named"]) == ("Dallas Baldwin", True)


def test_a_figure_is_corroborated_by_work_of_its_own_and_by_no_rewrite():
    again = {
        **REPORT,
        "id": "d",
        "source": "Capital Ledger",
        "url": "https://capital-ledger.example/ohio",
        "date": "2026-03-02T18:00:00Z",
        "title": "Ohio counties end ICE detainers after ruling",
        "text": (
            "Ohio sheriffs in three counties said Monday they stopped honoring ICE detainers.\n\n"
            "“It is a ruling we have to obey,” said Ohio Attorney General Dave Yost.\n\n"
            "A federal judge had found that holding people without a warrant violated the Fourth "
            "Amendment. ICE said 412 people were held on detainers in the three counties last "
            "year and called the decision wrong."
        ),
    }

    first, rewrite, second = analyze("articles", REPORT, REWRITE, again)

    told = [
        each["corroborated"]
        for row in (first, rewrite, second)
        for each in row["figures"]
        if each["value"] == 412
    ]
    assert told == [False, True, True]


def test_what_a_rewrite_repeats_or_adds_says_nothing_of_the_original():
    changed = {**REPORT, "text": REPORT["text"].replace(" in Cincinnati", "")}

    row = analyze("articles", REPORT, REWRITE, changed)[-1]

    assert row["verdict"] == "revised"
    assert row["only_here"] == []
    assert [each["corroborated"] for each in row["figures"] if each["value"] == 412] == [False]


def test_a_text_off_the_beat_opens_no_story_and_is_read_all_the_same():
    (row,) = analyze("articles", HOCKEY)

    assert (row["story"], row["relevant"], row["verdict"]) == (None, False, "dropped")
    assert row["reasons"]
    assert row["body"] == HOCKEY["text"]
    assert row["quotes"][0]["text"].startswith("We skated harder")


def test_a_raw_text_without_title_or_date_uses_what_it_prints():
    opening = REPORT["text"].split("\n\n")[1]
    text = f"Lakeshore Tribune - Monday, March 2, 2026\n\n{REPORT['text']}"

    (row,) = analyze("articles", {"id": 1, "text": text})

    assert row["title"] == opening
    assert row["body"].startswith(opening)
    assert row["published"] == "2026-03-02T00:00:00Z"


def test_a_long_opening_sentence_stands_in_for_a_headline_cut_at_a_word():
    opening = "ICE agents detained workers at the plant " + "and the warehouse beside it " * 20

    (row,) = analyze("articles", {"id": 1, "text": f"{opening.strip()}."})

    assert row["title"].endswith(" …")
    assert len(row["title"]) <= 302


def test_a_page_among_the_articles_is_read_as_a_page():
    paragraphs = "".join(f"<p>{line}</p>" for line in REPORT["text"].split("\n\n")[1:])
    page = (
        "<!doctype html><html><head><title>Three counties refuse | Lakeshore</title></head>"
        f"<body><nav>Subscribe now</nav><article><h1>Three counties refuse</h1>{paragraphs}"
        "</article></body></html>"
    )

    rows = analyze(
        "articles", {"id": 1, "text": page}, {"id": 2, "text": "<html><body></body></html>"}
    )

    assert rows[0]["title"] == "Three counties refuse"
    assert "Subscribe" not in rows[0]["body"]
    assert rows[0]["published"] is None
    assert rows[1]["error"]


def test_the_same_page_again_is_a_repeat_and_a_changed_one_a_revision():
    changed = {**REPORT, "text": REPORT["text"].replace("412", "421")}

    first, second, third = analyze("articles", REPORT, REPORT, changed)

    verdicts = [row["verdict"] for row in (first, second, third)]
    assert verdicts == ["opened", "repeated", "revised"]
    assert len({row["story"] for row in (first, second, third)}) == 1
    assert 421 in [each["value"] for each in third["figures"]]


@pytest.mark.parametrize("task", ["relevance", "stories", "articles"])
def test_the_same_rows_give_the_same_answers_twice(task: str):
    rows = [REPORT, REWRITE, HOCKEY]

    assert analyze(task, *rows) == analyze(task, *rows)


def test_rows_of_a_stream_do_not_know_what_comes_after_them():
    for rows in combinations([REPORT, REWRITE, HOCKEY], 2):
        assert analyze("articles", *rows)[0] == analyze("articles", rows[0])[0]
