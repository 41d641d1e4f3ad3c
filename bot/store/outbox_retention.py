"""What time takes out of the outbox."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import Delete, Select, Update, and_, delete, or_, select, update

from bot.store.alert_tables import alerts, bodies
from bot.store.database import Database
from bot.store.delivery_reports import KEPT
from bot.store.outbox_tables import WAITS, outbox, outbox_reports

SETTLED = dt.timedelta(days=1)
"""How long after a message was sent a report may still lead to something; then it is blanked."""

PASSED_ON = dt.timedelta(hours=1)
"""How long the last words to somebody who is forgotten are kept after they were sent."""

REMEMBERED = dt.timedelta(days=400)
"""How long alerts are kept after their end: a year, and the time to look at it."""

_BATCH = 500  # rows in one transaction: residents' messages go in between
_its = outbox.c


async def sweep_outbox(database: Database, now: dt.datetime, before: dt.datetime) -> int:
    """Deletes rows from before `before`, last words that have been said, and early reports that nobody wants;
    ends what no channel has sent; blanks what is over. How many rows were deleted."""
    await _all(database, _never_sent(now))
    await _all(database, _blanked(now))
    await _all(database, delete(outbox_reports).where(outbox_reports.c.at < now - KEPT))
    gone = await _all(database, _of(select(_its.id).where(_its.created_at < before)))
    await _all(database, _words(before - SETTLED))
    await _all(database, _versions(now - REMEMBERED))
    over = or_(_its.done_at.is_not(None), _its.sent_at < now - PASSED_ON)
    nobody = and_(_its.conversation_id.is_(None), _its.kind == "reply", over)
    return gone + await _all(database, _of(select(_its.id).where(nobody)))


def _of(old: Select[tuple[int]]) -> Delete:
    return delete(outbox).where(_its.id.in_(old.limit(_BATCH)))


def _words(before: dt.datetime) -> Delete:
    """The shared words of messages that are gone."""
    old = select(bodies.c.id).where(bodies.c.created_at < before).limit(_BATCH)
    return delete(bodies).where(bodies.c.id.in_(old))


def _versions(before: dt.datetime) -> Delete:
    """Alerts that ended so long ago, with their versions."""
    old = select(alerts.c.id).where(alerts.c.ended_at < before).limit(_BATCH)
    return delete(alerts).where(alerts.c.id.in_(old))


def _never_sent(now: dt.datetime) -> Update:
    """Its channel is not set up any more: nobody claims it."""
    old = select(_its.id).where(WAITS, _its.expires_at < now - SETTLED).limit(_BATCH)
    over = {"status": "expired", "done_at": now, "holder": None, "lease_until": None}
    return update(outbox).where(_its.id.in_(old)).values(over)


def _blanked(now: dt.datetime) -> Update:
    """Body, address and hash are taken out of what no report changes any more. `sent` stays its status."""
    over = or_(_its.done_at.is_not(None), _its.sent_at < now - SETTLED)
    old = select(_its.id).where(_its.to_lookup.is_not(None), over).limit(_BATCH)
    return update(outbox).where(_its.id.in_(old)).values(to_lookup=None, address=None, body=None)


async def _all(database: Database, statement: Delete | Update) -> int:
    total = 0
    while count := await database.write(lambda connection: connection.execute(statement).rowcount):
        total += count
    return total
