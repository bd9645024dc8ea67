from __future__ import annotations

import json
from datetime import time, timedelta
from pathlib import Path

import pytest

from bot.adapters.feeds_file import (
    json_schema,
    load_feeds_file,
    read_feeds_text,
    strict_yaml,
)
from bot.domain.delivery import Platform, RouteMode
from bot.domain.errors import ConfigError
from bot.domain.feeds import BodyPolicy, FeedKind

WHOLE = """\
version: 1
timezone: America/Chicago
contact: ops@example.org
defaults: {interval: 30m, body: article, on_failure: {notify_after: 2, pause_after: 3d}}
rules:
  strict:
    min_score: 0.7
    any: ["detainer*", {re: '(?i)287\\(g\\)'}]
    not: [{field: title, words: hockey}]
feeds:
  - id: ice
    name: ICE
    url: "https://ice.example/rss"
    kind: official
    rules: [strict]
    interval: 10m
  - {id: local, name: Local, url: "https://local.example/rss", kind: local, jurisdictions: [IL]}
channels:
  - id: newsroom
    platform: slack
    target: "#news"
    feeds: [ice]
    mode: both
    digest: {at: ["08:00"], days: [mon-fri]}
    quiet: {from: "21:00", to: "07:00"}
  - {id: ops, platform: discord, target: "4", role: ops}
admins: {slack: [U1]}
"""


def faults(text: str) -> list[str]:
    with pytest.raises(ConfigError) as caught:
        read_feeds_text(text)
    return [str(fault) for fault in caught.value.faults]


def with_feed(line: str) -> str:
    return f"version: 1\nfeeds:\n  - {line}\n"


def test_a_whole_file_becomes_a_configuration():
    configuration = read_feeds_text(WHOLE)

    ice, local = configuration.feeds
    assert (ice.interval, local.interval) == (timedelta(minutes=10), timedelta(minutes=30))
    assert ice.kind is FeedKind.OFFICIAL
    assert ice.body is BodyPolicy.ARTICLE
    assert ice.rules[0].none_of[0].words == "hockey"
    assert (ice.notify_after, ice.pause_after) == (2, timedelta(days=3))
    newsroom, ops = configuration.routes
    assert newsroom.mode is RouteMode.BOTH
    assert newsroom.feeds == {"ice"}
    assert newsroom.digest is not None
    assert newsroom.digest.days == {0, 1, 2, 3, 4}
    assert newsroom.quiet is not None
    assert newsroom.quiet.holds(time(23, 0))
    assert ops.channel.platform is Platform.DISCORD
    assert configuration.admins[Platform.SLACK] == {"U1"}


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("{id: no, name: News, url: 'https://x.example', kind: local}", "in quotes"),
        ("{id: a, name: News, url: 'https://x.example', kind: local, interval: 1:30}", "in quotes"),
        ("{id: a, name: News, url: 'https://x.example', kind: local, interval: 30s}", "no span"),
        ("{id: a, name: News, url: 'https://x.example', kind: local, interval: 2d}", "between 1m"),
        ("{id: a, name: News, url: 'ftp://x', kind: local}", "no web address"),
        ("{id: a, name: News, url: 'https://u:p@x.example', kind: local}", "user name"),
        ("{id: a, name: News, url: 'https://x.example', kind: tabloid}", "'official'"),
        ("{id: a, name: News, url: 'https://x.example', kind: local, entervil: 9m}", "unknown key"),
        ("{id: a, name: News, url: 'https://x.example'}", "needs “kind”"),
        ("{id: a, name: News, url: 'https://x.example', kind: local, rules: [x]}", "no rule “x”"),
        ("{id: a, name: News, url: 'https://x.example', kind: local, jurisdictions: [ill]}", "IL"),
        ("{id: a, name: xoxb-1-2, url: 'https://x.example', kind: local}", "environment"),
        ("{id: a, name: News, url: 'https://x.example', kind: local, type: json}", "needs map"),
        ("{id: a, name: News, url: 'https://x.example', kind: local, type: html_list}", "select"),
        ("{id: a, id: b, name: News, url: 'https://x.example', kind: local}", "stands here twice"),
        ("{id: a, name: 2025-01-02, url: 'https://x.example', kind: local}", "date"),
        ("{id: a, name: 0123, url: 'https://x.example', kind: local}", "octal"),
        ("{id: a, name: !!python/name:os.system , url: 'https://x', kind: local}", "tag"),
        ("{id: A B, name: News, url: 'https://x.example', kind: local}", "small letters"),
    ],
)
def test_a_fault_in_a_feed_has_its_line_and_remedy(line: str, words: str):
    found = [fault for fault in faults(with_feed(line)) if words in fault]

    assert found
    assert found[0].startswith("feeds.yaml:3: ")


