"""Feeds put together from a file and running, on both databases: asked, subscribed to, pushed, and missed."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path
from random import Random
from typing import Any

import pytest
from aiohttp import web
from structlog.testing import capture_logs

from bot.clock import FixedClock
from bot.feeds import Feeds, With, feeds
from bot.feeds_file import read_feeds
from bot.metrics import Metrics
from bot.settings import Settings
from bot.store.feeds import StoredFeeds
from bot.store.store import Store
from notifier.feeds.feed import Parsed
from tests.databases import OpenStore
from tests.integration.feeds.conftest import Kept, Pages
from tests.mqtt import Mosquitto
from tests.ngsi_broker import ContextBroker
from tests.unit.feeds.iot import NOW, gas, observed

PUBLIC = "https://assistant.council.test"
MINUTE = dt.timedelta(minutes=1)


class Counting:
    """Takes as the intake does: what is believed and what is refused is counted in the store."""

    def __init__(self, kept: Kept, stored: StoredFeeds) -> None:
        self._kept = kept
        self._stored = stored

    async def take(self, feed: str, parsed: Parsed) -> None:
        if not self._kept.broken:
            if parsed.readings:
                await self._stored.heard(feed, len(parsed.readings))
            await self._stored.refused(feed, parsed.refusals)
        await self._kept.take(feed, parsed)


Make = Callable[..., Awaitable[Feeds]]


@pytest.fixture
def metrics() -> Metrics:
    return Metrics()


@pytest.fixture
async def stored(store: Store, clock: FixedClock) -> StoredFeeds:
    return StoredFeeds(store.database, clock)


@pytest.fixture
async def make(
    tmp_path: Path, open_store: OpenStore, clock: FixedClock, kept: Kept, metrics: Metrics
) -> AsyncIterator[Make]:
    """Makes the feeds of a file, as several processes would: `await make(entries, "one")`."""
    made: list[Feeds] = []

    async def one(entries: list[dict[str, Any]], holder: str = "one") -> Feeds:
        file = tmp_path / "feeds.yaml"
        file.write_text(json.dumps({"feeds": entries}))  # JSON is YAML
        database = StoredFeeds((await open_store()).database, clock)
        using = With(database, Counting(kept, database), clock, Random(1), metrics, tmp_path, PUBLIC, holder)
        made.append(Feeds(read_feeds(str(file), "leeds"), using))
        return made[-1]

    yield one
    for each in made:
        await each.stop()


def page(*entities: dict[str, Any]) -> bytes:
    return json.dumps(entities).encode()


def polled(pages: Pages, **more: Any) -> list[dict[str, Any]]:
    feed = {"name": "air", "source": "ngsi-ld", "via": "http", "url": pages.url("/air"), "every": 60}
    return [{**feed, **more}]


async def test_a_feed_is_asked_when_it_is_due(
    make: Make, pages: Pages, clock: FixedClock, kept: Kept, stored: StoredFeeds, metrics: Metrics
) -> None:
    pages.pages["/air"] = page(observed(no2=gas(40)))
    feeds = await make(polled(pages))
    await feeds.tick()
    await feeds.tick()
    assert len(pages.asked) == 1
    clock.advance(seconds=70)
    await feeds.tick()
    assert len(pages.asked) == 2
    assert [one.value for one in kept.readings] == [40]
    (health,) = await stored.health()
    assert (health.believed, health.failures, health.answered_at) == (1, 0, clock.now())
    said = metrics.text().decode()
    assert 'snicket_feed_total{feed="air",outcome="believed"} 1.0' in said
    assert 'snicket_feed_total{feed="air",outcome="answered"} 2.0' in said


async def test_one_process_asks_and_another_takes_over_when_it_dies(
    make: Make, pages: Pages, clock: FixedClock
) -> None:
    pages.pages["/air"] = page()
    one, two = await make(polled(pages), "one"), await make(polled(pages), "two")
    for _ in range(10):
        await one.tick()
        await two.tick()
        clock.advance(MINUTE)
    asked = len(pages.asked)
    assert asked <= 10
    clock.advance(2 * MINUTE)  # the first is no more
    await two.tick()
    assert len(pages.asked) == asked + 1


async def test_a_process_that_stops_lets_go_at_once(make: Make, pages: Pages, clock: FixedClock) -> None:
    pages.pages["/air"] = page()
    one, two = await make(polled(pages), "one"), await make(polled(pages), "two")
    await one.tick()
    await one.stop()
    await two.tick()
    assert len(pages.asked) == 2


async def test_where_it_was_is_known_to_who_takes_over(make: Make, pages: Pages, clock: FixedClock) -> None:
    pages.pages["/air"] = web.Response(body=page(), headers={"ETag": '"v1"'})
    one, two = await make(polled(pages), "one"), await make(polled(pages), "two")
    await one.tick()
    await one.stop()
    await two.tick()
    assert pages.asked[1].headers["If-None-Match"] == '"v1"'


async def test_a_failure_is_told_once_and_asked_about_less_and_less(
    make: Make, pages: Pages, clock: FixedClock, stored: StoredFeeds
) -> None:
    pages.pages["/air"] = web.Response(status=503)
    feeds = await make(polled(pages))
    with capture_logs() as logs:
        for _ in range(60):
            await feeds.tick()
            clock.advance(MINUTE)
    assert [one["problem"] for one in logs if one["event"] == "feed_failed"] == ["HTTP 503"]
    assert len(pages.asked) <= 6
    (health,) = await stored.health()
    assert (health.problem, health.failures) == ("HTTP 503", len(pages.asked))


async def test_our_own_fault_does_not_make_us_ask_all_the_time(
    make: Make, pages: Pages, clock: FixedClock, kept: Kept
) -> None:
    pages.pages["/air"] = page(observed(no2=gas(40)))
    feeds = await make(polled(pages))
    kept.broken = True
    with pytest.raises(ConnectionError):
        await feeds.tick()
    await feeds.tick()
    assert len(pages.asked) == 1
    kept.broken = False
    clock.advance(3 * MINUTE)
    await feeds.tick()
    assert len(kept.readings) == 1


async def test_a_silent_feed_is_an_alarm_once_until_it_is_heard_again(
    make: Make, pages: Pages, clock: FixedClock, stored: StoredFeeds, metrics: Metrics
) -> None:
    pages.pages["/air"] = page(observed(no2=gas(40)))
    entries = polled(pages, silent_after=1800)
    one, two = await make(entries, "one"), await make(entries, "two")
    await one.tick()
    with capture_logs() as logs:
        for _ in range(40):
            clock.advance(MINUTE)
            await one.tick()  # it answers all the time, and says nothing new
            await one.listen()
            await two.listen()
        assert [one["event"] for one in logs] == ["feed_silent"]
        assert (await stored.health())[0].alarmed_at is not None
        assert 'snicket_feed_age_seconds{feed="air"} 2400.0' in metrics.text().decode()
        fresh = observed(no2=gas(41), dateObserved=clock.now().isoformat())
        pages.pages["/air"] = page(fresh)
        clock.advance(2 * MINUTE)
        await one.tick()
        await one.listen()
        await two.listen()
    assert [one["event"] for one in logs] == ["feed_silent", "feed_heard_again"]
    assert (await stored.health())[0].alarmed_at is None


async def test_a_feed_of_warnings_has_only_to_answer(
    make: Make, pages: Pages, clock: FixedClock, stored: StoredFeeds
) -> None:
    pages.pages["/floods"] = b'{"items": []}'
    url = pages.url("/floods")
    feed = {"name": "floods", "source": "ea", "via": "http", "url": url, "every": 60, "silent_after": 600}
    feeds = await make([feed])
    for _ in range(30):
        await feeds.tick()
        await feeds.listen()
        clock.advance(MINUTE)
    assert (await stored.health())[0].alarmed_at is None
    pages.pages["/floods"] = web.Response(status=500)
    for _ in range(30):
        await feeds.tick()
        await feeds.listen()
        clock.advance(MINUTE)
    assert (await stored.health())[0].alarmed_at is not None


async def test_a_feed_that_was_never_heard_is_silent_from_the_start(
    make: Make, pages: Pages, clock: FixedClock, stored: StoredFeeds
) -> None:
    feeds = await make(polled(pages, silent_after=600))
    await feeds.listen()
    clock.advance(seconds=601)
    await feeds.listen()
    assert (await stored.health())[0].alarmed_at == clock.now()


async def test_without_its_secret_a_feed_is_left_out_and_the_others_run(
    make: Make, pages: Pages, kept: Kept
) -> None:
    pages.pages["/air"] = page(observed(no2=gas(40)))
    locked = {"name": "locked", "source": "ngsi-ld", "via": "webhook", "token_file": "nowhere.token"}
    with capture_logs() as logs:
        feeds = await make([locked, *polled(pages)])
    assert [(one["event"], one["feed"]) for one in logs] == [("feed_without_secret", "locked")]
    assert feeds.names == ("air",)
    assert feeds.doors == []
    await feeds.tick()
    assert kept.readings


async def test_a_webhook_has_a_door(make: Make, tmp_path: Path) -> None:
    (tmp_path / "tts.token").write_text("the-token\n")
    feeds = await make([{"name": "damp", "source": "tts", "via": "webhook", "token_file": "tts.token"}])
    (door,) = feeds.doors
    assert (door.feed, door.source, str.__str__(door.token)) == ("damp", "tts", "the-token")
    assert "the-token" not in repr(feeds.doors)


async def test_a_context_broker_is_subscribed_to_with_our_address_and_token(
    make: Make, tmp_path: Path, context_broker: ContextBroker, kept: Kept, stored: StoredFeeds
) -> None:
    (tmp_path / "air.token").write_text("the-token\n")
    context_broker.entities = [observed(no2=gas(40))]
    entry = {"name": "air", "source": "ngsi-ld", "via": "broker", "url": context_broker.url}
    entry |= {"token_file": "air.token"}
    feeds = await make([{**entry, "subscription": {"types": ["AirQualityObserved"]}}])
    await feeds.tick()
    (subscription,) = context_broker.subscriptions.values()
    endpoint = subscription["notification"]["endpoint"]
    assert endpoint["uri"] == f"{PUBLIC}/iot/ngsi-ld"
    assert endpoint["receiverInfo"] == [{"key": "Authorization", "value": "Bearer the-token"}]
    assert [one.value for one in kept.readings] == [40]
    assert b"Subscription:1" in await stored.state("air")


async def test_a_feed_over_mqtt_runs_from_start_to_stop(
    make: Make, mosquitto: Mosquitto, kept: Kept, stored: StoredFeeds
) -> None:
    url = f"mqtt://127.0.0.1:{mosquitto.port}"
    feeds = await make([{"name": "air", "source": "ngsi-ld", "via": "mqtt", "url": url, "topic": "air/#"}])
    await feeds.start()
    # Kept by the broker for whoever subscribes next, so that it does not matter who is first.
    await mosquitto.publish("air/kirkgate", page(observed(no2=gas(40))), retain=True)
    await kept.until(1)
    await feeds.stop()
    (health,) = await stored.health()
    assert (health.believed, health.holder) == (1, "")


async def test_put_together_from_settings(
    store: Store, clock: FixedClock, kept: Kept, tmp_path: Path
) -> None:
    settings = Settings.read({"SNICKET_FEEDS": "city", "SNICKET_DATA": str(tmp_path)})
    made = feeds(settings, clock, store.database, kept, Random(1), Metrics(), "one")
    assert made.names == ("floods", "aurn")  # the Met Office's needs a key
    assert feeds(Settings.read({}), clock, store.database, kept, Random(1), Metrics(), "one").names == ()
    assert clock.now() == NOW
