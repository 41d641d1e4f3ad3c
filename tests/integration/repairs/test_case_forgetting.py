"""What goes when a resident asks to be forgotten, what time takes, and what an open case must keep."""

from __future__ import annotations

import datetime as dt
from typing import Any

from bot.clock import FixedClock
from bot.knowledge.repairs.case import Access, Known
from bot.knowledge.repairs.changes import Close, Done, Note, SetStatus
from bot.store.case_tables import case_events, case_photos, case_reporters
from bot.store.store import Store
from bot.store.tables import conversations
from tests.databases import START
from tests.integration.repairs.tenants import BLOCK, HOME, SAID, Office, key
from tests.integration.repairs.test_case_photos import photo
from tests.integration.store.talking import ME, OTHER
from tests.integration.store.test_privacy import shown

LIGHT: dict[str, Any] = {"problem": "light", "detail": "flicker", "room": "communal", "where": BLOCK}
MINE: dict[str, Any] = {
    "phone": "+447700900123",
    "people": ("under5",),
    "access": Access(pets=True, note="the back door sticks"),
    "before": "two weeks ago by phone",
}


async def reported(office: Office, who: int, **facts: Any) -> str:
    await photo(office, who, f"photo of {who}")
    return (await office.file(who, photos=(f"photo of {who}",), **(MINE | facts))).reference


async def bodies(office: Office) -> list[str | None]:
    rows = await office.all(case_events)
    return [None if row.body is None else office.keys.open(row.body, str) for row in rows]


async def test_nothing_personal_can_be_read_in_the_database(office: Office, database_url: str) -> None:
    await reported(office, await office.tenant())
    seen = shown(database_url)
    assert b"damp_mould" in seen, "the search finds what is not sealed"
    for personal in (SAID, "07700 900123", "+447700900123", HOME.line, HOME.home, "back door", "under5"):
        assert personal.encode() not in seen


async def test_it_is_told_how_many_there_are(office: Office, store: Store) -> None:
    who = await office.tenant()
    leak = await office.file(who)
    await office.file(who, problem="window", detail="draughty")
    await office.staff(leak.reference, Close())
    held = await store.privacy.held(who)
    assert (held.cases, held.open_cases) == (2, 1)


async def test_an_open_case_keeps_the_home_and_loses_the_person(office: Office, store: Store) -> None:
    who = await office.tenant()
    reference = await reported(office, who)
    before = await office.deadlines(reference)
    await store.erase(who)
    told = await office.body(reference)
    assert (told.where, told.problem, told.room, told.people) == (HOME, "leak", "kitchen", ("under5",))
    assert (told.said, told.phone, told.before, told.photos) == ("", "", "", ())
    assert told.access == Access(pets=True)
    assert await office.deadlines(reference) == before, "the duty of the landlord stays"
    assert (await office.count(case_photos), await office.count(case_reporters)) == (0, 0)
    assert await bodies(office) == [None, None]
    assert [row.kind for row in await office.all(case_events)] == ["new", "forgotten"]
    assert (await office.row(reference)).conversation_id is None


async def test_it_is_still_the_case_of_that_home(office: Office, store: Store) -> None:
    who = await office.tenant()
    reference = await reported(office, who)
    await store.erase(who)
    again = await office.file(await office.tenant(OTHER), said="still wet")
    assert (again.reference, again.kind) == (reference, "added")


async def test_a_case_that_is_over_keeps_nothing(office: Office, store: Store, clock: FixedClock) -> None:
    who = await office.tenant()
    reference = await reported(office, who)
    await office.staff(reference, Note("spoke with Ann"))
    await office.staff(reference, Close())
    await store.erase(who)
    row = await office.row(reference)
    assert (row.body, row.home_lookup, row.postcode_lookup, row.conversation_id) == (None,) * 4
    assert (row.status, row.problem, row.closed_at) == ("closed", "leak", clock.now())
    assert set(await bodies(office)) == {None}
    assert await office.cases.find(reference, "LS8 1AA", 1) == "unknown"


