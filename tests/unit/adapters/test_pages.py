import json
from datetime import UTC, datetime

import pytest

from bot.adapters.pages import extract_html, extract_page
from bot.domain.errors import ParseError

URL = "https://ledger.example/news/2025/farm"
ARTICLE = """\
Federal officers arrested 12 people at a farm outside Fresno on Friday, officials said, in the \
largest operation the valley has seen this year.
The county sheriff said her office had not been told of the operation beforehand and learned of \
it from calls by neighbors, who saw vans on the road at dawn.
“Nobody called us,” Sheriff Mara Quill said. “We learned of it from the radio, like everyone else \
in this county, and we had to answer for it.”
A spokesperson for the agency said the operation had been planned for weeks and that all of those \
arrested would be given a hearing before a judge."""
PARAGRAPHS = ARTICLE.split("\n")
DATED = '<meta name="date" content="Sep 20, 2025 10:05 AM">'
LINKED = {
    "@context": "https://schema.org",
    "@graph": [
        {"@type": "WebSite", "name": "The Sample Ledger"},
        {
            "@type": ["NewsArticle"],
            "headline": "Officers arrest 12 at farm",
            "datePublished": "2025-09-20T10:05:00-04:00",
            "author": [
                {"@type": "Person", "name": "Ada Example"},
                {"@type": "Organization", "name": "Ledger Media Group"},
                "https://ledger.example/staff",
            ],
            "publisher": {"name": "The Sample Ledger"},
        },
    ],
}


def page(
    *, head: str = "", body: list[str] | None = None, header: str = "", extra: str = ""
) -> str:
    article = "".join(f"<p>{paragraph}</p>" for paragraph in body or PARAGRAPHS)
    return (
        f"<html><head><title>Officers arrest 12 at farm | The Sample Ledger</title>{head}</head>"
        "<body><nav><a href='/'>Home</a><a href='/news'>News</a></nav>"
        f"<article><header><h1>Officers arrest 12 at farm</h1>{header}</header>{article}{extra}"
        "</article><footer><p>Subscribe to the Ledger. All rights reserved.</p></footer>"
        "</body></html>"
    )


def linked(value: object) -> str:
    return f'<script type="application/ld+json">{json.dumps(value)}</script>'


def test_the_articles_own_paragraphs_are_found():
    found = extract_html(page(), URL)

    assert found.text.split("\n\n") == PARAGRAPHS
    assert found.title == "Officers arrest 12 at farm"


def test_furniture_between_the_paragraphs_goes():
    body = [
        PARAGRAPHS[0],
        "Advertisement",
        *PARAGRAPHS[1:3],
        "SEE ALSO: Judge halts transfers from the valley",
        PARAGRAPHS[3],
        "Subscribe now to our digital edition for the full story.",
        "Ada Example can be reached at ada@ledger.example.",
    ]

    found = extract_html(page(body=body), URL)

    assert found.text.split("\n\n") == PARAGRAPHS
    assert found.byline == "Ada Example"


def test_time_and_byline_come_from_what_the_page_declares():
    found = extract_html(page(head=linked(LINKED)), URL)

    assert found.published_at == datetime(2025, 9, 20, 14, 5, tzinfo=UTC)
    assert found.byline == "Ada Example"


@pytest.mark.parametrize(
    "head",
    [
        '<meta property="article:published_time" content="2025-09-20T14:05:00Z">',
        '<meta name="parsely-pub-date" content="2025-09-20T14:05:00Z">',
        linked([{"@type": "Article", "datePublished": "2025-09-20T14:05:00Z"}]),
        linked("broken") + '<meta itemprop="datePublished" content="2025-09-20 14:05">',
        f'<script type="application/ld+json">{{</script>{DATED}',
    ],
)
def test_every_way_of_declaring_the_time_is_read(head: str):
    assert extract_html(page(head=head), URL).published_at == datetime(
        2025, 9, 20, 14, 5, tzinfo=UTC
    )


def test_a_time_element_tells_the_time():
    header = '<time datetime="2025-09-20T14:05:00Z">Saturday</time>'

    assert extract_html(page(header=header), URL).published_at == datetime(
        2025, 9, 20, 14, 5, tzinfo=UTC
    )


def test_a_printed_time_is_better_than_a_guess():
    body = ["By Ada Example", "Published: September 20, 2025 at 10:05 a.m.", *PARAGRAPHS]

    found = extract_html(page(body=body), URL)

    assert found.published_at == datetime(2025, 9, 20, 14, 5, tzinfo=UTC)
    assert found.text.split("\n\n") == PARAGRAPHS


def test_a_declared_author_loses_the_word_by():
    head = '<meta name="author" content="By Ada Example">'

    assert extract_html(page(head=head), URL).byline == "Ada Example"


def test_the_outlet_is_not_the_author():
    head = (
        '<meta name="author" content="The Sample Ledger">'
        '<meta property="og:site_name" content="The Sample Ledger">'
    )

    assert extract_html(page(head=head), URL).byline is None


def test_the_line_under_the_headline_is_part_of_the_article():
    dek = "The sheriff was not told of the largest operation in the valley this year."
    head = f'<meta name="description" content="{dek}">'

    shown = extract_html(page(head=head, header=f"<p>{dek}</p>"), URL)
    hidden = extract_html(page(head=head), URL)

    assert shown.text.startswith(f"{dek}\n\n{PARAGRAPHS[0]}")
    assert hidden.text.startswith(PARAGRAPHS[0])


def test_a_body_that_only_the_page_data_holds_is_found():
    article = {"@type": "NewsArticle", "articleBody": "\n\n".join(PARAGRAPHS)}
    html = f"<html><head>{linked(article)}</head><body><div id='app'></div></body></html>"

    assert extract_html(html, URL).text.split("\n\n") == PARAGRAPHS


def test_bytes_are_decoded_whatever_the_label():
    html = page(body=["El alguacil Peña habló. " + PARAGRAPHS[0], *PARAGRAPHS[1:]])

    found = extract_page(html.encode("cp1252", "xmlcharrefreplace"), url=URL, charset="utf-8")

    assert found.text.startswith("El alguacil Peña habló.")


@pytest.mark.parametrize(
    "content",
    [b"", b"\0\0", b"<html></html>", b"<html><body><nav>Home</nav></body></html>"],
)
def test_a_page_without_an_article_is_refused(content: bytes):
    with pytest.raises(ParseError):
        extract_page(content, url=URL, charset=None)


def test_a_flood_of_attributes_is_refused_before_parsing():
    flood = "<p " + " ".join(f"attribute{number}" for number in range(1500)) + ">x</p>"

    with pytest.raises(ParseError, match="attributes"):
        extract_html(flood, URL)
