"""Promise 1 as a model: however a process dies and a platform fails, each message comes once.

Hypothesis plays owing, turns of the loop, deaths at any commit or call, lost answers, requests
that arrive late, 429s, closed channels and the clock in any order. Whatever it played, no message
may ever stand twice in its channel, and once the trouble ends each stands there once.
"""

from __future__ import annotations

import asyncio
from collections import Counter
from datetime import timedelta
from zoneinfo import ZoneInfo

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from bot.domain.articles import StoryId
from bot.domain.delivery import Delivery, DeliveryKind, DeliveryState, Platform, delivery_key
from bot.services.briefing import Briefing
from bot.services.delivering import LEASE, Delivering
from bot.services.routing import Router
from tests.builders import a_notice, an_update
from tests.fakes.mortal import Died, MortalMessenger, MortalStorage
from tests.fakes.town import EvenChance, TownClock, a_route

ROUTES = (a_route("news", max_posts_per_hour=1_000), a_route("legal", max_posts_per_hour=1_000))
BEFORE = [f"before {what}" for what in ("death", "lost", "429", "refused")]
AFTER = [f"{when} {what}" for when in ("after", "dawdling") for what in ("death", "lost")]
LOOKS = ("lost", "429", "refused", "death")
#: Enough turns for anything to end, an hour apart so that no wait is longer.
TO_THE_END = 40


class Deliveries(RuleBasedStateMachine):
    """One channel a route; messages with frozen content, so that only their way is modelled."""

    def __init__(self) -> None:
        super().__init__()
        self.loop = asyncio.new_event_loop()
        self.clock = TownClock()
        self.storage = MortalStorage()
        self.messenger = MortalMessenger(self.clock)
        self.stories = 0
        self.start()

    def start(self) -> None:
        """A new process over what the old one left."""
        router = Router(ROUTES, ZoneInfo("America/New_York"))
        self.delivering = Delivering(
            storage=self.storage,
            messengers={Platform.TERMINAL: self.messenger},
            briefing=Briefing(self.clock),
            router=router,
            clock=self.clock,
            chance=EvenChance(),
        )

    def run(self, coroutine):
        """Run until it ends or the process dies; a death takes every task with it."""
        try:
            return self.loop.run_until_complete(coroutine)
        except Died:
            for task in asyncio.all_tasks(self.loop):
                task.cancel()
            self.loop.run_until_complete(asyncio.sleep(0))
            self.storage.commits_left = None
            self.start()
            return None

    @initialize(with_note=st.booleans())
    def first_stories(self, with_note):
        self.owe(route=ROUTES[0], with_note=with_note)
        self.owe(route=ROUTES[1], with_note=not with_note)

    @rule(route=st.sampled_from(ROUTES), with_note=st.booleans())
    def owe(self, route, with_note):
        self.stories += 1
        story = StoryId(self.stories)
        kinds = [DeliveryKind.ROOT, *([DeliveryKind.UPDATE] if with_note else [])]
        self.run(self._owe(route, story, kinds))

    async def _owe(self, route, story, kinds):
        now = self.clock.now()
        async with MortalStorage.begin(self.storage) as unit:
            for kind in kinds:
                delivery = Delivery(
                    key=delivery_key(kind, route.id, str(story)),
                    kind=kind,
                    route=route.id,
                    channel=route.channel,
                    due_at=now,
                    created_at=now,
                    story=story,
                    message=a_notice() if kind is DeliveryKind.ROOT else an_update(),
                )
                await unit.deliveries.owe(delivery)
            await unit.commit()

    @rule(
        seconds=st.sampled_from([0, 6, 16, 61, 1_000]),
        plan=st.sampled_from(["", "", *BEFORE, *AFTER]),
        look=st.sampled_from(["", "", *LOOKS]),
    )
    def work(self, seconds, plan, look):
        """Let time pass, then one turn in which the next request and the next look may fail."""
        self.clock.turn(timedelta(seconds=seconds))
        self.messenger.plans[:] = [plan]
        self.messenger.looks[:] = [look]
        self.run(self.delivering.turn())

    @rule(seconds=st.sampled_from([6, 16, 61]), plan=st.sampled_from(AFTER))
    def lose_an_answer_and_work_on(self, seconds, plan):
        self.work(0, plan, "")
        self.work(seconds, "", "")

    @rule(commits_left=st.integers(0, 4), after=st.booleans())
    def die_at_a_commit(self, commits_left, after):
        self.storage.die(commits_left=commits_left, after=after)
        self.run(self.delivering.turn())

    @rule(seconds=st.sampled_from([1, 20]))
    def the_clock_is_set_back(self, seconds):
        self.clock.turn(-timedelta(seconds=seconds))

    @rule(route=st.sampled_from(ROUTES))
    def the_channel_is_mended(self, route):
        self.run(self._mend(route))

    async def _mend(self, route):
        async with self.storage.begin() as unit:
            await unit.deliveries.resume_channel(route.channel, self.clock.now())
            await unit.commit()

    @invariant()
    def nothing_stands_twice_in_a_channel(self):
        counts = Counter((each.channel, each.key) for each in self.messenger.arrivals)
        assert [key for key, count in counts.items() if count > 1] == []

    @invariant()
    def what_is_settled_as_sent_was_posted(self):
        posted = {each.key for each in self.messenger.arrivals}
        sent = {key for key, each in self._held().items() if each.state is DeliveryState.SENT}
        assert sent <= posted

    def _held(self):
        return self.storage.state.deliveries

    def teardown(self):
        self.messenger.plans.clear()
        self.messenger.looks.clear()
        self.storage.commits_left = None
        for _ in range(TO_THE_END):
            if {each.state for each in self._held().values()} == {DeliveryState.SENT}:
                break
            self.clock.turn(LEASE + timedelta(hours=1))
            for route in ROUTES:
                self.run(self._mend(route))
            self.run(self.delivering.turn())
        self.nothing_stands_twice_in_a_channel()
        wanted = {key for key, each in self._held().items() if each.kind is not DeliveryKind.NOTICE}
        states = {self._held()[key].state for key in wanted}
        self.loop.close()
        assert states <= {DeliveryState.SENT}
        assert wanted == {each.key for each in self.messenger.arrivals}


TestDeliveries = Deliveries.TestCase
TestDeliveries.settings = settings(
    max_examples=300,
    stateful_step_count=30,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
