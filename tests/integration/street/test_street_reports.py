"""Reports of streets in the database: made once, found by where they are, followed, under one reference."""

from __future__ import annotations

import asyncio

import pytest
from msgspec.structs import replace

from bot.clock import FixedClock
from bot.knowledge.repairs.changes import Stale
from bot.knowledge.street.near import NEAR
from bot.store import references
from bot.store.store import Store
from bot.store.street_tables import street_events, street_people, street_photos, street_reports
from tests.databases import OpenStore
from tests.integration.repairs.tenants import Office
from tests.integration.repairs.test_case_photos import photo
from tests.integration.store.talking import OTHER
from tests.integration.street.town import HOLE, LATITUDE, LONGITUDE, SPOT, Town, key, north


async def near(town: Town, kind: str = "pothole") -> list[str]:
    return [one.reference for one in await town.reports.near(kind, LATITUDE, LONGITUDE)]


async def test_the_same_key_makes_one_report_however_many_send_it_at_once(
    town: Town, open_store: OpenStore, clock: FixedClock
) -> None:
    other, name = Town(await open_store(), clock, seed=6), key()
    sent = [one.reports.file(HOLE, name, 0) for one in (town, other, town, other)]
    assert len(set(await asyncio.gather(*sent))) == 1
    assert len(await town.all(street_reports)) == len(await town.all(street_events)) == 1


async def test_what_is_within_250_metres_is_found_the_nearest_first(town: Town) -> None:
    far = await town.reports.file(replace(HOLE, spot=north(NEAR - 2)), key(), 0)
    close = await town.reports.file(replace(HOLE, spot=north(-40)), key(), 0)
    here = await town.reports.file(HOLE, key(), 0)
    await town.reports.file(replace(HOLE, spot=north(NEAR + 2)), key(), 0)
    await town.reports.file(replace(HOLE, kind="light"), key(), 0)
    await town.reports.file(replace(HOLE, spot=replace(SPOT, latitude=None, longitude=None)), key(), 0)
    assert await near(town) == [here, close, far]
    found = await town.reports.near("pothole", LATITUDE, LONGITUDE)
    assert [one.metres for one in found] == [0, 40, 248]


async def test_what_is_over_is_not_offered_any_more(town: Town) -> None:
    reference = await town.reports.file(HOLE, key(), 0)
    await town.staff(reference, "done")
    assert await near(town) == []
    await town.staff(reference, "looked")
    assert await near(town) == [reference], "staff may open it again"


async def test_following_is_once_and_a_new_danger_is_kept(town: Town) -> None:
    reference = await town.reports.file(replace(HOLE, dangerous=False), key(), await town.resident())
    who = await town.resident(OTHER)
    for _ in range(2):
        known = await town.reports.follow(reference, who, tells=True, dangerous=True)
        assert known.reference == reference
    kinds = [row.kind for row in await town.all(street_events)]
    assert kinds == ["new", "joined", "danger"]
    assert [(row.role, row.tells) for row in await town.all(street_people)] == [
        ("reported", True),
        ("joined", True),
    ]
    assert (await town.row(reference)).dangerous
    assert [one.reference for one in await town.reports.of(who)] == [reference]


async def test_nobody_follows_what_there_is_not(town: Town) -> None:
    with pytest.raises(LookupError):
        await town.reports.follow("K7P4MW", await town.resident(), tells=True, dangerous=False)
    assert await town.reports.find("K7P4MW") is None


async def test_photos_of_the_conversation_alone_are_copied(
    town: Town, store: Store, clock: FixedClock
) -> None:
    office = Office(store, clock)
    who, other = await town.resident(), await town.resident(OTHER)
    await photo(office, who, "mine")
    await photo(office, other, "theirs")
    await town.reports.file(replace(HOLE, photos=("mine", "theirs", "mine", "nobody's")), key(), who)
    [row] = await town.all(street_photos)
    assert town.keys.open_bytes(row.picture) == b"mine"


async def test_no_reference_is_that_of_a_repair(
    town: Town, store: Store, clock: FixedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Both make up the same ones in the same order."""
    made = iter(["K7P4MW", "K7P4MW", "H3QF9D", "H3QF9D", "W2C5GT"])
    monkeypatch.setattr(references, "new_reference", lambda random: next(made))
    office = Office(store, clock)
    case = (await office.file()).reference
    report = await town.reports.file(HOLE, key(), 0)
    another = (await office.file(problem="window", detail="draughty")).reference
    assert (case, report, another) == ("K7P4MW", "H3QF9D", "W2C5GT")


async def test_a_change_of_what_is_another_by_now_is_refused(town: Town) -> None:
    reference = await town.reports.file(HOLE, key(), 0)
    revision = (await town.row(reference)).revision
    await town.changes.change(reference, revision, 1, "looked")
    with pytest.raises(Stale):
        await town.changes.change(reference, revision, 2, "done")
    with pytest.raises(LookupError):
        await town.changes.change("K7P4MW", 1, 1, "done")
