"""Income Tax, National Insurance, Marriage Allowance, and the charge on Child Benefit."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec import structs

from bot.knowledge.entitlements.amounts import tax
from bot.knowledge.entitlements.amounts.household import Adult
from bot.knowledge.entitlements.amounts.rates import WEEKS
from bot.knowledge.entitlements.amounts.tax import Income
from tests.unit.entitlements.homes import amounts, home, net, tax_rates, year

RATES = tax_rates()


@pytest.mark.parametrize(
    ("income", "due"),
    [
        (12_570, "0"),
        (12_571, "0.20"),
        (50_270, "7540.00"),
        (50_271, "7540.40"),
        (100_000, "27432.00"),
        (100_002, "27433.20"),
        (125_140, "42516.00"),
        (125_141, "42516.45"),
    ],
)
def test_income_tax_by_its_bands(income: int, due: str) -> None:
    assert tax.income_tax(Decimal(income), RATES) == Decimal(due)


@pytest.mark.parametrize(("earnings", "due"), [(12_570, "0"), (50_270, "3016.00"), (51_270, "3036.00")])
def test_national_insurance_by_its_bands(earnings: int, due: str) -> None:
    assert tax.insurance(Decimal(earnings), RATES) == Decimal(due)


def test_who_has_reached_state_pension_age_pays_no_national_insurance() -> None:
    works = Income(Decimal(20_000))

    assert tax.after_tax(works, RATES, over=True).earnings == Decimal("18514.00")
    assert tax.after_tax(works, RATES).earnings == Decimal("17919.60")


def test_earnings_use_the_allowance_before_pensions_do() -> None:
    left = tax.after_tax(Income(Decimal(12_570), Decimal(1_000)), RATES, over=True)

    assert (left.earnings, left.pensions) == (Decimal(12_570), Decimal(800))


@pytest.mark.parametrize(
    ("first", "second", "gained"),
    [
        (0, 20_000, "252"),
        (20_000, 0, "252"),
        (12_000, 20_000, "114"),
        (0, 13_000, "86"),
        (0, 50_271, "0"),
        (13_000, 20_000, "0"),
        (0, 12_570, "0"),
    ],
)
def test_marriage_allowance_moves_a_tenth_of_the_allowance(first: int, second: int, gained: str) -> None:
    people = Income(pensions=Decimal(first)), Income(pensions=Decimal(second))
    alone = sum(tax.after_tax(one, RATES, over=True).total for one in people)
    together = sum(one.total for one in tax.couple_after_tax(*people, RATES, (True, True)))

    assert together - alone == Decimal(gained)


@given(st.integers(60_001, 200_000), st.booleans())
def test_what_is_left_leads_back_to_what_was_earned(gross: int, over: bool) -> None:
    left = tax.after_tax(Income(Decimal(gross)), RATES, over=over).earnings / WEEKS

    found = tax.taxable_year(Adult(over=over, earnings=left), RATES, above=Decimal(60_000))
    assert abs(found - gross) <= 1


@pytest.mark.parametrize(
    ("gross", "kept"),
    [
        (60_000, "1406.60"),
        (60_200, "1392.53"),
        (70_000, "703.30"),
        (79_999, "14.07"),
        (80_000, "0.00"),
        (150_000, "0.00"),
    ],
)
def test_child_benefit_is_taken_back_by_hundredths(gross: int, kept: str) -> None:
    parent = structs.replace(home(age=40, children=(3,)), adults=(Adult(age=40, taxable=Decimal(gross)),))
    got = amounts().week("child_benefit_kept", parent) * WEEKS

    assert got.quantize(Decimal("0.01")) == Decimal(kept)


@pytest.mark.parametrize(
    ("facts", "charged"),
    [
        ({"earnings": net(59_000)}, False),
        ({"earnings": net(64_000)}, True),
        ({"earnings": net(40_000), "partner_age": 40, "partner_earnings": net(40_000)}, False),
        ({"earnings": net(20_000), "partner_age": 40, "partner_earnings": net(64_000)}, True),
        ({"earnings": net(64_000), "children": ()}, False),
    ],
)
def test_the_charge_looks_at_the_higher_income_alone(facts: dict[str, Any], charged: bool) -> None:
    assert (year("child_benefit_charge", **{"age": 40, "children": (3, 5)} | facts) > 0) is charged


@pytest.mark.parametrize(
    ("children", "week"), [((), "0"), ((0,), "27.05"), ((0, 5, 16), "62.85"), ((19, 20), "27.05")]
)
def test_child_benefit_is_more_for_the_first_child(children: tuple[int, ...], week: str) -> None:
    assert amounts().week("child_benefit", home(age=40, children=children)) == Decimal(week)
