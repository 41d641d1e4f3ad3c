"""A case as it is sent."""

from __future__ import annotations

import datetime as dt

import pytest

from bot.knowledge.repairs.case import Report, Where
from bot.store.case_relay_rows import Relayed

AT = dt.datetime(2026, 11, 20, 9, 0, tzinfo=dt.UTC)


@pytest.fixture
def relayed() -> Relayed:
    """A dripping tap, which they know as 7."""
    where = Where("1001", "Flat 1, Oak Court, Leeds, LS8 1AA", "LS8 1AA")
    return Relayed(
        case=1,
        reference="K7M2QX",
        revision=3,
        status="sent",
        closed=False,
        priority="routine",
        severity="",
        filed_at=AT,
        report=Report(aware_at=AT, said="it drips", problem="tap", detail="dripping", where=where),
        state="sent",
        service="repairs",
        request="7",
    )
