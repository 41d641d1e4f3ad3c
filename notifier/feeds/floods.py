"""Flood alerts and warnings of the Environment Agency, from its API
(https://environment.data.gov.uk/flood-monitoring/doc/reference) or from its warning service's own.

A target area has one warning at a time, so that the area's code names it. The page lists all that is in
force, and for about a day what no longer is; what it leaves out is over.

The page draws nothing: each target area has a polygon at an address of its own. Without it a warning holds
for the whole city when its area is in one of the feed's `counties`; one that is in none of them is
`elsewhere`.

Its times have no offset, and its reference says only of measurements that they are in UTC, and those have a
Z. They are taken on the clock of `zone`, by default London's: if they are UTC, warnings seem to have been
given an hour earlier in summer, and nothing hangs on that; the other way round they would be from the
future.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterator, Mapping
from typing import Any
from zoneinfo import ZoneInfo

from msgspec import Struct

from notifier.alert import Area, FloodFacts, Publisher
from notifier.area import geojson, joined
from notifier.feeds.cap_area import EVERYWHERE
from notifier.feeds.cap_sense import clean
from notifier.feeds.feed import Parsed
from notifier.feeds.fields import decode, excerpt
from notifier.feeds.flood_item import Item as Flood
from notifier.feeds.flood_item import flood
from notifier.feeds.follow import MOST, Wanted, same_host
from notifier.feeds.parsed import Item, parsed
from notifier.feeds.xml import LARGEST
from notifier.refusal import Reason, Refusal
from notifier.warning import Warning

LONDON = "Europe/London"
AREA_PAGE = "https://check-for-flooding.service.gov.uk/target-area/"
LICENCE = (
    "this uses Environment Agency flood and river level data from the real-time data API (Beta), "
    "under the Open Government Licence v3.0"
)


class FloodOptions(Struct, frozen=True, forbid_unknown_fields=True):
    """The feed's settings. `counties` are those that the city is in, as the agency writes them; `places` says
    which postcode districts a target area's code stands for, or `everywhere`; `zone` is that of times without
    offset."""

    counties: tuple[str, ...] = ()
    places: dict[str, tuple[str, ...]] = {}
    zone: str = LONDON

    def __post_init__(self) -> None:
        try:
            ZoneInfo(self.zone)
        except (KeyError, ValueError, OSError):
            raise ValueError(f"zone is {self.zone[:40]!r}; allowed is one such as {LONDON}") from None


class Floods:
    """Reads the page, alone or with the polygons that it links to."""

    def __init__(self, feed: str = "ea", options: FloodOptions | None = None) -> None:
        self._feed = feed
        self._options = options or FloodOptions()
        self._zone = ZoneInfo(self._options.zone)
        self._counties = {county.casefold() for county in self._options.counties}

    def parse(self, data: bytes, received: dt.datetime, topic: str = "") -> Parsed:
        """As `Parses`."""
        return self.read_all(data, {}, received)

    def wanted(self, url: str, data: bytes, read: Collection[str]) -> Wanted:
        """As `Follows`: the polygons of what is in force near here, of the worst first."""
        floods = [one for one in self._page(data, None) if isinstance(one, Flood)]
        near = sorted((one for one in floods if one.level and self._near(one)), key=lambda one: -one.level)
        linked = dict.fromkeys(there for one in near if (there := same_host(one.polygon, url)))
        unread = [address for address in linked if address not in read]
        return Wanted(tuple(unread[:MOST]), tuple(linked), lasting=True)

    def read_all(self, data: bytes, others: Mapping[str, bytes], received: dt.datetime) -> Parsed:
        """As `Follows`."""
        shapes = {_path(url): other for url, other in others.items()}
        found = list(self._items(data, shapes, received))
        # Where something could not be read, what is missing from the list may be just that.
        faults = [one for one in found if isinstance(one, Refusal) and one.reason != "elsewhere"]
        return parsed(*found, complete=not faults)

    def _items(self, data: bytes, shapes: Mapping[str, bytes], received: dt.datetime) -> Iterator[Item]:
        for one in self._page(data, received):
            if isinstance(one, Refusal):
                yield one
            elif not self._near(one):
                yield self._refused("elsewhere", one.code, ", ".join(one.counties))
            else:
                yield from self._warning(one, shapes.get(_path(one.polygon)))

    def _page(self, data: bytes, received: dt.datetime | None) -> Iterator[Flood | Refusal]:
        page, refusal = decode(data, self._feed, LARGEST)
        if refusal:
            yield refusal
            return
        listed = page.get("items", page.get("warnings")) if isinstance(page, dict) else None
        if not isinstance(listed, list):
            yield self._refused("unreadable", "", "it lists no items and no warnings")
            return
        if _cut_short(page, len(listed)):
            yield self._refused("too_big", "", f"the page ends after {len(listed)} items")
        for item in listed:
            read = flood(item, self._zone, received)
            yield self._refused(*read) if isinstance(read, tuple) else read

    def _warning(self, flood: Flood, shape: bytes | None) -> Iterator[Item]:
        area, broken = self._area(flood, shape)
        if broken:
            yield self._refused("bad_area", flood.code, flood.name)
        if area == Area() and flood.level:
            if not broken:
                yield self._refused("no_area", flood.code, flood.name)
            return
        yield Warning(
            feed=self._feed,
            id=flood.code,
            order=flood.at.timestamp(),
            status="in_force" if flood.level else "over",
            kind="flood",
            level=flood.level,
            area=area,
            facts=FloodFacts(flood.name, flood.river, clean(flood.message), flood.raised),
            publisher=Publisher("Environment Agency", f"{AREA_PAGE}{flood.code}", LICENCE),
            at=flood.at,
        )

    def _area(self, flood: Flood, shape: bytes | None) -> tuple[Area, bool]:
        """Where it holds, and whether what was drawn is of no use."""
        drawn = joined(_shapes(shape, self._feed)) if shape is not None else b""
        if drawn:
            return Area(geometry=drawn, names=(flood.name,)), False
        broken = shape is not None
        known = self._options.places.get(flood.code, ())
        districts = tuple(dict.fromkeys(place for place in known if place != EVERYWHERE))
        if EVERYWHERE in known or (self._counties and not known):
            return Area(everywhere=True, names=(flood.name, *flood.counties)), broken
        return (Area(districts=districts, names=(flood.name,)) if districts else Area()), broken

    def _near(self, flood: Flood) -> bool:
        """Whether it may be about the city: what names no county may."""
        known = not self._counties or not flood.counties or flood.code in self._options.places
        return known or any(county.casefold() in self._counties for county in flood.counties)

    def _refused(self, reason: Reason, what: str, detail: str = "") -> Refusal:
        return Refusal(self._feed, reason, excerpt(what), excerpt(detail))


def _shapes(shape: bytes, feed: str) -> list[Any]:
    drawn, refusal = decode(shape, feed, LARGEST)
    return [] if refusal else geojson(drawn)


def _path(url: str) -> str:
    """An address without its scheme: the page writes http, and https is fetched."""
    return url.partition("://")[2]


def _cut_short(page: dict[str, Any], items: int) -> bool:
    meta = page.get("meta")
    limit = meta.get("limit") if isinstance(meta, dict) else None
    return isinstance(limit, int) and 0 < limit <= items
