"""A danger has its case before anything is asked; what is asked later fills it in."""

from __future__ import annotations

from typing import Any

import pytest

from bot.clock import FixedClock
from bot.knowledge.repairs.case import Filed
from bot.knowledge.repairs.changes import Close
from bot.store.case_tables import case_deadlines, case_events, case_reporters
from tests.databases import START
from tests.integration.repairs.tenants import BLOCK, HOME, Office, hours, key
from tests.integration.store.talking import ME, OTHER

DANGER: dict[str, Any] = {
    "problem": "",
    "detail": "",
    "room": "",
    "where": None,
    "hazard": "water",
    "said": "water on the lights",
}
LEAK: dict[str, Any] = {"problem": "leak", "detail": "pipe", "where": HOME, "hazard": "water"}


async def stamped(office: Office, who: int, **facts: object) -> Filed:
    return await office.cases.stamp(office.report(**(DANGER | facts)), key(), who)


async def completed(office: Office, reference: str, who: int, **facts: object) -> Filed:
    return await office.cases.complete(reference, office.report(**(LEAK | facts)), key(), who)


async def test_a_danger_has_a_case_and_a_day_at_once(office: Office) -> None:
    filed = await stamped(office, await office.tenant())
    (safe,) = [one for one in filed.deadlines if one.step == "safe"]
    assert (filed.kind, safe.due, safe.exact, safe.source) == ("new", START + hours(24), True, "awaab")
    row = await office.row(filed.reference)
    assert (row.complete, row.priority, row.severity, row.place) == (False, "emergency", "emergency", "")


async def test_the_same_danger_within_a_day_is_the_same_case(office: Office, clock: FixedClock) -> None:
    who = await office.tenant()
    first = await stamped(office, who)
    clock.advance(hours(23))
    again = await stamped(office, who, said="still on the lights")
    assert (again.reference, again.kind, again.opened_at) == (first.reference, "added", START)
    clock.advance(hours(2))
    assert (await stamped(office, who)).kind == "new"


async def test_another_danger_or_another_resident_has_a_case_of_its_own(office: Office) -> None:
    who, other = await office.tenant(ME), await office.tenant(OTHER)
    first = await stamped(office, who)
    assert (await stamped(office, who, hazard="gas")).reference != first.reference
    assert (await stamped(office, other)).reference != first.reference


async def test_the_same_key_stamps_once(office: Office) -> None:
    who, report = await office.tenant(), office.report(**DANGER)
    first = await office.cases.stamp(report, "run-1:stamp", who)
    assert await office.cases.stamp(report, "run-1:stamp", who) == first
    assert await office.count() == 1


async def test_filling_it_in_keeps_the_reference_and_the_day(office: Office, clock: FixedClock) -> None:
    who = await office.tenant()
    first = await stamped(office, who)
    clock.advance(seconds=300)
    filed = await completed(office, first.reference, who, said="the pipe under the bath", people=("heart",))
    assert (filed.reference, filed.kind, filed.opened_at) == (first.reference, "new", START)
    assert (await office.deadlines(filed.reference))[("awaab", "safe")].due == START + hours(24)
    told = await office.body(filed.reference)
    assert told.said == "water on the lights\nthe pipe under the bath"
    assert (told.aware_at, told.where, told.people, told.hazard) == (START, HOME, ("heart",), "water")
    known = await office.cases.open_at(HOME, "leak")
    assert known is not None
    assert known.complete


async def test_it_stays_as_urgent_as_the_danger_was(office: Office) -> None:
    who = await office.tenant()
    first = await stamped(office, who)
    await completed(office, first.reference, who, hazard="", detail="appliance")
    row = await office.row(first.reference)
    assert (row.priority, row.severity) == ("emergency", "emergency")


async def test_who_is_no_tenant_of_the_council_has_no_dates_of_the_law(office: Office) -> None:
    who = await office.tenant()
    first = await stamped(office, who)
    await completed(office, first.reference, who, tenancy="leaseholder")
    assert {source for source, _ in await office.deadlines(first.reference)} == {"council"}


