"""Sums of money: `900 a month`, `12k a year`, `£100 pw and 40 a fortnight`."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from decimal import Decimal
from itertools import pairwise
from typing import Final, Literal

from msgspec import Struct

from bot.knowledge.entitlements.hearing.items import items, unit
from nlu.benefits import Tongue
from nlu.counting import Item

Per = Literal["week", "fortnight", "four_weeks", "month", "year", ""]

WEEKS: Final[Mapping[Per, Decimal]] = {
    "week": Decimal(1),
    "fortnight": Decimal(2),
    "four_weeks": Decimal(4),
    "month": Decimal(52) / 12,
    "year": Decimal(52),
}
"""How many weeks a sum is for. The law of means-tested benefits reckons a year as fifty-two."""

MOST: Final = Decimal(10_000_000)
NEAR: Final = 4
"""How many words may stand between a sum and what it is for."""
PENNY: Final = Decimal("0.01")
_PENCE: Final = re.compile(r"(\d),(\d\d)(?!\d)")
"""`240,50` as much of Europe writes it; ages are not read here."""


class Sum(Struct, frozen=True):
    """`pounds` for each `per`, which is empty where that was not said."""

    pounds: Decimal
    per: Per = ""


def weekly(said: Sum) -> Decimal:
    """Pounds a week, to the penny. Raises `KeyError` where it is not known what the sum is for."""
    return (said.pounds / WEEKS[said.per]).quantize(PENNY)


def sums(text: str, tongue: Tongue) -> tuple[Sum, ...]:
    """Every sum in a text. A unit that stands behind a sum is its own; one that stands anywhere is for sums
    that have none. Hours, days and people are no money."""
    words = items(_PENCE.sub(r"\1.\2", text), tongue)
    places = [at for at, item in enumerate(words) if isinstance(item, Decimal)]
    places = [at for at in places if not tongue.starts("no_sum", words[at + 1 :])]
    anywhere = _behind(words)
    found: list[Sum] = []
    for at, following in pairwise([*places, len(words)]):
        pounds = words[at]
        if isinstance(pounds, Decimal) and pounds <= MOST:
            found.append(Sum(pounds, _behind(words[at + 1 : min(following, at + 1 + NEAR)]) or anywhere))
    return tuple(found)


def period(text: str, tongue: Tongue) -> Per:
    """What a sum is for, where the words say no more than that; empty for nothing."""
    return _behind(items(text, tongue))


def _behind(words: Sequence[Item]) -> Per:
    """The first unit among the words."""
    named = [unit(item) for item in words if unit(item)]
    return next((per for per in WEEKS if named and per == named[0]), "")
