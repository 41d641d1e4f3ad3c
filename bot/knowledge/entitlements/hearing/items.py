"""The words of an answer, with each number and each unit of time in one piece."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Final

from nlu.benefits import PERIODS, Tongue
from nlu.counting import Item, figures

UNIT = "<"
"""What a unit of time begins with, as `<month`: no word has this sign."""

FEW: Final = 8


def items(text: str, tongue: Tongue) -> list[Item]:
    """The words of a text: numbers as decimals, units as `<week` to `<year`, without what is passed over."""
    return tongue.counting.read(_units(figures(text), tongue))


def unit(item: Item) -> str:
    """Which unit of time this is, empty for none."""
    return item.removeprefix(UNIT) if isinstance(item, str) and item.startswith(UNIT) else ""


def is_unsure(text: str, tongue: Tongue) -> bool:
    """Whether somebody says that they do not know, and gives no number all the same."""
    words = items(text, tongue)
    return tongue.has("unsure", words) and not any(isinstance(one, Decimal) for one in words)


def is_none(text: str, tongue: Tongue) -> bool:
    """Whether somebody says in a few words that there is nothing or nobody, and gives no number."""
    words = items(text, tongue)
    few = len(words) <= FEW and not any(isinstance(one, Decimal) for one in words)
    return few and tongue.has("none", words)


def _units(words: Sequence[Item], tongue: Tongue) -> list[Item]:
    found: list[Item] = []
    at = 0
    plain = [str(one) for one in words]
    while at < len(words):
        skipped = tongue.starts("ignore", plain[at:])
        sizes = {period: tongue.starts(period, plain[at:]) for period in PERIODS}
        period = max(sizes, key=lambda one: sizes[one])
        if skipped:
            at += skipped
        elif sizes[period]:
            found.append(UNIT + period)
            at += sizes[period]
        else:
            found.append(words[at])
            at += 1
    return found
