"""The rows of subscriptions: what is wished for as rows and back, who can be reached, and what a link to
another conversation makes of two."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from typing import Any

from msgspec import Struct, structs
from sqlalchemy import ColumnElement, Connection, and_, case, delete, exists, insert, or_, select, update

from bot.store.link_tables import aliases
from bot.store.outbox_tables import WAITS, outbox
from bot.store.query import AnyRow
from bot.store.sealed import Keys, Sealed
from bot.store.subscription_tables import subscription_kinds, subscription_places, subscriptions
from bot.store.tables import conversations
from notifier.subscription import MOST_PLACES, Hours, Interest, Place, Subscription, Wishes

_its, _kinds, _places = subscriptions.c, subscription_kinds.c, subscription_places.c

# Here, or at an address that was linked. Who has moved is at the conversation that took their address over.
REACHABLE: ColumnElement[bool] = or_(
    exists().where(
        conversations.c.id == _its.conversation_id,
        conversations.c.channel == _its.channel,
        conversations.c.moved_to.is_(None),
    ),
    exists().where(aliases.c.conversation_id == _its.conversation_id, aliases.c.channel == _its.channel),
)


class Written(Struct, frozen=True):
    """What is wished for, sealed before the transaction begins."""

    row: dict[str, Any]
    kinds: tuple[dict[str, Any], ...]
    places: tuple[dict[str, Any], ...]


def written(keys: Keys, wishes: Wishes) -> Written:
    """The rows of `wishes`. Places are sealed, and found by the keyed hashes of their codes."""
    quiet = wishes.quiet
    row = {
        "channel": wishes.channel,
        "fallback": wishes.fallback,
        "language": wishes.language,
        "at_risk": wishes.at_risk,
        "quiet_start": quiet.start if quiet else None,
        "quiet_end": quiet.end if quiet else None,
        "override": wishes.override,
        "bins_at": wishes.bins_at,
    }
    kinds = tuple(
        {"kind": one.kind, "sensor": int(one.sensor or 0), "level": one.level} for one in wishes.interests
    )
    return Written(row, kinds, tuple(_spot(keys, place) for place in wishes.places))


def _spot(keys: Keys, place: Place) -> dict[str, Any]:
    return {
        "label": place.label,
        "spot": keys.find("spot", place.code),
        "district": keys.find("spot", district(place.code)),
        "place": keys.seal(place.code),
    }


def district(code: str) -> str:
    """`LS9 8AA` lies in `LS9`."""
    return code.partition(" ")[0]


def put(connection: Connection, subscription: int, rows: Written) -> None:
    """Writes kinds and places anew."""
    connection.execute(delete(subscription_kinds).where(_kinds.subscription_id == subscription))
    connection.execute(delete(subscription_places).where(_places.subscription_id == subscription))
    for table, each in ((subscription_kinds, rows.kinds), (subscription_places, rows.places)):
        if each:
            connection.execute(insert(table), [{"subscription_id": subscription, **one} for one in each])


def read(connection: Connection, keys: Keys, row: AnyRow) -> Wishes:
    """What the subscription of this row wishes for."""
    kinds = connection.execute(
        select(subscription_kinds)
        .where(_kinds.subscription_id == row.id)
        .order_by(_kinds.kind, _kinds.sensor)
    )
    places = connection.execute(
        select(subscription_places).where(_places.subscription_id == row.id).order_by(_places.id)
    )
    return Wishes(
        tuple(Interest(one.kind, one.level, str(one.sensor or "")) for one in kinds),
        tuple(Place(one.label, keys.open(one.place, str)) for one in places),
        row.channel,
        row.fallback,
        row.at_risk,
        row.language,
        None if row.quiet_start is None else Hours(row.quiet_start, row.quiet_end),
        row.override,
        row.bins_at,
    )


def held(connection: Connection, keys: Keys, row: AnyRow, now: dt.datetime) -> Subscription:
    """All of it. A pause that is over counts no more."""
    over = row.state == "paused" and row.paused_until is not None and row.paused_until <= now
    return Subscription(
        row.id,
        row.conversation_id,
        read(connection, keys, row),
        "active" if over else row.state,
        row.agreed_at,
        row.agreed_to,
        row.ends_at,
        None if over else row.paused_until,
    )


def of(connection: Connection, conversation: int, now: dt.datetime) -> AnyRow | None:
    """The row of a conversation's subscription, None when there is none or its time is over."""
    wanted = select(subscriptions).where(_its.conversation_id == conversation, _its.ends_at > now)
    return connection.execute(wanted).first()


