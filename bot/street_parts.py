"""Reports of streets, put together: what skills ask for, how staff change them, the council's own system."""

from __future__ import annotations

import secrets
from random import SystemRandom

from msgspec.structs import replace

from bot.clock import Clock
from bot.knowledge.city import City
from bot.knowledge.places.positions import Positions, positions_path
from bot.knowledge.street.street import Street
from bot.lines import Lines
from bot.open311.client import Endpoint, Open311
from bot.open311.polling import Polling
from bot.open311.sends import RequestSends
from bot.open311.street import StreetRequests
from bot.open311.street_desk import StreetDesk
from bot.open311.street_says import StreetSays
from bot.outward_parts import OutwardParts
from bot.settings import Settings
from bot.store.sealed import Keys
from bot.store.store import Store
from bot.store.street import StoredStreet
from bot.store.street_changes import StreetChanges
from bot.store.street_pages import StreetPages
from bot.store.street_public import StreetPublic
from bot.store.street_relays import CHANNEL, StreetRelays
from bot.store.street_telling import StreetTelling
from bot.street_updates import StreetUpdates
from bot.ticks import Tick
from channels.can import CAN


class StreetParts(OutwardParts, frozen=True):
    """What there is of streets in one process. Without the address of the council's own system there is no
    `relays`, `client`, `sends` nor `polling`."""

    street: Street
    reports: StoredStreet
    changes: StreetChanges
    pages: StreetPages
    desk: StreetDesk
    updates: StreetUpdates
    relays: StreetRelays | None = None

    @property
    def parts(self) -> tuple[object, ...]:
        """What skills ask for."""
        return self.street, self.reports

    @property
    def ticks(self) -> tuple[Tick, ...]:
        """What ticks, and how often."""
        return (Tick(self.updates.run, 60), *self.asks)


def street_parts(settings: Settings, clock: Clock, here: City, store: Store, lines: Lines) -> StreetParts:
    """All of it; nothing has begun. Raises `DataError`."""
    street = Street.load(here.id, Positions(positions_path(settings.data)))
    keys, database = Keys(settings.secrets), store.database
    reports = StoredStreet(database, keys, clock, SystemRandom())
    telling = StreetTelling(database, keys, clock, store.hub, store.postbox)
    push = [name for name, can in CAN.items() if can.push]
    desk = StreetDesk(street, reports, StreetPublic(database), lambda: secrets.token_urlsafe(12))
    made = StreetParts(
        street,
        reports,
        StreetChanges(database, keys, clock),
        StreetPages(database, keys),
        desk,
        StreetUpdates(telling, street, lines, clock, here.zone, push),
    )
    return _sent(settings, clock, store, keys, made) if settings.street_open311_url else made


def _sent(settings: Settings, clock: Clock, store: Store, keys: Keys, made: StreetParts) -> StreetParts:
    """With the council's own system, which every report is sent to."""
    relays = StreetRelays(store.database, keys, clock, store.postbox, made.street.services.code)
    made.reports.listeners.append(relays.enqueue)
    at = Endpoint(
        settings.street_open311_url, settings.street_open311_key, settings.street_open311_jurisdiction
    )
    client = Open311(at)
    sends = RequestSends(client, StreetRequests(relays, made.street), clock.now, CHANNEL)
    polling = Polling(relays, client, StreetSays(relays, made.changes), clock.now)
    return replace(made, relays=relays, client=client, sends=sends, polling=polling)
