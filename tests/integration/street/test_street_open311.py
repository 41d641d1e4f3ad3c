"""Reports of streets in the council's own system: sent once whatever happens, followed, and no more of them
than it needs; and our own server, which takes them and publishes no words."""

from __future__ import annotations

import datetime as dt
from collections.abc import AsyncIterator
from itertools import count
from typing import Any

import aiohttp
import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer
from msgspec.structs import replace

from bot.clock import FixedClock
from bot.knowledge.places.positions import Positions
from bot.knowledge.repairs.repairs import Repairs
from bot.knowledge.street.street import Street
from bot.open311.client import Endpoint, Open311
from bot.open311.desks import Desks
from bot.open311.errors import Open311Error
from bot.open311.polling import Polling
from bot.open311.public import RepairsDesk
from bot.open311.sends import RequestSends
from bot.open311.server import Server
from bot.open311.shapes import NewRequest, Wanted
from bot.open311.street import StreetRequests
from bot.open311.street_desk import StreetDesk
from bot.open311.street_says import StreetSays
from bot.secret import Secret
from bot.store.case_public import CasePublic
from bot.store.outbox_tables import outbox
from bot.store.store import Store
from bot.store.street_public import StreetPublic
from bot.store.street_relays import CHANNEL, StreetRelays
from bot.store.street_tables import street_events
from channels.client_address import client_address
from tests.integration.open311.relaying import leeds
from tests.integration.outbox.posting import Worker
from tests.integration.repairs.tenants import Office
from tests.integration.street.town import HOLE, SAID, SPOT, Town, key
from tests.open311_server import JURISDICTION, KEY, FakeOpen311
from tests.unit.dialogue.tiny_book import TinyBook

ID = "293944"
MAPS = Secret("the key of a map, 20 letters")
HERE = NewRequest(
    service="street.light",
    description="the lamp by Anna Smith's door",
    latitude=53.830187,
    longitude=-1.500243,
    attributes=(("detail", "wires"), ("external_id", "A-1")),
)


class Sending:
    """One process with reports that are sent."""

    def __init__(self, town: Town, url: str) -> None:
        self.town, clock = town, town.clock
        street = Street.load("leeds", Positions(None))
        store = town.store
        self.relays = StreetRelays(store.database, town.keys, clock, store.postbox, street.services.code)
        town.reports.listeners.append(self.relays.enqueue)
        self.client = Open311(Endpoint(url, Secret(KEY), JURISDICTION), patience=5.0)
        self.sends = RequestSends(self.client, StreetRequests(self.relays, street), clock.now, CHANNEL)
        self.worker = Worker(store, self.sends, clock, "one")
        self.polling = Polling(self.relays, self.client, StreetSays(self.relays, town.changes), clock.now)

    async def poll(self, minutes: float = 0.0) -> None:
        self.town.clock.advance(dt.timedelta(minutes=minutes))
        await self.polling.run()

    async def state(self, reference: str) -> tuple[str, str]:
        """Where it is there, and its status here."""
        found = await self.relays.of(reference)
        assert found is not None
        return found.state, found.status


@pytest.fixture
async def council() -> AsyncIterator[FakeOpen311]:
    """The council's own system."""
    made = FakeOpen311()
    made.service("potholes", "Potholes")
    async with made.serving():
        yield made


@pytest.fixture
async def sending(town: Town, council: FakeOpen311) -> AsyncIterator[Sending]:
    made = Sending(town, council.url)
    yield made
    await made.client.close()


async def test_a_report_is_sent_with_its_place_and_without_its_reporter(
    sending: Sending, council: FakeOpen311
) -> None:
    who = await sending.town.resident()
    reference = await sending.town.reports.file(replace(HOLE, photos=("photo-1",)), key(), who)
    await sending.worker.drain()
    form = dict(council.posted[0])
    assert (form["service_code"], form["address_string"]) == ("potholes", "outside 14 Oak Road")
    assert (form["lat"], form["long"]) == ("53.8301", "-1.5")
    assert form["description"].splitlines() == [
        f"Snicket street report {reference}.",
        "DANGEROUS, says who reported it.",
        "Problem: A pothole",
        "Detail: Cars swerve round it",
        "The position is the middle of the postcode LS8 1AA.",
        f"In the resident's words: {SAID}",
    ]
    personal = {"email", "first_name", "last_name", "phone", "device_id", "media_url", "account_id"}
    assert not personal & set(form)
    [row] = await sending.town.all(outbox, channel=CHANNEL)
    assert (row.status, row.address, row.body) == ("delivered", None, None)


@pytest.mark.parametrize("fault", ["lost", "slow", "502", "cut", "html"])
async def test_whatever_happens_on_the_way_it_is_there_once(
    sending: Sending, council: FakeOpen311, fault: str
) -> None:
    sending.client._patience = 0.3
    await sending.town.reports.file(HOLE, key(), 0)
    await sending.worker.drain()  # their list has one of ours: what is not in it is not there
    reference = await sending.town.reports.file(HOLE, key(), 0)
    council.fault, council.only, council.faults = fault, "POST", 1
    for _ in range(3):
        await sending.worker.drain()
        sending.town.clock.advance(dt.timedelta(minutes=10))
    assert (await sending.state(reference))[0] == "sent"
    assert len(council.made) == 2


