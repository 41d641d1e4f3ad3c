"""Those who follow a report are told what becomes of it: who said yes to that, once, by day, the newest."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from msgspec.structs import replace
from sqlalchemy import update

from bot.clock import FixedClock
from bot.knowledge.places.positions import Positions
from bot.knowledge.street.street import Street
from bot.lines import Lines
from bot.store.outbox_tables import outbox
from bot.store.store import Store
from bot.store.street_forgetting import move
from bot.store.street_tables import street_events
from bot.store.street_telling import StreetTelling
from bot.store.tables import conversations, transcript
from bot.street_updates import StreetUpdates
from tests.databases import OpenStore
from tests.integration.fan_out.crowd import PACKS
from tests.integration.repairs.tenants import ZONE
from tests.integration.repairs.test_repair_updates import PUSH, render
from tests.integration.store.talking import ME, OTHER
from tests.integration.street.town import HOLE, Town, key


def process(town: Town, store: Store) -> StreetUpdates:
    telling = StreetTelling(store.database, town.keys, town.clock, store.hub, store.postbox)
    lines = Lines(dict.fromkeys(("sms", "web", "telegram", "voice"), render))
    street = Street.load("leeds", Positions(None))
    return StreetUpdates(telling, street, lines, town.clock, ZONE, PUSH)


@pytest.fixture
def updates(town: Town) -> StreetUpdates:
    return process(town, town.store)


async def said(town: Town, who: int) -> list[str]:
    """What a resident has been told unasked."""
    rows = await town.all(transcript, conversation_id=who, inbox_id=None)
    return [town.keys.open(row.body, list[Any])[0]["text"] for row in rows]


async def test_everybody_who_said_yes_is_told_once_and_nobody_else(
    town: Town, updates: StreetUpdates, open_store: OpenStore
) -> None:
    reporter, follower, quiet = [await town.resident(one) for one in (ME, OTHER, "07700 900789")]
    reference = await town.reports.file(HOLE, key(), reporter)
    await town.reports.follow(reference, follower, tells=True, dangerous=False)
    await town.reports.follow(reference, quiet, tells=False, dangerous=False)
    await town.staff(reference, "planned", "with the contractor")
    another = process(town, await open_store(packs=PACKS))
    assert (await updates.run(), await another.run()) == (2, 0)
    for who in (reporter, follower):
        [text] = await said(town, who)
        assert text.startswith("The work is planned.")
        assert reference in text
        assert "contractor" not in text
    assert await said(town, quiet) == []
    assert {row.kind for row in await town.all(outbox)} == {"notice"}
    assert all(row.told_at for row in await town.all(street_events, tells=True))


async def test_of_several_changes_the_newest_is_told_and_of_notes_nothing(
    town: Town, updates: StreetUpdates
) -> None:
    who = await town.resident()
    reference = await town.reports.file(HOLE, key(), who)
    await town.staff(reference, "looked")
    await town.staff(reference, "done")
    await town.staff(reference, None, "a note for staff")
    assert await updates.run() == 1
    [text] = await said(town, who)
    assert text.startswith("The work is done.")


async def test_nobody_is_disturbed_at_night_or_in_the_middle_of_an_answer(
    town: Town, updates: StreetUpdates, clock: FixedClock
) -> None:
    who = await town.resident()
    reference = await town.reports.file(HOLE, key(), who)
    await town.staff(reference, "done")
    evening = clock.now().replace(hour=22)
    clock.advance(evening - clock.now())
    assert await updates.run() == 0
    clock.advance(dt.timedelta(hours=11))
    busy = update(conversations).values(waiting=True, last_at=clock.now())
    await town.store.database.write(lambda connection: connection.execute(busy).close())
    assert await updates.run() == 0
    clock.advance(dt.timedelta(minutes=11))
    assert await updates.run() == 1


async def test_who_follows_it_later_is_told_of_later_changes_alone(
    town: Town, updates: StreetUpdates
) -> None:
    reference = await town.reports.file(replace(HOLE, tells=False), key(), await town.resident())
    await town.staff(reference, "looked")
    town.clock.advance(dt.timedelta(minutes=1))
    late = await town.resident(OTHER)
    await town.reports.follow(reference, late, tells=True, dangerous=False)
    assert await updates.run() == 0
    await town.staff(reference, "planned")
    assert await updates.run() == 1
    [text] = await said(town, late)
    assert text.startswith("The work is planned.")


async def test_a_linked_conversation_takes_its_reports_along(town: Town) -> None:
    own, target = await town.resident(), await town.resident(OTHER)
    reference = await town.reports.file(HOLE, key(), own)
    both = await town.reports.file(HOLE, key(), own)
    await town.reports.follow(both, target, tells=False, dangerous=False)
    await town.store.database.write(lambda connection: move(connection, own, target))
    assert {one.reference for one in await town.reports.of(target)} == {reference, both}
    assert await town.reports.of(own) == ()
