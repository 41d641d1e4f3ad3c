"""Figures: each for its time, told only while it is certain, and refused with file and line where wrong."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from pathlib import Path

import pytest

from bot.knowledge.data import DataError
from bot.knowledge.entitlements.amounts.amounts import FIGURES, NAMES, NEEDS, Amounts, NotCertain
from bot.knowledge.entitlements.figures import Figures
from tests.unit.entitlements.homes import TODAY, figures, home

DAY = dt.date.fromisoformat

ONE = """
- id: rent_limit
  value: 12.5
  unit: pounds a week
  from: 2026-04-06
  until: 2027-04-05
  source: Somewhere
  link: https://example.org/
  checked: 2026-11-20
  status: verified
"""
NEXT = ONE.replace("2027-04-05", "2028-04-05").replace("2026-04-06", "2027-04-06").replace("12.5", "13")


def write(folder: Path, country: str, city: str = "") -> Path:
    for name, content in (("uk", country), ("leeds", city)):
        (folder / name).mkdir()
        if content:
            (folder / name / "figures.yaml").write_text(content, encoding="utf-8")
    return folder


@pytest.mark.parametrize(
    ("on", "value"),
    [
        ("2026-04-05", None),
        ("2026-04-06", "12.5"),
        ("2027-04-05", "12.5"),
        ("2027-04-06", "13"),
        ("2027-11-20", "13"),
        ("2027-11-21", None),
        ("2028-04-06", None),
    ],
)
def test_a_figure_is_certain_in_its_time_and_within_a_year_of_its_check(
    tmp_path: Path, on: str, value: str | None
) -> None:
    found = Figures.load(write(tmp_path, ONE + NEXT)).value("rent_limit", DAY(on))

    assert found == (None if value is None else Decimal(value))


def test_what_is_not_confirmed_is_shown_to_staff_and_computed_with_by_nobody(tmp_path: Path) -> None:
    loaded = Figures.load(write(tmp_path, ONE.replace("verified", "unverified")))

    assert loaded.value("rent_limit", TODAY) is None
    assert (figure := loaded.figure("rent_limit", TODAY)) is not None
    assert figure.value == Decimal("12.5")


def test_a_city_adds_its_own(tmp_path: Path) -> None:
    folder = write(tmp_path, ONE, ONE.replace("rent_limit", "leeds_limit"))

    assert Figures.load(folder).ids() == {"rent_limit"}
    assert Figures.load(folder, "leeds").ids() == {"rent_limit", "leeds_limit"}
    assert len(Figures.load(folder, "leeds").every()) == 2
    assert Figures.load(folder, "leicester").ids() == {"rent_limit"}


@pytest.mark.parametrize(
    ("country", "city", "where"),
    [
        (ONE + ONE, "", r"uk/figures\.yaml:12: rent_limit: it is here twice"),
        (ONE + NEXT.replace("2027-04-06", "2027-04-05"), "", r"uk/figures\.yaml:12: .*twice"),
        (ONE.replace("until: 2027", "until: 2025"), "", r"uk/figures\.yaml:2: .*ends before it begins"),
        (ONE, ONE, r"leeds/figures\.yaml:2: .*the country has"),
        (ONE.replace("  source: Somewhere\n", ""), "", r"uk/figures\.yaml:2: .*source"),
        (ONE.replace("pounds a week", "pounds a fortnight"), "", r"uk/figures\.yaml:4: .*unit|fortnight"),
        (ONE.replace("12.5", "a lot"), "", r"uk/figures\.yaml:3: "),
        (ONE.replace("verified", "sure"), "", r"uk/figures\.yaml:10: "),
    ],
)
def test_a_file_that_is_wrong_is_refused_with_its_line(
    tmp_path: Path, country: str, city: str, where: str
) -> None:
    with pytest.raises(DataError, match=where):
        Figures.load(write(tmp_path, country, city), "leeds")


@pytest.mark.parametrize("name", NAMES)
def test_every_amount_is_certain_this_year_and_not_in_the_next(name: str) -> None:
    assert Amounts(figures(), TODAY).certain(name)
    assert set(FIGURES[name]) <= figures().ids()

    later = Amounts(figures(), DAY("2027-04-06"))
    assert not later.certain(name)
    with pytest.raises(NotCertain, match=name):
        later.week(name, home(age=40))


def test_one_figure_that_is_not_confirmed_makes_only_its_amounts_uncertain() -> None:
    doubtful = [one for one in figures().every() if one.id != "pc_savings_threshold_couple"]
    some = Amounts(Figures(doubtful), TODAY)

    uncertain = {name for name in NAMES if not some.certain(name)}
    assert uncertain == {"pension_credit", "savings_credit", "housing_benefit", "council_tax_reduction"}


FULL = {
    "age": 70,
    "partner": True,
    "partner_age": 40,
    "children": (12, 3),
    "savings": 9_000,
    "home": "council",
    "rent": 9_000,
    "council_tax": 1_450,
    "childcare": 4_000,
    "earnings": 12_000,
    "partner_earnings": 70_000,
    "pensions": 2_000,
}
POORER = FULL | {"partner_earnings": 0, "earnings": 0, "pensions": 0}
OLD = {"age": 80, "pensions": 13_500, "rent": 9_000, "council_tax": 1_450, "savings": 11_000, "home": "own"}


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("base", [FULL, POORER, OLD], ids=["working", "poorer", "old"])
def test_an_amount_depends_on_no_fact_but_its_own(name: str, base: dict[str, object]) -> None:
    changes: dict[str, object] = {
        "age": 30,
        "partner": False,
        "partner_age": 70,
        "children": (),
        "savings": 15_000,
        "home": "own",
        "rent": 1_000,
        "council_tax": 0,
        "childcare": 0,
        "earnings": 65_000,
        "partner_earnings": 500,
        "pensions": 9_000,
        "partner_pensions": 9_000,
        "disability": ("attendance_lower",),
        "partner_disability": ("dla_care",),
        "cannot_work": True,
        "cares": True,
        "child_disabled": True,
        "alone": True,
        "gets": ("carers_allowance",),
        "born": DAY("1940-01-01"),
        "partner_born": DAY("1940-01-01"),
        "energy_bill": True,
        "pregnant": True,
    }
    some = Amounts(figures(), TODAY)
    plain = some.week(name, home(**base))
    moved = {
        fact for fact, value in changes.items() if some.week(name, home(**base | {fact: value})) != plain
    }

    assert moved <= NEEDS[name]
