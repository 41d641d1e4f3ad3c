"""What tenants say of their own cases: it is fixed, it is not, they take it back."""

from __future__ import annotations

import datetime as dt
from typing import Any

from msgspec import Struct, structs
from sqlalchemy import Connection, delete, select

from bot.knowledge.repairs.case import Known
from bot.knowledge.repairs.repairs import Repairs
from bot.store import case_clocks as clocks
from bot.store import case_events as events
from bot.store import case_people as people
from bot.store import case_rows as rows
from bot.store.case_events import Event, Listeners
from bot.store.case_filing import open_at
from bot.store.case_tables import case_reporters, cases
from bot.store.case_where import Places, places
from bot.store.query import AnyRow
from bot.store.sealed import Keys


class Word(Struct, frozen=True):
    """Who says what, once for each key."""

    said: str
    key: str
    conversation: int
    now: dt.datetime


class Saying:
    """Each method is a part of one transaction. Raises `LookupError` where the case is not theirs."""

    def __init__(self, keys: Keys, repairs: Repairs, listeners: Listeners) -> None:
        self._keys = keys
        self._repairs = repairs
        self._listeners = listeners

    def fixed(self, connection: Connection, reference: str, word: Word) -> Known:
        """The work is done. What a building shares is over only when those who did it say so, too."""
        if (before := events.done(connection, word.key)) is not None:
            return self._known(connection, before)
        row = self._theirs(connection, reference, word)
        if row.closed_at is None:
            over = row.place != "block" or row.status == "done"
            row = self._close(connection, row, word, "closed") if over else row
            self._write(connection, row, word, "fixed", listens=over)
        return self._known(connection, row)

    def not_fixed(self, connection: Connection, reference: str, word: Word) -> Known:
        """It is open again, and its clocks begin now. Where another case is open for the same thing by now,
        that one takes what they say."""
        there = self._held(connection, reference)
        if (before := events.done(connection, word.key)) is not None:
            return self._known(connection, before)
        row = self._theirs(connection, reference, word)
        other = open_at(connection, there, row.problem, row.id) if row.closed_at is not None else None
        if other is None:
            row = self._open(connection, row, word)
        else:
            row = other
            rows.joins(connection, row.id, people.whose(connection, word.conversation), "joined", word.now)
        self._write(connection, row, word, "not_fixed", listens=other is None)
        return self._known(connection, row)

    def withdrawn(self, connection: Connection, reference: str, word: Word) -> Known:
        """They take it back. What others in their building have reported, too, goes on without them."""
        if (before := events.done(connection, word.key)) is not None:
            return self._gone(connection, before, word)
        row = self._theirs(connection, reference, word)
        if row.closed_at is not None:
            return self._known(connection, row)
        mine = people.theirs(connection, word.conversation)
        others = {one.conversation_id for one in people.reporters(connection, row.id)} - set(mine)
        if row.place == "block" and others:
            self._write(connection, row, word, "left", listens=False)
            theirs = case_reporters.c.case_id == row.id, case_reporters.c.conversation_id.in_(mine)
            connection.execute(delete(case_reporters).where(*theirs))
        else:
            row = self._close(connection, row, word, "withdrawn")
            self._write(connection, row, word, "withdrawn", listens=True)
        return self._gone(connection, row, word)

    def _theirs(self, connection: Connection, reference: str, word: Word) -> AnyRow:
        row = rows.found(connection, reference)
        who = people.whose(connection, word.conversation)
        if row is None or not people.has_reported(connection, row.id, who):
            raise LookupError("no such case of this resident")
        return row

    def _held(self, connection: Connection, reference: str) -> Places:
        """Where it is, held: nobody else files anything there meanwhile."""
        found = connection.execute(select(cases).where(cases.c.reference == reference.upper())).first()
        told = None if found is None else rows.report(self._keys, found)
        there = places(self._keys, told.where) if told is not None else Places()
        there.hold(connection)
        return there

    def _close(self, connection: Connection, row: AnyRow, word: Word, status: str) -> AnyRow:
        values = {"status": status, "status_at": word.now, "closed_at": word.now}
        if status == "closed":
            values["done_at"] = row.done_at or word.now
        row = rows.change(connection, row.id, values | rows.next_one((), over=True))
        old = rows.deadlines(connection, row.id)
        rows.keep(connection, row.id, clocks.again(self._repairs, rows.triage(row), rows.moments(row), old))
        return row

    def _open(self, connection: Connection, row: AnyRow, word: Word) -> AnyRow:
        kept = clocks.first(self._repairs, rows.triage(row), word.now)
        values: dict[str, Any] = {"status": "received", "status_at": word.now, "closed_at": None}
        values |= {"comes_from": None, "comes_until": None}
        values |= rows.nothing_yet(word.now) | rows.next_one(kept)
        row = rows.change(connection, row.id, values)
        rows.keep(connection, row.id, kept)
        return row

    def _write(self, connection: Connection, row: AnyRow, word: Word, kind: str, *, listens: bool) -> None:
        body = self._keys.seal(word.said) if word.said else None
        who = people.whose(connection, word.conversation)
        event = Event(kind=kind, at=word.now, key=word.key, body=body, conversation=who)
        events.write(connection, row, event)
        for listener in self._listeners if listens else ():
            listener(connection, row.id, kind)

    def _known(self, connection: Connection, row: AnyRow) -> Known:
        return rows.known(row, rows.deadlines(connection, row.id), self._repairs)

    def _gone(self, connection: Connection, row: AnyRow, word: Word) -> Known:
        """The case as it is for who has taken it back."""
        known = self._known(connection, row)
        return structs.replace(known, status="withdrawn", at=known.at if row.closed_at else word.now)
