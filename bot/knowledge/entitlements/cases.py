"""Households as other calculators write them, in pounds a year before tax: read into facts."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Annotated, Literal

import msgspec
from msgspec import Meta, Struct, structs

from bot.knowledge.entitlements.amounts import tax
from bot.knowledge.entitlements.amounts.rates import WEEKS, Rates
from bot.knowledge.entitlements.fact import Fact, Value
from bot.knowledge.entitlements.pension_age import reached

Age = Annotated[int, Meta(ge=0, le=120)]
Pounds = Annotated[float, Meta(ge=0, le=100_000_000)]
Rate = Literal["NONE", "STANDARD", "ENHANCED"]

GENERATION = 20
"""Two adults without a word on how they belong together are a couple unless one is so many years the younger:
calculators that are not told take that one for a grown-up child, whose money does not count."""

COUNCIL_TAX = 1450.0
"""The year's bill where a case does not say: the one that the cases were made with."""

TENURES = {"council": "council", "social": "council", "private": "private", "owner": "own", "own": "own"}


class Person(Struct, frozen=True, kw_only=True):
    """One adult; `born` in place of an age that leaves State Pension age open."""

    age: Age
    born: dt.date | None = None
    earnings: Pounds = 0
    state_pension: Pounds = 0
    private_pension: Pounds = 0
    health_element: bool = False
    pip_daily_living: Rate = "NONE"


class Case(Struct, frozen=True, kw_only=True):
    """One household. What is not said of it is not so. `couple` says what the ages cannot."""

    id: str | int = ""
    adults: Annotated[tuple[Person, ...], Meta(min_length=1, max_length=2)]
    couple: bool | None = None
    children: Annotated[tuple[Annotated[int, Meta(ge=0, le=19)], ...], Meta(max_length=20)] = ()
    savings: Pounds = 0
    rent: Pounds = 0
    tenure: Literal["council", "social", "private", "owner", "own", "other"] = "other"
    council_tax: Pounds = COUNCIL_TAX

    @property
    def household(self) -> tuple[Person, ...]:
        """Who claims: one, or a couple, the older first."""
        people = tuple(sorted(self.adults, key=lambda one: -one.age))
        if len(people) == 1 or self.couple is True:
            return people
        apart = self.couple is False or people[0].age - people[1].age >= GENERATION
        return people[:1] if apart else people


class BadCase(ValueError):
    """A line is not a household: the message names the field."""


def read_case(line: bytes | str, id: str = "") -> Case:
    """One line as a case; `id` is for one without. Raises `BadCase`."""
    try:
        case = msgspec.json.decode(line, type=Case)
    except msgspec.ValidationError as problem:
        what, _, where = str(problem).partition(" - at ")
        raise BadCase(f"{where.strip('`').removeprefix('$').lstrip('.') or 'the line'}: {what}") from None
    except msgspec.DecodeError as problem:
        raise BadCase(f"not JSON: {problem}") from None
    except UnicodeDecodeError:
        raise BadCase("not UTF-8") from None
    except RecursionError:
        raise BadCase("it is nested too deeply") from None
    return case if case.id != "" else structs.replace(case, id=id)


def known(case: Case, rates: Rates, on: dt.date) -> dict[str, Value]:
    """The facts of a case. Without the `rates` of `tax.NEEDS` income is left out: what is left after tax is
    then not certain."""
    people = case.household
    facts: dict[str, Value] = {
        "partner": len(people) > 1,
        "children": case.children,
        "savings": _exact(case.savings),
        "home": TENURES.get(case.tenure, "other"),
        "rent": _exact(case.rent) / WEEKS,
        "council_tax": _exact(case.council_tax) / WEEKS,
        "pays_council_tax": case.council_tax > 0,
        "cannot_work": any(one.health_element for one in people),
        "alone": len(case.adults) == 1,
    }
    for prefix, one in zip(("", "partner_"), people, strict=False):
        facts[f"{prefix}age"] = one.age
        if one.born:
            facts[f"{prefix}born"] = one.born
        pip = one.pip_daily_living
        facts[f"{prefix}disability"] = () if pip == "NONE" else (f"pip_daily_{pip.lower()}",)
    return facts | (_income(people, rates, on) if len(rates) == len(tax.NEEDS) else {})


UNLESS_SAID = {"energy_bill": True}
"""What is so of a household of which nothing else is said: somebody pays for its gas and electricity."""


def closed(facts: Iterable[Fact], said: Mapping[str, Value]) -> dict[str, Value]:
    """What is said, and of every other fact that it is not so: no, none, no money. Dates of birth stay open,
    and so does what follows from others."""
    nothing: dict[str, Value] = {"yes_no": False, "several": (), "ages": (), "money": Decimal(0)}
    rest = {
        one.id: UNLESS_SAID.get(one.id, nothing[one.kind])
        for one in facts
        if one.kind in nothing and one.implied is None and not _income_of(one.id)
    }
    return rest | dict(said)


def _income_of(id: str) -> bool:
    return id.endswith(("earnings", "pensions"))


def _income(people: tuple[Person, ...], rates: Rates, on: dt.date) -> dict[str, Value]:
    gross = [
        tax.Income(_exact(one.earnings), _exact(one.state_pension) + _exact(one.private_pension))
        for one in people
    ]
    over = [reached(on, one.age, one.born) is True for one in people]
    if len(people) == 1:
        left = (tax.after_tax(gross[0], rates, over=over[0]),)
        return _weekly("", left[0])
    first, second = tax.couple_after_tax(gross[0], gross[1], rates, (over[0], over[1]))
    return _weekly("", first) | _weekly("partner_", second)


def _weekly(prefix: str, left: tax.Income) -> dict[str, Value]:
    return {f"{prefix}earnings": left.earnings / WEEKS, f"{prefix}pensions": left.pensions / WEEKS}


def _exact(pounds: float) -> Decimal:
    return Decimal(str(pounds))
