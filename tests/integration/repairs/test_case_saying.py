"""What tenants say of their own cases: it is fixed, it is not, they take it back."""

from __future__ import annotations

from typing import Any

import pytest

from bot.clock import FixedClock
from bot.knowledge.repairs.changes import Book, Close, Done
from bot.store.case_tables import case_events
from bot.store.store import Store
from tests.integration.repairs.tenants import BLOCK, Office, hours, key
from tests.integration.store.talking import ME, OTHER

LIGHT: dict[str, Any] = {"problem": "light", "detail": "flicker", "room": "communal", "where": BLOCK}


async def test_fixed_ends_it(office: Office, clock: FixedClock) -> None:
    who = await office.tenant()
    filed = await office.file(who)
    await office.staff(filed.reference, Done())
    now = clock.advance(days=1)
    known = await office.cases.fixed(filed.reference, True, "", key(), who)
    assert (known.status, known.at) == ("closed", now)
    row = await office.row(filed.reference)
    assert (row.closed_at, row.next_due) == (now, None)


async def test_fixed_before_anybody_said_so_is_done_too(office: Office, clock: FixedClock) -> None:
    who = await office.tenant()
    filed = await office.file(who)
    await office.cases.fixed(filed.reference, True, "it stopped", key(), who)
    assert (await office.row(filed.reference)).done_at == clock.now()
    assert all(
        one.met_at == clock.now()
        for key, one in (await office.deadlines(filed.reference)).items()
        if key[1] == "finish"
    )


async def test_not_fixed_opens_it_again_from_now_on_with_all_that_it_held(
    office: Office, clock: FixedClock
) -> None:
    who = await office.tenant()
    filed = await office.file(who, people=("heart",))
    await office.staff(filed.reference, Done())
    now = clock.advance(days=3)
    known = await office.cases.fixed(filed.reference, False, "it drips as before", key(), who)
    assert (known.reference, known.status) == (filed.reference, "received")
    row = await office.row(filed.reference)
    assert (row.done_at, row.closed_at, row.clock_at) == (None, None, now)
    assert (await office.body(filed.reference)).people == ("heart",)
    assert all(one.due > now for one in (await office.deadlines(filed.reference)).values())
    last = (await office.all(case_events))[-1]
    assert (last.kind, office.keys.open(last.body, str)) == ("not_fixed", "it drips as before")


async def test_what_was_closed_is_open_again_too(office: Office, clock: FixedClock) -> None:
    who = await office.tenant()
    filed = await office.file(who)
    await office.cases.fixed(filed.reference, True, "", key(), who)
    clock.advance(days=5)
    assert (await office.cases.fixed(filed.reference, False, "", key(), who)).status == "received"
    assert (await office.row(filed.reference)).next_due is not None


async def test_where_the_home_has_another_open_case_by_now_that_one_takes_it(office: Office) -> None:
    who = await office.tenant()
    first = await office.file(who)
    await office.staff(first.reference, Close())
    second = await office.file(who)
    known = await office.cases.fixed(first.reference, False, "still", key(), who)
    assert known.reference == second.reference
    assert (await office.row(first.reference)).status == "closed"


async def test_the_same_key_says_it_once(office: Office) -> None:
    who = await office.tenant()
    filed = await office.file(who)
    for fixed in (True, False):
        same = f"run-{fixed}"
        first = await office.cases.fixed(filed.reference, fixed, "", same, who)
        assert await office.cases.fixed(filed.reference, fixed, "", same, who) == first
    assert [row.kind for row in await office.all(case_events)] == ["new", "fixed", "not_fixed"]


async def test_only_their_own_cases(office: Office) -> None:
    filed = await office.file(await office.tenant(ME))
    other = await office.tenant(OTHER)
    for fixed in (True, False):
        with pytest.raises(LookupError):
            await office.cases.fixed(filed.reference, fixed, "", key(), other)
    with pytest.raises(LookupError):
        await office.cases.withdraw(filed.reference, key(), other)
    with pytest.raises(LookupError):
        await office.cases.withdraw("234567", key(), other)


async def test_taken_back_is_over_and_kept(office: Office, clock: FixedClock) -> None:
    who = await office.tenant()
    filed = await office.file(who)
    at = clock.now() + hours(24)
    await office.staff(filed.reference, Book(at, at + hours(4)))
    known = await office.cases.withdraw(filed.reference, "run-1:withdraw", who)
    assert (known.status, known.open) == ("withdrawn", False)
    assert await office.cases.withdraw(filed.reference, "run-1:withdraw", who) == known
    row = await office.row(filed.reference)
    assert (row.closed_at, row.next_due, row.body is not None) == (clock.now(), None, True)


async def test_of_a_building_only_the_one_who_takes_it_back_leaves(office: Office) -> None:
    one, two = await office.tenant(ME), await office.tenant(OTHER)
    filed = await office.file(one, **LIGHT)
    await office.file(two, **LIGHT)
    known = await office.cases.withdraw(filed.reference, "run-1:withdraw", two)
    assert known.status == "withdrawn"
    assert await office.cases.withdraw(filed.reference, "run-1:withdraw", two) == known
    assert await office.cases.of(two) == ()
    assert [case.status for case in await office.cases.of(one)] == ["received"]
    assert (await office.cases.withdraw(filed.reference, key(), one)).status == "withdrawn"
    assert (await office.row(filed.reference)).status == "withdrawn", "the last one takes it with them"


async def test_one_neighbour_alone_does_not_end_what_the_building_waits_for(office: Office) -> None:
    one, two = await office.tenant(ME), await office.tenant(OTHER)
    filed = await office.file(one, **LIGHT)
    await office.file(two, **LIGHT)
    assert (await office.cases.fixed(filed.reference, True, "", key(), two)).status == "received"
    await office.staff(filed.reference, Done())
    assert (await office.cases.fixed(filed.reference, True, "", key(), two)).status == "closed"


async def test_the_cases_of_an_address_that_is_linked_go_along(office: Office, store: Store) -> None:
    own = await office.tenant(ME)
    filed = await office.file(own)
    web = await office.tenant("a browser", "web")
    code = await store.links.code(web)
    assert await store.links.take("code", code, "sms", ME) == web
    assert [known.reference for known in await office.cases.of(web)] == [filed.reference]
    assert (await office.cases.withdraw(filed.reference, key(), web)).status == "withdrawn"


async def test_a_case_that_both_have_reported_is_theirs_once(office: Office, store: Store) -> None:
    own, web = await office.tenant(ME), await office.tenant("a browser", "web")
    filed = await office.file(own)
    await office.file(web)
    await store.links.take("code", await store.links.code(web), "sms", ME)
    assert [known.reference for known in await office.cases.of(web)] == [filed.reference]


async def test_a_report_that_arrives_for_a_conversation_that_has_moved_is_the_others(
    office: Office, store: Store
) -> None:
    own, web = await office.tenant(ME), await office.tenant("a browser", "web")
    await store.links.take("code", await store.links.code(web), "sms", ME)
    filed = await office.file(own)
    assert [known.reference for known in await office.cases.of(web)] == [filed.reference]
