"""What becomes of a case there is seen here: by staff in its history, by the tenant when it is done."""

from __future__ import annotations

import asyncio
import datetime as dt

import pytest
from sqlalchemy import select

from bot.clock import FixedClock
from bot.knowledge.repairs.case import Where
from bot.knowledge.repairs.changes import Close, Done
from bot.knowledge.repairs.changes import Note as Note_
from bot.knowledge.repairs.repairs import Repairs
from bot.open311.case_says import CaseSays
from bot.store.case_relay_rows import Note
from bot.store.case_tables import case_events, case_relays
from bot.store.sealed import Keys
from tests.databases import SECRET, OpenStore
from tests.integration.open311.conftest import Clients
from tests.integration.open311.relaying import Relaying
from tests.open311_server import FakeOpen311

ID = "293944"


@pytest.fixture
async def there(relaying: Relaying) -> str:
    """A case that they have, and whose tenant knows."""
    reference = await relaying.file()
    await relaying.drain()
    await relaying.poll()
    return reference


async def words(relaying: Relaying) -> list[str]:
    """What staff read of it."""
    query = select(case_events.c.body).where(case_events.c.kind == "note").order_by(case_events.c.id)
    sealed = await relaying.store.database.read(lambda c: c.scalars(query).all())
    return [Keys([SECRET]).open(one, str) for one in sealed if one is not None]


def polls(council: FakeOpen311) -> int:
    return sum(one.startswith(("GET /requests/", "GET /tokens/")) for one in council.asked)


async def test_what_they_say_is_shown_to_staff_once(
    relaying: Relaying, council: FakeOpen311, there: str
) -> None:
    council.closes(
        ID,
        "open",
        status_notes="A plumber is booked.",
        agency_responsible="Repairs North",
        expected_datetime="2026-11-27T17:00:00+00:00",
    )
    await relaying.poll(16)
    await relaying.poll(16)
    assert await words(relaying) == [
        "Repairs system, request 293944: A plumber is booked. With: Repairs North. "
        "Expected by 27 November 2026."
    ]
    found = await relaying.of(there)
    assert found.note.expected == dt.datetime(2026, 11, 27, 17, tzinfo=dt.UTC)
    assert await relaying.state(there) == ("sent", "sent"), "a date of theirs is no visit"


async def test_nothing_new_is_nothing_said(relaying: Relaying, council: FakeOpen311, there: str) -> None:
    await relaying.poll(16)
    assert await words(relaying) == []
    assert polls(council) == 1


@pytest.mark.parametrize("status", ["closed", "Closed", "fixed", "fixed - council"])
async def test_when_they_are_done_the_tenant_is_asked(
    relaying: Relaying, council: FakeOpen311, there: str, status: str
) -> None:
    council.closes(ID, status, status_notes="New washer.")
    await relaying.poll(16)
    assert await relaying.state(there) == ("closed", "done")
    assert (await relaying.events(there))[-2:] == ["note", "done"]
    await relaying.poll(10_000)
    assert polls(council) == 1, "what is over is not asked about"


@pytest.mark.parametrize("status", ["duplicate", "no_further_action", "not_councils_responsibility"])
async def test_what_nobody_repaired_is_left_to_staff(
    relaying: Relaying, council: FakeOpen311, there: str, status: str
) -> None:
    council.closes(ID, status)
    await relaying.poll(16)
    assert await relaying.state(there) == ("closed", "sent")
    assert await words(relaying) == [f"Repairs system, request 293944: Status: {status.replace('_', ' ')}."]


async def test_one_that_staff_have_ended_is_not_asked_about(
    relaying: Relaying, council: FakeOpen311, there: str
) -> None:
    found = await relaying.of(there)
    await relaying.changes.change(there, found.revision, 1, Close("done by phone"))
    council.closes(ID)
    await relaying.poll(600)
    assert polls(council) == 0


async def test_one_that_staff_call_done_is_not_done_twice(
    relaying: Relaying, council: FakeOpen311, there: str
) -> None:
    found = await relaying.of(there)
    await relaying.changes.change(there, found.revision, 1, Done("new washer"))
    council.closes(ID)
    await relaying.poll(16)
    assert await relaying.state(there) == ("closed", "done")
    assert (await relaying.events(there)).count("done") == 1


