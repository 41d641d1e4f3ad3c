"""Who a version of an alert is for, what it means to each, and why some of them are not sent it: one SELECT.

What a version means depends on what its reader was told before: `last` is the level of the newest message of
the same alert that went, or may have gone; 0 when there is none, or when it said that it was over.

    last  level now, for the reader's threshold    told
    0     at it or above                           new
    >0    higher than last                         upgrade
    >0    at it or above, lower than last          downgrade
    >0    the same, and the version is an update   update
    >0    below it, over, or not at their places   clear, or cancelled or expired as the version is
"""

from __future__ import annotations

import datetime as dt
from typing import Any

from msgspec import Struct
from sqlalchemy import (
    CTE,
    Boolean,
    ColumnElement,
    Connection,
    LargeBinary,
    Row,
    Select,
    String,
    and_,
    case,
    exists,
    false,
    func,
    literal,
    null,
    or_,
    select,
    true,
)

from bot.store.alert_tables import alert_spots, alert_versions
from bot.store.audience_columns import between, language, linked, once, plainly, quiet, words_of
from bot.store.conversation import BOT
from bot.store.link_tables import aliases
from bot.store.outbox_tables import outbox, suppressions
from bot.store.subscription_tables import subscription_kinds, subscription_places, subscriptions
from bot.store.tables import conversations
from notifier.alert import OVER, Alert, Phase

EVERYBODY = (0, (1 << 62) - 1)
"""The numbers of all subscriptions: more than `first`, up to `last`."""

NOBODY = ("suppressed", "expired", "failed", "undelivered")
"""The statuses of what has surely not reached its reader."""

_its, _kinds, _places = subscriptions.c, subscription_kinds.c, subscription_places.c
_talk, _rows, _spots = conversations.c, outbox.c, alert_spots.c


class Version(Struct, frozen=True):
    """A version as the fan-out sees it. `minute` is that of the day on the city's clock, for quiet hours;
    `sensor` is the number of the one whose followers it is for, 0 for none. With `refused` it is sent to
    nobody, because a second person has said no; `approved`: one has said yes."""

    id: int
    alert_id: int
    alert: Alert
    minute: int
    now: dt.datetime
    channels: tuple[str, ...]
    sensor: int = 0
    refused: bool = False
    approved: bool = False


class Variant(Struct, frozen=True):
    """All who read the same words, and how many they are. `district` is the keyed hash of the one that they
    are told of, empty for the whole city."""

    channel: str
    language: str
    told: Phase
    at_risk: bool
    district: bytes
    people: int = 0


