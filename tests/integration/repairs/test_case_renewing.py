"""What is reported again is added: facts, urgency upwards only, and no date that was due is put off."""

from __future__ import annotations

import datetime as dt
from typing import Any

from bot.clock import FixedClock
from bot.knowledge.repairs.case import Access
from bot.knowledge.repairs.changes import Confirm, Done, Visit
from bot.store.case_tables import case_events
from tests.databases import START
from tests.integration.repairs.tenants import BLOCK, Office, hours
from tests.integration.store.talking import ME, OTHER

DRAUGHTY: dict[str, Any] = {"problem": "window", "detail": "draughty", "room": "bedroom"}


async def test_facts_are_put_together(office: Office) -> None:
    who = await office.tenant()
    filed = await office.file(who, people=("under5",), since="days", access=Access(note="ring twice"))
    await office.file(
        who,
        said="it is worse now",
        people=("over65",),
        since="weeks",
        worse=True,
        access=Access(comes=("morning",)),
        phone="+447700900123",
    )
    told = await office.body(filed.reference)
    assert (told.people, told.since, told.worse) == (("under5", "over65"), "weeks", True)
    assert (told.access, told.phone) == (Access(comes=("morning",)), "+447700900123")
    assert told.said.endswith("\nit is worse now")
    assert told.aware_at == START


async def test_what_was_known_before_is_not_lost(office: Office) -> None:
    filed = await office.file(since="months", worse=True, phone="+447700900123", access=Access(pets=True))
    await office.file(since="today", worse=False)
    told = await office.body(filed.reference)
    assert (told.since, told.worse, told.phone, told.access.pets) == ("months", True, "+447700900123", True)


async def test_the_same_again_changes_no_date(office: Office, clock: FixedClock) -> None:
    filed = await office.file()
    before = await office.deadlines(filed.reference)
    clock.advance(days=4)
    again = await office.file()
    assert await office.deadlines(filed.reference) == before
    assert again.deadlines == filed.deadlines


async def test_what_is_more_urgent_has_a_clock_of_its_own_from_the_new_message(
    office: Office, clock: FixedClock
) -> None:
    filed = await office.file(detail="pipe")
    before = await office.deadlines(filed.reference)
    now = clock.advance(days=4)
    await office.file(detail="electrics", said="now it runs into the lights")
    after, row = await office.deadlines(filed.reference), await office.row(filed.reference)
    assert after[("awaab", "safe")].due == now + hours(24)
    assert all(after[key].due <= one.due for key, one in before.items()), "nothing is due later than it was"
    assert (row.severity, row.detail, row.clock_at, row.aware_at) == ("emergency", "electrics", now, START)


async def test_a_less_urgent_detail_does_not_take_its_place(office: Office) -> None:
    filed = await office.file(detail="electrics")
    await office.file(detail="appliance", said="it is the washing machine")
    row = await office.row(filed.reference)
    assert (row.detail, row.severity) == ("electrics", "emergency")


async def test_the_new_clock_needs_a_new_look(office: Office, clock: FixedClock) -> None:
    filed = await office.file(detail="pipe")
    clock.advance(days=1)
    await office.staff(filed.reference, Visit(True))
    clock.advance(days=1)
    await office.file(detail="electrics")
    after = await office.deadlines(filed.reference)
    assert after[("awaab", "safe")].met_at is None
    assert (await office.row(filed.reference)).investigated_at is None
    assert after[("awaab", "summary")].met_at is None, "what was owed after the first look is still owed"


async def test_what_was_met_before_stays_met_when_nothing_is_new(office: Office, clock: FixedClock) -> None:
    filed = await office.file()
    looked = clock.advance(days=1)
    await office.staff(filed.reference, Visit(True))
    clock.advance(days=1)
    await office.file()
    assert (await office.deadlines(filed.reference))[("awaab", "investigate")].met_at == looked


async def test_a_law_that_has_come_into_force_holds_for_the_new_message(
    office: Office, clock: FixedClock
) -> None:
    """Falls are in scope from 30 November 2026 (SI 2025/1042, phase 2)."""
    stairs: dict[str, Any] = {"problem": "stairs", "detail": "step", "room": "stairs"}
    filed = await office.file(**stairs)
    assert ("awaab", "investigate") not in await office.deadlines(filed.reference)
    clock.advance(dt.datetime(2026, 12, 1, 9, tzinfo=dt.UTC) - clock.now())
    await office.file(**stairs)
    after = await office.deadlines(filed.reference)
    assert after[("awaab", "investigate")].due.date() == dt.date(2026, 12, 15)
    assert after[("right_to_repair", "finish")].due.date() == dt.date(2026, 11, 25)


async def test_what_staff_have_decided_stays_where_nothing_is_new(office: Office) -> None:
    filed = await office.file()
    await office.staff(filed.reference, Confirm("routine"))
    await office.file(said="when do you come?")
    row = await office.row(filed.reference)
    assert (row.priority, row.severity, row.confirmed_by) == ("routine", "", 7)
    await office.file(detail="electrics")
    row = await office.row(filed.reference)
    assert (row.priority, row.severity, row.confirmed_by) == ("emergency", "emergency", None)


async def test_done_and_reported_again_is_open_again(office: Office, clock: FixedClock) -> None:
    filed = await office.file()
    clock.advance(days=2)
    await office.staff(filed.reference, Done())
    now = clock.advance(days=2)
    again = await office.file(said="it leaks again")
    assert (again.reference, again.kind, again.status) == (filed.reference, "added", "received")
    row = await office.row(filed.reference)
    assert (row.done_at, row.clock_at) == (None, now)
    assert all(
        one.met_at is None and one.due > now for one in (await office.deadlines(filed.reference)).values()
    )


async def test_a_neighbour_can_make_it_more_urgent_and_leaves_nothing_of_their_own(office: Office) -> None:
    light: dict[str, Any] = {"problem": "light", "room": "communal", "where": BLOCK}
    filed = await office.file(await office.tenant(ME), detail="bulb", **light)
    before = await office.row(filed.reference)
    other: dict[str, Any] = {"access": Access(note="my key"), "phone": "+447700900456", "before": "in May"}
    await office.file(await office.tenant(OTHER), detail="wet", **light, **other)
    after, told = await office.row(filed.reference), await office.body(filed.reference)
    assert (after.detail, after.priority != before.priority) == ("wet", True)
    assert (told.access, told.phone, told.before) == (Access(), "", "")


async def test_each_report_is_an_entry_with_its_own_words(office: Office, clock: FixedClock) -> None:
    who = await office.tenant()
    await office.file(who, said="first")
    clock.advance(days=1)
    await office.file(who, said="second")
    entries = await office.all(case_events)
    assert [office.keys.open(row.body, str) for row in entries] == ["first", "second"]
    assert [row.at for row in entries] == [START, clock.now()]
    assert {row.conversation_id for row in entries} == {who}


async def test_what_staff_look_at_is_older_after_a_report(office: Office) -> None:
    filed = await office.file()
    before = await office.revision(filed.reference)
    await office.file()
    assert await office.revision(filed.reference) == before + 1


async def test_a_report_about_a_draught_is_no_emergency(office: Office) -> None:
    row = await office.row((await office.file(**DRAUGHTY)).reference)
    assert (row.priority, row.severity, row.next_step) == ("routine", "", "finish")
