"""Feeds, put together and running: the part of the composition root that makes them from the feeds file."""

from __future__ import annotations

import datetime as dt
import hashlib
import socket
from collections.abc import Mapping, Sequence
from pathlib import Path
from random import Random

import structlog
from apscheduler.schedulers.asyncio import AsyncIOScheduler
from apscheduler.triggers.interval import IntervalTrigger
from msgspec import Struct

from bot.clock import Clock
from bot.feeds_file import read_feeds, secret
from bot.feeds_kinds import AnyFeed, NgsiLdFeed
from bot.feeds_running import TICK, Asked, Holding, Runner, Subscribed
from bot.knowledge.data import DataError
from bot.metrics import Metrics
from bot.secret import Secret
from bot.settings import Settings
from bot.store.database import Database
from bot.store.feeds import Health, StoredFeeds
from bot.ticks import Job, safely
from notifier.feeds.feed import Parsed, Takes
from notifier.feeds.fetch import Fetch
from notifier.feeds.mqtt import Mqtt, Watcher
from notifier.feeds.ngsi_broker import Endpoint, NgsiBroker
from notifier.feeds.pipe import Pipe
from notifier.feeds.poll import Poller, Rhythm
from notifier.feeds.sanity import Sanity

log = structlog.get_logger(__name__)

LISTEN = 60.0
"""Seconds between two looks at who is silent."""

SWEEP = 24 * 3600.0
NGSI_DOOR = "/iot/ngsi-ld"


class Door(Struct, frozen=True):
    """Where a feed is pushed to us: its name, its kind, the token that it shows, and what takes it."""

    feed: str
    source: str
    token: Secret
    pipe: Pipe


class With(Struct, frozen=True):
    """What feeds work with. `data` is the folder that secrets lie in, `public_url` how others reach us,
    `holder` names this process."""

    stored: StoredFeeds
    takes: Takes
    clock: Clock
    random: Random
    metrics: Metrics
    data: Path
    public_url: str
    holder: str


def feeds(
    settings: Settings,
    clock: Clock,
    database: Database,
    takes: Takes,
    random: Random,
    metrics: Metrics,
    holder: str,
) -> Feeds:
    """Those of the feeds file; nothing of it has begun. Raises `DataError` naming file, line and field."""
    entries = read_feeds(settings.feeds, settings.city)
    stored = StoredFeeds(database, clock)
    public = settings.public_url
    return Feeds(entries, With(stored, takes, clock, random, metrics, settings.data, public, holder))


