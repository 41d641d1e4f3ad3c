"""Thirty advisers and a hundred residents at once, in three processes on one PostgreSQL."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Sequence
from contextlib import suppress
from random import Random

import pytest
from msgspec import structs

from bot.handover.request import Handover, NotYours
from bot.store.conversation import Superseded
from bot.store.store import Store
from tests.databases import OpenStore
from tests.integration.store.handing_over import (
    adviser,
    adviser_says,
    asks,
    handed_back,
    leaves,
    marker,
    queue,
)
from tests.integration.store.talking import line, message, opened, outcome, read

ADVISERS, RESIDENTS = 30, 100


class Helpline:
    """What happened, as those who did it were told."""

    def __init__(self, stores: Sequence[Store], people: Sequence[int]) -> None:
        self.stores = stores
        self.people = people
        self.random = Random(11)
        self.wins: Counter[int] = Counter()
        self.written: dict[str, list[str]] = {}
        self.left: set[str] = set()
        self.erased: set[str] = set()
        self.talking = RESIDENTS

    async def resident(self, number: int) -> None:
        """Asks for a person and goes on writing; some leave the queue, some ask to be forgotten."""
        store, address = self.stores[number % 3], f"resident {number}"
        waits = await asks(store, address)
        said = self.written[address] = ["a person please"]
        for more in range(self.random.randrange(1, 4)):
            turn = await opened(store, message(f"{address} says {more}", address=address))
            said.append(turn.inbound.text)
            owner = turn.conversation.owner
            if owner.startswith("adviser"):
                await store.leave_turn(turn)
                continue
            with suppress(Superseded):  # an adviser was quicker, and has the message
                await store.commit_turn(structs.replace(outcome(turn, line(owner)), owner=owner))
        fate = self.random.random()
        if fate < 0.1:
            self.erased.add(address)
            await store.erase(waits.conversation)
        elif fate < 0.4:
            with suppress(Superseded):
                await leaves(store, address)
                self.left.add(address)
        self.talking -= 1

    async def adviser(self, who: int) -> None:
        """Takes whoever waits until nobody does any more; which of them was free is found out by claiming."""
        store = self.stores[who % 3]
        while (waiting := await queue(store)) or self.talking:
            if not waiting:
                await asyncio.sleep(0)
                continue
            wanted = self.random.choice(waiting[:5])
            with suppress(NotYours):
                held = await store.handovers.claim(wanted, who, (marker(f"adviser {who}"),))
                self.wins[wanted] += 1
                await self._talk(store, held, who)

    async def _talk(self, store: Store, held: Handover, who: int) -> None:
        for _ in range(self.random.randrange(3)):
            await store.handovers.write(held.id, who, (adviser_says(f"adviser {who}"),))
        if self.random.random() < 0.2:
            who, before = self.random.choice(self.people), who
            held = await store.handovers.pass_to(held.id, before, who, (marker(f"adviser {who}"),))
            await store.handovers.write(held.id, who, (adviser_says(f"adviser {who}"),))
        if self.random.random() < 0.5:
            await store.handovers.close(held.id, who, "solved", (marker("end"),))
        else:
            await handed_back(store, held, marker("end"))

    async def check(self, address: str) -> None:
        lines = await read(self.stores[0], address)
        assert [seq for seq, _, _ in lines] == list(range(1, len(lines) + 1))
        if address in self.erased:
            assert [text for _, who, text in lines if who == "adviser"] == []
            return
        said = [text for _, who, text in lines if who == "resident" and text != "never mind"]
        assert said == self.written[address]
        has = ""
        for _, who, text in lines:
            if who == "system":
                has = "" if text == "end" else text
            elif who == "adviser":
                assert text == has, "only who has it writes"
            elif who == "assistant":
                assert has == "", "the assistant is silent while an adviser has it"


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
async def test_each_claim_is_won_once_and_no_transcript_has_gaps(open_store: OpenStore) -> None:
    stores = [await open_store(random=Random(seed)) for seed in range(3)]
    people = [await adviser(stores[0], number) for number in range(ADVISERS)]
    helpline = Helpline(stores, people)
    async with asyncio.timeout(50):
        async with asyncio.TaskGroup() as all_at_once:
            for number in range(RESIDENTS):
                all_at_once.create_task(helpline.resident(number))
            for who in people:
                all_at_once.create_task(helpline.adviser(who))
    assert await queue(stores[0]) == []
    for address in helpline.written:
        await helpline.check(address)
    assert set(helpline.wins.values()) == {1}
    waited = RESIDENTS - len(helpline.left) - len(helpline.erased)
    assert len(helpline.wins) >= waited
