"""`GET /alerts.atom` and `GET /alerts/{id}.cap`: what is public, in every language, and nothing else."""

from __future__ import annotations

import datetime as dt
from collections.abc import AsyncIterator
from typing import Any

import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer
from lxml import etree
from msgspec import structs

from accessibility.renderers import renderer
from bot.clock import FixedClock
from bot.knowledge.city import city
from bot.publish_alerts import FRESH, routes
from bot.store.published import PublishedAlerts
from bot.store.sealed import Keys
from bot.store.staff import Staff
from bot.store.store import Store
from locales import catalogue
from notifier.alert import Alert, CouncilFacts
from tests.databases import SECRET
from tests.integration.hooks.public import public, written
from tests.unit.notifier.alerts_out import AIR, EVERY, FLOOD, NOON, SAID, WEATHER, over
from tests.unit.notifier.cap_reading import named, text, texts, valid

PUBLIC = "https://assistant.council.test"
ATOM = "{http://www.w3.org/2005/Atom}"
Client = TestClient[web.Request, web.Application]


@pytest.fixture
async def client(store: Store, clock: FixedClock) -> AsyncIterator[Client]:
    app = web.Application()
    screen = renderer("screen", catalogue.shipped())
    alerts = PublishedAlerts(store.database)
    app.add_routes(routes(alerts, city("leeds"), screen, PUBLIC, lambda: NOON + dt.timedelta(hours=2)))
    async with TestClient(TestServer(app)) as made:
        yield made


async def hidden(store: Store, alert: Alert, status: str) -> int:
    """A version that a member of staff has written, and nobody has said yes to."""
    staff = Staff(store.database, Keys([SECRET]), FixedClock(NOON))
    writer = await staff.add("writer@example.org", "Writer", "supervisor")
    return await store.database.write(lambda connection: written(connection, alert, status, writer.id))


async def feed(client: Client) -> Any:
    answer = await client.get("/alerts.atom")
    assert answer.status == 200
    assert answer.content_type == "application/atom+xml"
    return etree.fromstring(await answer.read())


async def caps(client: Client) -> list[str]:
    """The addresses of the messages in the feed, in its order."""
    links = (await feed(client)).findall(f"{ATOM}entry/{ATOM}link")
    return [link.get("href").removeprefix(PUBLIC) for link in links]


async def cap(client: Client, path: str) -> Any:
    answer = await client.get(path)
    assert answer.status == 200
    assert answer.content_type == "application/cap+xml"
    return valid(await answer.read())


@pytest.mark.parametrize("alert", EVERY, ids=lambda alert: alert.kind)
async def test_every_kind_is_published_and_valid(store: Store, client: Client, alert: Alert) -> None:
    version = await public(store, alert)
    assert await caps(client) == [f"/alerts/{version}.cap"]
    root = await cap(client, f"/alerts/{version}.cap")
    assert text(root, "info/language") == "en-GB"
    assert text(root, "info/headline")


async def test_the_words_are_what_everybody_is_told(store: Store, client: Client) -> None:
    root = await cap(client, f"/alerts/{await public(store, AIR)}.cap")
    assert text(root, "info/headline").startswith("Air pollution is HIGH")
    said = text(root, "info/description")
    assert "STOP" not in said, "who reads a feed has nothing to reply to"
    assert "WHY" not in said
    [entry] = (await feed(client)).findall(f"{ATOM}entry")
    assert entry.findtext(f"{ATOM}title") == text(root, "info/headline")
    assert entry.findtext(f"{ATOM}summary") == said


async def test_a_language_is_there_only_with_its_own_words(store: Store, client: Client) -> None:
    """What staff wrote in two languages is published in two; a computer's translations say that they are."""
    root = await cap(client, f"/alerts/{await public(store, SAID)}.cap")
    assert set(texts(root, "info/language")) <= {"en-GB", "pl"}
    for info in root.findall("{*}info"):
        language, machine = text(info, "language"), named(info, "parameter")["machineTranslated"]
        assert machine == ("false" if language == "en-GB" else "true")


