"""Repairs, put together: what skills ask for, how staff change cases, and the council's own system."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from functools import partial
from random import SystemRandom
from typing import TYPE_CHECKING

from msgspec.structs import replace

from bot.clock import Clock
from bot.here import StoredHere
from bot.knowledge.city import City
from bot.knowledge.repairs.repairs import Repairs
from bot.lines import Lines
from bot.open311.case_says import CaseSays
from bot.open311.client import Endpoint, Open311
from bot.open311.desks import Desks
from bot.open311.polling import Polling
from bot.open311.public import RepairsDesk
from bot.open311.repairs import RepairRequests, service
from bot.open311.sends import RequestSends
from bot.open311.server import Server
from bot.outward_parts import OutwardParts
from bot.repair_updates import RepairUpdates
from bot.settings import Settings
from bot.store.case_changes import CaseChanges
from bot.store.case_public import CasePublic
from bot.store.case_relays import StoredRelays
from bot.store.case_telling import Telling
from bot.store.cases import StoredCases
from bot.store.sealed import Keys
from bot.store.store import Store
from bot.ticks import Tick
from channels.can import CAN
from channels.client_address import client_address
from locales.languages import SOURCE

if TYPE_CHECKING:
    from bot.parts import Parts

FOLLOWED = ("gas", "fire_electric", "water")
"""The dangers that are of the home: a case is opened behind their card."""

DANGER = "repairs.danger"


class RepairParts(OutwardParts, frozen=True):
    """What there is of repairs in one process. Without the address of the council's own system there is no
    `relays`, `client`, `sends` nor `polling`."""

    repairs: Repairs
    cases: StoredCases
    changes: CaseChanges
    here: StoredHere
    updates: RepairUpdates
    relays: StoredRelays | None = None

    @property
    def parts(self) -> tuple[object, ...]:
        """What skills ask for."""
        return self.repairs, self.cases, self.here

    @property
    def follows(self) -> Mapping[str, str]:
        """The skill that opens a case behind the card of a danger."""
        return dict.fromkeys(FOLLOWED, DANGER)

    @property
    def ticks(self) -> tuple[Tick, ...]:
        """What ticks, and how often."""
        return (Tick(self.updates.run, 60), *self.asks)


def repair_parts(settings: Settings, clock: Clock, here: City, store: Store, lines: Lines) -> RepairParts:
    """All of it; nothing has begun. Raises `DataError`."""
    repairs, keys, database = Repairs.load(here.id, here.zone), Keys(settings.secrets), store.database
    cases = StoredCases(database, keys, clock, SystemRandom(), repairs)
    changes = CaseChanges(database, keys, clock, repairs, cases.listeners)
    telling = Telling(database, keys, clock, store.hub, store.postbox, repairs)
    push = [name for name, can in CAN.items() if can.push]
    made = RepairParts(
        repairs,
        cases,
        changes,
        StoredHere(store.texts, CAN),
        RepairUpdates(telling, repairs, lines, clock, here.zone, push),
    )
    return _sent(settings, clock, store, keys, made) if settings.open311_url else made


def _sent(settings: Settings, clock: Clock, store: Store, keys: Keys, made: RepairParts) -> RepairParts:
    """With the council's own system, which every case is sent to."""
    repairs = made.repairs
    code = partial(service, repairs.council)
    relays = StoredRelays(store.database, keys, clock, store.postbox, code)
    made.cases.listeners.append(relays.enqueue)
    at = Endpoint(settings.open311_url, settings.open311_key, settings.open311_jurisdiction)
    client = Open311(at)
    sends = RequestSends(client, RepairRequests(relays, repairs.tree), clock.now)
    polling = Polling(relays, client, CaseSays(relays, made.changes), clock.now)
    return replace(made, relays=relays, client=client, sends=sends, polling=polling)


def server(parts: Parts) -> Server:
    """The door for other front ends that speak Open311: repairs, and what is wrong in streets."""
    settings, clock, made = parts.settings, parts.clock, parts.repairs

    def notice(card: str) -> str:
        lines = parts.lines.write("rest", parts.house.cards(card), SOURCE)
        return " ".join(line.rendered.text for line in lines)

    desk = RepairsDesk(
        made.repairs,
        made.cases,
        CasePublic(parts.store.database, Keys(settings.secrets)),
        parts.bins.addresses,
        clock.now,
        lambda: secrets.token_urlsafe(12),
        notice,
    )
    address_of = client_address(settings.proxies)
    website = parts.city.website
    desks = Desks(desk, parts.street.desk)
    return Server(desks, settings.open311_clients, address_of, clock.now, settings.public_url, website)
