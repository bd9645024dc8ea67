"""What feeds, people and operators write, with everything wrong that can be wrong with it."""

from __future__ import annotations

from hypothesis import strategies as st

from tests.strategies import HOSTILE, odd_addresses

#: Surrogates too: a broken document may hold them.
any_text = st.text(max_size=120)


def soup(*parts: str, most: int = 24):
    """Texts made of the grammar's own pieces, in any order, with any text between them."""
    piece = st.sampled_from(parts) | st.sampled_from(HOSTILE[:20]) | st.text(max_size=6)
    return st.lists(st.sampled_from(parts) | piece, max_size=most).map("".join)


web_addresses = st.one_of(
    odd_addresses,
    any_text,
    soup(
        *("https://", "http:", "//", "/", "\\", "@", ":", "?", "#", "&", "=", "%", "%2F", "%zz"),
        *("news.example", "amp.", "www.", "co.uk", "com.au", "xn--bcher-kva", "bücher", ".", ".."),
        *("[::1]", "[", "]", "127.1", "0x7f", ":80", ":443", ":99999", "user:pass@", "javascript:"),
        *("www.google.com/url?q=", "google.com/amp/s/", "x-y.cdn.ampproject.org/c/s/"),
        *("www.bing.com/news/apiclick.aspx?url=", "index.html", "/amp", "utm_source=x", "&amp;"),
        *("\t", "\n", " ", "\u200b", "。", "ﬀ", "ß", "İ", "ü" * 1400, "https://amp.com.au/"),
    ),
)

markup = st.one_of(
    any_text,
    soup(
        *("<p>", "</p>", "<b", ">", "<", "/>", "<td>", "<tr>", "<table>", "<br/>", "<li>"),
        *(
            "<script>",
            "</script>",
            "<style",
            "<nav>",
            "</nav>",
            "<svg/>",
            "<!--",
            "-->",
            "<![CDATA[",
        ),
        *(
            "]]>",
            "<!doctype",
            "<?xml",
            " href=",
            '"',
            "'",
            "&lt;",
            "&gt;",
            "&amp;",
            "&#60;",
            "&#x3c",
        ),
        *("&#8238;", "&#0;", "&#xd800;", "&#99999999999;", "&nbsp;", "&zwj;", "&ngE;", "\u200b"),
        *("b>", "<<b>b>", "script>", "\u2060", "&amp;lt;", "&#\uff11", "&#" + "9" * 4400),
        *("\u0300", "\u0316", "\u1100", "\u1161", "\ufb2c", "\r\n", "\u2028", "\x85", " ", "a"),
    ),
)

#: Names and numbers of nobody: 555-01xx is kept for fiction.
SENTENCE_PARTS = (
    *(
        "Sheriff Ada Quill",
        "Ms. Ocampo",
        "the agency",
        "ICE",
        "Omar Haddad, 34,",
        "He",
        "who",
        "it",
    ),
    *(
        " said",
        " told reporters",
        ", according to ",
        " reported that ",
        " did not say",
        " and added",
    ),
    *("“", "”", '"', "„", "«", "»", "’", "'", ",", ".", ". ", "!", "?", "…", ":", ";", "—", " – "),
    *(
        " ",
        "  ",
        "\n",
        "\n\n",
        "\t",
        "(",
        ")",
        "[",
        "]",
        "• ",
        "1. ",
        "*",
        "-",
        "U.S.",
        "No. ",
        "v. ",
    ),
    *(
        "1,200",
        "12",
        "one in five",
        "two-thirds of",
        "half a million",
        "$3.5 billion",
        "40%",
        "0",
        "00",
    ),
    *(
        "9" * 40,
        "1,000,000,000,000",
        "3.14.15",
        "٣٤",
        "²",
        " percentage points",
        " of the",
        " people",
    ),
    *(" detainees", " were children", " since January 2025", " in fiscal year 2024", " last month"),
    *(
        " between May and June 3, 2025",
        " under President Vance",
        " from 2019 to 2024",
        " compared with ",
    ),
    *("8 U.S.C. § 1357(g)(1)", "8 CFR 287.7", "90 Fed. Reg. 13,622", "No. 25-1234", "Form I-247A"),
    *("H.R. 29", "INA § 236(c)", "Executive Order 14159", "1:25-cv-00123-ABC", "A 201 234 567"),
    *("(312) 555-0199", "call 555-0199", "1234 W. Elm Street, Apt. 4B", "Newark Mayor Ras Baraka"),
)
articles = st.one_of(any_text, soup(*SENTENCE_PARTS, most=60))

