"""What of the outbox is kept, and for how long."""

from __future__ import annotations

import datetime as dt

from bot.clock import FixedClock
from bot.store.outbox_tables import outbox_reports
from bot.store.store import Store
from channels.fake_sends import FakeSends
from channels.sending import Report
from tests.databases import START
from tests.integration.outbox.posting import Worker, answered, rows
from tests.integration.store.talking import ME, line, said


async def test_the_last_words_are_sent_although_nothing_is_held(store: Store, clock: FixedClock) -> None:
    worker = Worker(store, sends := FakeSends(), clock)
    turn, _ = await said(store, "forget me", line("Shall I delete all that I hold about you?"))
    entries = await store.erase(turn.conversation.id, (line("It is deleted."),))
    assert [entry.text for entry in entries] == ["It is deleted."]
    await worker.drain()
    assert sends.texts == ["It is deleted."]
    assert sends.taken[0].address == ME
    await store.sweep(START + dt.timedelta(hours=2))
    assert await rows(store, "id") == []


async def test_what_was_still_to_be_sent_goes_with_the_conversation(store: Store) -> None:
    turn, _ = await said(store, "hello", line("hello"))
    await store.erase(turn.conversation.id)
    assert await rows(store, "id") == []


async def test_what_is_over_is_blanked_and_then_deleted(store: Store, clock: FixedClock) -> None:
    worker = Worker(store, FakeSends(), clock)
    await answered(store, "one")
    await worker.drain()
    await store.sweep(START + dt.timedelta(hours=23))
    assert (await rows(store, "body"))[0] is not None
    await store.sweep(START + dt.timedelta(hours=25))
    assert await rows(store, "status", "body", "address", "to_lookup") == [("sent", None, None, None)]
    await store.sweep(START + dt.timedelta(days=31))
    assert await rows(store, "id") == []


async def test_what_no_channel_sends_any_more_does_not_stay(store: Store) -> None:
    await answered(store, "one")
    await store.sweep(START + dt.timedelta(days=3))
    assert await rows(store, "status", "body", "address") == [("expired", None, None)]


async def test_reports_that_nobody_wants_go(store: Store) -> None:
    await store.outbox("one").report(Report("twilio", "SM1", "delivered"))
    await store.sweep(START + dt.timedelta(days=3))
    left = await store.database.read(lambda c: c.execute(outbox_reports.select()).all())
    assert left == []


async def test_what_is_still_to_be_sent_is_told(store: Store) -> None:
    turn, _ = await said(store, "hello", line("one"), line("two"))
    assert (await store.privacy.held(turn.conversation.id)).sending == 2
