"""A household as other calculators write it, read into facts."""

from __future__ import annotations

import datetime as dt
import json
from decimal import Decimal
from typing import Any

import pytest

from bot.knowledge.entitlements.amounts.rates import WEEKS
from bot.knowledge.entitlements.cases import BadCase, closed, known, read_case
from bot.knowledge.entitlements.entitlements import Entitlements
from bot.knowledge.entitlements.fact import Value
from tests.unit.entitlements.homes import TODAY, tax_rates


def facts(**case: Any) -> dict[str, Value]:
    return known(read_case(json.dumps({"adults": [{"age": 40}]} | case)), tax_rates(), TODAY)


def test_income_is_read_before_tax_and_kept_after_it() -> None:
    read = facts(adults=[{"age": 30, "earnings": 14_000}], rent=7_800)

    assert read["earnings"] * WEEKS == Decimal("13599.60")  # type: ignore[operator]
    assert read["rent"] == 150
    assert not {one for one in read if one.startswith("partner_")}


def test_who_has_reached_state_pension_age_pays_no_insurance_and_a_date_of_birth_tells() -> None:
    works = {"age": 66, "earnings": 20_000}
    before = facts(adults=[works | {"born": "1960-11-01"}])["earnings"]
    after = facts(adults=[works | {"born": "1960-05-01"}])["earnings"]

    assert after > before  # type: ignore[operator]


def test_without_certain_tax_rates_income_is_not_known() -> None:
    read = known(read_case('{"adults":[{"age":30,"earnings":14000}]}'), {}, dt.date(2030, 1, 1))

    assert "earnings" not in read
    assert read["age"] == 30


def test_health_and_disability_go_where_they_belong() -> None:
    read = facts(
        adults=[{"age": 30, "pip_daily_living": "ENHANCED"}, {"age": 40, "health_element": True}],
        tenure="owner",
        children=[3, 5],
    )

    assert read["cannot_work"] is True
    assert (read["age"], read["partner_age"]) == (40, 30)
    assert (read["disability"], read["partner_disability"]) == ((), ("pip_daily_enhanced",))
    assert (read["home"], read["children"]) == ("own", (3, 5))


@pytest.mark.parametrize(
    ("ages", "couple", "claim"),
    [
        ((50, 31), None, (50, 31)),
        ((50, 30), None, (50,)),
        ((30, 50), None, (50,)),
        ((50, 30), True, (50, 30)),
        ((50, 49), False, (50,)),
        ((50,), True, (50,)),
    ],
)
def test_two_adults_a_generation_apart_are_a_couple_only_where_it_is_said(
    ages: tuple[int, ...], couple: bool | None, claim: tuple[int, ...]
) -> None:
    case = read_case(json.dumps({"adults": [{"age": age} for age in ages], "couple": couple}))

    assert tuple(one.age for one in case.household) == claim


def test_what_is_not_said_is_not_so() -> None:
    every = Entitlements.load("leeds").book.facts
    read = closed(every, facts(children=[3]))

    assert read["pregnant"] is False
    assert read["gets"] == ()
    assert read["childcare"] == 0
    assert read["energy_bill"] is True
    assert read["children"] == (3,)
    assert {"born", "school_child", "on_universal_credit", "partner_earnings"}.isdisjoint(read)


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("", "not JSON"),
        ("nonsense", "not JSON"),
        ('{"adults": [{"age": 30}]', "not JSON"),
        (b'{"id": "\xff", "adults": [{"age": 30}]}', "UTF-8|utf-8"),
        ("[]", "^the line: Expected `object`, got `array`"),
        ("{}", "^the line: .*`adults`"),
        ('{"adults": []}', "^adults: .*length >= 1"),
        ('{"adults": [{"age": 1}, {"age": 1}, {"age": 1}]}', "^adults: .*length <= 2"),
        ('{"adults": [{"age": "thirty"}]}', r"^adults\[0\]\.age: Expected `int`, got `str`"),
        ('{"adults": [{"age": -1}]}', r"^adults\[0\]\.age: .*>= 0"),
        ('{"adults": [{"age": 121}]}', r"^adults\[0\]\.age: .*<= 120"),
        ('{"adults": [{"age": 30, "earnings": null}]}', r"^adults\[0\]\.earnings: "),
        ('{"adults": [{"age": 30, "earnings": -5}]}', r"^adults\[0\]\.earnings: .*>= 0"),
        ('{"adults": [{"age": 30, "pip_daily_living": "SOME"}]}', r"^adults\[0\]\.pip_daily_living: "),
        ('{"adults": [{"age": 30, "born": "yesterday"}]}', r"^adults\[0\]\.born: "),
        ('{"adults": [{"age": 30}], "children": [4, "five"]}', r"^children\[1\]: "),
        ('{"adults": [{"age": 30}], "children": [40]}', r"^children\[0\]: .*<= 19"),
        ('{"adults": [{"age": 30}], "savings": "none"}', "^savings: "),
        ('{"adults": [{"age": 30}], "tenure": "castle"}', "^tenure: .*castle"),
        ('{"adults": [{"age": 30}], "more": ' + "[" * 100_000, "not JSON|nested"),
    ],
)
def test_a_line_that_is_wrong_is_refused_by_its_field(line: str | bytes, says: str) -> None:
    with pytest.raises(BadCase, match=says):
        read_case(line)