def settle(connection: Connection, conversation_ids: Collection[int]) -> None:
    """Says of each whether it is active or still waits for an address; a pause stays one."""
    now_is = case((REACHABLE, "active"), else_="waiting")
    theirs = update(subscriptions).where(
        _its.conversation_id.in_(conversation_ids), _its.state.in_(("waiting", "active"))
    )
    connection.execute(theirs.values(state=now_is))


def move(connection: Connection, keys: Keys, own: int, target: int) -> None:
    """The subscription of a conversation whose address has been linked to another goes along. Where both have
    one, the target's goes on with what either of them wishes for, as far as it has room."""
    mine = connection.execute(select(subscriptions).where(_its.conversation_id == own)).first()
    if mine is None:
        return
    theirs = connection.execute(select(subscriptions).where(_its.conversation_id == target)).first()
    if theirs is None:
        connection.execute(update(subscriptions).where(_its.id == mine.id).values(conversation_id=target))
        return
    both = merged(read(connection, keys, theirs), read(connection, keys, mine))
    rows = written(keys, both)
    home = theirs.home if theirs.home is not None else mine.home
    kept = {**rows.row, "home": None if home is None else Sealed(home)}
    connection.execute(update(subscriptions).where(_its.id == theirs.id).values(kept))
    put(connection, theirs.id, rows)
    told = update(outbox).where(outbox.c.subscription_id == mine.id)
    connection.execute(told.values(subscription_id=theirs.id))
    connection.execute(delete(subscriptions).where(_its.id == mine.id))


def merged(first: Wishes, second: Wishes) -> Wishes:
    """What either wishes for: each kind from the lower of two levels on, and the places of both, those of the
    first before those of the second. How and when is as the first has it."""
    levels: dict[tuple[str, str], Interest] = {}
    for one in (*first.interests, *second.interests):
        before = levels.get((one.kind, one.sensor))
        levels[one.kind, one.sensor] = one if before is None or one.level < before.level else before
    places = {place.code: place for place in (*second.places, *first.places)}
    ordered = dict.fromkeys(place.code for place in (*first.places, *second.places))
    return structs.replace(
        first,
        interests=tuple(levels.values()),
        places=tuple(places[code] for code in ordered)[:MOST_PLACES],
        at_risk=first.at_risk or second.at_risk,
    )


def forget_waiting(connection: Connection, subscription: int, now: dt.datetime) -> None:
    """What was still to be sent for it does not go."""
    rows = outbox.c
    unsent = and_(rows.subscription_id == subscription, WAITS, rows.status == "waiting")
    gone: Mapping[str, Any] = {"status": "suppressed", "code": "ended", "done_at": now}
    blank = {"to_lookup": None, "address": None, "body": None, "holder": None, "lease_until": None}
    connection.execute(update(outbox).where(unsent).values({**gone, **blank}))


def lookups(connection: Connection, row: AnyRow) -> Sequence[bytes]:
    """The keyed hashes of the addresses that its alerts go to."""
    own = select(conversations.c.lookup).where(
        conversations.c.id == row.conversation_id,
        conversations.c.channel == row.channel,
        conversations.c.moved_to.is_(None),
    )
    linked = select(aliases.c.lookup).where(
        aliases.c.conversation_id == row.conversation_id, aliases.c.channel == row.channel
    )
    return [*connection.scalars(own), *connection.scalars(linked)]
