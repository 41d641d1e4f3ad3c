"""The two free columns of an address hold flats, numbers and names in every mix."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.knowledge.bins.door import building, door


@pytest.mark.parametrize(
    ("room", "number", "flat", "house", "name"),
    [
        ("", "12", "", "12", ""),
        ("", "12A", "", "12A", ""),
        ("", "12 - 14", "", "12-14", ""),
        ("", "LYNTON", "", "", "LYNTON"),
        ("FLAT 4", "116", "4", "116", ""),
        ("FLAT A", "116", "A", "116", ""),
        ("FLAT 4 AUBREY COURT", "116", "4", "116", "AUBREY COURT"),
        ("20 HOLMWOOD", "21", "20", "21", "HOLMWOOD"),
        ("", "9A OAKWOOD COURT", "9A", "", "OAKWOOD COURT"),
        ("", "ROOM 76E ARENA VILLAGE", "76E", "", "ARENA VILLAGE"),
        ("", "ROOM C 77 THE PLAZA", "C77", "", "THE PLAZA"),
        ("FLAT 15", "OAKWOOD COURT", "15", "", "OAKWOOD COURT"),
        ("", "FLAT 316 1 BREWERY WHARF", "316", "", "1 BREWERY WHARF"),
        ("WHITEHOUSE", "17", "", "17", "WHITEHOUSE"),
        ("", "FLAT 1A THE LODGE 12-14", "1A", "12-14", "THE LODGE"),
        ("FIRST AND SECOND FLOOR FLAT", "10", "", "10", ""),
        ("TOP FLOOR FLAT", "8", "", "8", ""),
        ("", "", "", "", ""),
    ],
)
def test_a_door(room: str, number: str, flat: str, house: str, name: str) -> None:
    assert door(room, number) == (flat, house, name)
    assert building(room, number) == name


columns = st.text(st.sampled_from("0123456789AB FLATCOURT-/&,'"), max_size=30).map(str.strip)


@given(columns, columns)
def test_any_columns_give_some_door(room: str, number: str) -> None:
    found = door(room, number)

    assert building(room, number) == found.name
    assert " " not in found.flat + found.number
