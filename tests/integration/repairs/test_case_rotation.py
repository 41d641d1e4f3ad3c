"""With a new secret cases are still found, sealed again, and then the old secret can go."""

from __future__ import annotations

from typing import Any

from bot.clock import FixedClock
from bot.knowledge.repairs.case import Known
from bot.store.case_tables import case_events, case_photos
from bot.store.sealed import Keys
from tests.databases import OpenStore
from tests.integration.repairs.tenants import BLOCK, HOME, SAID, Office
from tests.integration.repairs.test_case_photos import photo

OLD, NEW = Keys(["the old secret, thirty-two characters"]), Keys(["the new secret, thirty-two characters"])
BOTH = Keys(["the new secret, thirty-two characters", "the old secret, thirty-two characters"])
LIGHT: dict[str, Any] = {"problem": "light", "detail": "flicker", "room": "communal", "where": BLOCK}


async def offices(open_store: OpenStore, clock: FixedClock) -> tuple[Office, Office]:
    """One with the old secret, one with both."""
    return (
        Office(await open_store(keys=OLD), clock, OLD),
        Office(await open_store(keys=BOTH), clock, BOTH, seed=8),
    )


async def test_what_the_old_secret_hashed_is_found(open_store: OpenStore, clock: FixedClock) -> None:
    old, both = await offices(open_store, clock)
    home, shared = await old.file(), await old.file(**LIGHT)
    assert (await both.file()).reference == home.reference
    assert (await both.file(**LIGHT)).reference == shared.reference
    assert await both.cases.open_at(HOME, "leak") is not None
    assert isinstance(await both.cases.find(home.reference, "ls8 1aa", 1), Known)


async def test_wrong_tries_count_on_under_the_new_secret(open_store: OpenStore, clock: FixedClock) -> None:
    old, both = await offices(open_store, clock)
    filed = await old.file()
    for _ in range(5):
        assert await old.cases.find(filed.reference, "LS1 1AA", 1) == "unknown"
    assert await both.cases.find(filed.reference, "LS8 1AA", 1) == "locked"


async def test_everything_of_a_case_is_sealed_again(open_store: OpenStore, clock: FixedClock) -> None:
    old, both = await offices(open_store, clock)
    who = await old.tenant()
    await photo(old, who, "one")
    filed = await old.file(who, photos=("one",))
    stamped = await old.cases.stamp(
        old.report(problem="", detail="", where=None, hazard="gas"), "run-1:stamp", who
    )
    shared = await old.file(**LIGHT)
    await both.store.sweep(clock.now())

    new = Office(await open_store(keys=NEW), clock, NEW, seed=9)
    assert (await new.body(filed.reference)).said == SAID
    assert (await new.body(stamped.reference)).hazard == "gas"
    assert [NEW.open(row.body, str) for row in await new.all(case_events)] == [SAID] * 3
    assert [NEW.open_bytes(row.picture) for row in await new.all(case_photos)] == [b"one"]
    assert (await new.file()).reference == filed.reference
    assert (await new.file(**LIGHT)).reference == shared.reference
    assert isinstance(await new.cases.find(filed.reference, "LS8 1AA", 1), Known)
