"""Income Tax and National Insurance of employees in England: what is left of a year's income, and back."""

from __future__ import annotations

from decimal import Decimal

from msgspec import Struct

from bot.knowledge.entitlements.amounts.household import NOTHING, Adult
from bot.knowledge.entitlements.amounts.rates import WEEKS, Rates, share

NEEDS = (
    "tax_allowance",
    "tax_allowance_taper_from",
    "tax_basic_band",
    "tax_additional_from",
    "tax_basic",
    "tax_higher",
    "tax_additional",
    "tax_marriage_allowance",
    "ni_from",
    "ni_upper",
    "ni_main",
    "ni_above",
)


class Income(Struct, frozen=True):
    """A year's income of one person, in pounds."""

    earnings: Decimal = NOTHING
    pensions: Decimal = NOTHING

    @property
    def total(self) -> Decimal:
        """All of it."""
        return self.earnings + self.pensions


def income_tax(income: Decimal, rates: Rates, *, given: Decimal = NOTHING) -> Decimal:
    """Income Tax on a year's income before tax; `given` of the allowance went to the partner."""
    over = max(NOTHING, income - rates["tax_allowance_taper_from"])
    allowance = max(NOTHING, rates["tax_allowance"] - over / 2) - given
    taxed = max(NOTHING, income - allowance)
    basic = min(taxed, rates["tax_basic_band"])
    additional = max(NOTHING, income - rates["tax_additional_from"])
    higher = max(NOTHING, taxed - basic - additional)
    return (
        share(basic, rates["tax_basic"])
        + share(higher, rates["tax_higher"])
        + share(additional, rates["tax_additional"])
    )


def insurance(earnings: Decimal, rates: Rates) -> Decimal:
    """National Insurance of an employee under State Pension age on a year's even earnings."""
    main = max(NOTHING, min(earnings, rates["ni_upper"]) - rates["ni_from"])
    above = max(NOTHING, earnings - rates["ni_upper"])
    return share(main, rates["ni_main"]) + share(above, rates["ni_above"])


def after_tax(income: Income, rates: Rates, *, over: bool = False, tax: Decimal | None = None) -> Income:
    """What is left of each. `over`: State Pension age is reached, no National Insurance. The tax is taken
    from pensions first as far as they alone bear it: the allowance is used up by earnings."""
    whole = income_tax(income.total, rates) if tax is None else tax
    on_earnings = min(whole, income_tax(income.earnings, rates))
    paid = NOTHING if over else insurance(income.earnings, rates)
    return Income(income.earnings - on_earnings - paid, income.pensions - (whole - on_earnings))


def couple_after_tax(
    first: Income, second: Income, rates: Rates, over: tuple[bool, bool] = (False, False)
) -> tuple[Income, Income]:
    """What is left to each of a married couple who use Marriage Allowance where one may."""
    taxes = [income_tax(one.total, rates) for one in (first, second)]
    giver = _giver((first, second), rates)
    if giver is not None:
        given = rates["tax_marriage_allowance"]
        people = (first, second)
        taxes[giver] = income_tax(people[giver].total, rates, given=given)
        taxes[1 - giver] = max(NOTHING, taxes[1 - giver] - share(given, rates["tax_basic"]))
    return (
        after_tax(first, rates, over=over[0], tax=taxes[0]),
        after_tax(second, rates, over=over[1], tax=taxes[1]),
    )


def _giver(people: tuple[Income, Income], rates: Rates) -> int | None:
    """Who may give: pays no tax, and the other pays the basic rate at most (Income Tax Act 2007, s. 55B)."""
    allowance = rates["tax_allowance"]
    for one, other in ((0, 1), (1, 0)):
        taxed = people[other].total - allowance
        if people[one].total <= allowance and NOTHING < taxed <= rates["tax_basic_band"]:
            return one
    return None


def taxable_year(adult: Adult, rates: Rates, *, above: Decimal) -> Decimal:
    """The year's income before tax of an adult, where it is above so much, else nothing: as said, or worked
    back to the pound from what is left a week."""
    if adult.taxable is not None:
        return adult.taxable if adult.taxable > above else NOTHING
    left = (adult.earnings + adult.pensions) * WEEKS
    if _left(above, adult, rates) >= left:
        return NOTHING
    low, high = int(above), int(left * 2) + 1
    while high - low > 1:
        middle = (low + high) // 2
        if _left(Decimal(middle), adult, rates) < left:
            low = middle
        else:
            high = middle
    return Decimal(high)


def _left(income: Decimal, adult: Adult, rates: Rates) -> Decimal:
    """What is left of a year's income that is made up as this adult's is."""
    whole = adult.earnings + adult.pensions
    earned = income * adult.earnings / whole if whole else NOTHING
    kept = after_tax(Income(earned, income - earned), rates, over=adult.over)
    return kept.total
