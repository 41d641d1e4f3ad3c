"""A report becomes one case, under a reference that can be read out, with the dates that follow from it."""

from __future__ import annotations

import asyncio
import datetime as dt
from random import Random
from typing import Any

import pytest

from bot.clock import FixedClock
from bot.knowledge.repairs.case import Filed, Where
from bot.knowledge.repairs.changes import Close
from bot.store.case_tables import case_events, case_reporters, cases
from bot.store.cases import StoredCases
from bot.store.database import StoreError
from bot.store.reference import read_reference
from tests.databases import START, OpenStore
from tests.integration.repairs.tenants import BLOCK, HOME, OTHER_HOME, SAID, Office, key, repairs
from tests.integration.store.talking import ME, OTHER


async def test_a_report_is_a_case_with_a_reference_and_dates(office: Office) -> None:
    filed = await office.file(await office.tenant())
    assert read_reference(filed.reference) == filed.reference
    assert (filed.kind, filed.status, filed.opened_at) == ("new", "received", START)
    kept = await office.deadlines(filed.reference)
    assert kept[("right_to_repair", "finish")].due > START
    row = await office.row(filed.reference)
    assert (row.next_due, row.next_step) == min((one.due, one.step) for one in kept.values())


async def test_what_is_told_leaves_out_what_nobody_has_confirmed(office: Office) -> None:
    filed = await office.file()
    kept = await office.deadlines(filed.reference)
    assert ("council", "finish") in kept
    assert filed.deadlines
    assert all(one.source != "council" for one in filed.deadlines)


async def test_the_clock_starts_when_the_message_arrived(office: Office, clock: FixedClock) -> None:
    arrived = clock.now()
    clock.advance(seconds=3600)
    filed = await office.file(aware_at=arrived)
    row = await office.row(filed.reference)
    assert (row.aware_at, row.clock_at, row.filed_at) == (arrived, arrived, clock.now())


async def test_the_report_is_sealed_and_opens_again(office: Office) -> None:
    filed = await office.file(people=("under5",), phone="+447700900123")
    told = await office.body(filed.reference)
    assert (told.said, told.people, told.phone, told.where) == (SAID, ("under5",), "+447700900123", HOME)


async def test_the_same_key_is_the_same_case_and_files_nothing_new(office: Office) -> None:
    report, who = office.report(), await office.tenant()
    first = await office.cases.file(report, "run-1:file", who)
    assert await office.cases.file(report, "run-1:file", who) == first
    assert (await office.count(), await office.count(case_events)) == (1, 1)


async def test_the_same_key_gives_the_same_answer_after_the_case_has_changed(office: Office) -> None:
    report, who = office.report(), await office.tenant()
    first = await office.cases.file(report, "run-1:file", who)
    await office.staff(first.reference, Close("done by phone"))
    assert await office.cases.file(report, "run-1:file", who) == first


async def test_a_second_report_of_the_same_problem_is_added_to_the_first(
    office: Office, clock: FixedClock
) -> None:
    who = await office.tenant()
    first = await office.file(who)
    clock.advance(days=3)
    second = await office.file(who, said="it drips again", room="kitchen")
    assert (second.reference, second.kind, second.opened_at) == (first.reference, "added", START)
    assert [row.kind for row in await office.all(case_events)] == ["new", "renewed"]


async def test_another_problem_or_another_home_is_another_case(office: Office) -> None:
    first = await office.file()
    window = await office.file(problem="window", detail="draughty")
    other = await office.file(where=OTHER_HOME)
    assert len({first.reference, window.reference, other.reference}) == 3
    assert {one.kind for one in (first, window, other)} == {"new"}


async def test_a_closed_case_is_over_and_the_next_report_opens_another(office: Office) -> None:
    first = await office.file()
    await office.staff(first.reference, Close())
    second = await office.file()
    assert (second.kind, second.reference != first.reference) == ("new", True)


async def test_two_unknown_things_are_two_cases(office: Office) -> None:
    bell = await office.file(problem="other", detail="other", said="my bell is silent")
    box = await office.file(problem="other", detail="other", said="my letter box is gone")
    assert bell.reference != box.reference
    assert await office.cases.open_at(HOME, "other") is None


async def test_a_home_without_an_id_is_known_by_its_address(office: Office) -> None:
    first = await office.file(where=Where("", "Flat 2, 14 Elm Street, Leeds LS6 2AB", "LS6 2AB"))
    again = Where("", "flat 2  14 elm street, leeds, ls6 2ab", "ls62ab")
    assert (await office.file(where=again)).reference == first.reference


async def test_a_household_has_one_case(office: Office) -> None:
    first = await office.file(await office.tenant(ME))
    second = await office.file(await office.tenant(OTHER))
    assert (second.reference, second.kind) == (first.reference, "added")
    assert await office.count(case_reporters) == 2


async def test_neighbours_join_the_case_of_their_building(office: Office) -> None:
    light: dict[str, Any] = {"problem": "light", "detail": "flicker", "room": "communal"}
    first = await office.file(await office.tenant(ME), where=BLOCK, said="I am Ann and it is dark", **light)
    neighbour = Where("100090000002", "Flat 9, Marsh House, Leeds LS9 8AB", "LS9 8AB", "marsh house")
    who = await office.tenant(OTHER)
    second = await office.file(who, where=neighbour, phone="+447700900456", **light)
    assert (second.reference, second.kind) == (first.reference, "joined")
    (known,) = await office.cases.of(who)
    assert known.communal
    told = await office.body(first.reference)
    assert (told.said, told.phone) == ("I am Ann and it is dark", ""), "the neighbour's own is not mixed in"
    assert await office.file(who, where=neighbour, **light) == second.__class__(
        first.reference, "added", START, "received", second.deadlines
    )


