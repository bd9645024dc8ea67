"""Nouns for tests: each builder gives a whole, plausible thing and takes what the test is about."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from bot.domain.articles import Provenance, StoryId
from bot.domain.briefs import (
    Brief,
    Digest,
    DocumentLine,
    FigureLine,
    Notice,
    SourcedSentence,
    SourceLine,
    StoryLink,
    Update,
)
from bot.domain.delivery import ChannelRef, Platform
from bot.domain.feeds import FeedKind
from bot.domain.questions import Answer, Asker, Evidence, Line, Section
from bot.domain.stories import StoryPhase
from bot.domain.watches import Owner, Watch, watch_id

NOON = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)


def a_source_line(number: int = 1, **changes) -> SourceLine:
    defaults = {
        "number": number,
        "outlet": "Capital Ledger",
        "kind": FeedKind.NATIONAL,
        "provenance": Provenance.ORIGINAL,
        "title": "County jail ends its detainer agreement",
        "url": f"https://ledger.example/news/detainers-{number}",
        "published_at": NOON - timedelta(hours=3),
    }
    return SourceLine(**(defaults | changes))


def a_sentence(text: str = "The county board voted 7 to 4 on Friday.", source: int = 1):
    return SourcedSentence(text=text, source=source)


def a_figure(**changes) -> FigureLine:
    defaults = {"surface": "70%", "counts": "those arrested", "speaker": "ICE", "source": 1}
    return FigureLine(**(defaults | changes))


def four_sources() -> tuple[SourceLine, ...]:
    """An original, wire copy, a local original, a rewrite."""
    return (
        a_source_line(1),
        a_source_line(
            2,
            outlet="Sample Wire",
            kind=FeedKind.WIRE,
            provenance=Provenance.WIRE_COPY,
            url="https://samplewire.example/a/88121",
        ),
        a_source_line(
            3,
            outlet="Lakeshore Tribune",
            kind=FeedKind.LOCAL,
            url="https://lakeshore-tribune.example/2026/11/21/detainers",
        ),
        a_source_line(
            4,
            outlet="money-blog.example",
            kind=FeedKind.AGGREGATOR,
            provenance=Provenance.REWRITE,
            url="https://money-blog.example/detainers-table",
            note="adds a table and three quotes found nowhere else",
        ),
    )


def a_brief(**changes) -> Brief:
    """A developing story of four outlets."""
    defaults = {
        "story": StoryId(12),
        "headline": "Marlow County ends its agreement on jail detainers",
        "sources": four_sources(),
        "opened_at": NOON - timedelta(hours=3),
        "updated_at": NOON,
        "phase": StoryPhase.DEVELOPING,
        "sentences": (
            a_sentence("The Marlow County board voted 7 to 4 on Friday to end its agreement."),
            a_sentence("The jail will no longer hold people on detainers alone.", 3),
        ),
        "response": a_sentence("“We will review the decision,” a county spokesman said.", 3),
        "response_expected": True,
        "figures": (
            a_figure(differences=("a rewrite gives it to DHS [4]",)),
            a_figure(
                surface="more than 90%", counts="before 2025", speaker="no speaker named", source=3
            ),
        ),
        "places": ("Illinois", "Marlow County Jail"),
        "agencies": ("ICE", "DHS"),
        "people": ("Dana Whitfield, county sheriff",),
        "documents": (
            DocumentLine(label="8 CFR 287.7", url="https://www.ecfr.gov/current/title-8/287.7"),
            DocumentLine(label="Form I-247A", status="in force"),
        ),
        "only_in": (a_sentence("The table lists 41 jails.", 4),),
        "continues": StoryLink(story=StoryId(7), headline="County board debates detainers"),
        "related": (StoryLink(story=StoryId(9), headline="State bill on jails advances"),),
    }
    return Brief(**(defaults | changes))


def an_update(**changes) -> Update:
    defaults = {
        "story": StoryId(12),
        "heading": "What is new",
        "is_correction": False,
        "lines": (a_sentence("The sheriff said the jail will comply.", 1),),
        "sources": (a_source_line(1),),
    }
    return Update(**(defaults | changes))


def a_digest(**changes) -> Digest:
    defaults = {"title": "Morning digest", "briefs": (a_brief(), a_brief(story=StoryId(13)))}
    return Digest(**(defaults | changes))


def a_notice(**changes) -> Notice:
    defaults = {
        "title": "ICE newsroom has failed 3 times",
        "lines": ("The server answered 503.", "Next try in 40 minutes."),
    }
    return Notice(**(defaults | changes))


def an_evidence(**changes) -> Evidence:
    defaults = {
        "outlet": "Capital Ledger",
        "url": "https://ledger.example/news/detainers-1",
        "at": NOON - timedelta(hours=3),
    }
    return Evidence(**(defaults | changes))


def a_line(**changes) -> Line:
    defaults = {
        "text": "Marlow County ends its agreement on jail detainers",
        "url": "https://ledger.example/news/detainers-1",
        "evidence": (an_evidence(),),
        "detail": "4 outlets, 2 independent",
        "story": StoryId(12),
    }
    return Line(**(defaults | changes))


def an_answer(**changes) -> Answer:
    """A second page of a search with two stories."""
    second = a_line(
        text="State bill on jails advances",
        url="https://lakeshore-tribune.example/bill",
        evidence=(
            an_evidence(outlet="Lakeshore Tribune", url="https://lakeshore-tribune.example/bill"),
        ),
        story=StoryId(9),
    )
    defaults = {
        "title": "Search: detainers",
        "summary": "7 stories since November 14; 2 on this page.",
        "sections": (Section(heading="Stories", lines=(a_line(), second)),),
        "notes": ("1 feed is failing: ICE newsroom.",),
        "page": 2,
        "page_count": 4,
        "question": "search detainers n:2",
    }
    return Answer(**(defaults | changes))


def an_asker(**changes) -> Asker:
    defaults = {
        "platform": Platform.SLACK,
        "user": "U0ALICE",
        "workspace": "T0FAKE",
        "channel": ChannelRef(platform=Platform.SLACK, target="C0NEWS"),
    }
    return Asker(**(defaults | changes))


def a_watch(name: str = "letters", **changes) -> Watch:
    """A person's watch on Discord; `target` and `is_channel` are its owner's."""
    mine = {key: changes.pop(key) for key in ("target", "is_channel") if key in changes}
    owner = Owner(**({"platform": Platform.DISCORD, "workspace": "1", "target": "2"} | mine))
    defaults = {
        "id": watch_id(owner, name, NOON),
        "owner": owner,
        "name": name,
        "query": '"detainer letters" state:NY',
        "created_at": NOON,
        "created_by": "2",
    }
    return Watch(**(defaults | changes))


def a_watch_list(*watches: Watch) -> Answer:
    lines = tuple(
        Line(text=one.name, detail=one.query, story=one.story, watch=one) for one in watches
    )
    sections = (Section(heading="Yours", lines=lines),) if lines else ()
    return Answer(title="Watches", sections=sections, question="watch list")
