"""Whose case it is: those who have reported it, also after they were linked to another conversation."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import Connection, delete, insert, or_, select, update

from bot.store.case_tables import case_events, case_photos, case_reporters, cases
from bot.store.conversations import find
from bot.store.query import AnyRow
from bot.store.tables import conversations

_its, _talk = case_reporters.c, conversations.c


def whose(connection: Connection, conversation: int) -> int | None:
    """The conversation that this one goes on in; None for one that is not there."""
    row = find(connection, conversation)
    while row is not None and row.moved_to is not None:
        row = find(connection, row.moved_to)
    return None if row is None else int(row.id)


def theirs(connection: Connection, conversation: int) -> Collection[int]:
    """All conversations of the same resident."""
    same = or_(_talk.id == conversation, _talk.moved_to == conversation)
    return {conversation, *connection.scalars(select(_talk.id).where(same))}


def has_reported(connection: Connection, case: int, conversation: int | None) -> bool:
    """Whether the case is theirs."""
    if conversation is None:
        return False
    who = theirs(connection, conversation)
    mine = select(_its.case_id).where(_its.case_id == case, _its.conversation_id.in_(who))
    return connection.execute(mine).first() is not None


def reporters(connection: Connection, case: int) -> list[AnyRow]:
    """Those who have reported a case."""
    return list(connection.execute(select(case_reporters).where(_its.case_id == case)).all())


def hand_over(connection: Connection, case: int, to: int, role: str) -> None:
    """Those who have reported a case have reported another, of which it becomes a part with all it has."""
    there = {row.conversation_id for row in reporters(connection, to)}
    mine = update(case_reporters).where(_its.case_id == case, _its.conversation_id.not_in(there))
    connection.execute(mine.values(case_id=to, role=role))
    connection.execute(delete(case_reporters).where(_its.case_id == case))
    for table in (case_events, case_photos):
        connection.execute(update(table).where(table.c.case_id == case).values(case_id=to))


def move(connection: Connection, own: int, target: int) -> None:
    """The cases of a conversation whose address has been linked to another go along."""
    there = set(connection.scalars(select(_its.case_id).where(_its.conversation_id == target)))
    rows = connection.execute(select(case_reporters).where(_its.conversation_id == own)).all()
    new = [{**row._asdict(), "conversation_id": target} for row in rows if row.case_id not in there]
    if new:
        connection.execute(insert(case_reporters), new)
    connection.execute(delete(case_reporters).where(_its.conversation_id == own))
    for table in (cases, case_events, case_photos):
        mine = update(table).where(table.c.conversation_id == own)
        connection.execute(mine.values(conversation_id=target))