async def test_a_building_of_the_same_name_elsewhere_is_another(office: Office) -> None:
    light: dict[str, Any] = {"problem": "light", "detail": "flicker", "room": "communal"}
    first = await office.file(where=BLOCK, **light)
    far = Where("1", "Flat 1, Marsh House, Leeds LS28 5AA", "LS28 5AA", "Marsh House")
    assert (await office.file(where=far, **light)).reference != first.reference


async def test_a_home_and_its_building_are_not_the_same(office: Office) -> None:
    home = Where(BLOCK.home, BLOCK.line, BLOCK.postcode)
    light: dict[str, Any] = {"problem": "light", "detail": "flicker"}
    inside, shared = await office.file(where=home, **light), await office.file(where=BLOCK, **light)
    assert inside.reference != shared.reference
    assert (await office.row(shared.reference)).home_lookup is None


async def test_the_open_case_of_a_home_is_found(office: Office) -> None:
    filed = await office.file()
    known = await office.cases.open_at(HOME, "leak")
    assert known is not None
    assert (known.reference, known.problem, known.detail) == (filed.reference, "leak", "pipe")
    assert await office.cases.open_at(HOME, "window") is None
    assert await office.cases.open_at(OTHER_HOME, "leak") is None
    await office.staff(filed.reference, Close())
    assert await office.cases.open_at(HOME, "leak") is None


async def test_the_same_report_at_the_same_moment_makes_one_case(
    open_store: OpenStore, clock: FixedClock
) -> None:
    offices = [Office(await open_store(), clock, seed=number) for number in range(3)]
    filing = [office.file() for office in offices * 4]
    filed = await asyncio.gather(*filing)
    assert len({one.reference for one in filed}) == 1
    assert sorted(one.kind for one in filed) == ["added"] * 11 + ["new"]
    assert await offices[0].count() == 1


async def test_the_same_key_at_the_same_moment_makes_one_case(
    open_store: OpenStore, clock: FixedClock
) -> None:
    offices = [Office(await open_store(), clock, seed=number) for number in range(3)]
    report = offices[0].report()
    filed = await asyncio.gather(*(one.cases.file(report, "run-1:file", 0) for one in offices * 4))
    assert len(set(map(repr, filed))) == 1
    assert (await offices[0].count(), await offices[0].count(case_events)) == (1, 1)


async def test_a_reference_that_is_taken_is_drawn_again(open_store: OpenStore, clock: FixedClock) -> None:
    same_draws = [Office(await open_store(), clock, seed=7) for _ in range(2)]
    first = await same_draws[0].file()
    second = await same_draws[1].file(where=OTHER_HOME)
    assert first.reference != second.reference


class Stuck(Random):
    """Randomness that always says the same."""

    def choice(self, seq):  # type: ignore[no-untyped-def]
        return seq[3]


async def test_when_no_reference_is_free_nothing_is_filed(office: Office) -> None:
    stuck = StoredCases(office.store.database, office.keys, office.clock, Stuck(), repairs())
    await stuck.file(office.report(), key(), 0)
    with pytest.raises(StoreError, match="no free reference"):
        await stuck.file(office.report(where=OTHER_HOME), key(), 0)
    assert await office.count(cases) == 1


async def test_a_conversation_that_was_erased_meanwhile_leaves_its_report(office: Office) -> None:
    who = await office.tenant()
    await office.store.erase(who)
    filed = await office.file(who)
    assert isinstance(filed, Filed)
    assert await office.cases.of(who) == ()


async def test_listeners_hear_of_it_in_the_same_transaction(office: Office) -> None:
    heard: list[tuple[int, str]] = []
    office.cases.listeners.append(lambda connection, case, kind: heard.append((case, kind)))
    filed = await office.file()
    await office.file(said="worse")
    await office.staff(filed.reference, Close())
    number = (await office.row(filed.reference)).id
    assert heard == [(number, "new"), (number, "renewed"), (number, "closed")]


async def test_a_listener_that_fails_undoes_the_case(office: Office) -> None:
    def fails(*_: object) -> None:
        raise RuntimeError("no room")

    office.cases.listeners.append(fails)
    with pytest.raises(RuntimeError, match="no room"):
        await office.file()
    assert await office.count() == 0


async def test_cases_are_told_newest_first_and_ninety_days_after_their_end(
    office: Office, clock: FixedClock
) -> None:
    who = await office.tenant()
    leak = await office.file(who)
    clock.advance(seconds=60)
    window = await office.file(who, problem="window", detail="draughty")
    assert [one.reference for one in await office.cases.of(who)] == [window.reference, leak.reference]
    await office.staff(leak.reference, Close())
    clock.advance(days=89)
    assert len(await office.cases.of(who)) == 2
    clock.advance(dt.timedelta(days=1, seconds=1))
    assert [one.reference for one in await office.cases.of(who)] == [window.reference]
