"""From what is measured to what is said: the state of each zone and each followed sensor, and its
warnings."""

from __future__ import annotations

import datetime as dt
from typing import Final, Literal

from msgspec import Struct

from notifier.air import daqi, rule
from notifier.air.rule import LEVELS, Numbers, State
from notifier.air.zones import NUMBERS, Judged, Station, Zone
from notifier.alert import AirFacts, Area, Level, Publisher, SensorFacts
from notifier.reading import Quantity
from notifier.warning import Status, Warning

FEED: Final = "air"
"""The name of all that is measured here, among the feeds of warnings."""

_SOON: Final = dt.timedelta(hours=1)


class Kept(Struct, frozen=True, omit_defaults=True):
    """What has to be remembered between two values: the state of the rule, and the facts of the last
    value."""

    state: State = State()
    facts: AirFacts | SensorFacts | None = None


class Mark(Struct, frozen=True, forbid_unknown_fields=True):
    """What counts for those who follow a sensor: where levels 2, 3 and 4 begin, in the quantity's unit. `on`:
    the mean of each hour, or each reading. A value is clearly below when it is under `clear` of the mark; it
    takes `down` of them to be over. `feed` and `sensor` name the one that this is for, empty for all."""

    quantity: Quantity
    levels: tuple[float, ...]
    on: Literal["hour", "reading"] = "hour"
    clear: float = 0.9
    down: int = 6
    feed: str = ""
    sensor: str = ""

    def numbers(self, every: dt.timedelta) -> Numbers:
        """The rule's numbers for a sensor that speaks every so often."""
        silent = rule.SILENT if self.on == "hour" else max(_SOON, every * 4)
        return Numbers(self.levels, tuple(level * self.clear for level in self.levels), 2, self.down, silent)


class Voice(Struct, frozen=True):
    """In whose name it is said: `city` is its id; `index` publishes the readings of stations, `sensors` those
    of the council's own."""

    city: str
    index: Publisher
    sensors: Publisher


def zone_after(kept: Kept, judged: Judged, zone: Zone, voice: Voice) -> tuple[Kept, Warning | None]:
    """What is remembered after one more hour, and what there is to say."""
    at, before = judged.facts.at, kept.facts
    state = rule.step(kept.state, at, judged.position, NUMBERS)
    if state is kept.state:
        return kept, None
    after = Kept(state, judged.facts)
    if state.level == kept.state.level:
        return after, None
    facts = judged.facts
    # One hour alone beyond the next band is not confirmed yet: what is told is the hour before.
    if daqi.level(facts.index) > state.level > kept.state.level and isinstance(before, AirFacts):
        facts = before
    return after, zone_warning(zone, voice, facts, state.level, _status(state), at, at.timestamp())


def zone_unknown(kept: Kept, now: dt.datetime, zone: Zone, voice: Voice) -> tuple[Kept, Warning] | None:
    """The same when a zone has gone silent while it was alerted; None while it has not."""
    state = rule.unknown(kept.state, now, NUMBERS)
    if state is None or not isinstance(kept.facts, AirFacts):
        return None
    level, order = kept.state.level, kept.facts.at.timestamp() + 1
    return Kept(state, kept.facts), zone_warning(zone, voice, kept.facts, level, "expired", now, order)


def zone_warning(
    zone: Zone, voice: Voice, facts: AirFacts, level: Level, status: Status, at: dt.datetime, order: float
) -> Warning:
    """What is said of a zone."""
    return Warning(
        feed=FEED,
        id=f"{voice.city}:{zone.id}",
        order=order,
        status=status,
        kind="air",
        level=level,
        area=Area(districts=zone.districts, names=(zone.name,)),
        facts=facts,
        publisher=voice.index,
        at=at,
        onset=facts.at if level and status == "in_force" else None,
    )


def sensor_after(
    kept: Kept,
    station: Station,
    mark: Mark,
    at: dt.datetime,
    value: float,
    voice: Voice,
    *,
    demo: bool = False,
) -> tuple[Kept, Warning | None]:
    """What is remembered of a followed sensor after one more value, and what there is to say."""
    state = rule.step(kept.state, at, value, mark.numbers(station.every))
    if state is kept.state:
        return kept, None
    facts = SensorFacts(
        sensor=str(station.number or station.sensor),
        name=station.label,
        quantity=mark.quantity,
        value=value,
        mark=_mark(mark, state.level),
        at=at,
        indicative=station.kind != "reference",
        demo=demo,
    )
    after = Kept(state, facts)
    if state.level == kept.state.level:
        return after, None
    return after, sensor_warning(station, voice, facts, state.level, _status(state), at, at.timestamp())


def sensor_unknown(
    kept: Kept, station: Station, mark: Mark, now: dt.datetime, voice: Voice
) -> tuple[Kept, Warning] | None:
    """The same when it has gone silent while it was alerted; None while it has not."""
    state = rule.unknown(kept.state, now, mark.numbers(station.every))
    if state is None or not isinstance(kept.facts, SensorFacts):
        return None
    level, order = kept.state.level, kept.facts.at.timestamp() + 1
    return Kept(state, kept.facts), sensor_warning(station, voice, kept.facts, level, "expired", now, order)


def sensor_warning(
    station: Station,
    voice: Voice,
    facts: SensorFacts,
    level: Level,
    status: Status,
    at: dt.datetime,
    order: float,
) -> Warning:
    """What is said of a sensor."""
    return Warning(
        feed=FEED,
        id=f"sensor:{facts.sensor}:{facts.quantity}",
        order=order,
        status=status,
        kind="sensor",
        level=level,
        area=Area(sensor=facts.sensor, names=(station.label,)),
        facts=facts,
        publisher=voice.index if station.kind == "reference" else voice.sensors,
        at=at,
        onset=facts.at if level and status == "in_force" else None,
    )


def _status(state: State) -> Status:
    return "in_force" if state.level else "over"


def _mark(mark: Mark, level: Level) -> float:
    """The mark of the level that holds; of one that is over, the lowest."""
    return mark.levels[LEVELS.index(level)] if level else mark.levels[0]
