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
    Integer,
    LargeBinary,
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
from bot.store.conversation import BOT
from bot.store.link_tables import aliases
from bot.store.outbox_tables import outbox, suppressions
from bot.store.subscription_tables import subscription_kinds, subscription_places, subscriptions
from bot.store.tables import conversations
from locales.languages import SOURCE
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
    """The audience of a version among the subscriptions of `range`."""

    def __init__(self, version: Version, range: tuple[int, int] = EVERYBODY) -> None:
        self._version = version
        self._range = range
        self.people = self._people()

    def variants(self, connection: Connection) -> list[Variant]:
        """The words that are needed, those that most read first."""
        its = self.people.c
        same = (its.channel, its.language, its.told, its.at_risk, its.district)
        count = func.count().label("people")
        query = select(*same, count).where(its.code.is_(None)).group_by(*same).order_by(count.desc(), *same)
        rows = connection.execute(query)
        return [
            Variant(row.channel, row.language, row.told, row.at_risk, bytes(row.district), row.people)
            for row in rows
        ]

    def _people(self) -> CTE:
        """A row for each to whom it means something, with `code` where they are not sent it."""
        met = _once(self._met(), "met")
        told = self._told(met).label("told")
        meant = _once(select(met, told), "meant")
        its = meant.c
        own = its.channel == its.own_channel
        address = case((own, its.own_address), else_=_linked(its, aliases.c.address))
        lookup = case((own, its.own_lookup), else_=_linked(its, aliases.c.lookup))
        found = select(meant, lookup.label("to_lookup"), address.label("address"))
        reached = _once(found.where(its.told.is_not(None)), "reached")
        return _once(select(reached, self._code(reached).label("code")), "people")

    def _met(self) -> Select[Any]:
        """Everybody who asks for the kind, with what holds for them and what they were told last."""
        version, last = self._version, self._last()
        matched, district = self._matched()
        is_air = version.alert.kind == "air"
        joined = (
            subscriptions.join(conversations, _talk.id == _its.conversation_id)
            .join(subscription_kinds, _kinds.subscription_id == _its.id)
            .outerjoin(last, last.c.subscription_id == _its.id)
        )
        if matched is not None:
            joined = joined.outerjoin(matched, matched.c.subscription_id == _its.id)
            joined = joined.outerjoin(subscription_places, _places.id == matched.c.place)
        here = true() if matched is None else matched.c.place.is_not(None)
        return (
            select(
                _its.id,
                _its.conversation_id,
                _its.channel,
                _its.override,
                _its.state,
                _its.paused_until,
                _its.quiet_start,
                _its.quiet_end,
                (_its.at_risk if is_air else false()).label("at_risk"),
                func.coalesce(
                    func.nullif(_its.language, ""), func.nullif(_talk.language, ""), literal(SOURCE)
                ).label("language"),
                district.label("district"),
                _talk.owner,
                _talk.channel.label("own_channel"),
                _talk.lookup.label("own_lookup"),
                _talk.address.label("own_address"),
                _kinds.level.label("threshold"),
                case((here, literal(version.alert.level)), else_=literal(0)).label("level"),
                func.coalesce(last.c.level, 0).label("last"),
            )
            .select_from(joined)
            .where(
                _its.id > self._range[0],
                _its.id <= self._range[1],
                _its.state != "ended",
                _its.ends_at > version.now,
                _talk.moved_to.is_(None),
                _kinds.kind == version.alert.kind,
                _kinds.sensor == version.sensor,
                or_(here, last.c.level > 0),
            )
        )

    def _matched(self) -> tuple[Any, ColumnElement[bytes]]:
        """The first of everybody's places where it holds, and its district; none where it holds for all."""
        area = self._version.alert.area
        if area.everywhere or area.sensor:
            return None, literal(b"", LargeBinary)
        there = and_(_spots.spot == _places.spot, _spots.version_id == self._version.id)
        first = (
            select(_places.subscription_id, func.min(_places.id).label("place"))
            .join(alert_spots, there)
            .where(_places.subscription_id > self._range[0], _places.subscription_id <= self._range[1])
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
                _rows.subscription_id > self._range[0],
                _rows.subscription_id <= self._range[1],
                _rows.status.not_in(NOBODY),
            )
            .group_by(_rows.subscription_id)
        )
        return select(_rows.subscription_id, _rows.level).where(_rows.id.in_(newest)).subquery("last")

    def _told(self, met: CTE) -> ColumnElement[str | None]:
        its, alert = met.c, self._version.alert
        over = alert.phase if alert.phase in OVER else "clear"
        same = literal("update") if alert.phase == "update" else null()
        began = case((and_(its.level > 0, its.level >= its.threshold), literal("new", String)))
        return case(
            (its.last == 0, began),
            (or_(its.level == 0, its.level < its.threshold), literal(over, String)),
            (its.level > its.last, literal("upgrade", String)),
            (its.level < its.last, literal("downgrade", String)),
            else_=same,
        )

    def _code(self, reached: CTE) -> ColumnElement[str | None]:
        """Why somebody is not sent it, the firmest reason first; null for those who are."""
        its, version = reached.c, self._version
        listed = suppressions.c
        stopped = exists().where(listed.to_lookup == its.to_lookup, listed.scope.in_(("all", "pushes")))
        gone = or_(its.to_lookup.is_(None), its.channel.not_in(version.channels))
        paused = and_(its.state == "paused", or_(its.paused_until.is_(None), its.paused_until > version.now))
        mild = its.level < its.override
        return case(
            (literal(version.refused, Boolean), literal("refused", String)),
            (stopped, literal("stopped", String)),
            (gone, literal("unlinked", String)),
            (paused, literal("paused", String)),
            (and_(mild, its.owner != BOT), literal("with_adviser", String)),
            (and_(mild, _quiet(its, version.minute)), literal("quiet", String)),
        )


def _once(query: Select[Any], name: str) -> CTE:
    """Worked out once: both databases would otherwise do so again wherever a column of it is used."""
    return query.cte(name).prefix_with("MATERIALIZED")


def _quiet(its: Any, minute: int) -> ColumnElement[bool]:
    """As `notifier.subscription.Hours.holds`."""
    at = literal(minute, Integer)
    after, before = at >= its.quiet_start, at < its.quiet_end
    day = and_(its.quiet_start <= its.quiet_end, after, before)
    return and_(
        its.quiet_start.is_not(None), or_(day, and_(its.quiet_start > its.quiet_end, or_(after, before)))
    )


def _linked(its: Any, column: ColumnElement[Any]) -> Any:
    """Of the address of that channel that was linked last."""
    theirs = (aliases.c.conversation_id == its.conversation_id, aliases.c.channel == its.channel)
    newest = select(column).where(*theirs).order_by(aliases.c.linked_at.desc(), aliases.c.lookup)
    return newest.limit(1).scalar_subquery()
