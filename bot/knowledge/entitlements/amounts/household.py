"""A household as amounts need it: plain, complete, in pounds a week."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from functools import lru_cache

from msgspec import Struct

from bot.knowledge.entitlements.fact import Known
from bot.knowledge.entitlements.pension_age import before, born_between, reached

NOTHING = Decimal(0)

SAVINGS_CREDIT_AGE = dt.date(1951, 4, 6)
"""Born before this day, women and men had reached State Pension age before 6 April 2016 (Pensions Act 2014).
Women born until 5 April 1953 had too, but nobody is asked whether they are a woman."""

HIGHER_ALLOWANCE = dt.date(2021, 4, 1)
"""Who had reached State Pension age before this day has the higher allowance for rent (SI 2021/188)."""

CARE_BENEFITS = frozenset(
    {"pip_daily_standard", "pip_daily_enhanced", "attendance_lower", "attendance_higher", "dla_care"}
)
"""What makes somebody severely disabled for Pension Credit."""


class Adult(Struct, frozen=True, kw_only=True):
    """One adult. `earnings` and `pensions` are pounds a week after tax. `taxable` is the year's income before
    tax where that is known. `over`: has reached State Pension age for certain. `long_over`: certainly before
    April 2021. `savings_credit`: certainly before April 2016."""

    age: int = 0
    over: bool = False
    long_over: bool = False
    savings_credit: bool = False
    born: dt.date | None = None
    earnings: Decimal = NOTHING
    pensions: Decimal = NOTHING
    taxable: Decimal | None = None
    disability: tuple[str, ...] = ()
    cannot_work: bool = False
    cares: bool = False

    @property
    def needs_care(self) -> bool:
        """Whether they get a benefit for help with care."""
        return any(one in CARE_BENEFITS for one in self.disability)


class Household(Struct, frozen=True, kw_only=True):
    """One or two adults, the second the partner of the first, and the ages of the children for whom they have
    or could have Child Benefit. `savings` are of both; `rent`, `council_tax` and `childcare` pounds a week.
    `protected`: the health element was theirs before April 2026. `gets`: benefits that they have now."""

    on: dt.date
    adults: tuple[Adult, ...]
    children: tuple[int, ...] = ()
    disabled_children: int = 0
    severely_disabled_children: int = 0
    savings: Decimal = NOTHING
    rent: Decimal = NOTHING
    council_tax: Decimal = NOTHING
    childcare: Decimal = NOTHING
    alone: bool = False
    protected: bool = False
    gets: tuple[str, ...] = ()

    @property
    def couple(self) -> bool:
        """Whether there are two."""
        return len(self.adults) > 1

    @property
    def pension_age(self) -> bool:
        """Whether all adults have reached State Pension age."""
        return all(one.over for one in self.adults)


def household(known: Known, on: dt.date) -> Household:
    """The household as far as it is known on a day. What is missing or unsure counts as none, nothing or no;
    partner facts count only where `partner` is yes."""
    has = _Has(known)
    first = _adult(has, on, "", cannot_work=has.yes("cannot_work"), cares=has.yes("cares"))
    adults = (first, _adult(has, on, "partner_")) if has.yes("partner") else (first,)
    children = tuple(sorted((one for one in has.many("children") if isinstance(one, int)), reverse=True))
    return Household(
        on=on,
        adults=adults,
        children=children,
        disabled_children=1 if children and has.yes("child_disabled") else 0,
        savings=has.money("savings"),
        rent=NOTHING if known.get("home") == "own" else has.money("rent"),
        council_tax=has.money("council_tax"),
        childcare=has.money("childcare") if children else NOTHING,
        alone=has.yes("alone"),
        gets=tuple(str(one) for one in has.many("gets")),
    )


class _Has:
    """Reads facts, each by its kind; what is not there is nothing."""

    def __init__(self, known: Known) -> None:
        self._known = known

    def yes(self, id: str) -> bool:
        return self._known.get(id) is True

    def money(self, id: str) -> Decimal:
        value = self._known.get(id, NOTHING)
        return value if isinstance(value, Decimal) else Decimal(value) if type(value) is int else NOTHING

    def many(self, id: str) -> tuple[int | str, ...]:
        value = self._known.get(id, ())
        return value if isinstance(value, tuple) else ()

    def age(self, id: str) -> int:
        value = self._known.get(id)
        return value if type(value) is int else 0

    def day(self, id: str) -> dt.date | None:
        value = self._known.get(id)
        return value if isinstance(value, dt.date) else None


def _adult(has: _Has, on: dt.date, whose: str, *, cannot_work: bool = False, cares: bool = False) -> Adult:
    age, born = has.age(f"{whose}age"), has.day(f"{whose}born")
    passed = _passed(on, age, born)
    return Adult(
        age=whole_years(born, on) if born else age,
        born=born,
        over=passed[0],
        long_over=passed[1],
        savings_credit=passed[2],
        earnings=has.money(f"{whose}earnings"),
        pensions=has.money(f"{whose}pensions"),
        disability=tuple(str(one) for one in has.many(f"{whose}disability")),
        cannot_work=cannot_work,
        cares=cares,
    )


@lru_cache(maxsize=4096)
def _passed(on: dt.date, age: int, born: dt.date | None) -> tuple[bool, bool, bool]:
    """Whether State Pension age is certainly reached; before April 2021; before April 2016."""
    latest = born or born_between(age, on)[1]
    return (
        reached(on, age, born) is True,
        before(HIGHER_ALLOWANCE, on, age, born) is True,
        latest < SAVINGS_CREDIT_AGE,
    )


def whole_years(born: dt.date, on: dt.date) -> int:
    """How old somebody born then is on a day."""
    return on.year - born.year - ((on.month, on.day) < (born.month, born.day))
