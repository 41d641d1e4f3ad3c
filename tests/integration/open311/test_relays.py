"""What is kept of cases in the council's own system: in every state, and when the case itself is
forgotten."""

from __future__ import annotations

import datetime as dt

import pytest
from msgspec import structs
from sqlalchemy import Connection, select, update

from bot.knowledge.repairs.case import Report, Where
from bot.store.case_relay_rows import Note
from bot.store.case_relays import AGAIN, OVER, UNSURE
from bot.store.case_tables import case_relays, cases
from bot.store.outbox_tables import outbox
from bot.store.rotation import reseal
from bot.store.sealed import Keys
from tests.databases import SECRET
from tests.integration.open311.relaying import TAP, Relaying
from tests.integration.outbox.posting import rows
from tests.open311_server import UNKNOWN, FakeOpen311

NEWER = "another secret that is used in tests"


async def case_of(relaying: Relaying, reference: str) -> int:
    return (await relaying.of(reference)).case


async def put(relaying: Relaying, case: int, **values: object) -> None:
    """Something else has changed the case."""
    change = update(cases).where(cases.c.id == case).values(**values)
    await relaying.store.database.write(lambda connection: connection.execute(change).close())


async def heard(relaying: Relaying, case: int, event: str) -> None:
    def work(connection: Connection) -> None:
        relaying.relays.enqueue(connection, case, event)

    await relaying.store.database.write(work)


async def test_a_row_begins_with_the_case(relaying: Relaying) -> None:
    reference = await relaying.file()
    found = await relaying.of(reference)
    assert (found.state, found.service, found.request, found.token) == ("waiting", "repairs", "", "")
    assert (found.sent_at, found.polled_at, found.note) == (None, None, Note())
    assert structs.replace(found.report, aware_at=TAP.aware_at) == TAP
    assert await rows(relaying.store, "key", "kind", "channel", "conversation_id") == [
        (f"open311:{found.case}", "event", "open311", None)
    ]


async def test_a_danger_goes_before_what_can_wait(relaying: Relaying) -> None:
    await relaying.file()
    await relaying.file(problem="leak", detail="electrics", where=Where("2", "2 Elm Row, LS8 1AB", "LS8 1AB"))
    assert await rows(relaying.store, "priority") == [30, 10]


async def test_one_that_was_only_stamped_waits_until_it_is_filled_in(relaying: Relaying) -> None:
    stamped = Report(aware_at=relaying.clock.now(), said="water on the light", hazard="water")
    filed = await relaying.cases.stamp(stamped, "stamp", 0)
    assert await relaying.relays.of(filed.reference) is None
    assert await rows(relaying.store, "key") == []


async def test_one_that_became_a_part_of_another_is_not_sent(relaying: Relaying) -> None:
    reference = await relaying.file()
    other = await relaying.file(problem="fence", detail="gate")
    case, part = await case_of(relaying, reference), await case_of(relaying, other)
    await put(relaying, part, joined_to=case)
    remove = case_relays.delete().where(case_relays.c.case_id == part)
    await relaying.store.database.write(lambda connection: connection.execute(remove).close())
    await heard(relaying, part, "completed")
    assert await relaying.rows() == 1


@pytest.mark.parametrize("event", ["status", "done", "withdrawn", "closed", "joined"])
async def test_a_change_of_status_sends_nothing(relaying: Relaying, event: str) -> None:
    reference = await relaying.file()
    await heard(relaying, await case_of(relaying, reference), event)
    await heard(relaying, 999, "new")
    assert len(await rows(relaying.store, "key")) == 1


async def test_each_state_leads_only_where_it_may(relaying: Relaying) -> None:
    case = await case_of(relaying, await relaying.file())
    relays = relaying.relays
    assert await relays.begin(case)
    await relays.accepted(case, "repairs", "", "t1")
    assert not await relays.begin(case), "what is there is not sent"
    await relays.back(case, "late")
    await relays.refused(case, "late")
    found = await relays.read(case)
    assert found is not None
    assert (found.state, found.problem) == ("token", "")
    await relays.numbered(case, "5")
    await relays.numbered(case, "6")
    await relays.accepted(case, "repairs", "7")
    found = await relays.read(case)
    assert found is not None
    assert (found.state, found.request) == ("sent", "5")