async def test_the_same_key_fills_it_in_once(office: Office) -> None:
    who = await office.tenant()
    first = await stamped(office, who)
    report = office.report(**LEAK)
    filed = await office.cases.complete(first.reference, report, "run-2:file", who)
    assert await office.cases.complete(first.reference, report, "run-2:file", who) == filed
    assert [row.kind for row in await office.all(case_events)] == ["stamped", "completed"]


async def test_nobody_fills_in_the_case_of_another(office: Office) -> None:
    first = await stamped(office, await office.tenant(ME))
    with pytest.raises(LookupError):
        await completed(office, first.reference, await office.tenant(OTHER))
    with pytest.raises(LookupError):
        await completed(office, "234567", await office.tenant(ME))


async def test_what_the_home_has_reported_already_takes_the_danger_in(
    office: Office, clock: FixedClock
) -> None:
    who = await office.tenant()
    leak = await office.file(who)
    clock.advance(days=2)
    danger = await stamped(office, who)
    clock.advance(seconds=120)
    filed = await completed(office, danger.reference, who)
    assert (filed.reference, filed.kind, filed.opened_at) == (leak.reference, "added", START)
    safe = (await office.deadlines(leak.reference))[("awaab", "safe")]
    assert safe.due == danger.opened_at + hours(24), "the day of the danger runs on"
    gone = await office.row(danger.reference)
    assert (gone.status, gone.body, gone.joined_to) == ("closed", None, (await office.row(leak.reference)).id)
    kinds = [(row.case_id, row.kind) for row in await office.all(case_events)]
    assert kinds == [(gone.joined_to, kind) for kind in ("new", "stamped", "renewed")]
    assert [known.reference for known in await office.cases.of(who)] == [leak.reference]
    assert await office.all(case_deadlines, case_id=gone.id) == []


async def test_two_dangers_of_one_home_are_one_case(office: Office, clock: FixedClock) -> None:
    """Both stamped, both filled in: the later one's day is not later than its own."""
    one, two = await office.tenant(ME), await office.tenant(OTHER)
    first = await stamped(office, one)
    clock.advance(hours(1))
    second = await stamped(office, two)
    await completed(office, first.reference, one)
    filed = await completed(office, second.reference, two)
    assert filed.reference == first.reference
    assert (await office.deadlines(first.reference))[("awaab", "safe")].due == START + hours(24)


async def test_a_danger_that_was_reported_in_the_building_is_joined(office: Office) -> None:
    one, two = await office.tenant(ME), await office.tenant(OTHER)
    await office.file(one, where=BLOCK, problem="leak", detail="pipe")
    danger = await stamped(office, two)
    filed = await completed(office, danger.reference, two, where=BLOCK, said="I live on the third floor")
    assert filed.kind == "joined"
    assert "third floor" not in (await office.body(filed.reference)).said
    assert {row.role for row in await office.all(case_reporters)} == {"reported", "joined"}


async def test_the_old_reference_leads_to_the_case_that_counts(office: Office) -> None:
    who = await office.tenant()
    leak = await office.file(who)
    danger = await stamped(office, who)
    await completed(office, danger.reference, who)
    found = await office.cases.find(danger.reference, "LS8 1AA", who)
    assert not isinstance(found, str)
    assert found.reference == leak.reference


async def test_filling_in_twice_adds_the_second(office: Office) -> None:
    who = await office.tenant()
    first = await stamped(office, who)
    await completed(office, first.reference, who)
    again = await completed(office, first.reference, who, said="and now the hall")
    assert (again.reference, again.kind) == (first.reference, "added")
    assert "and now the hall" in (await office.body(first.reference)).said


async def test_one_that_staff_have_closed_is_a_new_case_when_it_is_filled_in(office: Office) -> None:
    who = await office.tenant()
    first = await stamped(office, who)
    await office.staff(first.reference, Close("the fire service was there"))
    filed = await completed(office, first.reference, who)
    assert (filed.kind, filed.reference != first.reference) == ("new", True)


async def test_a_stamped_case_is_found_by_its_tenant_only(office: Office) -> None:
    who = await office.tenant()
    filed = await stamped(office, who)
    assert [known.complete for known in await office.cases.of(who)] == [False]
    assert await office.cases.find(filed.reference, "LS8 1AA", 0) == "unknown"
