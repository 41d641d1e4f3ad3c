"""Seals again, with the current secret, what an older one sealed: then the older one can be thrown away."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from msgspec import Struct
from sqlalchemy import Column, Connection, Table, bindparam, select, tuple_, update

from bot.knowledge.repairs.case import Report
from bot.store.alert_tables import bodies
from bot.store.case_tables import case_events, case_photos, case_relays, cases
from bot.store.case_where import places
from bot.store.complaint_tables import complaints
from bot.store.database import Database
from bot.store.hook_tables import hooks
from bot.store.link_tables import aliases
from bot.store.outbox_tables import outbox, suppressions
from bot.store.photo_table import photos
from bot.store.query import AnyRow
from bot.store.sealed import Keys, Sealed
from bot.store.sensor_tables import sensors
from bot.store.staff_tables import staff
from bot.store.street_tables import street_events, street_photos, street_relays, street_reports
from bot.store.subscription_tables import subscription_places, subscriptions
from bot.store.tables import callbacks, conversations, effects, inbox, notes, reports, transcript

_BATCH = 200  # rows in one transaction: residents' messages go in between

Lookup = Callable[[Keys, AnyRow], Mapping[str, bytes | None]]


class _Place(Struct, frozen=True):
    """Sealed columns of a table, with the look-up hashes that follow from them."""

    table: Table
    sealed: tuple[str, ...]
    lookup: Lookup = lambda keys, row: {}
    batch: int = _BATCH


def _conversation(keys: Keys, row: AnyRow) -> Mapping[str, bytes | None]:
    """Nobody comes by the address of a conversation that has moved: its hash stays what it is."""
    moved = row.moved_to is not None
    here = row.lookup if moved else keys.find(row.channel, keys.open(row.address, str))
    linked = row.reach_address is not None
    reached = keys.find(row.reach_channel, keys.open(row.reach_address, str)) if linked else None
    return {"lookup": here, "reach_lookup": reached}


def _alias(keys: Keys, row: AnyRow) -> Mapping[str, bytes]:
    return {"lookup": keys.find(row.channel, keys.open(row.address, str))}


def _report(keys: Keys, row: AnyRow) -> Mapping[str, bytes]:
    return {"home_lookup": keys.find("home", keys.open(row.home, str))}


def _member(keys: Keys, row: AnyRow) -> Mapping[str, bytes]:
    subject = row.subject_lookup
    if row.subject is not None:
        subject = keys.find("subject", *keys.open(row.subject, tuple[str, str]))
    return {"login_lookup": keys.find("login", keys.open(row.login, str)), "subject_lookup": subject}


def _sensor(keys: Keys, row: AnyRow) -> Mapping[str, bytes | None]:
    """Only one that stands in somebody's home has an address."""
    return {"home_lookup": None if row.home is None else keys.find("home", keys.open(row.home, str))}


def _place(keys: Keys, row: AnyRow) -> Mapping[str, bytes]:
    code = keys.open(row.place, str)
    return {"spot": keys.find("spot", code), "district": keys.find("spot", code.partition(" ")[0])}


def _case(keys: Keys, row: AnyRow) -> Mapping[str, bytes | None]:
    """Where it is follows from what was reported; of one that was stamped nothing may be known yet."""
    return places(keys, keys.open(row.body, Report).where).lookups


def _to(keys: Keys, row: AnyRow) -> Mapping[str, bytes | None]:
    """Of messages that are over, the address is gone already."""
    address = row.address
    return {"to_lookup": None if address is None else keys.find(row.channel, keys.open(address, str))}


_PLACES = (
    _Place(conversations, ("address", "state", "reach_address"), _conversation),
    _Place(aliases, ("address",), _alias),
    _Place(reports, ("home",), _report),
    _Place(transcript, ("body",)),
    _Place(inbox, ("message",)),
    _Place(effects, ("result",)),
    _Place(staff, ("login", "name", "totp", "subject"), _member),
    _Place(notes, ("body",)),
    _Place(callbacks, ("number",)),
    _Place(outbox, ("address", "body"), _to),
    _Place(suppressions, ("address",), _to),
    _Place(bodies, ("body",)),
    _Place(hooks, ("secret",)),
    _Place(subscriptions, ("home",)),
    _Place(subscription_places, ("place",), _place),
    _Place(sensors, ("home",), _sensor),
    _Place(photos, ("picture", "thumbnail"), batch=4),  # a row may be megabytes
    _Place(cases, ("body",), _case),
    _Place(case_events, ("body",)),
    _Place(case_photos, ("picture", "thumbnail"), batch=4),
    _Place(case_relays, ("note",)),
    _Place(street_reports, ("body",)),
    _Place(street_events, ("body",)),
    _Place(street_photos, ("picture", "thumbnail"), batch=4),
    _Place(street_relays, ("note",)),
    _Place(complaints, ("body",)),
)


async def reseal(database: Database, keys: Keys) -> int:
    """Goes through all that is sealed, in small transactions; the number of rows that were sealed again.

    Raises `SealError` when something was sealed with a secret that is no longer given.
    """
    if not keys.rotating:
        return 0
    total = 0
    for place in _PLACES:
        last: tuple[Any, ...] | None = None
        while True:
            last, changed = await database.write(partial(_batch, keys=keys, place=place, after=last))
            total += changed
            if last is None:
                break
    return total


def _batch(
    connection: Connection, keys: Keys, place: _Place, after: tuple[Any, ...] | None
) -> tuple[tuple[Any, ...] | None, int]:
    """One batch behind the key `after`: its last key, None at the end, and how many rows were changed."""
    key: list[Column[Any]] = list(place.table.primary_key.columns)
    query = select(place.table).order_by(*key).limit(place.batch)
    rows = connection.execute(query.where(tuple_(*key) > after) if after else query).all()
    changes = [change for row in rows if (change := _change(keys, place, row))]
    if changes:
        old = [column == bindparam(f"old_{column.name}") for column in key]
        connection.execute(update(place.table).where(*old), changes)
    last = tuple(getattr(rows[-1], column.name) for column in key) if len(rows) == place.batch else None
    return last, len(changes)


def _change(keys: Keys, place: _Place, row: AnyRow) -> dict[str, Any] | None:
    """The row's new values with its key, None when all of it is under the current secret already."""
    values = {name: getattr(row, name) for name in place.sealed}
    again = {name: keys.again(value) for name, value in values.items() if value is not None}
    if not any(again.values()):
        return None
    same = {name: None if value is None else Sealed(value) for name, value in values.items()}
    fresh = same | {name: sealed for name, sealed in again.items() if sealed is not None}
    old = {f"old_{column.name}": getattr(row, column.name) for column in place.table.primary_key.columns}
    return {**fresh, **place.lookup(keys, row), **old}
