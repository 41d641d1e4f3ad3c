"""Against guessing: wrong tries at a case's reference and postcode are counted, by who asks and by reference.

They are counted in the transaction that looks, with the counts held: many tries at once are no more.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from msgspec import Struct
from sqlalchemy import Connection, delete, func, select, update

from bot.store.sealed import Keys
from bot.store.tries_table import tries
from bot.store.upsert import upsert

MOST_ROWS = 10_000
"""Of each kind; beyond that those go that would end first."""

_its = tries.c
_make = upsert(tries, lambda new: new.on_conflict_do_nothing(index_elements=[_its.lookup]))


class Rule(Struct, frozen=True):
    """So many wrong tries from the first of them on, for so long."""

    kind: str
    most: int
    lasts: dt.timedelta


BY_WHOM = Rule("case.who", 5, dt.timedelta(hours=1))
BY_REFERENCE = Rule("case.reference", 10, dt.timedelta(days=1))


class Counts:
    """The two counts of one try, held until the end of the transaction."""

    def __init__(self, connection: Connection, keys: Keys, conversation: int, reference: str) -> None:
        self._connection = connection
        self._both = (
            (BY_WHOM, keys.find_any("tries", BY_WHOM.kind, str(conversation))),
            (BY_REFERENCE, keys.find_any("tries", BY_REFERENCE.kind, reference)),
        )

    def locked(self, now: dt.datetime) -> bool:
        """Whether there were too many already."""
        counts = [(_held(self._connection, rule, lookups, now), rule) for rule, lookups in self._both]
        return any(count >= rule.most for count, rule in counts)

    def wrong(self, now: dt.datetime) -> None:
        """Counts this one; `locked` has been asked before."""
        for rule, lookups in self._both:
            row = select(_its.lookup).where(_its.lookup.in_(lookups)).limit(1).scalar_subquery()
            first = update(tries).where(_its.lookup == row, _its.failures == 0)
            self._connection.execute(first.values(ends_at=now + rule.lasts))
            more = update(tries).where(_its.lookup == row).values(failures=_its.failures + 1)
            self._connection.execute(more)


def _held(connection: Connection, rule: Rule, lookups: Sequence[bytes], now: dt.datetime) -> int:
    """How many there were, in a row that is made where there is none."""
    connection.execute(delete(tries).where(_its.lookup.in_(lookups), _its.ends_at <= now))
    query = select(_its.failures).where(_its.lookup.in_(lookups)).with_for_update()
    count = connection.scalar(query)
    if count is None:
        fresh = {"lookup": lookups[0], "kind": rule.kind, "failures": 0, "ends_at": now + rule.lasts}
        connection.execute(_make[connection.dialect.name], fresh)
        count = connection.scalar(query)
        _bound(connection, rule.kind, lookups)
    return count or 0


def _bound(connection: Connection, kind: str, ours: Sequence[bytes]) -> None:
    number = connection.scalar(select(func.count()).where(_its.kind == kind)) or 0
    if number > MOST_ROWS:
        others = select(_its.lookup).where(_its.kind == kind, _its.lookup.not_in(ours))
        oldest = others.order_by(_its.ends_at).limit(number - MOST_ROWS)
        connection.execute(delete(tries).where(_its.lookup.in_(oldest)))
