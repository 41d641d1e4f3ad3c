"""Our own server of Open311, over a store and a small address book, on this machine."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from itertools import count
from random import Random

from aiohttp import web
from aiohttp.test_utils import TestServer

from bot.clock import FixedClock
from bot.knowledge.repairs.repairs import Repairs
from bot.open311.public import RepairsDesk
from bot.open311.server import Server
from bot.secret import Secret
from bot.store.case_public import CasePublic
from bot.store.cases import StoredCases
from bot.store.sealed import Keys
from bot.store.store import Store
from channels.client_address import client_address
from tests.databases import SECRET
from tests.unit.dialogue.tiny_book import TinyBook

MAPS, TOWN = Secret("the key of a map, 20 letters"), Secret("the key of a town, 20 letters")
CLIENTS = (("maps", MAPS), ("town", TOWN))
HOME = "14-oak-road"
FLAT = "flat-2-oakwood-court"


class Serving:
    """`url` is where it is; `cases` has what it has taken."""

    def __init__(self, store: Store, clock: FixedClock, repairs: Repairs) -> None:
        keys, numbers = Keys([SECRET]), count()
        self.clock = clock
        self.cases = StoredCases(store.database, keys, clock, Random(5), repairs)
        desk = RepairsDesk(
            repairs,
            self.cases,
            CasePublic(store.database, keys),
            TinyBook(),
            clock.now,
            lambda: f"new {next(numbers)}",
            lambda card: f"Danger: {card}.",
        )
        contact = "Leeds City Council"
        self.server = Server(
            desk, CLIENTS, client_address(()), clock.now, "https://assistant.council.test", contact
        )
        self.url = ""

    @asynccontextmanager
    async def serving(self) -> AsyncIterator[Serving]:
        app = web.Application()
        app.add_routes(self.server.routes())
        server = TestServer(app)
        await server.start_server()
        try:
            self.url = str(server.make_url("/open311/v2"))
            yield self
        finally:
            await server.close()


def form(**fields: str) -> dict[str, str]:
    """A request that is made, as a form; `room` and the like are attributes."""
    attributes = ("room", "detail", "since", "worse", "people", "external_id")
    named = ((f"attribute[{name}]" if name in attributes else name, value) for name, value in fields.items())
    return {"api_key": str.__str__(MAPS), "service_code": "damp", "address_id": HOME, **dict(named)}


def flat(document: object) -> Iterator[str]:
    """Every text in it."""
    if isinstance(document, dict):
        for one in document.values():
            yield from flat(one)
    elif isinstance(document, list):
        for one in document:
            yield from flat(one)
    elif document is not None:
        yield str(document)
