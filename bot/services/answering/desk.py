"""The desk: takes a question, checks it, and hands it to its use case."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from bot.domain.feeds import Feed
from bot.domain.questions import (
    Answer,
    Asker,
    Completion,
    Question,
    Suggestion,
    command_named,
)
from bot.ports import Clock, Storage
from bot.services.answering.administering import (
    answer_feed_list,
    answer_feed_pause,
    answer_feed_resume,
    answer_feed_retry,
    answer_feed_test,
    answer_mute,
    answer_reload,
    check_rights,
)
from bot.services.answering.asking import Asking, zone_of
from bot.services.answering.backstage import Backstage
from bot.services.answering.citing import answer_docket, answer_law
from bot.services.answering.claiming import answer_claims
from bot.services.answering.completing import complete
from bot.services.answering.explaining import answer_why
from bot.services.answering.exporting import answer_export
from bot.services.answering.finding import answer_latest, answer_search
from bot.services.answering.following import (
    answer_follow,
    answer_watch_add,
    answer_watch_edit,
    answer_watch_list,
    answer_watch_pause,
    answer_watch_remove,
    answer_watch_resume,
)
from bot.services.answering.gathering import answer_digest, answer_since
from bot.services.answering.house import answer_health, answer_help, answer_sources
from bot.services.answering.likening import answer_like
from bot.services.answering.mending import answer_merge, answer_split
from bot.services.answering.naming import answer_who
from bot.services.answering.recording import answer_audit
from bot.services.answering.reporting import answer_report
from bot.services.answering.telling import answer_story
from bot.services.answering.trending import answer_trend
from bot.services.briefing import Briefing
from bot.text.asking.questions import build_question, parse_question
from bot.text.names.roster import in_force

MOST_PAGES = 50

_USE_CASES: Mapping[str, Callable[[Asking], Awaitable[Answer]]] = {
    "help": answer_help,
    "latest": answer_latest,
    "search": answer_search,
    "story": answer_story,
    "claims": answer_claims,
    "who": answer_who,
    "why": answer_why,
    "sources": answer_sources,
    "health": answer_health,
    "docket": answer_docket,
    "law": answer_law,
    "like": answer_like,
    "since": answer_since,
    "digest": answer_digest,
    "export": answer_export,
    "watch add": answer_watch_add,
    "watch edit": answer_watch_edit,
    "watch list": answer_watch_list,
    "watch pause": answer_watch_pause,
    "watch resume": answer_watch_resume,
    "watch remove": answer_watch_remove,
    "follow": answer_follow,
    "trend": answer_trend,
    "report": answer_report,
    "feed list": answer_feed_list,
    "feed test": answer_feed_test,
    "feed pause": answer_feed_pause,
    "feed resume": answer_feed_resume,
    "feed retry": answer_feed_retry,
    "merge": answer_merge,
    "split": answer_split,
    "mute": answer_mute,
    "reload": answer_reload,
    "audit": answer_audit,
}


class AnswerDesk:
    """Answers from the archive; never waits for a writer."""

    def __init__(
        self,
        *,
        storage: Storage,
        briefing: Briefing,
        feeds: Callable[[], Sequence[Feed]],
        clock: Clock,
        backstage: Backstage | None = None,
    ) -> None:
        self._storage = storage
        self._briefing = briefing
        self._feeds = feeds
        self._clock = clock
        self._backstage = backstage or Backstage()

    async def ask(self, text: str, asker: Asker, *, page: int = 1) -> Answer:
        """Answer a question typed as one line. Raises QuestionError."""
        question = parse_question(text, now=self._local_now(asker))
        return await self._answer(question, asker, page=page)

    async def ask_command(self, command: str, raw: Mapping[str, str], asker: Asker) -> Answer:
        """Answer a sub-command given with its options one by one. Raises QuestionError."""
        question = build_question(command, raw, now=self._local_now(asker))
        return await self._answer(question, asker, page=1)

    async def complete(
        self, completion: Completion, typed: str, asker: Asker
    ) -> Sequence[Suggestion]:
        """Return at most 25 completions of what was typed."""
        async with self._storage.look() as unit:
            return await complete(unit, self._feeds(), completion, typed, asker)

    def _local_now(self, asker: Asker) -> datetime:
        return self._clock.now().astimezone(zone_of(asker, self._backstage))

    def _placed(self, asker: Asker) -> Asker:
        """Return the asker with the workspace in their channel's name, as deliveries have it."""
        if asker.channel is None:
            return asker
        channel = replace(asker.channel, workspace=asker.workspace)
        return replace(asker, channel=self._backstage.homes.channel(channel))

    async def _answer(self, question: Question, asker: Asker, *, page: int) -> Answer:
        with in_force(self._backstage.officials()):
            return await self._answer_in_force(question, asker, page=page)

    async def _answer_in_force(self, question: Question, asker: Asker, *, page: int) -> Answer:
        async with self._storage.look() as unit:
            asking = Asking(
                question=replace(question, page=min(max(page, 1), MOST_PAGES)),
                asker=self._placed(asker),
                now=self._clock.now(),
                unit=unit,
                briefing=self._briefing,
                feeds=self._feeds(),
                storage=self._storage,
                backstage=self._backstage,
            )
            command = command_named(question.command)
            if command is not None and command.admin:
                check_rights(asking)
            return await _USE_CASES[question.command](asking)
