"""What came out for one benefit, with the proof."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Literal

from msgspec import Struct

from accessibility.text import Text

Truth = Literal["yes", "no", "unknown"]


class Leaf(Struct, frozen=True):
    """One leaf that the verdict rests on: the fact that it looked at, what it found, and what is told of it.
    `benefit` is the other benefit, or the amount, that it looked at instead of a fact."""

    fact: str
    truth: Truth
    because: Text | None = None
    benefit: str = ""


class Extent(Struct, frozen=True):
    """Between which amounts it lies, pounds a week, whatever is still unknown; equal when all is known."""

    least: Decimal
    most: Decimal


class Verdict(Struct, frozen=True):
    """`truth` is `stale` where the rule, or a figure that it needs, is out of date or not confirmed: then
    there is no number and nothing but "please check". `proof` has the leaves that decide, `open` the facts
    that can still change it. `from_others`: the verdict rests on benefits that they may get, not on what was
    said."""

    benefit: str
    truth: Truth | Literal["stale"]
    proof: tuple[Leaf, ...] = ()
    open: tuple[str, ...] = ()
    extent: Extent | None = None
    source: str = ""
    link: str = ""
    checked: dt.date | None = None
    from_others: bool = False
