"""The figures that one amount needs, on one day."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Iterable, Mapping
from decimal import Decimal

from bot.knowledge.entitlements.figures import Figures

Rates = Mapping[str, Decimal]
"""Figure ids to values, each in the unit of its figure."""

WEEKS, MONTHS = Decimal(52), Decimal(12)
"""Of a year, as the law of benefits counts (Universal Credit Regulations 2013, regulation 73)."""


def rates(figures: Figures, ids: Iterable[str], on: dt.date) -> Rates:
    """The certain figures among `ids` on that day; what is not certain is not there."""
    values = ((id, figures.value(id, on)) for id in ids)
    return {id: value for id, value in values if value is not None}


def parts(amount: Decimal, step: Decimal) -> int:
    """How many steps an amount makes, a part of one counted as a whole; none below nothing."""
    return max(0, math.ceil(amount / step))


def share(amount: Decimal, per_cent: Decimal) -> Decimal:
    """So many per cent of an amount."""
    return amount * per_cent / 100
