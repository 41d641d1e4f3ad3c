"""Alert and WeatherAlert of the Smart Data Models, as warnings.

Anybody may put such an entity into a city's broker, a camera that suspects a robbery among them. So only
those categories are told to residents that the feed's settings name, and only where the alert says where it
holds.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Final

from notifier import area
from notifier.alert import Area, CouncilFacts, Facts, FloodFacts, Kind, Level, Publisher, WeatherFacts
from notifier.feeds.fields import excerpt, moment, text
from notifier.feeds.ngsi_attributes import Entity
from notifier.feeds.ngsi_observed import position
from notifier.feeds.ngsi_options import Options
from notifier.refusal import Reason, Refusal
from notifier.warning import Status, Warning

TYPES: Final = frozenset({"Alert", "WeatherAlert"})

LEVELS: Final[Mapping[str, Level]] = {"informational": 1, "low": 1, "medium": 2, "high": 3, "critical": 4}
LOWEST: Final[Mapping[Kind, Level]] = {"weather": 2, "flood": 2}
"""Below these a warning of its kind has no name: there is no yellow below yellow."""

WEATHER: Final[Mapping[str, tuple[str, ...]]] = {
    "rainfall": ("rain",),
    "rain": ("rain",),
    "snow": ("snow",),
    "ice": ("ice",),
    "snow/ice": ("snow", "ice"),
    "snow_ice": ("snow", "ice"),
    "wind": ("wind",),
    "tornado": ("wind",),
    "hurricane": ("wind",),
    "fog": ("fog",),
    "thunderstorms": ("thunderstorm",),
    "heatWave": ("heat",),
    "highTemperature": ("heat",),
    "lightning": ("lightning",),
}
"""Sub-categories as our words for the weather; the others are told as they are written."""

FLOODS: Final = frozenset({"flood", "floodRisk", "tsunami", "coastalEvent"})

_LONGEST = 600


def alert(feed: str, entity: Entity, options: Options, received: dt.datetime) -> Warning | Refusal:
    """The alert as a warning, or why not. One that was deleted from the broker is taken back."""

    def refused(reason: Reason, detail: object = "") -> Refusal:
        return Refusal(feed, reason, excerpt(entity.id), excerpt(detail))

    category, severity = text(entity.value("category")), text(entity.value("severity"))
    if entity.deleted:
        return _warning(feed, entity, options, "cancelled", received)
    if category not in options.alerts:
        return refused("not_public", f"category {category or 'none'} is not set under `alerts`")
    if severity not in LEVELS:
        return refused("wrong_shape" if severity else "missing", f"severity {severity}")
    issued = moment(entity.value("dateIssued"), options.clock)
    if isinstance(issued, str):
        return refused(issued, "dateIssued")
    found = _warning(feed, entity, options, "in_force", issued)
    if found.level < LOWEST.get(found.kind, 1):
        return refused("not_public", f"severity {severity} is below what residents are warned of")
    if isinstance(found.facts, CouncilFacts) and not found.facts.words["en"]:
        return refused("missing", "description")
    if not found.area.geometry:
        return refused(
            "no_area", "no area, and no `around` for its point" if position(entity) else "location"
        )
    for name, when in (("validFrom", found.onset), ("validTo", found.expires)):
        wrong = moment(entity.value(name), options.clock)
        if when is None and entity.value(name) is not None:
            return refused(wrong if isinstance(wrong, str) else "wrong_time", name)
    if found.onset and found.expires and found.expires <= found.onset:
        return refused("wrong_time", "validTo is not after validFrom")
    return found


def _warning(feed: str, entity: Entity, options: Options, status: Status, at: dt.datetime) -> Warning:
    kind, facts = _facts(entity)
    onset, expires = (moment(entity.value(name), options.clock) for name in ("validFrom", "validTo"))
    return Warning(
        feed,
        entity.id,
        _order(entity, at),
        status,
        kind,
        LEVELS.get(text(entity.value("severity")), 1) if status == "in_force" else 0,
        Area(geometry=_geometry(entity, options), names=_names(entity)),
        facts,
        Publisher(
            options.publisher or excerpt(text(entity.value("alertSource"))) or feed, "", options.licence
        ),
        at,
        None if isinstance(onset, str) else onset,
        None if isinstance(expires, str) else expires,
    )


def _order(entity: Entity, at: dt.datetime) -> float:
    """When it was said: a broker that tells when the entity was changed tells it better than `dateIssued`."""
    changed = moment(entity.value("modifiedAt"))
    return at.timestamp() if isinstance(changed, str) else max(changed, at).timestamp()


def _facts(entity: Entity) -> tuple[Kind, Facts]:
    """What kind it is, and what it says."""
    category, below = text(entity.value("category")), text(entity.value("subCategory"))
    said = " ".join(text(entity.value("description")).split())[:_LONGEST]
    if below in FLOODS:
        return "flood", FloodFacts((_names(entity) or ("",))[0], message=said)
    if category == "weather" or entity.type == "WeatherAlert":
        types = WEATHER.get(below, ())
        return "weather", WeatherFacts(types, "" if types else excerpt(below), said)
    return "council", CouncilFacts({"en": said}, category)


def _geometry(entity: Entity, options: Options) -> bytes:
    place = position(entity)
    if place is None:
        return area.joined(area.geojson(entity.value("location")))
    if options.around is None:
        return b""
    latitude, longitude = place
    return area.joined([area.circle(longitude, latitude, options.around)])


def _names(entity: Entity) -> tuple[str, ...]:
    """What the place is called."""
    address = entity.value("address")
    inside = address if isinstance(address, dict) else {}
    given = (
        entity.value("areaServed"),
        *(inside.get(name) for name in ("streetAddress", "addressLocality", "addressRegion")),
    )
    return tuple(excerpt(name) for name in given if isinstance(name, str) and name.strip())[:1]
