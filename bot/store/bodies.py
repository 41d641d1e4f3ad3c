"""The words of pushed messages, kept once for all who read the same."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Sequence
from typing import Any

from msgspec import Struct
from sqlalchemy import Connection, bindparam, select

from accessibility.text import Rendered
from bot.store.alert_tables import bodies
from bot.store.audience import Variant
from bot.store.sealed import Keys
from bot.store.upsert import upsert

_its = bodies.c
_insert = upsert(
    bodies,
    lambda new: new.on_conflict_do_nothing(
        index_elements=["name", "channel", "language", "told", "at_risk", "district"]
    ),
)
_by_id = select(_its.id, _its.body).where(_its.id.in_(bindparam("ids", expanding=True)))

KEPT = 2_000
"""How many opened bodies a worker keeps."""


class Words(Struct, frozen=True):
    """The messages that one variant gets, and the segments of each, 0 where nothing is charged by segment."""

    variant: Variant
    messages: tuple[Rendered, ...]
    segments: tuple[int, ...]


def sealed(keys: Keys, version_id: int, words: Sequence[Words], now: dt.datetime) -> list[dict[str, Any]]:
    """The rows of the words of a version. Those of a second message are named with its number behind."""
    made = []
    for one in words:
        its = one.variant
        for part, (message, segments) in enumerate(zip(one.messages, one.segments, strict=True)):
            row = {"version_id": version_id, "name": name(version_id) + (f":{part}" if part else "")}
            row |= {"channel": its.channel, "language": its.language, "told": its.told}
            row |= {"at_risk": its.at_risk, "district": its.district, "created_at": now}
            made.append({**row, "body": keys.seal(message), "segments": segments})
    return made


def name(version_id: int) -> str:
    """Of the words of a version."""
    return f"version:{version_id}"


def write(connection: Connection, rows: Sequence[dict[str, Any]]) -> None:
    """Those that are there already stay as they are."""
    if rows:
        connection.execute(_insert[connection.dialect.name], list(rows))


class OpenedBodies:
    """Shared words for a worker, opened once: thousands of rows in a row have the same."""

    def __init__(self, keys: Keys) -> None:
        self._keys = keys
        self._opened: dict[int, Rendered] = {}

    def of(self, connection: Connection, ids: Collection[int]) -> dict[int, Rendered]:
        """Part of a transaction: the words of these numbers, without those that are gone."""
        found = {id: kept for id in set(ids) if (kept := self._opened.get(id)) is not None}
        missing = sorted(set(ids) - found.keys())
        rows = connection.execute(_by_id, {"ids": missing}).all() if missing else ()
        for row in rows:
            found[row.id] = self._opened[row.id] = self._keys.open(row.body, Rendered)
        while len(self._opened) > KEPT:  # the oldest make room
            self._opened.pop(next(iter(self._opened)), None)
        return found