class Audience:
    """The audience of a version among the subscriptions of `range`. `words` are what the words of the message
    that each gets are called: then `people` has their number as `body_id`."""

    def __init__(self, version: Version, range: tuple[int, int] = EVERYBODY, words: str = "") -> None:
        self._version = version
        self._range = range
        self.people = self._people(words)

    def variants(self, connection: Connection) -> tuple[list[Variant], int]:
        """The words that are needed, those that most read first; and how many are not sent any."""
        plainly(connection)
        its = self.people.c
        same = (its.channel, its.language, its.told, its.at_risk, its.district)
        goes = its.code.is_(None)
        counts = func.count().label("people")
        query = select(*same, goes.label("goes"), counts).group_by(*same, goes).order_by(counts.desc(), *same)
        rows = connection.execute(query).all()
        return [_variant(row) for row in rows if row.goes], sum(row.people for row in rows if not row.goes)

    def _people(self, words: str) -> CTE:
        """A row for each to whom it means something, with `code` where they are not sent it."""
        met = once(self._met(), "met")
        its = met.c
        same = (its.id, its.conversation_id, its.channel, its.language, its.told, its.at_risk, its.district)
        theirs = (*same, its.to_lookup, its.address, self._code(met).label("code"))
        return once(select(*theirs, words_of(met, words).label("body_id")), "people")

    def _met(self) -> Select[Any]:
        """Everybody to whom it means something, with what holds for them."""
        version, last = self._version, self._last()
        matched, district = self._matched()
        joined = self._joined(last, matched)
        here = true() if matched is None else matched.c.place.is_not(None)
        level = case((here, literal(version.alert.level)), else_=literal(0))
        told = self._told(level, func.coalesce(last.c.level, 0))
        own = _talk.channel == _its.channel
        paused = or_(_its.paused_until.is_(None), _its.paused_until > version.now)
        return (
            select(
                _its.id,
                _its.conversation_id,
                _its.channel,
                language().label("language"),
                told.label("told"),
                (_its.at_risk if version.alert.kind == "air" else false()).label("at_risk"),
                district.label("district"),
                case((own, _talk.lookup), else_=linked(aliases.c.lookup)).label("to_lookup"),
                case((own, _talk.address), else_=linked(aliases.c.address)).label("address"),
                and_(_its.state == "paused", paused).label("paused"),
                and_(_talk.owner != BOT, level < _its.override).label("with_adviser"),
                and_(quiet(version.minute), level < _its.override).label("quiet"),
            )
            .select_from(joined)
            .where(
                *between(_its.id, self._range),
                _its.state != "ended",
                _its.ends_at > version.now,
                func.coalesce(_talk.moved_to, 0) == 0,  # read by subscription, not through its index
                _kinds.kind == version.alert.kind,
                _kinds.sensor == version.sensor,
                told.is_not(None),
            )
        )

    def _joined(self, last: Any, matched: Any) -> Any:
        joined = (
            subscriptions.join(conversations, _talk.id == _its.conversation_id)
            .join(subscription_kinds, _kinds.subscription_id == _its.id)
            .outerjoin(last, last.c.subscription_id == _its.id)
        )
        if matched is None:
            return joined
        joined = joined.outerjoin(matched, matched.c.subscription_id == _its.id)
        return joined.outerjoin(subscription_places, _places.id == matched.c.place)

    def _matched(self) -> tuple[Any, ColumnElement[bytes]]:
        """The first of everybody's places where it holds, and its district; none where it holds for all."""
        area = self._version.alert.area
        if area.everywhere or area.sensor:
            return None, literal(b"", LargeBinary)
        # Read by subscription: through the index of spots, each part of the audience would read all of them.
        there = and_(
            _spots.spot == func.coalesce(_places.spot, literal(b"", LargeBinary)),
            _spots.version_id == self._version.id,
        )
        first = (
            select(_places.subscription_id, func.min(_places.id).label("place"))
            .join(alert_spots, there)
            .where(*between(_places.subscription_id, self._range))
            .group_by(_places.subscription_id)
            .subquery("matched")
        )
        return first, func.coalesce(_places.district, literal(b"", LargeBinary))

    def _last(self) -> Any:
        """What everybody was told last of this alert."""
        version = self._version
        if version.alert.version == 1:
            nothing = select(literal(0).label("subscription_id"), literal(0).label("level")).where(false())
            return nothing.subquery("last")
        its = alert_versions.c
        before = select(its.id).where(its.alert_id == version.alert_id, its.version < version.alert.version)
        newest = (
            select(func.max(_rows.id))
            .where(
                _rows.version_id.in_(before),
                *between(_rows.subscription_id, self._range),
                _rows.status.not_in(NOBODY),
            )
            .group_by(_rows.subscription_id)
        )
        return select(_rows.subscription_id, _rows.level).where(_rows.id.in_(newest)).subquery("last")

    def _told(self, level: ColumnElement[int], last: ColumnElement[int]) -> ColumnElement[str | None]:
        alert = self._version.alert
        over = alert.phase if alert.phase in OVER else "clear"
        same = literal("update", String) if alert.phase == "update" else null()
        began = case((and_(level > 0, level >= _kinds.level), literal("new", String)))
        return case(
            (last == 0, began),
            (or_(level == 0, level < _kinds.level), literal(over, String)),
            (level > last, literal("upgrade", String)),
            (level < last, literal("downgrade", String)),
            else_=same,
        )

    def _code(self, met: CTE) -> ColumnElement[str | None]:
        """Why somebody is not sent it, the firmest reason first; null for those who are."""
        its, version, listed = met.c, self._version, suppressions.c
        stopped = exists().where(listed.to_lookup == its.to_lookup, listed.scope.in_(("all", "pushes")))
        gone = or_(its.to_lookup.is_(None), its.channel.not_in(version.channels))
        return case(
            (literal(version.refused, Boolean), literal("refused", String)),
            (stopped, literal("stopped", String)),
            (gone, literal("unlinked", String)),
            (its.paused, literal("paused", String)),
            (its.with_adviser, literal("with_adviser", String)),
            (its.quiet, literal("quiet", String)),
        )


def _variant(row: Row[Any]) -> Variant:
    same = (row.channel, row.language, row.told, row.at_risk, bytes(row.district))
    return Variant(*same, people=row.people)
