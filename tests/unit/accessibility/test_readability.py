"""How hard English is to read, measured offline."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accessibility.readability import grade, sentences, syllables, words

PLAIN = [
    "Your black bin is collected on Thursday 26 November. Put it out by 7am.",
    "Do not touch the light or the switch. If anyone is hurt or you see smoke, call 999.",
    "I have told the repairs team now. Your reference is K7P4M.",
    "You are next but one. You can carry on typing. The adviser will see all of it.",
]
JARGON = (
    "Residual waste receptacles necessitating remediation will be subject to reassessment by the authority. "
    "Notification of the determination will subsequently be communicated to the occupier."
)


@pytest.mark.parametrize(
    ("word", "count"),
    [
        ("bin", 1), ("the", 1), ("house", 1), ("used", 1), ("helped", 1), ("names", 1), ("free", 1),
        ("council", 2), ("table", 2), ("apple", 2), ("wanted", 2), ("boxes", 2), ("people", 2), ("being", 2),
        ("little", 2), ("Monday", 2), ("create", 2), ("recycle", 3), ("radio", 3), ("reference", 3),
        ("usual", 3), ("January", 4), ("emergency", 4), ("universal", 4), ("26", 1), ("7am", 1), ("", 1),
    ],
)  # fmt: skip
def test_syllables(word: str, count: int) -> None:
    assert syllables(word) == count


@pytest.mark.parametrize("text", PLAIN)
def test_plain_english_is_easy(text: str) -> None:
    assert grade(text) <= 6


def test_jargon_is_hard() -> None:
    assert grade(JARGON) > 15


def test_longer_sentences_are_harder() -> None:
    short = "The bin is full. The van is late. We will come soon."
    assert grade(short) < grade(short.replace(". The van", " and the van").replace(". We", " and we"))


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("One. Two! Three?", 3),
        ("One line\nanother line", 2),
        ("See https://www.leeds.gov.uk/bins now.", 1),
        ("It costs £62.50 today.", 1),
        ("باہر جائیں۔ فون کریں۔", 2),
        ("...", 0),
        ("", 0),
    ],
)
def test_sentences(text: str, count: int) -> None:
    assert len(sentences(text)) == count


def test_words_have_a_letter_or_digit() -> None:
    assert words("1 - two … (three)") == ["1", "two", "(three)"]


def test_nothing_has_grade_0() -> None:
    assert grade("") == 0


@given(st.text())
def test_any_text_has_a_grade(text: str) -> None:
    assert isinstance(grade(text), float)
