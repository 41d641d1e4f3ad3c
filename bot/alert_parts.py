"""Alerts, put together: the part of the composition root that makes what `bot/alerting.py` runs."""

from __future__ import annotations

from collections.abc import Mapping

from bot.alerting import Alerting
from bot.clock import Clock
from bot.fan_out import FanOut, Limits, Says
from bot.knowledge.bins.bins import Bins
from bot.knowledge.city import City
from bot.knowledge.directory.phones import Phones
from bot.knowledge.places.districts import Districts
from bot.knowledge.places.positions import Positions, positions_path
from bot.lines import Lines
from bot.metrics import Metrics
from bot.settings import Settings
from bot.store.audience import Variant
from bot.store.sealed import Keys
from bot.store.spots import Spots
from bot.store.store import Store
from bot.telling import Telling
from channels.message import Reply
from channels.sending import Sends
from notifier.alert import Alert
from notifier.words.reader import Numbers
from notifier.words.said import said


def alerting(
    settings: Settings,
    clock: Clock,
    here: City,
    bins: Bins,
    phones: Phones,
    store: Store,
    lines: Lines,
    senders: Mapping[str, Sends],
    told: Telling,
    metrics: Metrics,
) -> Alerting:
    """All that is running of alerts in one process; nothing of it has begun."""
    keys, positions = Keys(settings.secrets), Positions(positions_path(settings.data))
    store.alerts.listeners.append(told.stored.enqueue)
    fan_out = FanOut(
        store.database,
        keys,
        clock,
        here.zone,
        store.alerts,
        store.postbox,
        Spots(keys, Districts(here.id, positions), positions),
        lines,
        _says(here, phones, clock),
        {name: one.pack for name, one in senders.items()},
        Limits(settings.alerts_limit, metrics.alerts_held.inc),
    )
    return Alerting(store.alerts, fan_out, lambda: store.hub.watch(store.alerts.news))


def _says(here: City, phones: Phones, clock: Clock) -> Says:
    """The words of an alert, with the numbers of the registry that may be told."""

    def says(alert: Alert, variant: Variant, near: str) -> Reply:
        today = clock.today(here.zone)
        known = {line.id: line for line in (phones.tell(id, today) for id in ("emergency", "floodline"))}
        numbers = Numbers(*(known[id].number if id in known else "" for id in ("emergency", "floodline")))
        return said(
            alert,
            variant.told,
            at_risk=variant.at_risk,
            near=near,
            place=here.place,
            language=variant.language,
            numbers=numbers,
        )

    return says