printed_times = st.one_of(
    any_text,
    soup(
        *("2025", "-09", "-20", "T", "14:05", ":59", "Z", "+05:30", "-99:99", "1758377100", "000"),
        *("Sat", "Saturday", "Sept.", "20", "9/20/25", "a.m.", "pm", " ET", "EST", "GMT", "24:00"),
        *(
            "0000",
            "9999",
            "12/31/9999",
            "00:00",
            " ",
            ", ",
            "T2460",
            "٠٩",
            "²",
            "Feb 30",
            "yesterday",
        ),
        *("3 days ago", "999 weeks ago", "next", "last", "Friday", "by", "Dec", "31", "29", "hoy"),
        most=10,
    ),
)

COMMAND_WORDS = (
    *("search", "story", "timeline", "export", "watch", "watch add", "doc", "person", "figures"),
    *("help", "status", "latest", "digest", "compare", "trending", "/news", "mute", "settings"),
)
questions = st.one_of(
    any_text,
    soup(
        *COMMAND_WORDS,
        *(
            " ",
            ":",
            '"',
            "“",
            "”",
            "-",
            "OR",
            "|",
            "since:",
            "until:",
            "n:",
            "kind:",
            "state:",
            "NY",
        ),
        *(
            "from:",
            "sort:",
            "format:csv",
            "page:2",
            "view:",
            "30d",
            "24h",
            "9999w",
            "2026-03-01",
            "²d",
        ),
        *(
            "0001-01-01T00:00+14:00",
            "9999-12-31",
            "yesterday",
            "12",
            "-1",
            "1e9",
            "detainer letters",
        ),
        *("name:", "query:", "entity:", "all", "true", "“", "https://news.example/a", "#12", "@x"),
        most=12,
    ),
)

_digit = st.sampled_from("0123456789")


def _digits(count: int):
    return st.lists(_digit, min_size=count, max_size=count).map("".join)


#: Forms that the redaction knows, each with a number that is nobody's.
phones = st.builds(
    "{}{}{}{}".format,
    st.sampled_from(("", "+1 ", "1-", "+1-", "+1", "1.")),
    st.sampled_from(("({}) ", "({})", "{}-", "{}.", "{} ")).flatmap(
        lambda form: _digits(3).map(form.format)
    ),
    st.just("555") | _digits(3),
    st.sampled_from("-. ").flatmap(lambda mark: _digits(4).map(lambda four: mark + four)),
)
a_numbers = st.builds(
    "{}{}{}{}{}{}".format,
    st.sampled_from(("A", "A-", "A#", "A# ", "A ", "A No. ", "A-number ", "A-number: A")),
    st.integers(10, 999),
    st.sampled_from(("", "-", " ")),
    _digits(3),
    st.sampled_from(("", "-", " ")),
    _digits(3),
)
street_addresses = st.builds(
    "{} {}{}{}".format,
    st.integers(10, 1899),
    st.sampled_from(("", "W. ", "North ", "E ")),
    st.sampled_from(("Elm ", "Harbor View ", "63rd ", "Martin’s Mill ")),
    st.sampled_from(("Street", "St.", "Ave", "Road", "Ln.", "Way, Apt. 4B", "Drive, Unit 7")),
)
secrets = phones | a_numbers | street_addresses
#: What may stand beside a number in running text.
BESIDE = (" ", "\n", "(", "“", "; ", " at ", " or ")
AFTER = (" ", ".", ",", "\n", ")", "”", ";", "? ", " and ")

feeds_files = st.one_of(
    any_text,
    soup(
        *(
            "version: 1\n",
            "feeds:\n",
            "  - id: a\n",
            "    name: A\n",
            "    kind: local\n",
            "- ",
            "  ",
        ),
        *(
            "    url: https://news.example/rss\n",
            "channels:\n",
            "rules:\n",
            "{",
            "}",
            "[",
            "]",
            ", ",
        ),
        *(
            ": ",
            "\n",
            "&a ",
            "*a",
            "<<: ",
            "!!python/object:os.system ",
            "!x ",
            "|\n",
            ">\n",
            "---\n",
        ),
        *(
            "...\n",
            "%YAML 1.1\n",
            "'",
            '"',
            "~",
            "null",
            "no",
            "1:30",
            "010",
            "2025-01-01",
            "9" * 30,
        ),
        *("1.5", ".inf", "timezone: ", "America/New_York", "../etc", "interval: 15m\n", "xoxb-1\n"),
        *(
            "re: (a|a)*b\n",
            "any: ",
            "words: x\n",
            "quiet: {from: '07:30', to: '25:00'}\n",
            "? ",
            "#",
            "\t",
        ),
        most=30,
    ),
)