class Feeds:
    """All feeds of one process. One whose secret is missing is left out, which is logged; the others run."""

    def __init__(self, entries: Sequence[AnyFeed], using: With) -> None:
        self._using = using
        self._entries: list[AnyFeed] = []
        self._runners: list[Runner] = []
        self._scheduler = AsyncIOScheduler(timezone=dt.UTC)
        self._since = using.clock.now()
        self.doors: list[Door] = []
        self.pipes: dict[str, Pipe] = {}
        for entry in entries:
            try:
                secrets = {name: secret(name, using.data) for name in entry.secrets}
            except DataError as problem:
                log.warning("feed_without_secret", feed=entry.name, problem=str(problem))
                continue
            self._add(entry, secrets)

    @property
    def names(self) -> tuple[str, ...]:
        """The feeds that are there."""
        return tuple(entry.name for entry in self._entries)

    async def start(self) -> None:
        """Begins to ask, to subscribe and to listen for silence."""
        for runner in self._runners:
            self._every(TICK, runner.tick, at_once=True)
        self._every(LISTEN, self.listen)
        self._every(SWEEP, self._sweep)
        self._scheduler.start()

    async def stop(self) -> None:
        """Ends what `start` began; another process may go on at once."""
        if self._scheduler.running:
            self._scheduler.shutdown(wait=False)
        for runner in self._runners:
            try:
                await runner.stop()
            except Exception:
                log.exception("feed_not_stopped")

    async def tick(self) -> None:
        """Does once what is due."""
        for runner in self._runners:
            await runner.tick()

    async def listen(self) -> None:
        """Raises an alarm for each feed that has been silent for too long, once whichever process finds it,
        and ends it when the feed is heard again."""
        now = self._using.clock.now()
        health = {one.name: one for one in await self._using.stored.health(self.names)}
        for entry in self._entries:
            spoke = self._spoke(entry, health.get(entry.name))
            age = (now - spoke).total_seconds()
            self._using.metrics.feed_age.labels(entry.name).set(age)
            if entry.silent_after and age > entry.silent_after:
                if await self._using.stored.alarm(entry.name):
                    log.warning("feed_silent", feed=entry.name, since=spoke.isoformat(), seconds=round(age))
            elif await self._using.stored.calm(entry.name):
                log.info("feed_heard_again", feed=entry.name)

    def _spoke(self, entry: AnyFeed, health: Health | None) -> dt.datetime:
        """When it was last heard: what measures by what was believed of it, a list of warnings, which may
        well be empty, by its answers. What never was is silent since we began."""
        if health is None:
            return self._since
        last = health.heard_at if entry.MEASURES else health.answered_at
        return last or self._since

    def _add(self, entry: AnyFeed, secrets: Mapping[str, Secret]) -> None:
        using = self._using
        relists = entry.RELISTS or entry.via in ("http", "broker")
        sanity = Sanity(using.clock.now, relists=relists)
        pipe = Pipe(entry.name, entry.parser(), sanity, using.takes, using.clock.now, self._said)
        self._entries.append(entry)
        self.pipes[entry.name] = pipe
        token = secrets.get(entry.token_file, Secret(""))
        if entry.via in ("webhook", "broker") and token:
            kind = str(entry.__struct_config__.tag)
            self.doors.append(Door(entry.name, kind, token, pipe))
        runner = self._runner(entry, pipe, secrets)
        if runner is not None:
            self._runners.append(runner)

    def _runner(self, entry: AnyFeed, pipe: Pipe, secrets: Mapping[str, Secret]) -> Runner | None:
        using = self._using
        holding = Holding(entry.name, using.stored, using.holder, self._outcome)
        rhythm = Rhythm(dt.timedelta(seconds=entry.every), using.clock.now, using.random)
        key = secrets.get(entry.key_file)
        fetch = Fetch(using.clock.now, {entry.key_header: str.__str__(key)} if key else {})
        if entry.via == "http":
            poller = Poller(pipe, entry.pages, fetch, using.clock.now)
            return Asked(holding, poller.poll, poller.close, rhythm)
        if entry.via == "broker" and isinstance(entry, NgsiLdFeed) and entry.subscription is not None:
            own = f"{using.public_url}{NGSI_DOOR}"
            endpoint = Endpoint(entry.endpoint or own, str.__str__(secrets[entry.token_file]))
            broker = NgsiBroker(entry.url, entry.subscription, endpoint, fetch, pipe, using.clock.now)
            return Asked(holding, broker.keep, broker.close, rhythm)
        if entry.via == "mqtt":
            password = str.__str__(secrets.get(entry.password_file, Secret("")))
            where = entry.broker(password, self._session(entry))

            def subscription(watcher: Watcher) -> Mqtt:
                return Mqtt(where, pipe, using.random, watcher)

            return Subscribed(holding, subscription, shared=bool(entry.share))
        return None

    def _session(self, entry: AnyFeed) -> str:
        """The same after a restart, and another one for each installation and each member of a group."""
        whose = hashlib.sha256(self._using.public_url.encode()).hexdigest()[:8]
        member = f"-{socket.gethostname()}" if entry.share else ""
        return f"snicket-{whose}-{entry.name}{member}"[:120]

    def _said(self, feed: str, found: Parsed) -> None:
        count = self._using.metrics.feed.labels
        count(feed, "believed").inc(len(found.readings) + len(found.warnings) + len(found.forecasts))
        for refusal in found.refusals:
            count(feed, refusal.reason).inc()

    def _outcome(self, feed: str, outcome: str) -> None:
        self._using.metrics.feed.labels(feed, outcome).inc()

    async def _sweep(self) -> None:
        await self._using.stored.sweep()

    def _every(self, seconds: float, job: Job, *, at_once: bool = False) -> None:
        trigger = IntervalTrigger(seconds=seconds)
        self._scheduler.add_job(safely(job), trigger, coalesce=True, max_instances=1)
        if at_once:
            self._scheduler.add_job(safely(job))
