import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.text.prose.urls import absolute_url, canonical_url, host_of


@pytest.mark.parametrize(
    ("url", "canonical"),
    [
        ("HTTP://News.Example:80/a", "http://news.example/a"),
        ("https://news.example:8443/a", "https://news.example:8443/a"),
        ("https://news.example", "https://news.example/"),
        ("https://news.example/a#comments", "https://news.example/a"),
        ("https://news.example/a?utm_source=x&id=3&fbclid=1", "https://news.example/a?id=3"),
        ("https://news.example/a?mod=rss_front", "https://news.example/a"),
        ("https://news.example/a?b=2&a=1&b=1", "https://news.example/a?a=1&b=2&b=1"),
        ("https://news.example/a?x=1&amp;utm_medium=m&amp;y=2", "https://news.example/a?x=1&y=2"),
        ("https://news.example/a/../b/./c//d", "https://news.example/b/c/d"),
        ("https://news.example/a/index.html", "https://news.example/a/"),
        ("https://news.example/a/amp/", "https://news.example/a"),
        ("https://news.example/a.amp.html", "https://news.example/a"),
        ("https://amp.news.example/a", "https://news.example/a"),
        ("https://news.example/a?outputType=amp", "https://news.example/a"),
        ("https://www.google.com/amp/s/news.example/a", "https://news.example/a"),
        ("https://n-example.cdn.ampproject.org/c/s/n.example/a/amp", "https://n.example/a"),
        (
            "https://www.google.com/url?rct=j&url=https://news.example/a&ct=ga",
            "https://news.example/a",
        ),
        (
            "http://www.bing.com/news/apiclick.aspx?ref=x&url=https%3a%2f%2fnews.example%2fa",
            "https://news.example/a",
        ),
        ("https://news.example/%7euser/%c3%a4", "https://news.example/~user/%C3%A4"),
        ("https://news.example/a b?q=100%", "https://news.example/a%20b?q=100%25"),
        ("https://bücher.example/", "https://xn--bcher-kva.example/"),
        ("http://[2001:DB8::0:1]:80/x", "http://[2001:db8::1]/x"),
        ("  https://news.example/a\n/b ", "https://news.example/a/b"),
    ],
)
def test_one_page_has_one_canonical_address(url: str, canonical: str):
    assert canonical_url(url) == canonical


@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)",
        "JavaScript:alert(1)",
        "data:text/html,hello",
        "file:///etc/passwd",
        "mailto:desk@news.example",
        "https://user:word@news.example/",
        "https://news.example@evil.example/",
        "http://",
        "http://-bad-.example/",
        "http://a..example/",
        "http://news.example:99999/",
        "http://news.example:0/",
        "http://[::1/",
        "http://[zz::1]/",
        "http://[::1%25eth0]/",
        "http://[v1.x]/",
        "http://news.example/a\x00b",
        "http://" + "a" * 300 + ".example/",
        "http://\u2100.example/",
        "http://news.example/" + "a" * 9000,
        "",
        "   ",
    ],
)
def test_an_unsafe_address_is_refused(url: str):
    assert canonical_url(url, "https://base.example/") is None
    assert absolute_url(url) is None


def test_a_relative_link_is_made_absolute_by_its_base():
    assert absolute_url("../b?c=1#d", "https://news.example/x/a") == "https://news.example/b?c=1#d"
    assert absolute_url("//cdn.example/b", "https://news.example/") == "https://cdn.example/b"
    assert absolute_url("news/2025:10", "https://n.example/") == "https://n.example/news/2025:10"


def test_a_relative_link_without_a_usable_base_is_refused():
    assert absolute_url("/a") is None
    assert absolute_url("/a", "http://[broken") is None
    assert canonical_url("/a", "ftp://news.example/") is None


def test_an_absolute_link_is_kept_as_the_feed_gave_it():
    url = "https://News.example/a?utm_source=rss&id=1#top"

    assert absolute_url(url, "https://base.example/") == url


def test_a_backslash_leads_where_browsers_go():
    assert host_of("http://good.example\\@evil.example/") == "good.example"


def test_a_wrapper_in_a_wrapper_is_opened_too():
    wrapper = "https://www.google.com/url?q="

    assert canonical_url(wrapper * 5 + "https://news.example/a") == "https://news.example/a"


def test_a_broken_wrapper_stays_what_it_is():
    assert (
        canonical_url("https://www.google.com/url?q=javascript:x")
        == "https://www.google.com/url?q=javascript:x"
    )
    assert canonical_url("https://www.google.com/search?q=x") == "https://www.google.com/search?q=x"
    assert canonical_url("https://x.cdn.ampproject.org/z") == "https://x.cdn.ampproject.org/z"
    flood = "https://www.google.com/url?" + "&".join(f"a{n}=1" for n in range(200))
    assert (canonical_url(flood) or "").startswith("https://www.google.com/url?a0=1")


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        ("https://www.news.example/a", "news.example"),
        ("https://bücher.example/", "bücher.example"),
        ("https://аpple.example/", "xn--pple-43d.example"),  # a Cyrillic a
        ("https://xn--80ak6aa92e.example/", "xn--80ak6aa92e.example"),  # all Cyrillic look-alikes
        ("https://xn--99999999999.example/", "xn--99999999999.example"),
        ("https://user@evil.example/", ""),
        ("nonsense", ""),
    ],
)
def test_a_shown_host_cannot_pass_for_another(url: str, shown: str):
    assert host_of(url) == shown


PATHS = st.text(alphabet="abAMP./%20é#?&=;:@\\ -_index.html", max_size=40)
QUERIES = st.lists(
    st.sampled_from(["utm_source=x", "a=1", "b=%7e", "amp=1", "a=2", "mod=rss", "q=é", "", "x"]),
    max_size=5,
)


@settings(deadline=None)
@given(path=PATHS, query=QUERIES)
def test_canonical_addresses_stay_as_they_are(path: str, query: list[str]):
    once = canonical_url(f"https://amp.news.example/{path}?{'&'.join(query)}")

    assert once is not None
    assert canonical_url(once) == once


@settings(deadline=None)
@given(st.text(max_size=60))
def test_any_text_gives_a_safe_address_or_none(text: str):
    found = canonical_url(text, "https://base.example/")

    assert found is None or found.startswith(("http://", "https://"))
    assert found is None or found.isascii()