async def test_what_they_do_with_it_is_told_and_ends_it(
    sending: Sending, council: FakeOpen311, store: Store
) -> None:
    reference = await sending.town.reports.file(HOLE, key(), await sending.town.resident())
    await sending.worker.drain()
    await sending.poll()
    assert await sending.state(reference) == ("sent", "sent")
    council.closes(ID, "open", status_notes="A gang is booked.")
    await sending.poll(16)
    council.closes(ID, "closed", status_notes="Filled.")
    await sending.poll(16)
    assert await sending.state(reference) == ("closed", "done")
    found = await sending.town.pages.one(reference)
    assert found is not None
    assert [(one.kind, one.words) for one in found.history[2:]] == [
        ("note", f"Street system, request {ID}: A gang is booked."),
        ("note", f"Street system, request {ID}: Status: closed. Filled."),
        ("status", "The street system says that it is done. Filled."),
    ]
    told = [row.status for row in await sending.town.all(street_events, tells=True)]
    assert told == ["sent", "done"]


async def test_what_they_refuse_waits_for_staff_and_goes_when_they_say_so(
    sending: Sending, council: FakeOpen311
) -> None:
    council.fault, council.only, council.message = "400", "POST", "the street is private"
    reference = await sending.town.reports.file(HOLE, key(), 0)
    await sending.worker.drain()
    assert await sending.state(reference) == ("refused", "received")
    council.fault = ""
    assert await sending.relays.again(reference)
    assert not await sending.relays.again(reference)
    sending.town.clock.advance(dt.timedelta(seconds=1))
    await sending.worker.drain()
    assert (await sending.state(reference))[0] == "sent"


async def test_what_is_over_before_it_goes_is_not_sent(sending: Sending, council: FakeOpen311) -> None:
    reference = await sending.town.reports.file(HOLE, key(), 0)
    await sending.town.staff(reference, "not_ours")
    await sending.worker.drain()
    assert council.posted == []


@pytest.fixture(scope="module")
def repairs() -> Repairs:
    return leeds()


@pytest.fixture
async def url(town: Town, store: Store, clock: FixedClock, repairs: Repairs) -> AsyncIterator[str]:
    """Our own server, with repairs and streets behind it."""
    numbers, office = count(), Office(store, clock)
    public = CasePublic(store.database, town.keys)
    homes = RepairsDesk(repairs, office.cases, public, TinyBook(), clock.now, lambda: f"new {next(numbers)}")
    streets = StreetDesk(
        Street.load("leeds", Positions(None)),
        town.reports,
        StreetPublic(store.database),
        lambda: f"new {next(numbers)}",
    )
    desks = Desks(homes, streets)
    server = Server(desks, (("maps", MAPS),), client_address(()), clock.now, "https://a.test", "Leeds")
    app = web.Application()
    app.add_routes(server.routes())
    served = TestServer(app)
    await served.start_server()
    yield str(served.make_url("/open311/v2"))
    await served.close()


@pytest.fixture(params=["xml", "json"])
async def client(url: str, request: pytest.FixtureRequest) -> AsyncIterator[Open311]:
    made = Open311(Endpoint(url, Secret(str.__str__(MAPS)), format=request.param))
    yield made
    await made.close()


async def test_streets_are_offered_beside_repairs(client: Open311, repairs: Repairs) -> None:
    codes = [one.code for one in await client.services()]
    assert codes[: len(list(repairs.tree.problems))] == [one.id for one in repairs.tree.problems]
    assert codes[-7:] == [
        f"street.{one}"
        for one in ("pothole", "fly_tipping", "light", "gully", "graffiti", "dog_fouling", "other")
    ]
    assert (await client.definition("street.light")).has("detail")
    assert (await client.definition("tap")).has("room")


async def test_a_report_is_taken_once_and_published_without_its_words(
    client: Open311, town: Town, url: str
) -> None:
    made = await client.post(HERE)
    assert made.notice.startswith("Keep away from the wires.")
    assert await client.post(HERE) == made, "the same number of theirs again makes nothing new"
    row = await town.row(made.id)
    assert (row.latitude, row.longitude, row.dangerous) == (53.8302, -1.5002, True)
    found = await client.request(made.id)
    assert found is not None
    assert (found.status, found.service, found.notes) == ("open", "street.light", "Received.")
    assert (found.latitude, found.longitude) == (53.83, -1.5)
    async with aiohttp.ClientSession() as anybody, anybody.get(f"{url}/requests.json") as answer:
        assert answer.status == 200
        page = await answer.text()
        assert made.id in page
        for private in ("Anna", "Smith", "lamp by", "53.8302", "A-1"):
            assert private not in page


async def test_lists_are_by_service_and_status_over_both(client: Open311, town: Town, store: Store) -> None:
    street = (await client.post(HERE)).id
    home = (
        await client.post(
            NewRequest(service="light", address_id="flat-2-oakwood-court", attributes=(("room", "communal"),))
        )
    ).id
    now = town.clock.now()
    around = Wanted(start=now - dt.timedelta(days=1), end=now + dt.timedelta(days=1))

    async def ids(**more: Any) -> set[str]:
        return {one.id for one in await client.requests(replace(around, **more))}

    assert await ids() == {street, home}
    assert await ids(services=("street.light",)) == {street}
    assert await ids(services=("light",)) == {home}
    assert await ids(ids=(home, street)) == {home, street}
    await town.staff(street, "done")
    assert await ids(statuses=("open",)) == {home}
    assert await ids(statuses=("closed",)) == {street}


@pytest.mark.parametrize(
    ("new", "status"),
    [
        (replace(HERE, service="street.nothing"), 404),
        (replace(HERE, attributes=(("detail", "nothing"),)), 400),
        (replace(HERE, longitude=None), 400),
        (replace(HERE, latitude=None, longitude=None), 400),
        (replace(HERE, latitude=91.0), 400),
    ],
)
async def test_what_is_not_right_is_refused(
    client: Open311, town: Town, new: NewRequest, status: int
) -> None:
    with pytest.raises(Open311Error) as problem:
        await client.post(new)
    assert problem.value.status == status
    assert await town.reports.near("light", SPOT.latitude or 0.0, SPOT.longitude or 0.0) == ()
