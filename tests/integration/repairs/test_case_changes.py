"""What staff do to a case: moments, dates that follow, an entry in the history; nothing on an old page."""

from __future__ import annotations

import asyncio
import datetime as dt
from typing import get_args

import pytest

from bot.clock import FixedClock
from bot.knowledge.repairs.case import OPEN, Status
from bot.knowledge.repairs.changes import (
    Attempt,
    Begun,
    Book,
    Change,
    Close,
    Confirm,
    Contact,
    Done,
    MadeSafe,
    Note,
    OpenAlready,
    SetStatus,
    Stale,
    Summary,
    Visit,
)
from bot.store.case_tables import case_events
from tests.databases import START, OpenStore
from tests.integration.repairs.tenants import STAFF, Office, hours


async def kept(office: Office, reference: str) -> dict[str, dt.datetime | None]:
    """When the steps of the law were met."""
    each = await office.deadlines(reference)
    return {step: one.met_at for (source, step), one in each.items() if source == "awaab"}


async def test_a_visit_is_the_investigation_and_begins_what_follows(
    office: Office, clock: FixedClock
) -> None:
    filed = await office.file()
    looked = clock.advance(days=3)
    await office.staff(filed.reference, Visit(True, "the joint of the waste pipe"))
    row, each = await office.row(filed.reference), await office.deadlines(filed.reference)
    assert (row.status, row.investigated_at, row.found) == ("visited", looked, True)
    assert each[("awaab", "investigate")].met_at == looked
    assert each[("awaab", "summary")].due.date() == dt.date(2026, 11, 26), "three working days"
    assert each[("awaab", "work")].due.date() == dt.date(2026, 11, 30), "five working days"


async def test_no_hazard_leaves_the_summary_to_be_written(office: Office) -> None:
    filed = await office.file()
    await office.staff(filed.reference, Visit(False))
    assert set(await kept(office, filed.reference)) == {"investigate", "summary"}


async def test_a_visit_that_is_written_down_later_counts_from_when_it_was(
    office: Office, clock: FixedClock
) -> None:
    filed = await office.file()
    was = clock.advance(days=1)
    clock.advance(days=2)
    await office.staff(filed.reference, Visit(True, at=was))
    assert (await office.row(filed.reference)).investigated_at == was


async def test_the_first_look_counts(office: Office, clock: FixedClock) -> None:
    filed = await office.file()
    first = clock.advance(days=1)
    await office.staff(filed.reference, Visit(None))
    clock.advance(days=1)
    await office.staff(filed.reference, Visit(True))
    row = await office.row(filed.reference)
    assert (row.investigated_at, row.found) == (first, True)


async def test_summary_safe_begun_and_done_meet_their_steps(office: Office, clock: FixedClock) -> None:
    filed = await office.file()
    await office.staff(filed.reference, Visit(True))
    met: dict[str, dt.datetime] = {}
    for step, change in (("summary", Summary("what we found")), ("work", MadeSafe()), ("begin", Begun())):
        met[step] = clock.advance(days=1)
        await office.staff(filed.reference, change)
    found = await kept(office, filed.reference)
    assert {step: found[step] for step in met} == met
    done = clock.advance(days=1)
    await office.staff(filed.reference, Done("new pipe"))
    row = await office.row(filed.reference)
    assert (row.status, row.done_at, row.closed_at, row.next_due) == ("done", done, None, None)


async def test_the_next_date_is_the_earliest_that_is_not_met(office: Office, clock: FixedClock) -> None:
    filed = await office.file()
    row = await office.row(filed.reference)
    assert (row.next_step, row.next_due.date()) == ("finish", dt.date(2026, 11, 23))
    each = await office.deadlines(filed.reference)
    assert row.next_due == min(one.due for one in each.values())
    await office.staff(filed.reference, Confirm("routine", "significant", "damp_mould"))
    row = await office.row(filed.reference)
    assert row.next_step == "investigate"


async def test_staff_decide_the_class_and_the_dates_follow(office: Office) -> None:
    filed = await office.file()
    await office.staff(filed.reference, Confirm("emergency", "emergency", "electrical"))
    row = await office.row(filed.reference)
    assert (row.priority, row.severity, row.hazard, row.right) == ("emergency", "emergency", "electrical", "")
    assert row.confirmed_by == STAFF
    assert (await office.deadlines(filed.reference))[("awaab", "safe")].due == START + hours(24)
    await office.staff(filed.reference, Confirm("routine"))
    assert {source for source, _ in await office.deadlines(filed.reference)} == {"council"}