async def test_what_is_not_fixed_goes_there_anew_and_says_so(
    relaying: Relaying, council: FakeOpen311, there: str
) -> None:
    council.closes(ID)
    await relaying.poll(16)
    await relaying.file()  # the same home says the same again
    await relaying.drain()
    found = await relaying.of(there)
    assert (found.state, found.request) == ("sent", "293945")
    assert dict(council.posted[1])["description"].startswith(f"Snicket reference {there} after 293944.\n")


async def test_what_is_said_again_of_one_that_they_have_is_not_sent_twice(
    relaying: Relaying, council: FakeOpen311, there: str
) -> None:
    await relaying.file()
    await relaying.drain(5)
    assert len(council.posted) == 1


async def test_a_token_becomes_a_number(relaying: Relaying, council: FakeOpen311) -> None:
    council.service("repairs", "Housing repairs", "batch")
    reference = await relaying.file()
    await relaying.drain()
    council.tokens["t1"] = ""
    await relaying.poll(16)
    assert (await relaying.of(reference)).state == "token"
    council.tokens["t1"] = ID
    await relaying.poll(16)
    assert ((await relaying.of(reference)).state, (await relaying.of(reference)).request) == ("sent", ID)


async def test_it_is_asked_about_less_often_as_time_goes_by(
    relaying: Relaying, council: FakeOpen311, there: str
) -> None:
    counts = []
    for days, minutes in ((1, 15), (13, 60), (14, 360)):
        before = polls(council)
        for _ in range(days * 24 * 60 // minutes):
            await relaying.poll(minutes)
        counts.append(polls(council) - before)
    assert counts[0] in range(94, 97)
    assert counts[1] in range(150, 158)
    assert counts[2] in range(12, 16)


async def test_a_system_that_does_not_answer_is_left_alone(
    relaying: Relaying, council: FakeOpen311, there: str
) -> None:
    for number in range(5):
        await relaying.file(where=Where(str(number), f"{number} Elm Row, LS8 1AB", "LS8 1AB"))
    await relaying.drain()
    await relaying.poll()
    council.fault = "503"
    before = len(council.asked)
    await relaying.poll(16)
    assert len(council.asked) == before + 1, "one failure is enough"
    await relaying.poll()
    assert len(council.asked) == before + 1
    council.fault = ""
    await relaying.poll(60)
    assert len(council.asked) == before + 7


async def test_a_number_that_they_do_not_know_any_more_is_said(
    relaying: Relaying, council: FakeOpen311, there: str
) -> None:
    council.made.clear()
    await relaying.poll(16)
    found = await relaying.of(there)
    assert (found.state, found.problem) == ("sent", "404: the other system refuses it")


async def test_two_processes_ask_once_and_say_it_once(
    relaying: Relaying,
    council: FakeOpen311,
    there: str,
    open_store: OpenStore,
    clock: FixedClock,
    clients: Clients,
    repairs: Repairs,
) -> None:
    other = Relaying(await open_store(), clock, clients(council.url), repairs, "two")
    council.closes(ID, status_notes="New washer.")
    clock.advance(dt.timedelta(minutes=16))
    await asyncio.gather(relaying.poll(), other.poll(), relaying.poll(), other.poll())
    assert polls(council) == 1
    assert (await relaying.events(there)).count("done") == 1


async def test_a_change_that_staff_make_meanwhile_is_no_obstacle(
    relaying: Relaying, council: FakeOpen311
) -> None:
    """The case has another revision by the time that it is changed."""
    reference = await relaying.file()
    await relaying.drain()
    changes, found = relaying.changes, await relaying.of(reference)

    class Meanwhile:
        """Staff are a moment faster, once."""

        before = True

        async def change(self, reference: str, revision: int, staff: int, change: object) -> int:
            if self.before:
                self.before = False
                await changes.change(reference, found.revision, 1, Note_("rang the tenant"))
            return await changes.change(reference, revision, staff, change)  # type: ignore[arg-type]

    relaying.polling._says = CaseSays(relaying.relays, Meanwhile())
    await relaying.poll()
    assert await relaying.state(reference) == ("sent", "sent")


async def test_what_they_say_lies_sealed(relaying: Relaying, council: FakeOpen311, there: str) -> None:
    council.closes(ID, "open", status_notes="Call Mrs Example on 07700 900001.")
    await relaying.poll(16)
    row = await relaying.store.database.read(lambda c: c.execute(select(case_relays)).one())
    assert b"Example" not in row.note
    assert Keys([SECRET]).open(row.note, Note).words == "Call Mrs Example on 07700 900001."
    assert "Example" not in str(row)
