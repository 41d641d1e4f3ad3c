"""Photos of a report of a street. They are copied as they are sealed: the conversation's own go with it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Sequence

from sqlalchemy import Connection, insert, literal, select

from bot.store.case_photos import named
from bot.store.columns import Moment
from bot.store.photo_table import photos
from bot.store.street_tables import street_photos

MOST = 5
"""Photos of one report."""

_album = photos.c


def copied(
    connection: Connection, report: int, theirs: Collection[int], names: Sequence[str], now: dt.datetime
) -> None:
    """Copies the first of the named photos that came in one of `theirs`, each once."""
    mine = select(_album.ref).where(_album.ref.in_(names), _album.conversation_id.in_(theirs))
    there = set(connection.scalars(mine).all())
    wanted = [name for name in dict.fromkeys(names) if name in there]
    columns = ["report_id", "ref", "kept_at", "size", "picture", "thumbnail"]
    for name in wanted[:MOST]:
        ref = named(report, f"street:{name}")
        fixed = (literal(report), literal(ref), literal(now, Moment()))
        kept = select(*fixed, _album.size, _album.picture, _album.thumbnail).where(_album.ref == name)
        connection.execute(insert(street_photos).from_select(columns, kept))