async def test_a_visit_is_booked_and_missed(office: Office, clock: FixedClock) -> None:
    filed = await office.file()
    begins = clock.now() + hours(48)
    await office.staff(filed.reference, Book(begins, begins + hours(4)))
    (known,) = [await office.cases.open_at(office.report().where, "leak")]  # type: ignore[arg-type]
    assert known is not None
    assert (known.status, known.comes_from, known.comes_until) == ("appointment", begins, begins + hours(4))
    await office.staff(filed.reference, Attempt("nobody opened"))
    row = await office.row(filed.reference)
    assert (row.status, row.comes_from, row.investigated_at) == ("no_access", None, None)


async def test_contacts_and_notes_change_nothing_but_the_history(office: Office) -> None:
    filed = await office.file()
    before = await office.row(filed.reference)
    await office.staff(filed.reference, Contact("rang, no answer"))
    await office.staff(filed.reference, Note("the key is with the warden"))
    after = await office.row(filed.reference)
    assert {**after._asdict(), "revision": 1} == {**before._asdict(), "revision": 1}
    entries = (await office.all(case_events))[1:]
    assert [(row.kind, row.staff_id, row.tells) for row in entries] == [
        ("contact", STAFF, False),
        ("note", STAFF, False),
    ]
    assert office.keys.open(entries[0].body, str) == "rang, no answer"


@pytest.mark.parametrize("status", get_args(Status))
async def test_a_status_ends_a_case_or_has_it_open(office: Office, status: Status) -> None:
    filed = await office.file()
    await office.staff(filed.reference, SetStatus(status))
    row = await office.row(filed.reference)
    assert row.status == status
    assert (row.closed_at is None) == (status in OPEN)
    assert (row.done_at is not None) == (status == "done")


async def test_opening_again_clears_what_was_over(office: Office, clock: FixedClock) -> None:
    filed = await office.file()
    await office.staff(filed.reference, Done())
    await office.staff(filed.reference, Close("checked by phone"))
    assert (await office.row(filed.reference)).next_due is None
    await office.staff(filed.reference, SetStatus("follow_on"))
    row = await office.row(filed.reference)
    assert (row.status, row.closed_at, row.done_at) == ("follow_on", None, None)
    assert row.next_due is not None


async def test_it_is_not_opened_beside_another_of_the_same_home(office: Office) -> None:
    first = await office.file()
    await office.staff(first.reference, Close())
    second = await office.file()
    with pytest.raises(OpenAlready) as problem:
        await office.staff(first.reference, SetStatus("sent"))
    assert problem.value.reference == second.reference
    assert (await office.row(first.reference)).status == "closed"


async def test_an_old_page_changes_nothing(office: Office) -> None:
    filed = await office.file()
    first = await office.changes.change(filed.reference, 1, STAFF, Note("one"))
    assert first == 2
    with pytest.raises(Stale) as problem:
        await office.changes.change(filed.reference, 1, STAFF, Close())
    assert problem.value.revision == 2
    assert (await office.row(filed.reference)).status == "received"


async def test_of_two_who_change_it_at_once_one_does(open_store: OpenStore, clock: FixedClock) -> None:
    offices = [Office(await open_store(), clock) for _ in range(2)]
    filed = await offices[0].file()
    changing = [one.changes.change(filed.reference, 1, STAFF, Close()) for one in offices * 3]
    answers = await asyncio.gather(*changing, return_exceptions=True)
    assert answers.count(2) == 1
    assert sum(isinstance(answer, Stale) for answer in answers) == 5


async def test_there_must_be_such_a_case(office: Office) -> None:
    with pytest.raises(LookupError):
        await office.changes.change("234567", 1, STAFF, Note("?"))


CHANGES: list[tuple[Change, bool]] = [
    (SetStatus("sent"), True),
    (SetStatus("sent", tells=False), False),
    (Book(START, START + hours(1)), True),
    (Book(START, START + hours(1), tells=False), False),
    (Visit(True), False),
    (Attempt(), True),
    (Contact("rang"), False),
    (Summary("found"), True),
    (Summary("found", tells=False), False),
    (MadeSafe(), True),
    (Begun(), True),
    (Done(), True),
    (Confirm("urgent"), False),
    (Note("key"), False),
    (Close(), True),
]


@pytest.mark.parametrize(("change", "tells"), CHANGES, ids=repr)
async def test_what_tenants_are_told_of(office: Office, change: Change, tells: bool) -> None:
    filed = await office.file()
    await office.staff(filed.reference, change)
    last = (await office.all(case_events))[-1]
    assert (last.kind, last.tells) == (type(change).__struct_config__.tag, tells)


def test_every_change_is_tried() -> None:
    assert {type(change) for change, _ in CHANGES} == set(get_args(Change))


async def test_listeners_hear_of_each_status(office: Office) -> None:
    heard: list[str] = []
    office.cases.listeners.append(lambda connection, case, kind: heard.append(kind))
    filed = await office.file()
    for change in (SetStatus("sent"), Note("x"), Visit(True), Summary("y"), Done()):
        await office.staff(filed.reference, change)
    assert heard == ["new", "status", "visit", "done"]
