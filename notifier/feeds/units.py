"""Units of measurement, as feeds write them, brought to the one unit of each quantity.

What is converted is arithmetic and nothing else: mg/m³ to µg/m³, °F to °C. A mixing ratio (ppb, ppm) becomes
a concentration only when the feed's settings say at which temperature: the same 20 ppb of NO2 are 38.3 µg/m³
at 20 °C and 37.0 at 30 °C. UK-AIR publishes at 20 °C and 1013 hPa.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from notifier.reading import UNITS, Quantity
from notifier.refusal import Reason

Convert = Callable[[float], float]

_KELVIN = 273.15
_MOLAR = 8.314462618 / 101_325  # m³ of one mole and one kelvin at 1013.25 hPa

MOLE: Final[Mapping[Quantity, float]] = {"no2": 46.006, "o3": 47.998, "so2": 64.066, "co": 28.010}
"""The grams of a mole of each gas that is measured as a mass."""

_NAMES: Final[Mapping[str, str]] = {
    "GQ": "µg/m³",
    "ug/m3": "µg/m³",
    "ug/m³": "µg/m³",
    "ugm-3": "µg/m³",
    "µg/m3": "µg/m³",
    "µgm-3": "µg/m³",
    "microgram per cubic metre": "µg/m³",
    "GP": "mg/m³",
    "mg/m3": "mg/m³",
    "mgm-3": "mg/m³",
    "CEL": "°C",
    "C": "°C",
    "degC": "°C",
    "degree celsius": "°C",
    "FAH": "°F",
    "degF": "°F",
    "KEL": "K",
    "P1": "%",
    "percent": "%",
    "%rh": "%",
    "C62": "1",
    "fraction": "1",
    "59": "ppm",
    "61": "ppb",
    "MTR": "m",
    "CMT": "cm",
    "MMT": "mm",
    "H77": "mm",
    "l/m2": "mm",
    "l/m²": "mm",
    "litres per square metre": "mm",
}
"""UN/CEFACT codes and the spellings that feeds use, with the sign that is used here."""

_FOLDED = {name.casefold(): unit for name, unit in _NAMES.items()}
_KNOWN = {unit.casefold(): unit for unit in (*_NAMES.values(), *UNITS.values())}

_STEPS: Final[Mapping[tuple[str, str], Convert]] = {
    ("mg/m³", "µg/m³"): lambda value: value * 1000,
    ("µg/m³", "mg/m³"): lambda value: value / 1000,
    ("°F", "°C"): lambda value: (value - 32) * 5 / 9,
    ("K", "°C"): lambda value: value - _KELVIN,
    ("1", "%"): lambda value: value * 100,
    ("ppb", "ppm"): lambda value: value / 1000,
    ("cm", "m"): lambda value: value / 100,
    ("mm", "m"): lambda value: value / 1000,
    ("cm", "mm"): lambda value: value * 10,
    ("m", "mm"): lambda value: value * 1000,
}
_RATIOS: Final[Mapping[str, float]] = {"ppb": 1e-9, "ppm": 1e-6}
_PER_GRAM: Final[Mapping[str, float]] = {"µg/m³": 1e6, "mg/m³": 1e3}


def unit_of(written: str) -> str | None:
    """Our sign for a unit as a feed writes it, None for one that is not known. What follows in brackets, as
    in `ugm-3 (TEOM FDMS)`, names the instrument."""
    name = written.partition("(")[0].strip().replace("μ", "µ")
    if name in _NAMES:
        return _NAMES[name]
    return _FOLDED.get(name.casefold()) or _KNOWN.get(name.casefold())


def convert(quantity: Quantity, value: float, unit: str, ratio_at: float | None = None) -> float | Reason:
    """The value in the unit of its quantity, or why not. `unit` is as the feed writes it; `ratio_at` is the
    temperature, °C, at which ppb and ppm of a gas are taken as a mass, None where nobody has said."""
    found, wanted = unit_of(unit), UNITS[quantity]
    if found == wanted:
        return value
    if found is None:
        return "wrong_unit"
    step = _STEPS.get((found, wanted))
    if step is not None:
        return step(value)
    if found in _RATIOS and quantity in MOLE and ratio_at is not None:
        mole = (ratio_at + _KELVIN) * _MOLAR
        return value * _RATIOS[found] * MOLE[quantity] / mole * _PER_GRAM[wanted]
    return "wrong_unit"


def fits(quantity: Quantity, unit: str, ratio_at: float | None = None) -> bool:
    """Whether the unit can be brought to that of the quantity."""
    return not isinstance(convert(quantity, 1.0, unit, ratio_at), str)
