"""Whatever happens in whatever order, no message is lost, none is answered twice, and no line is missing."""

from __future__ import annotations

import asyncio
from collections import Counter
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.clock import FixedClock
from bot.handover.request import NotYours
from bot.store.conversation import Superseded
from bot.store.sealed import Keys
from bot.store.store import Store
from bot.store.turn import Duplicate, Opened
from channels.message import Inbound
from tests.databases import SECRET, START
from tests.integration.store.handing_over import adviser, handed_back, of, taken
from tests.integration.store.talking import HOLDER, line, message, outcome, read

RESIDENTS = ("1", "2")
PERSON = 1
happenings = st.lists(
    st.tuples(
        st.sampled_from(
            ["say", "say", "answer", "answer", "deliver again", "die", "recover", "person", "sweep"]
        ),
        st.sampled_from(RESIDENTS),
    ),
    max_size=25,
)


class Town:
    """Two residents, one store, and what should be true of it."""

    def __init__(self, store: Store, clock: FixedClock) -> None:
        self.store = store
        self.clock = clock
        self.said: dict[str, list[Inbound]] = {address: [] for address in RESIDENTS}
        self.turns: dict[str, Opened] = {}
        self.handled_by_a_person: set[str] = set()

    async def say(self, address: str) -> None:
        if address not in self.turns:  # else it would wait for the turn before it
            inbound = message(f"message {len(self.said[address])}", address=address)
            self.said[address].append(inbound)
            self._now_open(address, await self.store.open_turn(inbound, HOLDER))

    async def deliver_again(self, address: str) -> None:
        if self.said[address]:
            again = await self.store.open_turn(self.said[address][-1], HOLDER)
            if isinstance(again, Opened):
                self._now_open(address, again)

    async def answer(self, address: str) -> None:
        turn = self.turns.pop(address, None)
        if turn is None:
            return
        if turn.conversation.owner != "bot":
            self.handled_by_a_person.add(turn.inbound.id)
            await self.store.leave_turn(turn)
            return
        try:
            await self.store.commit_turn(outcome(turn, line(f"answer to {turn.inbound.text}")))
        except Superseded:
            self.handled_by_a_person.add(turn.inbound.id)

    async def die(self, address: str) -> None:
        """The process dies with all its turns, and its leases run out."""
        self.turns.clear()
        self.clock.advance(seconds=61)

    async def recover(self, address: str) -> None:
        for found in await self.store.unfinished():
            if found.inbound.address not in self.turns:
                opened = await self.store.open_again(found, HOLDER)
                if opened:
                    self._now_open(found.inbound.address, opened)
                    await self.answer(found.inbound.address)

    async def person(self, address: str) -> None:
        """A person takes the conversation while a turn is open, or hands it back."""
        if address in self.turns:
            conversation = self.turns[address].conversation
            with suppress(Superseded, NotYours):  # it was taken in this turn already, or the person is away
                if conversation.owner == "bot":
                    await taken(self.store, conversation, PERSON)
                else:
                    await handed_back(self.store, await of(self.store, conversation.id))

    async def sweep(self, address: str) -> None:
        await self.store.sweep(self.clock.now())

    def _now_open(self, address: str, turn: Opened | Duplicate) -> None:
        assert isinstance(turn, Opened)
        assert address not in self.turns, "one turn at a time"
        self.turns[address] = turn

    async def check(self) -> None:
        """Lets everything that is open come to its end, and looks."""
        await self.die("")
        await self.recover("")
        assert await self.store.unfinished() == ()
        for address, said in self.said.items():
            lines = await read(self.store, address)
            assert [seq for seq, _, _ in lines] == list(range(1, len(lines) + 1))
            assert [text for _, who, text in lines if who == "resident"] == [one.text for one in said]
            answered = Counter(text for _, who, text in lines if who == "assistant")
            owed = [one.text for one in said if one.id not in self.handled_by_a_person]
            assert answered == Counter(f"answer to {text}" for text in owed)


async def live(happened: list[tuple[str, str]], folder: str) -> None:
    clock = FixedClock(START)
    store = await Store.open(f"sqlite:///{Path(folder) / 'town.db'}", Keys([SECRET]), clock)
    try:
        async with asyncio.timeout(30):
            assert await adviser(store, PERSON) == PERSON
            town = Town(store, clock)
            for what, address in happened:
                await getattr(town, what.replace(" ", "_"))(address)
            await town.check()
    finally:
        await store.close()


@settings(max_examples=40, deadline=None)
@given(happenings)
def test_nothing_is_lost_and_nothing_is_doubled(happened: list[tuple[str, str]]) -> None:
    with TemporaryDirectory() as folder:
        asyncio.run(live(happened, folder))
