"""Time deletes: lines, conversations, messages, effects, and the personal parts of reports."""

from __future__ import annotations

import datetime as dt

from msgspec import structs
from sqlalchemy import Connection, func, insert, select

from bot.clock import FixedClock
from bot.handover.request import Handover, NewHandover
from bot.store.retention import Swept
from bot.store.sealed import Keys
from bot.store.staff_tables import audit, staff_sessions
from bot.store.store import Store
from bot.store.tables import callbacks, handovers, metadata, notes
from tests.databases import SECRET, OpenStore
from tests.integration.store.handing_over import adviser, asks, begin_shift, joining, of
from tests.integration.store.talking import ME, OTHER, duplicate, line, message, opened, outcome, read, said

HOME = "100091234567"


async def remembered(store: Store) -> int:
    """A resident who agreed to be remembered; their conversation."""
    turn = await opened(store, message("remember me"))
    write = outcome(turn, line("OK"), state=b'"home"')
    await store.commit_turn(structs.replace(write, kept=True))
    return turn.conversation.id


async def add(store: Store, table: str, **values: object) -> None:
    """Puts a row into a table."""
    row = insert(metadata.tables[table]).values(**values)
    await store.database.write(lambda connection: connection.execute(row).close())


async def count(store: Store, table: str) -> int:
    """How many rows a table has."""

    def work(connection: Connection) -> int:
        return connection.scalar(select(func.count()).select_from(metadata.tables[table])) or 0

    return await store.database.read(work)


async def call(
    store: Store, conversation: int, until: dt.datetime, done_at: dt.datetime | None = None
) -> None:
    """A call back was booked, and perhaps made."""
    number = await count(store, callbacks.name)
    await add(
        store,
        callbacks.name,
        key=f"{number}",
        reference=f"{number}",
        conversation_id=conversation,
        from_at=until,
        until_at=until,
        number=Keys([SECRET]).seal(ME),
        interpreter="",
        agreed_at=until,
        status="done" if done_at else "booked",
        tries=0,
        done_at=done_at,
    )


async def test_what_is_young_stays(store: Store, clock: FixedClock) -> None:
    await said(store, "one", line("1"))
    clock.advance(days=29)
    assert await store.sweep(clock.now()) == Swept()
    assert len(await read(store)) == 2


async def test_a_conversation_goes_as_a_whole_a_month_after_its_last_message(
    store: Store, clock: FixedClock
) -> None:
    turn, _ = await said(store, "one", line("1"))
    await store.effects.begin("run-1:file", turn.conversation.id)
    clock.advance(days=31)
    swept = await store.sweep(clock.now())
    assert swept.conversations == 1
    assert await read(store) == []
    assert await store.unfinished() == ()
    assert (await opened(store, message())).conversation.state == b""


async def test_the_operator_decides_how_long(open_store: OpenStore, clock: FixedClock) -> None:
    store = await open_store(days=7)
    await said(store, "one", line("1"))
    clock.advance(days=8)
    assert (await store.sweep(clock.now())).conversations == 1


async def test_old_lines_go_from_a_conversation_that_goes_on(store: Store, clock: FixedClock) -> None:
    await said(store, "old", line("1"))
    clock.advance(days=20)
    await said(store, "newer", line("2"))
    clock.advance(days=15)
    swept = await store.sweep(clock.now())
    assert (swept.conversations, swept.lines, swept.messages) == (0, 2, 1)
    assert await read(store) == [(3, "resident", "newer"), (4, "assistant", "2")]


async def test_who_agreed_is_remembered_without_the_words(store: Store, clock: FixedClock) -> None:
    number = await remembered(store)
    clock.advance(days=31)
    assert (await store.sweep(clock.now())).conversations == 0
    assert await read(store) == []
    again = await opened(store, message("bins?"))
    assert (again.conversation.id, again.conversation.state) == (number, b'"home"')


