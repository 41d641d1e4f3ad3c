"""What is said to subscribers unasked, besides alerts: to whom, in words that all share who read the same."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Any, TypeAlias

import msgspec
from msgspec import Struct
from sqlalchemy import ColumnElement, Connection, case, exists, func, literal, select

from accessibility import sms
from accessibility.text import Rendered
from bot.store import bodies
from bot.store.alert_tables import bodies as bodies_table
from bot.store.link_tables import aliases
from bot.store.outbox_tables import outbox, suppressions
from bot.store.query import AnyRow
from bot.store.sealed import Keys, Sealed
from bot.store.subscription_tables import subscriptions
from bot.store.tables import conversations
from bot.store.upsert import upsert
from channels.can import CAN
from channels.message import Reply
from locales.languages import SOURCE
from notifier.outbox import PRIORITY_OF

Says: TypeAlias = Callable[[Reply, str, str], Sequence[Rendered]]
"""Writes a reply for a channel in a language: the messages that are sent for it."""

NOTICE = "notice"
_its, _talk = subscriptions.c, conversations.c
_insert = upsert(
    outbox, lambda new: new.on_conflict_do_nothing(index_elements=["key"]).returning(outbox.c.status)
)


Row: TypeAlias = dict[str, Any]
_SAME = ("name", "channel", "language", "told", "at_risk", "district")


class Body(Struct, frozen=True):
    """Words for all who read the same, as their rows in the table: one for each message."""

    rows: tuple[Row, ...]


class Notice(Struct, frozen=True):
    """One message to one subscriber, once for each `key`. `whose` is a row with the columns of `recipient`.
    Without a body it is not sent, and `code` says why. `more` are further columns of the outbox."""

    key: str
    whose: AnyRow
    expires_at: dt.datetime
    body: Body | None = None
    code: str = ""
    kind: str = NOTICE
    priority: int = PRIORITY_OF[1]
    more: Row = {}


def recipient(channel: ColumnElement[str]) -> tuple[ColumnElement[Any], ...]:
    """Columns about a subscription and its conversation, which are to be joined: whose it is, the language,
    and the address that `channel` has for them, null for none."""
    own = channel == _talk.channel
    language = func.coalesce(func.nullif(_its.language, ""), func.nullif(_talk.language, ""), literal(SOURCE))
    lookup = case((own, _talk.lookup), else_=_linked(channel, aliases.c.lookup))
    address = case((own, _talk.address), else_=_linked(channel, aliases.c.address))
    listed = suppressions.c
    stopped = exists().where(listed.to_lookup == lookup, listed.scope.in_(("all", "pushes")))
    return (
        _its.id,
        _its.conversation_id,
        channel.label("channel"),
        language.label("language"),
        lookup.label("to_lookup"),
        address.label("address"),
        stopped.label("stopped"),
    )


def _linked(channel: ColumnElement[str], column: ColumnElement[Any]) -> Any:
    theirs = (aliases.c.conversation_id == _its.conversation_id, aliases.c.channel == channel)
    newest = select(column).where(*theirs).order_by(aliases.c.linked_at.desc(), aliases.c.lookup)
    return newest.limit(1).scalar_subquery()


class Wording:
    """Words of one run about one matter: what many read is written and sealed once."""

    def __init__(self, keys: Keys, says: Says, about: str, now: dt.datetime) -> None:
        self._keys = keys
        self._says = says
        self._about = about
        self._now = now
        self._made: dict[tuple[bytes, str, str], Body] = {}

    def of(self, reply: Reply, channel: str, language: str) -> Body:
        """The words of a reply for a channel and a language."""
        said = msgspec.json.encode(reply)
        same = (said, channel, language)
        if same not in self._made:
            name = f"{self._about}:{hashlib.sha256(said).hexdigest()[:32]}"
            self._made[same] = self._body(name, reply, channel, language)
        return self._made[same]

    def _body(self, name: str, reply: Reply, channel: str, language: str) -> Body:
        same: Row = {"version_id": None, "channel": channel, "language": language, "created_at": self._now}
        same |= {"told": "", "at_risk": False, "district": b""}
        made = []
        for part, message in enumerate(self._says(reply, channel, language)):
            own = {"name": f"{name}:{part}", "segments": segments(message, channel)}
            made.append({**same, **own, "body": self._keys.seal(message)})
        return Body(tuple(made))


def segments(message: Rendered, channel: str) -> int:
    """How many segments are charged for it, 0 where nothing is."""
    return sms.measure(message.text).segments if CAN[channel].modality == "sms" else 0


def write(connection: Connection, notices: Sequence[Notice], now: dt.datetime) -> int:
    """Part of a transaction: puts them into the outbox, those that are not there yet; how many messages."""
    words = {_same(row): row for one in notices if one.body for row in one.body.rows}
    bodies.write(connection, list(words.values()))
    ids = _ids(connection, words)
    alike: dict[frozenset[str], list[Row]] = {}
    for row in (row for one in notices for row in _rows(one, ids, now)):
        alike.setdefault(frozenset(row), []).append(row)
    statement = _insert[connection.dialect.name]
    new = [status for rows in alike.values() for status in connection.scalars(statement, rows)]
    return new.count("waiting")


def _same(row: Mapping[str, Any]) -> tuple[Any, ...]:
    """What tells words apart."""
    return tuple(bytes(row[name]) if name == "district" else row[name] for name in _SAME)


def _ids(connection: Connection, words: Collection[tuple[Any, ...]]) -> dict[tuple[Any, ...], int]:
    """The numbers of the words."""
    its = bodies_table.c
    query = select(its.id, *(its[name] for name in _SAME)).where(its.name.in_({name for name, *_ in words}))
    found = connection.execute(query).all() if words else ()
    return {_same(row._asdict()): row.id for row in found}


def _rows(one: Notice, ids: Mapping[tuple[Any, ...], int], now: dt.datetime) -> list[Row]:
    """A row for each message of it, or the one that says why there is none."""
    common = {
        "kind": one.kind,
        "channel": one.whose.channel,
        "conversation_id": one.whose.conversation_id,
        "subscription_id": one.whose.id,
        "priority": one.priority,
        "created_at": now,
        "not_before": now,
        "expires_at": one.expires_at,
        "attempts": 0,
        "code": one.code,
        **one.more,
    }
    if one.body is None:
        return [{**common, "key": one.key, "status": "suppressed", "done_at": now}]
    goes = {"status": "waiting", "to_lookup": one.whose.to_lookup, "address": Sealed(one.whose.address)}
    made = []
    for part, row in enumerate(one.body.rows):
        key = one.key + (f":{part}" if part else "")
        made.append({**common, **goes, "key": key, "body_id": ids[_same(row)]})
    return made
