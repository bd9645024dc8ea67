"""Officials whom operators name in feeds.yaml: from the file to cards and answers."""

from __future__ import annotations

from bot.adapters.feeds_file import read_feeds_text
from bot.app.house import with_backfill
from bot.domain.delivery import Platform
from tests.fakes.town import Town, a_feed, a_town, an_entry
from tests.unit.services.asking import ask

FILE = """\
version: 1
feeds: [{id: ledger, name: Ledger, url: "https://ledger.example/feed", kind: local}]
channels: [{id: newsroom, platform: terminal, target: newsroom}]
"""
APPOINTED = f"""\
{FILE}officials:
  - {{name: Dana Quillfeather, office: ice_director, role: Director of ICE, from: 2026-01}}
  - {{name: Todd Lyons, office: ice_director, from: 2025-03, until: 2025-12}}
"""
TITLE = "ICE director defends arrests of immigrants at courthouses"
TEXT = """\
WASHINGTON — ICE Director Quillfeather on Tuesday defended the arrests of immigrants at courthouses
by deportation officers. “Federal immigration law allows these arrests,” Quillfeather said.

Immigration and Customs Enforcement officers arrested dozens of people after their hearings in
immigration court last week, lawyers said.
"""


def take(town: Town, file: str) -> None:
    configuration = with_backfill(read_feeds_text(file), 50)
    town.house.reload(configuration, frozenset({Platform.TERMINAL}))


async def people_on_the_card(file: str) -> tuple[str, ...]:
    town = a_town(a_feed("ledger"))
    take(town, file)
    await town.publishes("ledger", an_entry(TITLE, TEXT))
    await town.settles()
    return town.posts[0].brief.people


async def test_a_surname_and_a_title_mean_the_official_the_operators_named():
    assert await people_on_the_card(APPOINTED) == ("Dana Quillfeather, ICE Director",)


async def test_without_the_operators_word_a_new_official_is_only_a_surname():
    assert await people_on_the_card(FILE) == ("Quillfeather, ICE Director",)


async def test_who_knows_an_official_as_soon_as_the_file_is_saved():
    town = a_town(a_feed("ledger"))
    take(town, APPOINTED)

    answer = await ask(town, "who Dana Quillfeather")

    assert answer.title == "Dana Quillfeather, Director of ICE"


async def test_an_official_taken_out_of_the_file_is_in_force_no_longer():
    town = a_town(a_feed("ledger"))
    take(town, APPOINTED)
    take(town, FILE)
    await town.publishes("ledger", an_entry(TITLE, TEXT))

    await town.settles()

    assert town.posts[0].brief.people == ("Quillfeather, ICE Director",)
