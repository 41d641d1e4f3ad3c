"""A subscription with a context broker: made, renewed, made anew, and gaps filled."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import AsyncIterator, Callable
from typing import Any

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from bot.clock import FixedClock
from bot.feeds import Door
from bot.iot import routes
from bot.secret import Secret
from notifier.feeds.feed import Parses
from notifier.feeds.fetch import Fetch, Unfetched
from notifier.feeds.ngsi_broker import LASTS, Endpoint, NgsiBroker, State, Subscription
from notifier.feeds.ngsi_ld import NgsiLd
from notifier.feeds.pipe import Pipe
from tests.integration.feeds.conftest import Kept
from tests.ngsi_broker import ContextBroker
from tests.unit.feeds.iot import gas, observed, shared

TOKEN = Secret("the-token-of-the-city's-broker")
WANTED = Subscription(("AirQualityObserved",), ("no2",), throttling=60)
CONTEXT = "https://context.example/air.jsonld"


def air(number: int, value: float = 40.0) -> dict[str, Any]:
    return observed(no2=gas(value)) | {"id": f"urn:ngsi-ld:AirQualityObserved:{number}"}


@pytest.fixture
def pipe(pipe_of: Callable[[Parses], Pipe]) -> Pipe:
    return pipe_of(NgsiLd("city"))


@pytest.fixture
async def door(pipe: Pipe) -> AsyncIterator[str]:
    """Our own webhook, running; its address."""
    app = web.Application()
    app.add_routes(routes([Door("city", "ngsi-ld", TOKEN, pipe)]))
    server = TestServer(app)
    await server.start_server()
    yield str(server.make_url("/iot/ngsi-ld"))
    await server.close()


@pytest.fixture
async def broker(
    context_broker: ContextBroker, pipe: Pipe, clock: FixedClock, door: str
) -> AsyncIterator[Callable[..., NgsiBroker]]:
    fetch = Fetch(clock.now, patience=2)

    def made(wanted: Subscription = WANTED, uri: str = door) -> NgsiBroker:
        endpoint = Endpoint(uri, str.__str__(TOKEN))
        return NgsiBroker(context_broker.url, wanted, endpoint, fetch, pipe, clock.now)

    yield made
    await fetch.close()


Made = Callable[..., NgsiBroker]


def only(context_broker: ContextBroker) -> dict[str, Any]:
    (subscription,) = context_broker.subscriptions.values()
    return subscription


async def test_the_subscription_is_made_and_its_notifications_arrive(
    broker: Made, context_broker: ContextBroker, kept: Kept
) -> None:
    await broker().keep(b"")
    subscription = only(context_broker)
    assert subscription["entities"] == [{"type": "AirQualityObserved"}]
    assert subscription["watchedAttributes"] == ["no2"]
    assert subscription["throttling"] == 60
    assert await context_broker.notify(air(1)) == [200]
    assert [one.value for one in kept.readings] == [40]


async def test_once_made_it_is_only_looked_at(broker: Made, context_broker: ContextBroker) -> None:
    one = broker()
    state = await one.keep(b"")
    assert await one.keep(state) == state
    assert [method for method, path in context_broker.asked if "subscriptions" in path] == ["POST", "GET"]


async def test_at_half_its_time_it_is_renewed(
    broker: Made, context_broker: ContextBroker, clock: FixedClock
) -> None:
    one = broker()
    state = await one.keep(b"")
    first = only(context_broker)["expiresAt"]
    clock.advance(LASTS / 2 - dt.timedelta(seconds=1))
    state = await one.keep(state)
    assert only(context_broker)["expiresAt"] == first
    clock.advance(seconds=1)
    await one.keep(state)
    assert only(context_broker)["expiresAt"] == "2026-11-21T21:00:00Z"


async def test_a_subscription_that_the_broker_has_lost_is_made_anew_and_the_gap_is_filled(
    broker: Made, context_broker: ContextBroker, kept: Kept
) -> None:
    one = broker()
    state = await one.keep(b"")
    context_broker.subscriptions.clear()
    context_broker.entities = [air(1), air(2)]
    state = await one.keep(state)
    assert json.loads(state)["id"] == "urn:ngsi-ld:Subscription:2"
    assert len(kept.readings) == 2


async def test_one_that_has_run_out_is_made_anew(
    broker: Made, context_broker: ContextBroker, clock: FixedClock
) -> None:
    one = broker()
    state = await one.keep(b"")
    clock.advance(LASTS + dt.timedelta(hours=1))
    await one.keep(state)
    assert list(context_broker.subscriptions) == ["urn:ngsi-ld:Subscription:2"]


async def test_what_the_broker_could_not_deliver_is_asked_for_once(
    broker: Made, context_broker: ContextBroker, kept: Kept, clock: FixedClock
) -> None:
    one = broker()
    state = await one.keep(b"")
    kept.broken = True
    context_broker.entities = [air(1)]
    assert await context_broker.notify(air(1)) == [503]
    kept.broken = False
    clock.advance(seconds=60)
    state = await one.keep(state)
    assert [one.value for one in kept.readings] == [40]
    asked = len(context_broker.asked)
    await one.keep(state)
    assert len(context_broker.asked) == asked + 1  # only the subscription: the gap is filled


async def test_at_every_start_the_entities_are_asked_for(
    broker: Made, context_broker: ContextBroker, kept: Kept
) -> None:
    context_broker.entities = [air(number) for number in range(250)]
    state = await broker().keep(b"")
    assert len(kept.readings) == 250
    context_broker.entities.append(air(250))
    await broker().keep(state)  # another process takes over
    assert len(kept.readings) == 251
    assert len(context_broker.subscriptions) == 1


async def test_with_a_context_the_body_is_json_ld_and_queries_have_a_link(
    broker: Made, context_broker: ContextBroker
) -> None:
    await broker(Subscription(("AirQualityObserved",), context=CONTEXT)).keep(b"")
    subscription = only(context_broker)
    assert subscription["@context"] == CONTEXT
    assert subscription["notification"]["endpoint"]["accept"] == "application/ld+json"


async def test_at_intervals_nothing_is_watched_and_nothing_throttled(
    broker: Made, context_broker: ContextBroker
) -> None:
    await broker(Subscription(("AirQualityObserved",), ("no2",), interval=300)).keep(b"")
    subscription = only(context_broker)
    assert subscription["timeInterval"] == 300
    assert {"throttling", "watchedAttributes"}.isdisjoint(subscription)


@pytest.mark.parametrize(
    ("status", "problem", "wait"),
    [
        (503, "HTTP 503", 120),
        (429, "HTTP 429", 120),
        (401, "the broker refuses the key: HTTP 401", 0),
        (400, "the broker refuses the subscription: HTTP 400", 0),
    ],
)
async def test_a_broker_that_refuses(
    broker: Made, context_broker: ContextBroker, status: int, problem: str, wait: float
) -> None:
    context_broker.down = status
    with pytest.raises(Unfetched) as caught:
        await broker().keep(b"")
    assert (caught.value.problem, caught.value.wait) == (problem, wait)


async def test_the_subscription_is_taken_back(broker: Made, context_broker: ContextBroker) -> None:
    one = broker()
    await one.end(await one.keep(b""))
    assert not context_broker.subscriptions


async def test_a_state_that_cannot_be_read_is_none(broker: Made, context_broker: ContextBroker) -> None:
    await broker().keep(b"\xff")
    assert len(context_broker.subscriptions) == 1
    assert State() == State()


@pytest.mark.parametrize(
    ("wrong", "why"),
    [
        ({"types": ()}, "types is empty"),
        ({"types": ("A",), "throttling": -30}, "seconds, 0 or more"),
        ({"types": ("A",), "throttling": 30, "interval": 10}, "cannot be combined"),
    ],
)
def test_what_no_broker_would_take_is_not_sent(wrong: dict[str, Any], why: str) -> None:
    with pytest.raises(ValueError, match=why):
        Subscription(**wrong)


@pytest.mark.parametrize(
    ("name", "status"),
    [
        ("subscription-valid-throttling.jsonld", 201),
        ("subscription-building-entities-active-endpoint-info.jsonld", 201),
        ("subscription-timeInterval.jsonld", 201),
        ("subscription-invalid-negative-throttling.jsonld", 400),
        ("subscription-invalid-throttling-timeInterval.jsonld", 400),
        ("subscription-empty.jsonld", 400),
    ],
)
async def test_the_fake_broker_keeps_the_rules_of_the_conformance_samples(
    context_broker: ContextBroker, clock: FixedClock, name: str, status: int
) -> None:
    body = shared("iot", "ngsi-ld", "etsi-testsuite", name).read_bytes()
    kind = "application/ld+json" if b"@context" in body else "application/json"
    fetch = Fetch(clock.now)
    url = f"{context_broker.url}/ngsi-ld/v1/subscriptions"
    found, _headers, _body = await fetch.send("POST", url, body, {"Content-Type": kind})
    await fetch.close()
    assert found == status


def test_an_endpoint_does_not_show_its_token() -> None:
    assert "hunter2" not in repr(Endpoint("https://assistant.council.test/iot/ngsi-ld", "hunter2"))
