"""What is told of where a shared part is: the building, and never a home."""

from __future__ import annotations

import datetime as dt

import pytest

from bot.knowledge.repairs.case import Report, Where
from bot.knowledge.repairs.law import Council
from bot.open311.repairs import FALLBACK, service
from bot.store.case_public import building

AT = dt.datetime(2026, 11, 20, 9, 0, tzinfo=dt.UTC)


def told(line: str, block: str) -> str:
    return building(Report(aware_at=AT, said="x", where=Where("1", line, "LS8 1AA", block)))


@pytest.mark.parametrize(
    ("line", "block", "building"),
    [
        (
            "Flat 15, Oakwood Court, Oakwood, LS8 1AA",
            "Oakwood Court, Oakwood, LS8 1AA",
            "Oakwood Court, Oakwood, LS8",
        ),
        ("Flat A, 12 Oak Road, Leeds, LS8 1AA", "12 Oak Road, Leeds, LS8 1AA", "Oak Road, Leeds, LS8"),
        ("Flat 2, 12a-14b Oak Road, LS8 1AA", "12a-14b Oak Road, LS8 1AA", "Oak Road, LS8"),
        ("12 Oak Road, Leeds, LS8 1AA", "12 Oak Road, Leeds, LS8 1AA", "Oak Road, Leeds, LS8"),
        ("Rose Cottage, Oak Road, LS8 1AA", "Rose Cottage, Oak Road, LS8 1AA", "Oak Road, LS8"),
        ("Flat 3, Oakwood Court", "Flat 3, Oakwood Court, LS8 1AA", "Oakwood Court, LS8"),
        ("just some words", "just some words", ""),
    ],
)
def test_neither_flat_nor_house_number_nor_postcode_is_told(line: str, block: str, building: str) -> None:
    assert told(line, block) == building


def test_of_a_home_nothing_is_told() -> None:
    assert told("12 Oak Road, Leeds, LS8 1AA", "") == ""
    assert building(Report(aware_at=AT, said="x")) == ""


def test_the_service_is_that_of_the_detail_then_of_the_problem() -> None:
    council = Council(
        phone="repairs", region="ENG", targets=(), services={"damp": "D", "damp.mould": "M", "leak": "L"}
    )
    assert service(council, "damp", "mould") == "M"
    assert service(council, "damp", "other") == "D"
    assert service(council, "roof", "tiles") == FALLBACK == "repairs"