def test_all_faults_are_told_at_once_in_the_order_of_lines():
    found = faults("version: 2\ntimezone: Mars/Base\nfeeds: []\n")

    assert [fault.split(":")[1] for fault in found] == ["1", "2", "3"]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "empty"),
        ("# nothing\n", "empty"),
        ("feeds: [", "no YAML"),
        ("feeds:\n\t- x\n", "tab"),
        ("- 1\n- 2\n", "the file: a list does not fit; write keys with their values"),
        (
            "version: 1\nchannels:\n  - {id: a, platform: slack, target: #ice}\n",
            "line 3 has a # without quotes, which begins a comment",
        ),
        ("x" * 2_000_001, "too large"),
        (
            "a: &a [1,2,3]\n"
            + "".join(
                f"{c}: &{c} [{','.join(['*' + p] * 9)}]\n"
                for p, c in zip("abcdefg", "bcdefgh", strict=True)
            ),
            "aliases",
        ),
        ("[" * 3000 + "]" * 3000, "too deep"),
    ],
)
def test_a_file_that_is_no_configuration_says_why(text: str, words: str):
    assert any(words in fault for fault in faults(text))


def test_ids_are_unique_and_the_first_line_is_named():
    feed = "{id: a, name: News, url: 'https://x.example', kind: local}"
    found = faults(f"version: 1\nfeeds:\n  - {feed}\n  - {feed}\n")

    assert found == ["feeds.yaml:4: id “a” is taken by line 3; choose another"]


def test_a_channel_that_names_an_unknown_feed_gets_the_nearest():
    text = WHOLE.replace("feeds: [ice]", "feeds: [icee]")

    assert faults(text) == ["feeds.yaml:22: there is no feed “icee”; did you mean “ice”?"]


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ('at: ["08:00"]', "at: [800]", "no time of day"),
        ("[mon-fri]", "[someday]", "no weekday"),
        ('    digest: {at: ["08:00"], days: [mon-fri]}\n', "", "needs digest"),
        ("(?i)287\\(g\\)", "(", "no regular expression"),
        ("{field: title, words: hockey}", "{field: title}", "either words or re"),
    ],
)
def test_a_fault_elsewhere_is_told_too(old: str, new: str, words: str):
    assert any(words in fault for fault in faults(WHOLE.replace(old, new)))


@pytest.mark.parametrize(
    ("written", "words"),
    [
        ("id: 7", "feeds.0.id: 7 does not fit; write a text, in quotes where it is a number"),
        ("id: a, name:", "feeds.0.name: nothing stands here; write a text"),
        ("enabled: maybe", "feeds.0.enabled: 'maybe' does not fit; write true or false"),
        ("backfill: '3'", "feeds.0.backfill: '3' does not fit; write a whole number"),
        ("rules: strong", "feeds.0.rules: 'strong' does not fit; write a list"),
        ("map: [a]", "feeds.0.map: a list does not fit; write keys with their values"),
        ("on_failure: 3", "feeds.0.on_failure: 3 does not fit; write keys with their values"),
        ("url: {a: b}", "feeds.0.url: keys do not fit; write a text"),
    ],
)
def test_a_value_of_another_kind_is_told_without_words_of_the_program(written: str, words: str):
    found = faults(with_feed(f"{{{written}}}"))

    assert any(words in fault for fault in found)
    assert [fault for fault in found if "Model" in fault or "input should" in fault] == []


def test_a_missing_file_says_how_to_name_one(tmp_path: Path):
    with pytest.raises(ConfigError, match="--feeds"):
        load_feeds_file(tmp_path / "none.yaml")


def test_a_folder_or_a_file_of_other_bytes_is_refused_in_one_line(tmp_path: Path):
    latin = tmp_path / "feeds.yaml"
    latin.write_bytes(b"name: caf\xe9")

    with pytest.raises(ConfigError, match="UTF-8"):
        load_feeds_file(latin)
    with pytest.raises(ConfigError, match="cannot be read"):
        load_feeds_file(tmp_path)


