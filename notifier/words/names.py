"""What things are called: kinds of alerts, levels, what is in the air, weather, quantities and units."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from accessibility.text import Items, Plain, Text, _, _c
from notifier.air.daqi import Band
from notifier.alert import Kind, Level, WeatherFacts
from notifier.words.reader import number

KINDS: Final[Mapping[Kind, Text]] = {
    "air": _c("kind of alert", "air pollution"),
    "weather": _c("kind of alert", "weather warnings"),
    "flood": _c("kind of alert", "floods"),
    "bins": _c("kind of alert", "bin days"),
    "sensor": _c("kind of alert", "one sensor"),
    "repairs": _c("kind of alert", "your repairs"),
    "council": _c("kind of alert", "news from the council"),
}

BANDS: Final[Mapping[Band, Text]] = {
    "low": _c("air pollution is", "LOW"),
    "moderate": _c("air pollution is", "MODERATE"),
    "high": _c("air pollution is", "HIGH"),
    "very_high": _c("air pollution is", "VERY HIGH"),
}

COLOURS: Final[Mapping[Level, Text]] = {
    2: _c("weather warning", "YELLOW"),
    3: _c("weather warning", "AMBER"),
    4: _c("weather warning", "RED"),
}
"""The Met Office's, never without words for what they mean."""

FLOODS: Final[Mapping[Level, Text]] = {
    2: _c("flood", "FLOOD ALERT"),
    3: _c("flood", "FLOOD WARNING"),
    4: _c("flood", "SEVERE FLOOD WARNING"),
}
"""The Environment Agency's three."""

IN_THE_AIR: Final[Mapping[str, Text]] = {
    "pm2_5": _c("in the air", "fine particles"),
    "pm10": _c("in the air", "particles"),
    "no2": _c("in the air", "nitrogen dioxide"),
    "o3": _c("in the air", "ozone"),
    "so2": _c("in the air", "sulphur dioxide"),
}

WEATHER: Final[Mapping[str, Text]] = {
    "rain": _c("weather", "rain"),
    "wind": _c("weather", "wind"),
    "snow": _c("weather", "snow"),
    "ice": _c("weather", "ice"),
    "fog": _c("weather", "fog"),
    "thunderstorm": _c("weather", "thunderstorms"),
    "lightning": _c("weather", "lightning"),
    "heat": _c("weather", "extreme heat"),
}
"""The words of our list for types of weather."""

QUANTITIES: Final[Mapping[str, Text]] = {
    **IN_THE_AIR,
    "co": _c("in the air", "carbon monoxide"),
    "co2": _c("in the air", "carbon dioxide"),
    "temperature": _c("what a sensor measures", "temperature"),
    "humidity": _c("what a sensor measures", "dampness of the air"),
    "water_level": _c("what a sensor measures", "water level"),
    "rain": _c("what a sensor measures", "rain"),
}
"""What sensors measure (`notifier.reading.Quantity`)."""


def weather(facts: WeatherFacts) -> Items:
    """The types of a warning as a list; what our list lacks in its publisher's own English."""
    known = tuple(WEATHER[one] for one in facts.types if one in WEATHER)
    other = (Plain(facts.other.lower()),) if facts.other else ()
    return Items((*known, *other) or (_c("weather", "bad weather"),))


def measure(quantity: str, value: float) -> Text:
    """A value with the unit of its quantity, in words: no sign is read out in every language."""
    said = number(value)
    if quantity in IN_THE_AIR:
        return _("%(number)s micrograms", number=said)
    if quantity == "co":
        return _("%(number)s milligrams", number=said)
    if quantity == "co2":
        return _("%(number)s parts in a million", number=said)
    if quantity == "temperature":
        return _("%(number)s degrees", number=said)
    if quantity == "humidity":
        return _("%(number)s percent", number=said)
    if quantity == "water_level":
        return _("%(number)s metres", number=said)
    if quantity == "rain":
        return _("%(number)s millimetres", number=said)
    return _("%(number)s", number=said)
