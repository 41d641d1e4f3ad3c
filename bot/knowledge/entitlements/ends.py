"""The ends that a fact is tried at while it is unknown, and where an amount turns between them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Final

from bot.knowledge.entitlements.fact import Fact, Value

Corner = dict[str, Value | None]
"""A household to try."""

CHILDREN = (16, 13, 10, 7, 4, 1)
"""The most that is tried: six, the first born before 6 April 2017."""

PENNY, SOME_RENT = Decimal("0.01"), Decimal(1)
LEAST: Final[Mapping[str, Decimal]] = {"council_tax": Decimal(5)}
MOST: Final[Mapping[str, Decimal]] = {
    "rent": Decimal(600),
    "council_tax": Decimal(150),
    "childcare": Decimal(1000),
    "savings": Decimal(1_000_000),
}
ANY_MOST = Decimal(10_000)
"""The ends of money that nobody has told, pounds a week or once: more of it would not change who gets
something. A bill that there is is never nothing."""

WORST: Final[Mapping[str, Value]] = {"rent": PENNY, "home": "private"}
"""Where an amount may be less than at both ends: with a rent less may be earned, and of a private one less
counts."""

EITHER_WAY: Final = {"housing_benefit": ("children",), "council_tax_reduction": ("children",)}
"""What pushes an amount against its direction: a child raises Savings Credit, which is income here."""


def ends(fact: Fact) -> tuple[Value, Value]:
    """From the least that a fact can be to the most; not for ages in years and dates."""
    if fact.kind == "money":
        return LEAST.get(fact.id, Decimal(0)), MOST.get(fact.id, ANY_MOST)
    if fact.kind == "ages":
        return (), CHILDREN
    options = tuple(option.id for option in fact.options)
    if fact.kind == "several":
        return (), options
    return (options[0], options[-1]) if fact.kind == "choice" else (False, True)


def turns(fact: Fact, best: bool, uncapped: Decimal | None) -> Iterator[Value]:
    """Where an amount turns between the ends: a little pay opens the help with childcare, pay of `uncapped`
    pounds a week ends the benefit cap; a little rent lowers what may be earned."""
    if best and fact.id in ("earnings", "partner_earnings"):
        yield PENNY
        if uncapped is not None:
            yield uncapped
    if not best and fact.id in WORST:
        yield WORST[fact.id]


def told(fact: Fact, value: Value | None, corner: Corner, best: bool) -> tuple[Value | None, ...]:
    """What to try of a fact that is known. Of a private rent some counts, up to the Local Housing Allowance,
    and that is not known here."""
    if fact.id == "rent" and corner.get("home") == "private" and not best and isinstance(value, Decimal):
        return value, min(SOME_RENT, value)
    return (value,)
