"""The page that says what is held about people says it of every table and column, and of nothing else."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from sqlalchemy import Column, LargeBinary

from bot.settings import READERS
from bot.store import outbox_tables, presence_table, relay_table, tries_table
from bot.store.case_forgetting import NO_WORD_FOR, OVER_FOR
from bot.store.columns import SealedColumn
from bot.store.retention import KEPT
from bot.store.street_forgetting import OVER_FOR as STREET_OVER_FOR
from bot.store.street_forgetting import UNCHANGED_FOR
from bot.store.tables import metadata

PAGE = (Path(__file__).parents[3] / "docs" / "data-held.md").read_text(encoding="utf-8")


def documented() -> dict[tuple[str, str], str]:
    """The form of each documented (table, column)."""
    found: dict[tuple[str, str], str] = {}
    table = ""
    for line in PAGE.splitlines():
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        if len(cells) == 4 and cells[3] in ("plain", "sealed", "keyed hash"):
            table = cells[0].strip("`") or table
            found |= {(table, column): cells[3] for column in re.findall(r"`(\w+)`", cells[1])}
    return found


assert relay_table.relays.metadata is tries_table.tries.metadata is metadata
assert outbox_tables.outbox.metadata is presence_table.presence.metadata is metadata
COLUMNS = [
    pytest.param(column, id=f"{table.name}.{column.name}")
    for table in metadata.tables.values()
    for column in table.columns
]


@pytest.mark.parametrize("column", COLUMNS)
def test_every_column_is_documented_in_its_true_form(column: Column[object]) -> None:
    form = documented()[(column.table.name, column.name)]
    named = column.name.endswith("lookup") or column.name in ("seen", "token", "spot", "district")
    hashed = named and isinstance(column.type, LargeBinary)  # the number that a council gives is no secret
    assert form == (
        "sealed" if isinstance(column.type, SealedColumn) else "keyed hash" if hashed else "plain"
    )


def test_nothing_is_documented_that_is_not_there() -> None:
    there = {(table.name, column.name) for table in metadata.tables.values() for column in table.columns}
    assert set(documented()) == there


def test_the_documented_times_are_the_real_ones() -> None:
    assert READERS["SNICKET_RETENTION_DAYS"][1] == "30"
    assert PAGE.count("| 30 days after") == 4
    assert KEPT.days == 365
    assert "365 days after their last message" in PAGE
    assert f"{OVER_FOR.days} days after its end" in PAGE
    assert f"{STREET_OVER_FOR.days} days after its end, or when nothing was heard of it" in PAGE
    assert f"for {UNCHANGED_FOR.days} days; what it was" in PAGE
    assert f"{NO_WORD_FOR.days} days after they were asked" in PAGE
