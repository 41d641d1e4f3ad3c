"""The lines of conversations: how they are written and opened again."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Protocol, cast

from msgspec import Struct
from sqlalchemy import Connection, bindparam, func, insert, select

from accessibility.text import Rendered
from bot.store.query import AnyRow, Query
from bot.store.sealed import Keys, Sealed
from bot.store.tables import transcript
from channels.message import Entry, Importance, Media, Speaker
from notifier.outbox import Kind


class NewEntry(Struct, frozen=True):
    """A line to be written. `reply_json` is the `Reply` behind it, to be said again in another language. `by`
    is the first name of the adviser who wrote it; `media` came with it. `lasting`: it is of use for a day,
    also to somebody who was not there when it was said."""

    who: Speaker
    rendered: Rendered
    reply_json: bytes = b""
    expects_answer: bool = False
    importance: Importance = "normal"
    by: str = ""
    media: tuple[Media, ...] = ()
    lasting: bool = False


class Posts(Protocol):
    """Sends what is said to those who do not read it here (`bot/store/postbox.py`)."""

    def post(
        self,
        connection: Connection,
        conversation_id: int,
        first_seq: int,
        inbox_id: int | None,
        at: dt.datetime,
        lines: Sequence[NewEntry],
        kind: Kind,
    ) -> None:
        """Lines of a conversation, numbered from `first_seq`."""


class Silent:
    """For changes in which nothing is said."""

    def post(
        self,
        connection: Connection,
        conversation_id: int,
        first_seq: int,
        inbox_id: int | None,
        at: dt.datetime,
        lines: Sequence[NewEntry],
        kind: Kind,
    ) -> None:
        """Raises when something is said after all: it would not be sent."""
        if lines:
            raise RuntimeError("lines are said where nothing sends them")


class _Body(Struct, frozen=True, omit_defaults=True, array_like=True):
    """What is sealed of a line."""

    rendered: Rendered
    reply_json: str = ""
    by: str = ""
    media: tuple[Media, ...] = ()


_insert = Query(insert(transcript), [column.name for column in transcript.columns])
LINE = (
    transcript.c.seq,
    transcript.c.at,
    transcript.c.who,
    transcript.c.expects_answer,
    transcript.c.importance,
    transcript.c.body,
)
_answers = Query(
    select(*LINE)
    .where(transcript.c.conversation_id == bindparam("conversation"))
    .where(transcript.c.inbox_id == bindparam("message"))
    .where(transcript.c.who != "resident")
    .order_by(transcript.c.seq)
)
_said = transcript.alias()
_last = (
    select(func.max(_said.c.inbox_id))
    .where(_said.c.conversation_id == bindparam("conversation"))
    .where(_said.c.who == "assistant")
)
_last_replies = Query(
    select(transcript.c.body)
    .where(transcript.c.conversation_id == bindparam("conversation"))
    .where(transcript.c.who == "assistant")
    .where(transcript.c.inbox_id == _last.scalar_subquery())
    .order_by(transcript.c.seq)
)


def seal_lines(keys: Keys, lines: Sequence[NewEntry]) -> list[Sealed]:
    """The sealed bodies of `lines`, made before the transaction begins."""
    return [keys.seal(_Body(line.rendered, line.reply_json.decode(), line.by, line.media)) for line in lines]


def write_lines(
    connection: Connection,
    posts: Posts,
    conversation_id: int,
    first_seq: int,
    inbox_id: int | None,
    at: dt.datetime,
    lines: Sequence[NewEntry],
    bodies: Sequence[Sealed],
    kind: Kind = "reply",
) -> tuple[Entry, ...]:
    """Writes lines, numbered from `first_seq`, posts them, and gives them as they will be read."""
    for seq, (line, body) in enumerate(zip(lines, bodies, strict=True), first_seq):
        row = {
            "conversation_id": conversation_id,
            "seq": seq,
            "at": at,
            "who": line.who,
            "expects_answer": line.expects_answer,
            "importance": line.importance,
            "inbox_id": inbox_id,
            "body": body,
        }
        _insert.run(connection, row)
    posts.post(connection, conversation_id, first_seq, inbox_id, at, lines, kind)
    return tuple(
        Entry(seq, at, line.who, line.rendered, line.expects_answer, line.importance, line.by, line.media)
        for seq, line in enumerate(lines, first_seq)
    )


def read_answers(connection: Connection, conversation_id: int, inbox_id: int) -> list[AnyRow]:
    """What was answered to one message; `entries` opens it."""
    return _answers.all(connection, {"conversation": conversation_id, "message": inbox_id})


def read_last_replies(connection: Connection, conversation_id: int) -> list[bytes]:
    """The sealed lines of the last turn in which the assistant spoke; `open_replies` opens them."""
    return [row.body for row in _last_replies.all(connection, {"conversation": conversation_id})]


def open_replies(keys: Keys, bodies: Sequence[bytes]) -> tuple[bytes, ...]:
    """The JSON of the replies behind sealed lines; lines without one are left out."""
    replies = (keys.open(body, _Body).reply_json for body in bodies)
    return tuple(reply.encode() for reply in replies if reply)


def entries(keys: Keys, rows: Sequence[AnyRow]) -> tuple[Entry, ...]:
    """Stored lines as they were read or heard. Raises `SealError` when they were sealed by a lost secret."""
    return tuple(_entry(row, keys.open(row.body, _Body)) for row in rows)


def _entry(row: AnyRow, body: _Body) -> Entry:
    return Entry(
        row.seq,
        row.at,
        cast(Speaker, row.who),
        body.rendered,
        row.expects_answer,
        cast(Importance, row.importance),
        body.by,
        body.media,
    )