async def test_an_answer_that_comes_after_all_counts(relaying: Relaying) -> None:
    reference = await relaying.file()
    case = await case_of(relaying, reference)
    await relaying.relays.begin(case)
    await relaying.relays.refused(case, UNSURE, unsure=True)
    await relaying.relays.accepted(case, "repairs", "5")
    assert (await relaying.of(reference)).state == "sent"
    assert (await relaying.of(reference)).problem == ""


async def test_what_is_too_long_is_cut(relaying: Relaying) -> None:
    reference = await relaying.file()
    case = await case_of(relaying, reference)
    await relaying.relays.back(case, "x" * 900, "y" * 900)
    assert len((await relaying.of(reference)).problem) == 200
    await relaying.relays.accepted(case, "s" * 900, "r" * 900, "t" * 900)
    found = await relaying.of(reference)
    assert (len(found.service), len(found.request), len(found.token)) == (64, 100, 100)


async def test_what_a_process_left_half_way_is_said_to_be_unsure(relaying: Relaying) -> None:
    reference = await relaying.file()
    case = await case_of(relaying, reference)
    await relaying.relays.begin(case)
    over = update(outbox).values(status="dropped", done_at=relaying.clock.now(), to_lookup=None)
    await relaying.store.database.write(lambda connection: connection.execute(over).close())
    assert await relaying.relays.put_again() == (0, 0), "somebody may still be at it"
    relaying.clock.advance(AGAIN + dt.timedelta(seconds=1))
    assert await relaying.relays.put_again() == (0, 1)
    assert ((await relaying.of(reference)).state, (await relaying.of(reference)).problem) == (
        "unsure",
        UNSURE,
    )
    assert await relaying.relays.put_again() == (0, 0)


async def test_a_case_that_was_forgotten_before_it_got_there_is_left(
    relaying: Relaying, council: FakeOpen311
) -> None:
    reference = await relaying.file()
    case = await case_of(relaying, reference)
    await put(relaying, case, body=None)
    assert await relaying.relays.of(reference) is None
    await relaying.drain()
    await relaying.poll(120)
    await relaying.drain()
    assert council.posted == []
    found = await relaying.store.database.read(lambda c: c.execute(select(case_relays)).one())
    assert (found.state, found.problem) == ("refused", OVER)
    assert await relaying.relays.due() == []


async def test_nobody_is_asked_about_a_case_that_is_gone(relaying: Relaying, council: FakeOpen311) -> None:
    reference = await relaying.file()
    await relaying.drain()
    remove = cases.delete().where(cases.c.reference == reference)
    await relaying.store.database.write(lambda connection: connection.execute(remove).close())
    council.asked.clear()
    await relaying.poll(120)
    assert (council.asked, await relaying.rows()) == ([], 0)


async def test_only_what_was_refused_or_is_unsure_is_sent_again_by_hand(relaying: Relaying) -> None:
    reference = await relaying.file()
    assert not await relaying.relays.again(reference)
    assert not await relaying.relays.again(UNKNOWN)
    await relaying.relays.refused(await case_of(relaying, reference), "400: no", "their words")
    assert (await relaying.of(reference)).note.words == "their words"
    relaying.clock.advance(dt.timedelta(seconds=1))
    assert await relaying.relays.again(reference)
    assert not await relaying.relays.again(reference)
    assert (await relaying.of(reference)).state == "waiting"
    assert len(await rows(relaying.store, "key")) == 2


async def test_what_they_said_follows_a_change_of_the_secret(relaying: Relaying) -> None:
    reference = await relaying.file()
    case = await case_of(relaying, reference)
    await relaying.relays.accepted(case, "repairs", "5")
    await relaying.relays.heard(case, Note("open", "A plumber comes."), closed=False)
    await reseal(relaying.store.database, Keys([NEWER, SECRET]))
    sealed = await relaying.store.database.read(lambda c: c.scalar(select(case_relays.c.note)))
    assert Keys([NEWER]).open(sealed, Note) == Note("open", "A plumber comes.")
