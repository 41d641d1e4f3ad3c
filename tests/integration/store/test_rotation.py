"""The secret can be changed: old data is read, sealed again, and then the old secret can go."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest
from sqlalchemy import Connection, Table, insert, select, update

from bot.clock import FixedClock
from bot.store.columns import SealedColumn
from bot.store.database import StoreError
from bot.store.rotation import _PLACES as PLACES
from bot.store.rotation import reseal
from bot.store.sealed import Keys, SealError
from bot.store.staff_tables import staff
from bot.store.store import Store
from bot.store.tables import callbacks, metadata, notes
from tests.databases import START, OpenStore
from tests.integration.store.handing_over import adviser
from tests.integration.store.talking import duplicate, line, message, opened, outcome, read, said

OLD, NEW = Keys(["the old secret, thirty-two characters"]), Keys(["the new secret, thirty-two characters"])
BOTH = Keys(["the new secret, thirty-two characters", "the old secret, thirty-two characters"])
HOME = "100091234567"


async def test_data_of_the_old_secret_is_read_with_both(open_store: OpenStore) -> None:
    first = message("one", id="SM-old")
    turn = await opened(before := await open_store(keys=OLD), first)
    await before.commit_turn(outcome(turn, line("1"), state=b'"remembered"'))
    store = await open_store(keys=BOTH)
    assert await read(store) == [(1, "resident", "one"), (2, "assistant", "1")]
    assert [entry.text for entry in (await duplicate(store, first)).entries] == ["1"]
    again = await opened(store, message("two"))
    assert again.conversation.id == turn.conversation.id, "the resident is known by the old look-up hash"
    assert again.conversation.state == b'"remembered"'
    await store.commit_turn(outcome(again, line("2")))
    assert [text for _, _, text in await read(store)] == ["one", "1", "two", "2"]


async def test_without_the_old_secret_old_data_cannot_be_read(
    open_store: OpenStore, clock: FixedClock
) -> None:
    turn, _ = await said(await open_store(keys=OLD), "one", line("1", reply="{}"))
    store = await open_store(keys=NEW)
    assert await read(store) == [], "not even the conversation is found"
    with pytest.raises(SealError, match="SNICKET_SECRET"):
        await store.last_replies(turn.conversation.id)


async def test_the_sweep_seals_everything_again_so_that_the_old_secret_can_go(
    open_store: OpenStore, clock: FixedClock
) -> None:
    old = await open_store(keys=OLD)
    turn, _ = await said(old, "one", line("1"), state=b'"remembered"')
    await old.effects.begin("run-1:file", turn.conversation.id)
    await old.effects.finish("run-1:file", "done")
    reference = await old.reports.file(HOME, "black", clock.now().date(), "run-1:file", turn.conversation.id)
    await opened(old, message("open at the time", address="07700 900999"))
    await (await open_store(keys=BOTH)).sweep(clock.now())

    store = await open_store(keys=NEW)
    assert await read(store) == [(1, "resident", "one"), (2, "assistant", "1")]
    assert (await opened(store, message("two"))).conversation.state == b'"remembered"'
    assert await store.effects.begin("run-1:file") == "done"
    assert await store.reports.open_for(HOME, "black", clock.now().date()) == reference
    clock.advance(seconds=61)
    assert [found.inbound.text for found in await store.unfinished()] == ["open at the time", "two"]


async def test_sealing_again_goes_on_over_many_batches_and_then_finds_nothing(open_store: OpenStore) -> None:
    old = await open_store(keys=OLD)
    for number in range(60):
        await said(old, "one", *(line(str(n)) for n in range(4)), address=str(number))
    database = (await open_store(keys=BOTH)).database
    assert await reseal(database, BOTH) == 60 + 60 * 5
    assert await reseal(database, BOTH) == 0
    store = await open_store(keys=NEW)
    for number in range(60):
        assert len(await read(store, str(number))) == 5


async def test_with_one_secret_there_is_nothing_to_do(open_store: OpenStore) -> None:
    store = await open_store(keys=OLD)
    await said(store, "one", line("1"))
    assert await reseal(store.database, OLD) == 0


async def test_a_secret_that_is_missing_stops_the_sealing_and_loses_nothing(open_store: OpenStore) -> None:
    await said(await open_store(keys=OLD), "one", line("1"))
    wrong = Keys(["the new secret, thirty-two characters", "another one, of thirty-two characters"])
    store = await open_store(keys=wrong)
    with pytest.raises((SealError, StoreError)):
        await reseal(store.database, wrong)
    assert await read(await open_store(keys=OLD)) == [(1, "resident", "one"), (2, "assistant", "1")]


NUMBER, NOTE, CODES = "+447700900123", "rang the landlord", "the one-time codes"


async def helpline(store: Store, keys: Keys, conversation: int) -> None:
    """A member of staff, a note and a call, all sealed with `keys`."""
    who = await adviser(store, 1, keys=keys)
    note = {"conversation_id": conversation, "staff_id": who, "at": START, "body": keys.seal(NOTE)}
    call = {
        "key": "run-1:call",
        "reference": "234567",
        "conversation_id": conversation,
        "from_at": START,
        "until_at": START,
        "number": keys.seal(NUMBER),
        "interpreter": "",
        "agreed_at": START,
        "status": "booked",
        "tries": 0,
    }

    def work(connection: Connection) -> None:
        connection.execute(update(staff).values(totp=keys.seal(CODES)))
        connection.execute(insert(notes).values(note))
        connection.execute(insert(callbacks).values(call))

    await store.database.write(work)


async def only(store: Store, table: Table) -> Mapping[str, Any]:
    """The one row of a table."""
    row = await store.database.read(lambda connection: connection.execute(select(table)).mappings().one())
    return dict(row)


async def test_the_helpline_is_sealed_again_too(open_store: OpenStore, clock: FixedClock) -> None:
    old = await open_store(keys=OLD)
    turn, _ = await said(old, "one", line("1"))
    await helpline(old, OLD, turn.conversation.id)
    await (await open_store(keys=BOTH)).sweep(clock.now())

    store = await open_store(keys=NEW)
    member = await only(store, staff)
    assert [NEW.open(member[name], str) for name in ("login", "name", "totp")] == [
        "1@example.org",
        "Adviser 1",
        CODES,
    ]
    assert member["login_lookup"] == NEW.find("login", "1@example.org"), "they can still sign in"
    assert NEW.open((await only(store, notes))["body"], str) == NOTE
    assert NEW.open((await only(store, callbacks))["number"], str) == NUMBER


async def test_a_member_of_staff_without_one_time_codes_is_sealed_again(open_store: OpenStore) -> None:
    old = await open_store(keys=OLD)
    await adviser(old, 1, keys=OLD)
    assert await reseal((await open_store(keys=BOTH)).database, BOTH) == 1
    member = await only(await open_store(keys=NEW), staff)
    assert member["totp"] is None
    assert NEW.open(member["name"], str) == "Adviser 1"


def test_every_sealed_column_has_its_place() -> None:
    sealed = {
        (table.name, column.name)
        for table in metadata.tables.values()
        for column in table.columns
        if isinstance(column.type, SealedColumn)
    }
    assert {(place.table.name, name) for place in PLACES for name in place.sealed} == sealed