async def test_even_they_are_forgotten_after_a_year_of_silence(store: Store, clock: FixedClock) -> None:
    await remembered(store)
    clock.advance(days=366)
    assert (await store.sweep(clock.now())).conversations == 1


async def test_a_second_delivery_is_known_for_as_long_as_its_message(store: Store, clock: FixedClock) -> None:
    await remembered(store)
    first = message("one", id="SM-first")
    await store.commit_turn(outcome(await opened(store, first)))
    clock.advance(days=29)
    await store.sweep(clock.now())
    await duplicate(store, first)


async def test_an_open_message_is_never_swept_while_its_conversation_lives(
    store: Store, clock: FixedClock
) -> None:
    await opened(store, message("open"))
    clock.advance(days=20)
    assert (await store.sweep(clock.now())).messages == 0
    assert len(await store.unfinished()) == 1


async def test_reports_lose_their_person_and_stay_as_numbers(store: Store, clock: FixedClock) -> None:
    day = clock.now().date()
    first = await store.reports.file(HOME, "black", day, "run-1:file")
    clock.advance(days=31)
    assert (await store.sweep(clock.now())).reports == 1
    assert await store.reports.open_for(HOME, "black", day) is None
    assert (await store.sweep(clock.now())).reports == 0
    assert await store.reports.file(HOME, "black", day, "run-1:file") == first, "the reference is not reused"


async def test_effects_go_by_their_own_age(store: Store, clock: FixedClock) -> None:
    await store.effects.begin("old")
    clock.advance(days=31)
    await store.effects.begin("new")
    assert (await store.sweep(clock.now())).effects == 1


async def test_counters_stay(store: Store, clock: FixedClock) -> None:
    turn = await opened(store, message())
    write = outcome(turn)
    await store.commit_turn(structs.replace(write, counted=("unanswered",)))
    clock.advance(days=400)
    await store.sweep(clock.now())
    assert len(await store.counters.since(dt.date(2026, 1, 1))) == 1


async def test_more_than_one_batch_goes_in_one_sweep(store: Store, clock: FixedClock) -> None:
    for number in range(6):
        await said(store, "one", *(line(str(n)) for n in range(100)), address=f"{number}")
    await said(store, "last", address=ME)
    clock.advance(days=29)
    await said(store, "young", address=OTHER)
    clock.advance(days=2)
    swept = await store.sweep(clock.now())
    assert swept.conversations == 7
    assert len(await read(store, OTHER)) == 1


async def test_hand_overs_and_notes_go_with_their_conversation(store: Store, clock: FixedClock) -> None:
    who, waits = await adviser(store, 1), await asks(store)
    body = Keys([SECRET]).seal("rang the landlord")
    await add(store, notes.name, conversation_id=waits.conversation, staff_id=who, at=clock.now(), body=body)
    clock.advance(days=29)
    await store.sweep(clock.now())
    assert (await count(store, handovers.name), await count(store, notes.name)) == (1, 1)
    clock.advance(days=2)
    assert (await store.sweep(clock.now())).conversations == 1
    assert (await count(store, handovers.name), await count(store, notes.name)) == (0, 0)


async def test_a_call_goes_with_its_number_a_month_after_it_was_made_or_its_window_was_over(
    store: Store, clock: FixedClock
) -> None:
    number = await remembered(store)
    made, later = clock.now(), clock.now() + dt.timedelta(days=10)
    await call(store, number, until=later, done_at=made)
    await call(store, number, until=later, done_at=later)
    await call(store, number, until=made)
    clock.advance(days=29)
    assert (await store.sweep(clock.now())).callbacks == 0
    clock.advance(days=2)
    assert (await store.sweep(clock.now())).callbacks == 2
    clock.advance(days=10)
    assert (await store.sweep(clock.now())).callbacks == 1


