"""What providers report afterwards: late, early, twice, in any order."""

from __future__ import annotations

import itertools

import pytest

from bot.clock import FixedClock
from bot.store.outbox import StoredOutbox
from bot.store.store import Store
from channels.sending import Report, Status
from notifier.outbox import Mark
from tests.integration.outbox.posting import answered, rows, texts
from tests.integration.store.talking import ME


def report(
    status: Status, id: str = "SM1", *, key: str = "", gone: bool = False, again: bool = False
) -> Report:
    return Report("twilio", id, status, "", key, gone, again)


async def sending(store: Store, outbox: StoredOutbox) -> int:
    """A row whose call has been begun."""
    await answered(store, "On Thursday.")
    (due,) = await outbox.claim("sms", 10, 0)
    await outbox.begin([due.id])
    return due.id


async def sent(store: Store, outbox: StoredOutbox, id: str = "SM1") -> int:
    """A row that a provider has."""
    row = await sending(store, outbox)
    await outbox.mark([Mark(row, "sent", "twilio", id)])
    return row


@pytest.mark.parametrize("order", list(itertools.permutations(["accepted", "sent", "delivered"])))
async def test_any_order_ends_the_same(store: Store, outbox: StoredOutbox, order: tuple[Status, ...]) -> None:
    await sent(store, outbox)
    for status in (*order, *order):
        await outbox.report(report(status))
    assert await rows(store, "status") == ["delivered"]
    assert await rows(store, "body", "address") == [(None, None)]


@pytest.mark.parametrize("last", ["failed", "undelivered", "sent"])
async def test_what_has_arrived_has_arrived(store: Store, outbox: StoredOutbox, last: Status) -> None:
    await sent(store, outbox)
    await outbox.report(report("delivered"))
    await outbox.report(report(last, again=True))
    assert await rows(store, "status") == ["delivered"]


@pytest.mark.parametrize("order", list(itertools.permutations(["sent", "delivered"])))
async def test_one_that_comes_before_the_call_has_returned_counts(
    store: Store, outbox: StoredOutbox, order: tuple[Status, ...]
) -> None:
    row = await sending(store, outbox)
    for status in order:
        await outbox.report(report(status))
    assert await rows(store, "status") == ["sending"]
    await outbox.mark([Mark(row, "sent", "twilio", "SM1")])
    assert await rows(store, "status") == ["delivered"]


async def test_one_with_our_key_is_known_before_the_call_has_returned(
    store: Store, outbox: StoredOutbox
) -> None:
    row = await sending(store, outbox)
    await outbox.report(report("delivered", key="reply:1:2:0"))
    await outbox.mark([Mark(row, "sent", "twilio", "SM1")])
    assert await rows(store, "status", "provider_id") == [("delivered", "SM1")]


async def test_one_that_just_missed_its_row_is_found_by_the_upkeep(
    store: Store, outbox: StoredOutbox
) -> None:
    row = await sending(store, outbox)
    await outbox.mark([Mark(row, "sent", "twilio", "SM2")])
    await outbox.report(report("delivered", "SM1"))
    await outbox.settle()
    assert await rows(store, "status") == ["sent"]


async def test_nobodys_report_changes_nothing(store: Store, outbox: StoredOutbox) -> None:
    await sent(store, outbox)
    await outbox.report(report("failed", "SM of somebody else"))
    await outbox.report(Report("another", "SM1", "failed"))
    await outbox.report(Report("x" * 500, "y" * 500, "failed", "z" * 500, "k" * 500))
    assert await rows(store, "status") == ["sent"]


async def test_what_did_not_arrive_for_now_goes_again(
    store: Store, outbox: StoredOutbox, clock: FixedClock
) -> None:
    await sent(store, outbox)
    await outbox.report(report("undelivered", again=True))
    clock.advance(seconds=10)
    (due,) = await outbox.claim("sms", 10, 0)
    assert (due.begun, due.attempts, texts([due])) == (False, 1, ["On Thursday."])
    await outbox.begin([due.id])
    await outbox.report(report("undelivered", again=True))  # the same once more, about the first try
    await outbox.mark([Mark(due.id, "sent", "twilio", "SM2")])
    await outbox.report(report("undelivered"))
    assert await rows(store, "status", "attempts") == [("sent", 2)]
    await outbox.report(report("delivered", "SM2"))
    assert await rows(store, "status") == ["delivered"]


async def test_but_not_when_it_is_too_late(store: Store, outbox: StoredOutbox, clock: FixedClock) -> None:
    await sent(store, outbox)
    clock.advance(seconds=31 * 60)
    await outbox.report(report("undelivered", again=True))
    assert await rows(store, "status") == ["undelivered"]


async def test_an_address_that_is_gone_gets_nothing_more(store: Store, outbox: StoredOutbox) -> None:
    await sent(store, outbox)
    await outbox.report(report("failed", gone=True))
    assert await store.suppressions.is_suppressed("sms", ME, "all")


async def test_a_report_never_brings_a_waiting_row_to_an_end(
    store: Store, outbox: StoredOutbox, clock: FixedClock
) -> None:
    row = await sending(store, outbox)
    await outbox.mark([Mark(row, "waiting", not_before=clock.now())])
    await outbox.report(report("failed", key="reply:1:2:0"))
    assert await rows(store, "status") == ["waiting"]
