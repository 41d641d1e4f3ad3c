"""Our client and our server understand each other, in both formats: one council's assistant may report to
another's."""

from __future__ import annotations

import datetime as dt

import pytest
from sqlalchemy import select

from bot.clock import FixedClock
from bot.knowledge.repairs.case import Where
from bot.knowledge.repairs.changes import Close
from bot.knowledge.repairs.repairs import Repairs
from bot.open311.errors import Open311Error
from bot.open311.questions import attributes
from bot.open311.shapes import Format, NewRequest, Wanted
from bot.store.case_changes import CaseChanges
from bot.store.case_tables import cases
from bot.store.sealed import Keys
from bot.store.store import Store
from tests.databases import SECRET
from tests.integration.open311.conftest import Clients
from tests.integration.open311.relaying import Relaying
from tests.integration.open311.serving import FLAT, HOME, MAPS, Serving

LIGHT = NewRequest(
    service="light",
    description="Dark since «Monday» & cold",
    address_id=FLAT,
    attributes=(("room", "communal"), ("people", "under5"), ("people", "heart"), ("external_id", "X 1")),
)


async def test_services_and_definitions_are_read_as_they_are_meant(
    serving: Serving, clients: Clients, repairs: Repairs, format: Format
) -> None:
    client = clients(serving.url, format, str.__str__(MAPS))
    services = await client.services()
    assert [one.code for one in services] == [problem.id for problem in repairs.tree.problems]
    for problem in list(repairs.tree.problems)[:3]:
        assert (await client.definition(problem.id)).attributes == tuple(attributes(problem))


async def test_a_request_is_made_once_and_followed(
    serving: Serving, clients: Clients, format: Format, store: Store, clock: FixedClock, repairs: Repairs
) -> None:
    client = clients(serving.url, format, str.__str__(MAPS))
    made = await client.post(LIGHT)
    assert await client.post(LIGHT) == made, "the same number of ours again makes nothing new"
    found = await client.request(made.id)
    assert found is not None
    assert (found.status, found.service, found.address) == ("open", "light", "Oakwood Court, LS8")
    assert found.requested == clock.now()
    now = clock.now()
    wanted = Wanted(start=now - dt.timedelta(days=1), end=now + dt.timedelta(days=1), services=("light",))
    assert [one.id for one in await client.requests(wanted)] == [made.id]
    await _closed(store, clock, repairs, made.id)
    found = await client.request(made.id)
    assert found is not None
    assert (found.status, found.notes) == ("closed", "It is over.")


async def test_a_private_home_is_followed_with_the_key_alone(
    serving: Serving, clients: Clients, format: Format
) -> None:
    with_key = clients(serving.url, format, str.__str__(MAPS))
    made = await with_key.post(NewRequest(service="damp", description="mould", address_id=HOME))
    found = await with_key.request(made.id)
    assert found is not None
    assert (found.status, found.address, found.service, found.description) == ("open", "", "", "")
    with pytest.raises(Open311Error) as problem:
        await clients(serving.url, format, "").request(made.id)
    assert problem.value.status == 404


async def test_errors_are_understood(serving: Serving, clients: Clients, format: Format) -> None:
    client = clients(serving.url, format, str.__str__(MAPS))
    with pytest.raises(Open311Error) as problem:
        await client.post(NewRequest(service="damp", address_id="nowhere"))
    assert (problem.value.status, problem.value.words) == (400, "address_id is not known")
    with pytest.raises(Open311Error) as problem:
        await clients(serving.url, format, "no key of theirs").post(LIGHT)
    assert (problem.value.status, problem.value.words) == (403, "api_key is not right")


async def test_a_case_goes_all_the_way_and_back(
    store: Store,
    clock: FixedClock,
    clients: Clients,
    repairs: Repairs,
    sqlite_url: str,
    format: Format,
) -> None:
    """One assistant sends to another, whose council repairs it; then the first asks its tenant."""
    theirs = await Store.open(f"{sqlite_url}.theirs", Keys([SECRET]), clock)
    try:
        async with Serving(theirs, clock, repairs).serving() as serving:
            mine = Relaying(store, clock, clients(serving.url, format, str.__str__(MAPS)), repairs, "one")
            mine.relays._service = lambda problem, detail: problem
            reference = await mine.file(where=Where(HOME, "14 Oak Road, Leeds, LS8 1AA", "LS8 1AA"))
            await mine.drain()
            await mine.poll()
            assert await mine.state(reference) == ("sent", "sent")
            there = (await mine.of(reference)).request
            assert there != reference
            await _closed(theirs, clock, repairs, there)
            await mine.poll(16)
            assert await mine.state(reference) == ("closed", "done")
    finally:
        await theirs.close()


async def test_a_lost_answer_about_a_private_home_makes_no_second_case(
    store: Store, clock: FixedClock, clients: Clients, repairs: Repairs, sqlite_url: str
) -> None:
    """It is in no list; but the server knows our own number again."""
    theirs = await Store.open(f"{sqlite_url}.theirs", Keys([SECRET]), clock)
    try:
        async with Serving(theirs, clock, repairs).serving() as serving:
            client = clients(serving.url, "xml", str.__str__(MAPS))
            mine = Relaying(store, clock, client, repairs, "one")
            mine.relays._service = lambda problem, detail: problem
            reference = await mine.file(where=Where(HOME, "14 Oak Road, Leeds, LS8 1AA", "LS8 1AA"))
            source = mine.sends._source
            case = str((await mine.of(reference)).case)
            out = await source.out(case)
            assert out is not None
            await source.begin(case)
            await client.post(await mine.sends._catalogue.fitted(out.new))  # and the process dies
            await mine.drain()
            assert (await mine.of(reference)).state == "sent"
            rows = await theirs.database.read(lambda c: c.execute(select(cases)).all())
            assert len(rows) == 1
    finally:
        await theirs.close()


async def _closed(store: Store, clock: FixedClock, repairs: Repairs, reference: str) -> None:
    revision = await store.database.read(lambda c: c.scalar(select(cases.c.revision)))
    changes = CaseChanges(store.database, Keys([SECRET]), clock, repairs)
    await changes.change(reference, revision or 0, 1, Close("repaired"))