async def test_the_audit_outlives_what_it_is_about_and_goes_after_400_days(
    store: Store, clock: FixedClock
) -> None:
    who, turn = await adviser(store, 1), (await said(store, "one"))[0]
    row = {"staff_id": who, "conversation_id": turn.conversation.id, "action": "read", "detail": ""}
    await add(store, audit.name, at=clock.now(), **row)
    clock.advance(days=400)
    swept = await store.sweep(clock.now())
    assert (swept.conversations, swept.audit) == (1, 0)
    clock.advance(seconds=1)
    assert (await store.sweep(clock.now())).audit == 1


async def test_sessions_of_staff_go_when_they_have_expired(store: Store, clock: FixedClock) -> None:
    who, now = await adviser(store, 1), clock.now()
    for minutes in (1, 3):
        until = now + dt.timedelta(minutes=minutes)
        token = Keys([SECRET]).find("session", f"{minutes}")
        row = {"staff_id": who, "created_at": now, "seen_at": now, "expires_at": until}
        await add(store, staff_sessions.name, token=token, **row)
    clock.advance(seconds=120)
    assert (await store.sweep(clock.now())).sessions == 1
    assert await count(store, staff_sessions.name) == 1


async def noted(store: Store, conversation: int, who: int, at: dt.datetime) -> None:
    """An adviser's note."""
    body = Keys([SECRET]).seal("Rang twice.")
    await add(store, notes.name, conversation_id=conversation, staff_id=who, at=at, body=body)


async def kept_for_longer(store: Store) -> Handover:
    """Somebody who agreed to be remembered waits for a person: the conversation is kept for a year."""
    turn = await opened(store, message("remember me, and a person please"))
    await store.commit_turn(structs.replace(joining(turn), kept=True))
    return await of(store, turn.conversation.id)


async def test_notes_go_a_month_after_the_last_talk_also_where_the_rest_is_kept(
    store: Store, clock: FixedClock
) -> None:
    who, waits = await adviser(store, 1), await kept_for_longer(store)
    await store.handovers.claim(waits.id, who)
    await noted(store, waits.conversation, who, clock.now())
    await store.handovers.close(waits.id, who, "solved", ())
    clock.advance(days=29)
    assert (await store.sweep(clock.now())).notes == 0
    clock.advance(days=2)
    swept = await store.sweep(clock.now())
    assert (swept.conversations, swept.notes) == (0, 1)
    assert await count(store, notes.name) == 0


async def test_notes_stay_while_a_talk_goes_on_and_until_the_last_has_been_over_for_a_month(
    store: Store, clock: FixedClock
) -> None:
    who, first = await adviser(store, 1), await kept_for_longer(store)
    await store.handovers.claim(first.id, who)
    await noted(store, first.conversation, who, clock.now())
    await store.handovers.close(first.id, who, "solved", ())
    clock.advance(days=20)
    turn = await opened(store, message("it is wet again"))
    again = structs.replace(joining(turn, NewHandover("reopened")), kept=True)
    await store.commit_turn(again)
    clock.advance(days=40)
    assert (await store.sweep(clock.now())).notes == 0, "somebody still waits"
    await begin_shift(store, who, clock.now())
    second = await of(store, first.conversation)
    await store.handovers.claim(second.id, who)
    await store.handovers.close(second.id, who, "solved", ())
    clock.advance(days=29)
    assert (await store.sweep(clock.now())).notes == 0
    clock.advance(days=2)
    assert (await store.sweep(clock.now())).notes == 1


async def test_a_note_that_was_written_after_the_end_has_its_month(store: Store, clock: FixedClock) -> None:
    who, waits = await adviser(store, 1), await kept_for_longer(store)
    await store.handovers.claim(waits.id, who)
    await store.handovers.close(waits.id, who, "solved", ())
    clock.advance(days=31)
    await noted(store, waits.conversation, who, clock.now())
    assert (await store.sweep(clock.now())).notes == 0
    clock.advance(days=31)
    assert (await store.sweep(clock.now())).notes == 1
