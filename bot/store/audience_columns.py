"""The columns of an audience, and how its statements are run."""

from __future__ import annotations

from typing import Any

from sqlalchemy import (
    CTE,
    ColumnElement,
    Connection,
    Integer,
    Select,
    String,
    and_,
    func,
    literal,
    null,
    or_,
    select,
)

from bot.store.alert_tables import bodies
from bot.store.link_tables import aliases
from bot.store.subscription_tables import subscriptions
from bot.store.tables import conversations
from locales.languages import SOURCE

_its, _talk = subscriptions.c, conversations.c


def plainly(connection: Connection) -> None:
    """Part of a transaction: PostgreSQL does not compile its statements, which for these takes longer than to
    run them, and keeps what they put aside in memory."""
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql("SET LOCAL jit = off")
        connection.exec_driver_sql("SET LOCAL work_mem = '64MB'")
        connection.exec_driver_sql("SET LOCAL enable_nestloop = off")


def words_of(met: CTE, name: str) -> Any:
    """One look into the index for each row. Joined, all words would be compared with each: the database knows
    nothing yet of those that have just been written."""
    its, words = met.c, bodies.c
    theirs = (
        words.name == name,
        words.channel == its.channel,
        words.language == its.language,
        words.told == its.told,
        words.at_risk == its.at_risk,
        words.district == its.district,
    )
    return select(words.id).where(*theirs).scalar_subquery() if name else null()


def once(query: Select[Any], name: str) -> CTE:
    """Worked out once: both databases would otherwise do so again wherever a column of it is used."""
    return query.cte(name).prefix_with("MATERIALIZED")


def between(id: ColumnElement[int], range: tuple[int, int]) -> tuple[ColumnElement[bool], ...]:
    return id > range[0], id <= range[1]


def language() -> ColumnElement[str]:
    """That of the subscription, else that of the conversation, else English."""
    return func.coalesce(
        func.nullif(_its.language, ""), func.nullif(_talk.language, ""), literal(SOURCE, String)
    )


def quiet(minute: int) -> ColumnElement[bool]:
    """As `notifier.subscription.Hours.holds`."""
    at = literal(minute, Integer)
    after, before = at >= _its.quiet_start, at < _its.quiet_end
    by_day = and_(_its.quiet_start <= _its.quiet_end, after, before)
    over_midnight = and_(_its.quiet_start > _its.quiet_end, or_(after, before))
    return and_(_its.quiet_start.is_not(None), or_(by_day, over_midnight))


def linked(column: ColumnElement[Any]) -> Any:
    """Of the address of that channel that was linked last."""
    theirs = (aliases.c.conversation_id == _talk.id, aliases.c.channel == _its.channel)
    newest = select(column).where(*theirs).order_by(aliases.c.linked_at.desc(), aliases.c.lookup)
    return newest.limit(1).correlate(conversations, subscriptions).scalar_subquery()
