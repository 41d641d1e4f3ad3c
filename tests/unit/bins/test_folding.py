"""Words are compared in one case, with plain letters, ASCII digits and figures for numbers."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.knowledge.bins.folding import fold
from bot.knowledge.bins.numbers import figures


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("  St Mary’s   Road ", "st marys road"),
        ("Flat 15, Oakwood Court!", "flat 15 , oakwood court"),
        ("Śmieci i ŁÓŻKO", "smieci i lozko"),
        ("۱۵ ایبے روڈ", "15 ایبے روڈ"),
        ("٧، كوڑا", "7 , کوڑا"),
        ("12-14 / 3", "12-14 / 3"),
        ("", ""),
    ],
)
def test_folding(text: str, folded: str) -> None:
    assert fold(text) == folded


@given(st.text(max_size=60))
def test_folding_twice_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@pytest.mark.parametrize(
    ("spoken", "written"),
    [
        ("fifteen", "15"),
        ("flat twenty two a", "flat 22a"),
        ("twenty-two", "22"),
        ("one hundred and five", "105"),
        ("two hundred", "200"),
        ("hundred and", "100 and"),
        ("12 a abbey road", "12a abbey road"),
        ("mieszkanie piętnaście", "mieszkanie 15"),
        ("dwadzieścia dwa", "22"),
        ("sto dwa", "102"),
        ("پندرہ", "15"),
        ("forty-two steps", "42 steps"),
        ("well-known lane", "well-known lane"),
        ("no number here", "no number here"),
    ],
)
def test_spoken_numbers_become_figures(spoken: str, written: str) -> None:
    assert figures(fold(spoken)) == written
