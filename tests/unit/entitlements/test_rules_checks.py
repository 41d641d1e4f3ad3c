"""`python -m bot check` about entitlements: what is wrong, what nobody has confirmed, what runs out."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from bot.clock import FixedClock
from bot.entitlement_checks import entitlement_findings, look
from bot.finding import Finding
from bot.knowledge.city import city
from tests.unit.entitlements.copies import edited

TODAY = dt.date(2026, 11, 22)
PENSION = "link: https://www.gov.uk/state-pension-age\n  from: 2026-04-06\n  "


def asks(folder: Path, today: dt.date = TODAY) -> list[str]:
    return [one.says for one in look("leeds", today, folder) if not one.fine]


def of(says: list[str], words: str) -> str:
    return next((one for one in says if words in one), "")


def test_what_there_is() -> None:
    clock = FixedClock(dt.datetime(2026, 11, 22, 12, tzinfo=dt.UTC))
    parts: Any = SimpleNamespace(clock=clock, city=city("leeds"))
    found = list(entitlement_findings(parts))

    assert found == list(look("leeds", TODAY))
    assert found[0].fine
    assert found[0].says.startswith("entitlements: 26 benefits, ")
    assert not any(one.broken for one in found)


def test_what_nobody_has_confirmed_is_named(tmp_path: Path) -> None:
    read = "checked: 2026-11-20\n  status: "
    folder = edited(tmp_path, "uk/benefits.yaml", f"{PENSION}{read}verified", f"{PENSION}{read}unverified")

    assert "state_pension" in of(asks(folder), "rules that are not confirmed and not told")
    assert "leeds_council_tax_most" in of(asks(folder), "figures that are not confirmed and not told")


def test_what_ends_within_a_month_is_due_and_then_has_run_out(tmp_path: Path) -> None:
    folder = edited(tmp_path, "uk/benefits.yaml", PENSION, f"{PENSION}until: 2026-12-20\n  ")
    due = "rules to be read again within a month, from 2026-12-20: state_pension"

    assert of(asks(folder, dt.date(2026, 11, 21)), due)
    assert not of(asks(folder, dt.date(2026, 11, 19)), "rules to be read again")
    assert of(asks(folder, dt.date(2026, 12, 21)), "rules that have run out and are not told: state_pension")


def test_what_is_followed_by_another_is_not_due(tmp_path: Path) -> None:
    """The limit on earnings of school meals ended when no rule looked at it any more."""
    folder = edited(tmp_path, "uk/benefits.yaml", "[age]", "[age]")

    assert not of(asks(folder), "school_meals_earnings_before")
    assert not of(asks(folder, dt.date(2026, 8, 20)), "free_school_meals")


def test_a_year_after_it_was_checked_all_is_to_be_read_again(tmp_path: Path) -> None:
    says = asks(edited(tmp_path, "uk/benefits.yaml", "[age]", "[age]"), dt.date(2027, 12, 1))

    assert of(says, "rules that have run out and are not told: ")
    assert " more" in of(says, "figures that have run out and are not told: ")
    assert of(says, "tables that have run out and are not told: State Pension age")


def test_a_fault_in_the_data_is_broken(tmp_path: Path) -> None:
    folder = edited(tmp_path, "uk/benefits.yaml", "reached: pension_age", "reached: grown_up")
    found = list(look("leeds", TODAY, folder))

    assert [one.broken for one in found] == [True]
    assert isinstance(found[0], Finding)
    assert "there is no figure 'grown_up'" in found[0].says
