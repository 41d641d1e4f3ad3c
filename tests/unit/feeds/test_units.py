"""Units: what feeds write is brought to the one unit of each quantity, or refused."""

from __future__ import annotations

import pytest

from notifier.feeds.units import convert, fits, unit_of
from notifier.reading import UNITS, Quantity


@pytest.mark.parametrize(
    ("written", "unit"),
    [
        ("GQ", "µg/m³"),
        ("GP", "mg/m³"),
        ("CEL", "°C"),
        ("P1", "%"),
        ("C62", "1"),
        ("ugm-3", "µg/m³"),
        ("ugm-3 (TEOM FDMS)", "µg/m³"),
        ("μg/m³", "µg/m³"),  # the Greek letter, which looks the same
        ("µg/m³", "µg/m³"),
        ("UG/M3", "µg/m³"),
        ("degree Celsius", "°C"),
        ("%", "%"),
        ("ppb", "ppb"),
        ("furlong", None),
        ("", None),
    ],
)
def test_a_unit_is_known_however_it_is_written(written: str, unit: str | None) -> None:
    assert unit_of(written) == unit


@pytest.mark.parametrize(
    ("quantity", "value", "unit", "ours"),
    [
        ("no2", 40.0, "GQ", 40.0),
        ("no2", 0.04, "GP", 40.0),
        ("co", 500.0, "GQ", 0.5),
        ("co", 1.2, "mg/m3", 1.2),
        ("temperature", 68.0, "FAH", 20.0),
        ("temperature", 293.15, "K", 20.0),
        ("humidity", 0.54, "C62", 54.0),
        ("humidity", 54.0, "P1", 54.0),
        ("co2", 420_000.0, "ppb", 420.0),
        ("water_level", 50.0, "cm", 0.5),
        ("water_level", 500.0, "MMT", 0.5),
        ("rain", 1.2, "l/m²", 1.2),
        ("rain", 0.12, "cm", 1.2),
    ],
)
def test_values_are_converted(quantity: Quantity, value: float, unit: str, ours: float) -> None:
    assert convert(quantity, value, unit) == pytest.approx(ours)


@pytest.mark.parametrize(
    ("quantity", "unit"),
    [
        ("no2", "CEL"),
        ("temperature", "GQ"),
        ("humidity", "µg/m³"),
        ("no2", "furlong"),
        ("co2", "mg/m³"),
        ("rain", "%"),
    ],
)
def test_a_unit_that_does_not_fit_is_refused(quantity: Quantity, unit: str) -> None:
    assert convert(quantity, 1.0, unit) == "wrong_unit"


def test_ppb_become_a_mass_only_at_a_temperature_that_somebody_has_stated() -> None:
    assert convert("no2", 20.0, "ppb") == "wrong_unit"
    assert convert("no2", 20.0, "ppb", ratio_at=20.0) == pytest.approx(38.25, abs=0.01)
    assert convert("no2", 20.0, "ppb", ratio_at=30.0) == pytest.approx(36.99, abs=0.01)
    assert convert("o3", 1.0, "ppb", ratio_at=20.0) == pytest.approx(1.9953, abs=0.001)  # UK-AIR's factor
    assert convert("so2", 1.0, "ppb", ratio_at=20.0) == pytest.approx(2.6632, abs=0.001)
    assert convert("co", 1.0, "ppm", ratio_at=20.0) == pytest.approx(1.1643, abs=0.001)


def test_dust_has_no_molar_mass() -> None:
    assert convert("pm10", 1.0, "ppb", ratio_at=20.0) == "wrong_unit"


@pytest.mark.parametrize("quantity", list(UNITS))
def test_our_own_unit_fits_every_quantity(quantity: Quantity) -> None:
    assert fits(quantity, UNITS[quantity])
    assert not fits(quantity, "furlong")
