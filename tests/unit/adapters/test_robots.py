from __future__ import annotations

import time

import pytest

from bot.adapters.http.robots import PARSED_BYTES, parse_robots


def allowed(text: str, path: str) -> bool:
    return parse_robots(text.encode(), "nutgraf").allows(path)


@pytest.mark.parametrize(
    ("text", "path", "expected"),
    [
        ("", "/a", True),
        ("User-agent: *\nDisallow:", "/a", True),
        ("User-agent: *\nDisallow: /", "/a", False),
        ("User-agent: *\nDisallow: /a", "/ab", False),
        ("User-agent: *\nDisallow: /a/", "/a", True),
        ("user-agent:*\nDISALLOW:/a # because", "/a", False),
        ("User-agent: *\nDisallow: /a\nAllow: /a/b", "/a/b/c", True),
        ("User-agent: *\nAllow: /a/b\nDisallow: /a", "/a/x", False),
        ("User-agent: *\nAllow: /a\nDisallow: /a", "/a", True),
        ("User-agent: *\nDisallow: /a\nAllow: /a", "/a", True),
        ("User-agent: *\nDisallow: /*.pdf$", "/x/y.pdf", False),
        ("User-agent: *\nDisallow: /*.pdf$", "/x/y.pdf?z", True),
        ("User-agent: *\nDisallow: /*/print", "/2026/03/print", False),
        ("User-agent: *\nDisallow: /a$", "/a", False),
        ("User-agent: *\nDisallow: /a$", "/ab", True),
        ("User-agent: *\nDisallow: /a*b*c$", "/a-b-b-c", False),
        ("User-agent: *\nDisallow: /a*b*c$", "/a-c-b", True),
        ("User-agent: *\nDisallow: *", "/a", False),
        ("User-agent: *\nDisallow: /s?q=", "/s?q=ice", False),
        ("Disallow: /", "/a", True),
    ],
)
def test_h11_the_longest_rule_decides(text, path, expected):
    assert allowed(text, path) is expected


@pytest.mark.parametrize(
    ("rule", "path"),
    [
        ("/foo/bar?baz=http://foo.bar", "/foo/bar?baz=http://foo.bar"),
        ("/foo/bar/ツ", "/foo/bar/%E3%83%84"),
        ("/foo/bar/%E3%83%84", "/foo/bar/%E3%83%84"),
        ("/foo/bar/%62%61%7A", "/foo/bar/baz"),
        ("/foo/bar/baz", "/foo/bar/%62%61%7a"),
        ("/a%2fb", "/a%2Fb"),
        ("/100%$", "/100%25"),
        ("/50%zz$", "/50%25zz"),
    ],
)
def test_h11_octets_are_compared_not_spellings(rule, path):
    assert not allowed(f"User-agent: *\nDisallow: {rule}", path)


GROUPS = """
User-agent: otherbot
User-agent: NutGraf/2.0 (news)
Disallow: /ours
Crawl-delay: 5

User-agent: *
Disallow: /

User-agent: nutgraf
Disallow: /too
"""


def test_h11_our_own_groups_replace_those_for_everyone():
    assert allowed(GROUPS, "/free")
    assert not allowed(GROUPS, "/ours")
    assert not allowed(GROUPS, "/too")


def test_h11_other_robots_rules_are_not_ours():
    assert allowed("User-agent: googlebot\nDisallow: /\n", "/a")


def test_h11_no_more_than_500_kib_are_read():
    text = "#" * PARSED_BYTES + "\nUser-agent: *\nDisallow: /\n"

    assert allowed(text, "/a")


def test_h11_a_rule_made_of_wildcards_is_matched_in_time():
    text = "User-agent: *\nDisallow: /" + "*a" * 3_000 + "b$\n"
    began = time.process_time()

    assert allowed(text, "/" + "a" * 8_000)
    assert time.process_time() - began < 0.5


def test_h11_bytes_that_are_no_text_are_no_rules():
    assert parse_robots(bytes(range(256)) * 50, "nutgraf").allows("/a")
