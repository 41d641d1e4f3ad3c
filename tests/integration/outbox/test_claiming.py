"""Which rows may go, to whom, and in which order."""

from __future__ import annotations

import asyncio

from bot.clock import FixedClock
from bot.store.outbox import StoredOutbox
from bot.store.store import Store
from notifier.outbox import PUSHED, SAFETY, Mark
from tests.databases import START
from tests.integration.outbox.posting import answered, posted, rows, texts
from tests.integration.store.talking import OTHER


async def sent(outbox: StoredOutbox, *ids: int) -> None:
    await outbox.begin(ids)
    await outbox.mark([Mark(id, "sent", "fake", f"SM{id}") for id in ids])


async def test_an_answer_is_to_be_sent(store: Store, outbox: StoredOutbox) -> None:
    await answered(store, "On Thursday.")
    (due,) = await outbox.claim("sms", 10, 0)
    assert (due.key, due.kind, due.address) == ("reply:1:2:0", "reply", "07700 900123")
    assert (due.rendered.text, due.attempts, due.begun) == ("On Thursday.", 0, False)
    assert await outbox.claim("telegram", 10, 0) == []


async def test_a_leased_row_is_nobody_elses(store: Store, outbox: StoredOutbox, clock: FixedClock) -> None:
    other = store.outbox("two")
    await answered(store, "On Thursday.")
    (due,) = await outbox.claim("sms", 10, 0)
    assert await other.claim("sms", 10, 0) == []
    clock.advance(seconds=50)
    await outbox.renew([due.id])
    clock.advance(seconds=50)
    assert await other.claim("sms", 10, 0) == []
    clock.advance(seconds=11)
    (again,) = await other.claim("sms", 10, 0)
    assert not again.begun
    assert await outbox.begin([due.id]) == frozenset()
    assert await other.begin([due.id]) == {due.id}


async def test_what_was_begun_by_one_who_died_has_to_be_asked_after(
    store: Store, outbox: StoredOutbox, clock: FixedClock
) -> None:
    await answered(store, "On Thursday.")
    (due,) = await outbox.claim("sms", 10, 0)
    await outbox.begin([due.id])
    clock.advance(seconds=61)
    (again,) = await store.outbox("two").claim("sms", 10, 0)
    assert (again.begun, again.attempts) == (True, 1)


async def test_one_that_starts_again_under_its_name_waits_for_nothing(
    store: Store, outbox: StoredOutbox, clock: FixedClock
) -> None:
    await answered(store, "First.")
    await answered(store, "To somebody else.", address=OTHER)
    first, _second = await outbox.claim("sms", 10, 0)
    await outbox.begin([first.id])
    await outbox.recover()
    assert texts(await outbox.claim("sms", 10, 0)) == ["To somebody else."]
    clock.advance(seconds=6)  # a call that was under way may still arrive
    assert [row.begun for row in await outbox.claim("sms", 10, 0)] == [True]


async def test_one_person_gets_them_one_after_the_other(store: Store, outbox: StoredOutbox) -> None:
    await answered(store, "one", "two")
    await answered(store, "three")
    await answered(store, "to another", address=OTHER)
    first = await outbox.claim("sms", 10, 0)
    assert texts(first) == ["one", "to another"]
    assert await outbox.claim("sms", 10, 0) == []
    await sent(outbox, first[0].id)
    assert texts(await outbox.claim("sms", 10, 0)) == ["two"]


async def test_a_row_that_is_put_off_keeps_its_place(
    store: Store, outbox: StoredOutbox, clock: FixedClock
) -> None:
    await answered(store, "one", "two")
    (due,) = await outbox.claim("sms", 10, 0)
    await outbox.begin([due.id])
    clock_then = clock.now().replace(minute=5)
    await outbox.mark([Mark(due.id, "waiting", code="20429", not_before=clock_then)])
    assert await outbox.claim("sms", 10, 0) == []
    assert await outbox.due_at("sms") == clock_then
    clock.advance(seconds=300)
    assert texts(await outbox.claim("sms", 10, 0)) == ["one"]


async def test_the_gap_holds_across_workers(store: Store, outbox: StoredOutbox, clock: FixedClock) -> None:
    await answered(store, "one", "two")
    (due,) = await outbox.claim("sms", 10, 1.0)
    await sent(outbox, due.id)
    other = store.outbox("two")
    assert await other.claim("sms", 10, 1.0) == []
    clock.advance(seconds=1.1)
    assert texts(await other.claim("sms", 10, 1.0)) == ["two"]


async def test_the_most_urgent_go_first_then_what_expires_first(store: Store, outbox: StoredOutbox) -> None:
    await posted(store, START, "pushed", address="a", kind="alert", priority=PUSHED, minutes=10)
    await posted(store, START, "late", address="b", minutes=60)
    await posted(store, START, "soon", address="c", minutes=30)
    await posted(store, START, "danger", address="d", priority=SAFETY, minutes=120)
    assert texts(await outbox.claim("sms", 3, 0)) == ["danger", "soon", "late"]
    assert texts(await outbox.claim("sms", 3, 0)) == ["pushed"]


async def test_what_is_pushed_does_not_keep_an_answer_waiting(store: Store, outbox: StoredOutbox) -> None:
    await posted(store, START, "flood", kind="alert", priority=PUSHED)
    await posted(store, START, "answer")
    assert texts(await outbox.claim("sms", 10, 0)) == ["answer", "flood"]


async def test_what_is_pushed_comes_after_the_answers_before_it(store: Store, outbox: StoredOutbox) -> None:
    await posted(store, START, "answer")
    await posted(store, START, "flood", kind="alert", priority=PUSHED)
    assert texts(await outbox.claim("sms", 10, 0)) == ["answer"]


async def test_two_who_claim_at_once_never_get_the_same(store: Store, outbox: StoredOutbox) -> None:
    for number in range(40):
        await posted(store, START, "hello", address=str(number))
    other = store.outbox("two")
    claims = await asyncio.gather(*(box.claim("sms", 7, 0) for box in (outbox, other) * 4))
    ids = [row.id for rows in claims for row in rows]
    assert sorted(ids) == sorted(set(ids))
    assert len(ids) == 40


async def test_body_and_address_are_gone_once_it_is_over(store: Store, outbox: StoredOutbox) -> None:
    await answered(store, "one")
    await answered(store, "two", address=OTHER)
    first, second = await outbox.claim("sms", 10, 0)
    await outbox.begin([first.id, second.id])
    await outbox.mark([Mark(first.id, "sent", "fake", "SM1"), Mark(second.id, "failed", code="30004")])
    (sent_row, failed) = await rows(store, "status", "body", "address", "code")
    assert sent_row[0] == "sent"
    assert all(sent_row[1:3])
    assert failed == ("failed", None, None, "30004")


async def test_a_row_that_was_not_begun_can_be_given_back(store: Store, outbox: StoredOutbox) -> None:
    await answered(store, "one")
    (due,) = await outbox.claim("sms", 10, 0)
    await outbox.release([due.id])
    assert texts(await store.outbox("two").claim("sms", 10, 0)) == ["one"]
    await outbox.release([due.id])
    assert await outbox.claim("sms", 10, 0) == []


async def test_what_waits_is_counted(store: Store, outbox: StoredOutbox) -> None:
    await answered(store, "one", "two")
    backlog = (await outbox.backlog())["sms"]
    assert (backlog.waiting, backlog.oldest) == (2, START)
    assert await store.backlog() == {"sms": backlog}
