"""`python -m bot check` about repairs: what is wrong, what nobody has confirmed, what is to be read again."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from bot.clock import FixedClock
from bot.finding import Finding
from bot.knowledge.city import city
from bot.knowledge.data import CITIES
from bot.repairs_checks import look, repairs_findings
from tests.unit.repairs.rulebook import LONDON, edited

TODAY = dt.date(2026, 11, 20)
LEEDS, LAW = "leeds/repairs.yaml", "uk/repairs_law.yaml"


def found(name: str, today: dt.date = TODAY, folder: Path = CITIES) -> list[Finding]:
    return list(look(name, LONDON, today, folder))


def asks(name: str, today: dt.date = TODAY, folder: Path = CITIES) -> list[str]:
    return [finding.says for finding in found(name, today, folder) if not finding.fine]


def test_what_there_is() -> None:
    clock = FixedClock(dt.datetime(2026, 11, 20, 12, tzinfo=dt.UTC))
    parts: Any = SimpleNamespace(clock=clock, city=city("leeds"))

    assert list(repairs_findings(parts)) == found("leeds")
    assert found("leeds")[0].fine
    assert found("leeds")[0].says.startswith("repairs: 35 problems, ")


def test_leeds_times_want_confirming() -> None:
    assert asks("leeds") == [
        "repairs: the council's times are not confirmed and not told (emergency, routine, urgent): "
        "bot/cities/leeds/repairs.yaml"
    ]


def test_leicester_is_asked_which_jobs_are_the_tenants() -> None:
    assert asks("leicester") == [
        "repairs: no job is the tenant's own, each becomes a case: is that so? "
        "bot/cities/leicester/repairs.yaml"
    ]


def test_what_the_law_will_cover_is_announced_until_it_does() -> None:
    coming = (
        "repairs: Awaab's Law covers more hazards from 2026-11-30: "
        "cold, electrical, falls, fire, heat, hygiene, structure"
    )

    assert coming in [one.says for one in found("leeds", dt.date(2026, 11, 29))]
    assert coming not in [one.says for one in found("leeds", dt.date(2026, 11, 30))]


def test_after_a_year_everything_is_to_be_read_again() -> None:
    stale = asks("leicester", dt.date(2027, 11, 21))

    assert any("law to be read again" in says and "legislation.gov.uk" in says for says in stale)
    assert any("times were checked more than a year ago" in says for says in stale)
    assert not any("read again" in says for says in asks("leicester", dt.date(2027, 11, 20)))


def test_a_change_that_is_not_confirmed_is_named(tmp_path: Path) -> None:
    folder = edited(tmp_path, LEEDS, "leaf: toilet.seat", "leaf: toilet.seat\n    status: unverified")

    assert any("not confirmed and not made (toilet.seat)" in says for says in asks("leeds", folder=folder))


def test_law_that_is_not_confirmed_is_named(tmp_path: Path) -> None:
    folder = edited(tmp_path, LAW, "hazard: damp_mould", "status: unverified\n    hazard: damp_mould")

    assert any("law that is not confirmed and not told" in says for says in asks("leeds", folder=folder))


def test_a_fault_in_the_data_is_broken(tmp_path: Path) -> None:
    folder = edited(tmp_path, LEEDS, "phone: repairs", "phone: plumber")

    assert found("leeds", folder=folder) == [
        Finding(
            f"repairs: {folder / LEEDS}:2: there is no phone number 'plumber' in phones.yaml", broken=True
        )
    ]
