"""What nobody could answer is counted by day and language, and goes after its time."""

from __future__ import annotations

import datetime as dt

from msgspec.structs import replace

from bot.clock import FixedClock
from bot.store.store import Store
from bot.store.unanswered import KEPT, Asked, Unanswered
from tests.databases import START
from tests.integration.store.talking import message, opened, outcome

TODAY = START.date()
DAY = dt.timedelta(days=1)


async def asks(store: Store, *words: str, language: str = "en") -> None:
    """A turn that could not answer."""
    turn = await opened(store, message())
    await store.commit_turn(replace(outcome(turn, language=language), unanswered=words))


async def test_the_same_words_are_counted_together_and_the_newest_stand_first(
    store: Store, clock: FixedClock
) -> None:
    await asks(store, "stray dog")
    await asks(store, "stray dog", "tree roots")
    await asks(store, "stray dog", language="pl")
    clock.advance(days=1)
    await asks(store, "tree roots")
    unanswered = Unanswered(store.database)
    assert await unanswered.since(TODAY) == (
        Asked("en", "tree roots", 2, TODAY, TODAY + DAY),
        Asked("en", "stray dog", 2, TODAY, TODAY),
        Asked("pl", "stray dog", 1, TODAY, TODAY),
    )
    assert await unanswered.since(TODAY + DAY) == (Asked("en", "tree roots", 1, TODAY + DAY, TODAY + DAY),)


async def test_they_go_after_their_time(store: Store, clock: FixedClock) -> None:
    await asks(store, "stray dog")
    clock.advance(KEPT)
    assert (await store.sweep(clock.now())).unanswered == 0
    clock.advance(days=1)
    assert (await store.sweep(clock.now())).unanswered == 1
    assert await Unanswered(store.database).since(dt.date(2000, 1, 1)) == ()


async def test_forgetting_somebody_leaves_them_for_they_are_nobodys(store: Store) -> None:
    turn = await opened(store, message())
    await store.commit_turn(replace(outcome(turn), unanswered=("stray dog",)))
    await store.privacy.erase(turn.conversation.id)
    assert [one.count for one in await Unanswered(store.database).since(TODAY)] == [1]