def test_the_shipped_schema_is_the_one_the_model_writes():
    shipped = Path(__file__).parents[3] / "docs" / "feeds.schema.json"

    assert json.loads(shipped.read_text(encoding="utf-8")) == json_schema()


def a_channel(more: str) -> str:
    listed = "{id: ice, name: ICE, url: 'https://ice.example/rss', kind: official}"
    return f"{with_feed(listed)}channels:\n  - {{id: desk, target: '#news', {more}}}\n"


def test_a_channel_may_name_the_workspace_or_server_it_belongs_to():
    slack = read_feeds_text(a_channel("platform: slack, workspace: T012AB3CD"))
    discord = read_feeds_text(a_channel("platform: discord, workspace: '123456789012345678'"))
    own = read_feeds_text(a_channel("platform: slack"))

    named = [each.routes[0].channel.workspace for each in (slack, discord, own)]
    assert named == ["T012AB3CD", "123456789012345678", None]


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ("platform: slack, workspace: '#news'", "is no id; write T012AB3CD"),
        ("platform: slack, workspace: '123456789012345678'", "is no id"),
        ("platform: discord, workspace: T012AB3CD", "is no id"),
        ("platform: discord, workspace: 123456789012345678", "workspace"),
        ("platform: terminal, workspace: T012AB3CD", "the terminal has no workspace"),
        ("platform: slack, workspace: T012AB3CD, role: ops", "stays in the operators' own"),
    ],
)
def test_a_workspace_that_is_none_is_told_with_its_line(more: str, words: str):
    (fault,) = faults(a_channel(more))

    assert fault.startswith("feeds.yaml:5:")
    assert words in fault


FEED = with_feed("{id: ice, name: ICE, url: 'https://ice.example/rss', kind: official}")


def test_officials_become_terms_of_office_by_key_or_by_title():
    text = f"""{FEED}officials:
  - {{name: Dana Roe, also: [Dana Q. Roe], office: Director of ICE, from: 2026-10, state: US}}
  - {{name: Ana Coe, office: sheriff, role: Sheriff of Coe County, state: CO, until: "2026-12",
      from: 2023-01, surname_alone: true}}
"""

    roe, coe = read_feeds_text(text).officials

    assert (roe.name, roe.aliases, roe.office) == ("Dana Roe", ("Dana Q. Roe",), "ice_director")
    assert roe.state is None
    assert (roe.start, roe.end, roe.surname_alone) == ("2026-10", "", False)
    assert (coe.role, coe.state) == ("Sheriff of Coe County", "CO")
    assert (coe.start, coe.end, coe.surname_alone) == ("2023-01", "2026-12", True)


@pytest.mark.parametrize(
    ("entry", "words"),
    [
        ("{name: Dana, office: sheriff}", "'Dana' is no full name; write given name and surname"),
        ("{name: Dana Roe, office: sherif}", "is no office of the lists; did you mean sheriff?"),
        ("{name: Dana Roe, office: 'q'}", "is no office of the lists; use one of president, "),
        ("{name: Dana Roe, office: sheriff, from: 2026-13}", "write year and month, as in 2026-03"),
        ("{name: Dana Roe, office: sheriff, state: Ohio}", "is no two-letter state; write IL"),
        ("{name: Dana Roe, office: sheriff, until: 2026-01}", "until: needs from: as well"),
        (
            "{name: Dana Roe, office: sheriff, from: 2026-02, until: 2026-01}",
            "the term ends (2026-01) before it begins (2026-02)",
        ),
        ("{name: Dana Roe, office: sheriff, surname_alone: true}", "surname_alone: needs from:"),
        ("{name: Dana Roe, office: sheriff, alsoo: [D]}", "did you mean “also”?"),
    ],
)
def test_an_official_that_cannot_be_meant_is_a_fault_with_its_line(entry: str, words: str):
    (fault,) = faults(f"{FEED}officials:\n  - {entry}\n")

    assert fault.startswith("feeds.yaml:5: ")
    assert words in fault


def test_a_long_file_is_not_taken_for_a_bomb_of_aliases(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(strict_yaml, "MOST_REPEATED", 10)
    rows = "".join(
        f'  - {{id: f{n}, name: F, url: "https://f.example/{n}", kind: local}}\n' for n in range(20)
    )

    configuration = read_feeds_text(f"version: 1\nfeeds:\n{rows}")

    assert len(configuration.feeds) == 20
