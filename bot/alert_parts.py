"""Alerts, put together: the part of the composition root for what `bot/alerting.py` runs, and for what is
known of alerts to those who ask."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from random import SystemRandom

from msgspec import Struct

from bot.air import AirParts, air_parts
from bot.alerting import Alerting, Runs
from bot.clock import Clock
from bot.fan_out import FanOut, Limits, Says
from bot.feeds import Feeds, feeds
from bot.feeds_file import read_feeds
from bot.knowledge.bins.bins import Bins
from bot.knowledge.city import City
from bot.knowledge.directory.phones import Phones
from bot.knowledge.places.districts import Districts
from bot.knowledge.places.positions import Positions, positions_path
from bot.lines import Lines
from bot.metrics import Metrics
from bot.reminding import Reminding, RemindingParts
from bot.settings import Settings
from bot.store.audience import Variant
from bot.store.in_force import StoredWarnings
from bot.store.sealed import Keys
from bot.store.spots import Spots
from bot.store.store import Store
from bot.store.subscriptions import StoredSubscriptions
from bot.telling import Telling
from bot.ticks import Tick
from channels.can import CAN
from channels.message import Reply
from channels.sending import Sends
from notifier.alert import Alert, Kind
from notifier.words.reader import Numbers
from notifier.words.said import said

KINDS: Mapping[str, Kind] = {"nswws": "weather", "cap": "weather", "ea": "flood"}
"""What feeds of these sources warn of."""


class AlertsKnown(Struct, frozen=True):
    """What is known of alerts: for skills, and for what runs."""

    keys: Keys
    spots: Spots
    air: AirParts
    warnings: StoredWarnings
    subscriptions: StoredSubscriptions

    @property
    def parts(self) -> tuple[object, ...]:
        """What skills ask for."""
        return self.air.air, self.warnings, self.subscriptions


def alerts_known(
    settings: Settings,
    clock: Clock,
    here: City,
    store: Store,
    senders: Collection[str],
    *,
    demo: bool,
) -> AlertsKnown:
    """`senders` are the channels that can be sent to. With `demo` the air is made up. Raises `DataError`."""
    keys, positions = Keys(settings.secrets), Positions(positions_path(settings.data))
    districts = Districts(here.id, positions)
    spots = Spots(keys, districts, positions)
    kinds = {
        entry.name: KINDS[tag]
        for entry in read_feeds(settings.feeds, settings.city)
        if (tag := str(entry.__struct_config__.tag)) in KINDS
    }
    push = [name for name in senders if CAN[name].push]
    return AlertsKnown(
        keys,
        spots,
        air_parts(store.database, keys, clock, here, store.alerts, demo=demo),
        StoredWarnings(store.alerts, store.feeds, spots, clock, kinds),
        store.subscriptions(push, districts.place),
    )


class Around(Struct, frozen=True):
    """What alerting takes from the rest of the house."""

    settings: Settings
    clock: Clock
    city: City
    bins: Callable[[], Bins]
    phones: Phones
    store: Store
    lines: Lines
    senders: Mapping[str, Sends]
    telling: Telling
    metrics: Metrics
    holder: str


def alerting(known: AlertsKnown, around: Around) -> Alerting:
    """All that runs of alerts in one process; nothing of it has begun. Raises `DataError`."""
    store, says = around.store, _says(around)
    store.alerts.listeners.append(around.telling.stored.enqueue)
    packs = {name: one.pack for name, one in around.senders.items() if CAN[name].push}
    limits = Limits(around.settings.alerts_limit, around.metrics.alerts_held.inc)
    fan_out = FanOut(
        store.database,
        known.keys,
        around.clock,
        around.city.zone,
        store.alerts,
        store.postbox,
        known.spots,
        around.lines,
        says,
        packs,
        limits,
    )
    reminding = Reminding(
        RemindingParts(
            store,
            known.keys,
            around.clock,
            around.city,
            around.bins(),
            around.lines,
            packs,
            says,
            known.spots.district,
        )
    )
    watch = store.hub.watch
    running = _feeds(known, around)
    runs: list[Runs] = [known.air.intake, *([known.air.demo] if known.air.demo else []), running]
    return Alerting(
        store.alerts, fan_out, lambda: watch(store.alerts.news), runs, _ticks(known, reminding), running
    )


def _feeds(known: AlertsKnown, around: Around) -> Feeds:
    return feeds(
        around.settings,
        around.clock,
        around.store.database,
        known.air.intake,
        SystemRandom(),
        around.metrics,
        around.holder,
    )


def _ticks(known: AlertsKnown, reminding: Reminding) -> list[Tick]:
    """What ticks, and how often."""
    demo = [Tick(known.air.demo.tick, 60)] if known.air.demo else []
    each = (reminding.bins, reminding.digests, reminding.fall_back, reminding.renew)
    return [Tick(known.air.intake.tick, 60), *demo, *(Tick(job, 60) for job in each)]


def _says(around: Around) -> Says:
    """The words of an alert, with the numbers of the registry that may be told."""

    def number(id: str) -> str:
        line = around.phones.tell(id, around.clock.today(around.city.zone))
        return line.number if line.id == id else ""

    def says(alert: Alert, variant: Variant, near: str) -> Reply:
        return said(
            alert,
            variant.told,
            at_risk=variant.at_risk,
            near=near,
            place=around.city.place,
            language=variant.language,
            numbers=Numbers(number("emergency"), number("flood")),
        )

    return says