async def test_an_all_clear_refers_to_what_it_ends(store: Store, client: Client) -> None:
    first = await public(store, AIR)
    then = await public(store, over(AIR))
    assert await caps(client) == [f"/alerts/{then}.cap", f"/alerts/{first}.cap"], "the newest first"
    cleared = await cap(client, f"/alerts/{then}.cap")
    before = await cap(client, f"/alerts/{first}.cap")
    assert text(cleared, "references").split(",")[1] == text(before, "identifier")
    assert text(cleared, "info/responseType") == "AllClear"


async def test_what_begins_again_does_not_refer_to_what_ended(store: Store, client: Client) -> None:
    await public(store, AIR)
    await public(store, over(AIR))
    again = structs.replace(AIR, version=3, at=NOON + dt.timedelta(hours=1, minutes=30))
    third = await public(store, again)
    fourth = await public(store, structs.replace(over(again), version=4))
    assert texts(await cap(client, f"/alerts/{third}.cap"), "references") == []
    references = text(await cap(client, f"/alerts/{fourth}.cap"), "references").split()
    assert len(references) == 1
    assert f"alert-{third}-" in references[0]


@pytest.mark.parametrize("status", ["draft", "waits", "refusing", "refused"])
async def test_what_only_staff_know_of_is_not_there(store: Store, client: Client, status: str) -> None:
    version = await hidden(store, structs.replace(SAID, level=4), status)
    assert await caps(client) == []
    assert (await client.get(f"/alerts/{version}.cap")).status == 404


async def test_the_last_seven_days_are_listed_and_all_that_is_in_force(store: Store, client: Client) -> None:
    old = NOON - dt.timedelta(days=8)
    await public(store, structs.replace(FLOOD, at=old))
    await public(store, structs.replace(over(FLOOD), at=old))
    holds = await public(store, structs.replace(WEATHER, at=old))
    fresh = await public(store, structs.replace(AIR, at=NOON - dt.timedelta(days=6)))
    assert await caps(client) == [f"/alerts/{fresh}.cap", f"/alerts/{holds}.cap"]


async def test_a_feed_without_an_alert_is_empty(client: Client) -> None:
    assert (await feed(client)).findtext(f"{ATOM}title") == "Alerts for Leeds"
    assert await caps(client) == []


async def test_who_has_it_already_gets_nothing_but_the_etag(store: Store, client: Client) -> None:
    version = await public(store, AIR)
    for path in ("/alerts.atom", f"/alerts/{version}.cap"):
        first = await client.get(path)
        assert first.headers["Cache-Control"] == FRESH
        assert first.headers["X-Content-Type-Options"] == "nosniff"
        again = await client.get(path, headers={"If-None-Match": first.headers["ETag"]})
        assert (again.status, await again.read()) == (304, b"")
        assert (await client.get(path, headers={"If-None-Match": '"other"'})).status == 200
    before = (await client.get("/alerts.atom")).headers["ETag"]
    await public(store, over(AIR))
    assert (await client.get("/alerts.atom")).headers["ETag"] != before


@pytest.mark.parametrize(
    "id", ["0", "1", "-1", "x", "1.5", "²", "٣", "1%00", "9" * 18, "9" * 19, "9" * 400, "..%2f..%2fetc"]
)
async def test_whatever_else_is_asked_for_is_not_there(client: Client, id: str) -> None:
    answer = await client.get(f"/alerts/{id}.cap")
    assert answer.status == 404
    assert "Traceback" not in await answer.text()


async def test_words_of_others_are_never_markup(store: Store, client: Client) -> None:
    nasty = "</description><script>alert(1)</script>&\x0b]]>"
    facts = CouncilFacts({"en": nasty})
    publisher = structs.replace(SAID.publisher, name=nasty)
    version = await public(store, structs.replace(SAID, facts=facts, publisher=publisher))
    root = await cap(client, f"/alerts/{version}.cap")
    assert root.findall(".//{*}script") == []
    assert "<script>alert(1)</script>" in text(root, "info/description")
    assert (await feed(client)).findall(".//{*}script") == []
