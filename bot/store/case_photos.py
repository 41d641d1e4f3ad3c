"""Photos of a case. They are copied as they are sealed: the conversation's own go with it, a case stays."""

from __future__ import annotations

import base64
import datetime as dt
import hashlib
from collections.abc import Collection, Sequence

from sqlalchemy import Connection, func, insert, literal, select

from bot.store.case_tables import case_photos
from bot.store.columns import Moment
from bot.store.photo_table import photos

MOST = 20
"""Photos of one case."""

_its, _album = case_photos.c, photos.c


def copied(
    connection: Connection,
    case: int,
    conversation: int,
    theirs: Collection[int],
    names: Sequence[str],
    now: dt.datetime,
) -> int:
    """Copies those of the named photos that came in one of `theirs`, each once; how many were left out
    because the case has enough."""
    mine = select(_album.ref).where(_album.ref.in_(names), _album.conversation_id.in_(theirs))
    there = set(connection.scalars(mine).all())
    held = set(connection.scalars(select(_its.ref).where(_its.case_id == case)).all())
    wanted = [name for name in dict.fromkeys(names) if name in there and named(case, name) not in held]
    room = max(0, MOST - len(held))
    for name in wanted[:room]:
        _copy(connection, case, conversation, name, now)
    return len(wanted[room:])


def count(connection: Connection, case: int) -> int:
    """How many a case has."""
    return connection.scalar(select(func.count()).where(_its.case_id == case)) or 0


def named(case: int, name: str) -> str:
    """The copy's name: as hard to guess as that in the album, always the same for one photo of one case."""
    mixed = hashlib.sha256(f"{case}:{name}".encode()).digest()
    return base64.urlsafe_b64encode(mixed).decode().rstrip("=")


def _copy(connection: Connection, case: int, conversation: int, name: str, now: dt.datetime) -> None:
    fixed = (literal(case), literal(named(case, name)), literal(conversation), literal(now, Moment()))
    kept = select(*fixed, _album.size, _album.picture, _album.thumbnail).where(_album.ref == name)
    columns = ["case_id", "ref", "conversation_id", "kept_at", "size", "picture", "thumbnail"]
    connection.execute(insert(case_photos).from_select(columns, kept))
