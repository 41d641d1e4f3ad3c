"""Alerts in the Common Alerting Protocol, OASIS CAP 1.0 to 1.2: alone in a file, wrapped in lists or in Atom.

Published files break the schema in many ways. What has an identifier, a sender, a time and a type is read;
what makes an alert dangerous to believe is refused: no status or another than `Actual`, a scope that is not
public, a `Cancel` that does not name what it cancels, no place that can be found. What a message means is
decided in `notifier/feeds/cap_sense.py`.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Iterator, Mapping
from urllib.parse import urljoin

import msgspec
from lxml import etree
from msgspec import Struct

from notifier.alert import Area, Kind, Publisher
from notifier.feeds import cap_message as messages
from notifier.feeds import cap_sense as sense
from notifier.feeds.cap_area import area
from notifier.feeds.cap_message import Info, Message
from notifier.feeds.feed import Parsed
from notifier.feeds.fields import decode, excerpt, inside, moment
from notifier.feeds.follow import MOST, Wanted, same_host
from notifier.feeds.parsed import Item, items, parsed
from notifier.feeds.xml import LARGEST, BadXml, read, tag
from notifier.refusal import Reason, Refusal
from notifier.warning import Warning

_HOLDERS = ("feed", "rss", "alerts")
_TYPE = "application/cap+xml"


class CapOptions(Struct, frozen=True, forbid_unknown_fields=True):
    """The feed's settings. `kinds` says which kind a category or an event is of; `places` which postcode
    districts a geocode or an area's name stands for, or `everywhere`; `publisher` who is named instead of
    the sender; `complete` that its page lists all that is in force."""

    kinds: dict[str, Kind] = {}
    places: dict[str, tuple[str, ...]] = {}
    publisher: Publisher | None = None
    complete: bool = False


class Cap:
    """Reads messages, and the JSON of the US National Weather Service, which has the same fields."""

    def __init__(self, feed: str = "cap", options: CapOptions | None = None) -> None:
        self._feed = feed
        self._options = options or CapOptions()

    def parse(self, data: bytes, received: dt.datetime, topic: str = "") -> Parsed:
        """As `Parses`."""
        if data.lstrip()[:1] in (b"{", b"["):
            return self._json(data)
        try:
            root = read(data)
        except BadXml as bad:
            return parsed(self._refused(bad.reason, "", bad.detail))
        found = list(messages.alerts(root))
        if len(found) > messages.MOST:
            return parsed(self._refused("too_big", "", f"{len(found)} alerts; at most {messages.MOST}"))
        if not found and tag(root) not in _HOLDERS:
            return parsed(self._refused("unreadable", "", f"<{tag(root)}> holds no CAP alert"))
        return self._all(messages.from_xml(alert) for alert in found)

    def wanted(self, url: str, data: bytes, read: Collection[str]) -> Wanted:
        """As `Follows`: the alerts that an Atom or RSS page links to, those further down first."""
        linked = (same_host(urljoin(url, link), url) for link in reversed(_links(data)))
        urls = tuple(dict.fromkeys(filter(None, linked)))[-MOST:]
        return Wanted(tuple(one for one in urls if one not in read), urls)

    def read_all(self, data: bytes, others: Mapping[str, bytes], received: dt.datetime) -> Parsed:
        """As `Follows`. A page of links lists nothing itself, so that it never is complete."""
        pages = [self.parse(other, received) for other in (*others.values(), data)]
        return pages[0] if not others else parsed(*(one for page in pages for one in items(page)))

    def _json(self, data: bytes) -> Parsed:
        found, refusal = decode(data, self._feed, LARGEST)
        if refusal:
            return parsed(refusal)
        features = inside(found, "features")
        if not isinstance(features, list):
            return parsed(self._refused("unreadable", "", "it lists no features"))
        if len(features) > messages.MOST:
            return parsed(self._refused("too_big", "", f"{len(features)} alerts; at most {messages.MOST}"))
        pairs = [(inside(one, "properties"), inside(one, "geometry")) for one in features]
        if any(inside(its, "messageType") is None for its, _geometry in pairs):
            return parsed(self._refused("unreadable", "", "a feature without the fields of CAP"))
        return self._all(messages.from_json(its, geometry) for its, geometry in pairs)

    def _all(self, several: Iterable[Message]) -> Parsed:
        found = [one for message in several for one in self._message(message)]
        # An alert and its end may stand in one list, the newest first.
        found.sort(key=lambda one: one.order if isinstance(one, Warning) else 0.0)
        # Where something could not be read, what is missing from the list may be just that.
        whole = self._options.complete and not any(isinstance(one, Refusal) for one in found)
        return parsed(*found, complete=whole)

    def _message(self, message: Message) -> Iterator[Item]:
        sent = moment(message.sent)
        if isinstance(sent, str):
            yield self._refused(sent if message.id else "missing", message.id, "sent")
            return
        unfit = _unfit(message)
        if unfit:
            yield self._refused(unfit[0], message.id, unfit[1])
            return
        yield from self._judged(message, sent, sense.chosen(message.infos))

    def _judged(self, message: Message, sent: dt.datetime, infos: tuple[Info, ...]) -> Iterator[Item]:
        kind = sense.kind(infos[0], self._options.kinds) if infos else "weather"
        if kind is None:
            said = f"{' '.join(infos[0].categories)}: {infos[0].event}"
            yield self._refused("unknown_type", message.id, said)
            return
        times = sense.times(infos)
        if isinstance(times, str):
            yield self._refused(times, message.id, "onset or expires")
            return
        where, broken = area([part for info in infos for part in info.parts], self._options.places)
        for name in broken:
            yield self._refused("bad_area", message.id, name)
        warning = self._warning(message, sent, infos, kind, where)
        if where != Area() or warning.status != "in_force":
            yield msgspec.structs.replace(warning, onset=times[0], expires=times[1])
        elif not broken:
            yield self._refused("no_area", message.id, _unknown_places(infos))

    def _warning(
        self, message: Message, sent: dt.datetime, infos: tuple[Info, ...], kind: Kind, where: Area
    ) -> Warning:
        earlier = message.references if message.type != "Alert" else ()
        return Warning(
            feed=self._feed,
            id=message.id,
            # Of two within one second, the one that refers to more is the later.
            order=sent.timestamp() + min(len(earlier), 900) / 1000,
            status=sense.status(message, infos),
            kind=kind,
            level=max((sense.level(info, kind) for info in infos), default=sense.UNKNOWN),
            area=where,
            facts=sense.facts(message, infos, kind, sent),
            publisher=self._options.publisher or sense.publisher(message, infos),
            at=sent,
            replaces=tuple(one for one in earlier if one != message.id),
        )

    def _refused(self, reason: Reason, what: str, detail: str = "") -> Refusal:
        return Refusal(self._feed, reason, excerpt(what), excerpt(detail))


def _unfit(message: Message) -> tuple[Reason, str] | None:
    """Why a message is not to be believed, whatever it says."""
    required = {
        "identifier": message.id,
        "sender": message.sender,
        "msgType": message.type,
        "status": message.status,
    }
    absent = next((field for field, value in required.items() if not value), "")
    if absent:
        return "missing", absent
    if message.status != "Actual":
        return "not_actual", message.status
    if message.scope not in ("Public", ""):
        return "not_public", message.scope
    if message.type not in ("Alert", "Update", "Cancel"):
        return "unknown_type", message.type
    if message.type == "Cancel":
        return None if message.references else ("missing", "references")
    return None if message.infos else ("missing", "info")


def _unknown_places(infos: Iterable[Info]) -> str:
    """The codes and names that the feed's settings would have to know."""
    parts = [part for info in infos for part in info.parts]
    return ", ".join([code for part in parts for code in part.geocodes] or [part.name for part in parts])


def _links(data: bytes) -> list[str]:
    try:
        found: Iterable[etree._Element] = read(data).iter()
    except BadXml:
        return []
    linked = [one for one in found if tag(one) == "link" and one.get("type") == _TYPE]
    return [one.get("href") or "" for one in linked]
