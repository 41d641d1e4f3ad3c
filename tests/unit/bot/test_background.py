"""Turns that nobody waits for: in order for each conversation, and never too many."""

from __future__ import annotations

import asyncio

from bot.background import Background


class Seen:
    """What ran, in order; a piece of work waits for its gate."""

    def __init__(self) -> None:
        self.ran: list[str] = []
        self.most = self.now = 0
        self.gate = asyncio.Event()

    async def work(self, name: str) -> None:
        self.now += 1
        self.most = max(self.most, self.now)
        await self.gate.wait()
        self.ran.append(name)
        self.now -= 1


async def test_one_conversation_is_in_order_and_others_do_not_wait_for_it() -> None:
    seen, background = Seen(), Background(at_once=2)
    for name in ("a1", "a2", "b1", "a3"):
        assert background.submit(ord(name[0]), lambda name=name: seen.work(name))
    seen.gate.set()
    await background.idle()
    assert [name for name in seen.ran if name[0] == "a"] == ["a1", "a2", "a3"]
    assert seen.ran.index("b1") < seen.ran.index("a3")


async def test_never_more_than_allowed_at_once() -> None:
    seen, background = Seen(), Background(at_once=3)
    for number in range(20):
        background.submit(number, lambda number=number: seen.work(str(number)))
    await asyncio.sleep(0)
    assert background.waiting == 17
    seen.gate.set()
    await background.idle()
    assert seen.most == 3
    assert len(seen.ran) == 20


async def test_one_that_waits_for_somebody_else_makes_room() -> None:
    seen, background = Seen(), Background(at_once=1)
    background.submit(1, lambda: seen.work("slow"))
    went = asyncio.Event()

    async def quick() -> None:
        went.set()

    background.submit(2, quick)
    async with asyncio.timeout(20):
        await went.wait()
    assert seen.ran == []
    seen.gate.set()
    await background.idle()


async def test_one_that_fails_harms_nobody() -> None:
    background, ran = Background(), []

    async def fails() -> None:
        raise RuntimeError("broken")

    async def works() -> None:
        ran.append("after")

    background.submit(1, fails)
    background.submit(1, works)
    await background.idle()
    assert ran == ["after"]


async def test_what_is_too_much_is_turned_away() -> None:
    seen, background = Seen(), Background(at_once=1, most=2)
    took = [background.submit(number, lambda: seen.work("x")) for number in range(5)]
    assert took == [True, True, False, False, False]
    seen.gate.set()
    await background.idle()


async def test_closing_begins_nothing_more_and_cuts_off_what_hangs() -> None:
    seen, background = Seen(), Background(at_once=1)
    background.submit(1, lambda: seen.work("hangs"))
    background.submit(2, lambda: seen.work("never begun"))
    await asyncio.sleep(0)
    await background.close(0.01)
    assert seen.ran == []
    assert not background.submit(3, lambda: seen.work("too late"))