async def test_the_household_keeps_what_the_other_has_said(office: Office, store: Store) -> None:
    one, two = await office.tenant(ME), await office.tenant(OTHER)
    reference = await reported(office, one)
    await office.file(two, said="the second voice")
    await store.erase(one)
    assert await bodies(office) == [None, "the second voice", None]
    assert [known.reference for known in await office.cases.of(two)] == [reference]


async def test_a_neighbour_takes_only_their_own(office: Office, store: Store) -> None:
    one, two = await office.tenant(ME), await office.tenant(OTHER)
    reference = await reported(office, one, **LIGHT)
    await reported(office, two, **LIGHT, said="the neighbour")
    await store.erase(two)
    assert (await office.body(reference)).phone == MINE["phone"]
    assert await bodies(office) == [SAID, None]
    assert [row.conversation_id for row in await office.all(case_photos)] == [one]


async def test_who_reported_by_two_linked_addresses_is_forgotten_in_both(
    office: Office, store: Store
) -> None:
    own, web = await office.tenant(ME), await office.tenant("a browser", "web")
    await store.links.take("code", await store.links.code(web), "sms", ME)
    reference = await reported(office, web)
    await store.erase(web)
    assert (await office.body(reference)).said == ""
    assert await office.all(conversations, id=own) == []


async def test_an_erased_case_can_be_worked_on(office: Office, store: Store) -> None:
    who = await office.tenant()
    reference = await reported(office, who)
    await store.erase(who)
    await office.staff(reference, Done())
    assert (await office.row(reference)).status == "done"


async def test_all_that_is_personal_goes_a_year_after_the_end(
    office: Office, store: Store, clock: FixedClock
) -> None:
    reference = await reported(office, await office.tenant())
    clock.advance(days=700)
    assert (await store.sweep(clock.now())).cases == 0, "it is open"
    await office.staff(reference, Close("no work was needed"))
    clock.advance(days=365)
    assert (await store.sweep(clock.now())).cases == 0
    clock.advance(seconds=1)
    assert (await store.sweep(clock.now())).cases == 1
    assert (await store.sweep(clock.now())).cases == 0
    row = await office.row(reference)
    assert (row.body, row.home_lookup, row.closed_at is not None) == (None, None, True)
    assert set(await bodies(office)) == {None}
    assert (await office.count(case_photos), await office.count(case_reporters)) == (0, 0)


async def test_a_conversation_is_kept_while_its_case_is_open(
    office: Office, store: Store, clock: FixedClock
) -> None:
    who = await office.tenant()
    filed = await office.file(who)
    clock.advance(days=400)
    assert (await store.sweep(clock.now())).conversations == 0
    assert len(await office.cases.of(who)) == 1
    await office.staff(filed.reference, SetStatus("not_ours"))
    assert (await store.sweep(clock.now())).conversations == 1
    assert (await office.row(filed.reference)).body is not None, "the case has a time of its own"


async def test_done_without_a_word_is_over_after_four_weeks(
    office: Office, store: Store, clock: FixedClock
) -> None:
    filed = await office.file(await office.tenant())
    await office.staff(filed.reference, Done())
    clock.advance(days=28)
    await store.sweep(clock.now())
    assert (await office.row(filed.reference)).status == "done"
    clock.advance(seconds=1)
    await store.sweep(clock.now())
    row = await office.row(filed.reference)
    assert (row.status, row.closed_at, row.next_due) == ("closed", clock.now(), None)
    last = (await office.all(case_events))[-1]
    assert (last.kind, last.staff_id, last.tells) == ("closed", None, False)


async def test_what_is_over_can_be_opened_again_by_who_reported_it(
    office: Office, store: Store, clock: FixedClock
) -> None:
    who = await office.tenant()
    filed = await office.file(who)
    await office.staff(filed.reference, Done())
    clock.advance(dt.timedelta(days=28, seconds=1))
    await office.cases.of(who)
    known = await office.cases.fixed(filed.reference, False, "", key(), who)
    assert isinstance(known, Known)
    assert (known.status, known.opened_at) == ("received", START)
