"""What goes of a report when a resident asks for it, what time takes, and what a new secret leaves."""

from __future__ import annotations

import datetime as dt

from msgspec.structs import replace

from bot.clock import FixedClock
from bot.store.sealed import Keys
from bot.store.store import Store
from bot.store.street_forgetting import OVER_FOR, UNCHANGED_FOR
from bot.store.street_tables import street_events, street_people, street_photos
from bot.store.tables import conversations
from tests.databases import OpenStore
from tests.integration.repairs.tenants import Office
from tests.integration.repairs.test_case_photos import photo
from tests.integration.store.talking import OTHER
from tests.integration.store.test_privacy import shown
from tests.integration.street.town import HOLE, SAID, SPOT, Town, key

DAY = dt.timedelta(days=1)
OLD, NEW = Keys(["the old secret, thirty-two characters"]), Keys(["the new secret, thirty-two characters"])
BOTH = Keys(["the new secret, thirty-two characters", "the old secret, thirty-two characters"])


async def reported(town: Town, who: int) -> str:
    await photo(Office(town.store, town.clock, town.keys), who, f"photo of {who}")
    return await town.reports.file(replace(HOLE, photos=(f"photo of {who}",)), key(), who)


async def test_no_words_and_no_address_can_be_read_in_the_database(town: Town, database_url: str) -> None:
    reference = await reported(town, await town.resident())
    await town.staff(reference, "looked", "Mrs Oak rang")
    seen = shown(database_url)
    assert b"pothole" in seen, "the search finds what is not sealed"
    for personal in ("Adam", "900777", "14 Oak Road", "LS8 1AA", "Mrs Oak"):
        assert personal.encode() not in seen


async def test_it_is_told_how_many_there_are(town: Town, store: Store) -> None:
    who = await town.resident()
    await reported(town, who)
    seen = await town.reports.file(HOLE, key(), await town.resident(OTHER))
    await town.reports.follow(seen, who, tells=False, dangerous=False)
    assert (await store.privacy.held(who)).street == 2


async def test_an_open_report_keeps_the_place_and_loses_the_person(town: Town, store: Store) -> None:
    who, other = await town.resident(), await town.resident(OTHER)
    reference = await reported(town, who)
    await town.reports.follow(reference, other, tells=True, dangerous=False)
    await store.erase(who)
    kept = await town.body(reference)
    assert kept is not None
    assert (kept.said, kept.photos, kept.spot) == ("", (), SPOT)
    assert not await town.all(street_photos)
    assert [row.conversation_id for row in await town.all(street_people)] == [other]
    assert (await town.reports.find(reference)) is not None


async def test_a_report_that_is_over_keeps_nothing_that_was_said(town: Town, store: Store) -> None:
    who = await town.resident()
    reference = await reported(town, who)
    await town.staff(reference, "done")
    await store.erase(who)
    assert await town.body(reference) is None


async def test_who_only_follows_takes_nothing_of_the_reporter_along(town: Town, store: Store) -> None:
    reference = await reported(town, await town.resident())
    other = await town.resident(OTHER)
    await town.reports.follow(reference, other, tells=True, dangerous=False)
    await store.erase(other)
    kept = await town.body(reference)
    assert kept is not None
    assert kept.said == SAID


async def test_after_its_time_a_report_is_a_number(town: Town, store: Store, clock: FixedClock) -> None:
    reference = await reported(town, await town.resident())
    await town.staff(reference, "done", "filled with tar")
    clock.advance(OVER_FOR - DAY)
    await store.sweep(clock.now())
    assert await town.body(reference) is not None
    clock.advance(2 * DAY)
    assert (await store.sweep(clock.now())).street == 1
    row = await town.row(reference)
    assert (row.body, row.kind, row.status) == (None, "pothole", "done")
    assert not await town.all(street_people) + await town.all(street_photos)
    assert [one.body for one in await town.all(street_events)] == [None, None]
    assert (await store.sweep(clock.now())).street == 0


async def test_who_is_to_be_told_is_kept_while_it_is_open_and_nothing_is_open_for_ever(
    town: Town, store: Store, clock: FixedClock
) -> None:
    await town.resident(OTHER)
    who = await town.resident()
    await reported(town, who)
    clock.advance(60 * DAY)
    await store.sweep(clock.now())
    assert [row.id for row in await town.all(conversations)] == [who]
    clock.advance(UNCHANGED_FOR)
    await store.sweep(clock.now())
    await store.sweep(clock.now())
    assert not await town.all(conversations)


async def test_everything_of_a_report_is_sealed_again(open_store: OpenStore, clock: FixedClock) -> None:
    old = Town(await open_store(keys=OLD), clock, OLD)
    reference = await reported(old, await old.resident())
    await old.staff(reference, None, "a note")
    both = Town(await open_store(keys=BOTH), clock, BOTH)
    await both.store.sweep(clock.now())
    new = Town(await open_store(keys=NEW), clock, NEW)
    kept = await new.body(reference)
    assert kept is not None
    assert kept.said == SAID
    found = await new.pages.one(reference)
    assert found is not None
    assert found.history[-1].words == "a note"
    [ref] = found.photos
    assert await new.pages.photo(reference, ref, small=False) is not None
