"""A translation taken apart into words and holes, and filled."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from locales.phrase import Standing, phrase, placeholders, wordless


@pytest.mark.parametrize(
    ("text", "words", "holes"),
    [
        ("Hello", ("Hello",), ()),
        ("%(day)s", ("", ""), ("day",)),
        ("On %(day)s at %(time)s.", ("On ", " at ", "."), ("day", "time")),
        ("%(a)s%(b)s", ("", "", ""), ("a", "b")),
        ("all %% of %(it)s", ("all % of ", ""), ("it",)),
        ("50 % or %s", ("50 % or %s",), ()),
    ],
)
def test_words_and_holes_alternate(text: str, words: tuple[str, ...], holes: tuple[str, ...]) -> None:
    assert (phrase(text).words, phrase(text).holes) == (words, holes)


def test_filling_joins_words_and_values() -> None:
    assert phrase("On %(day)s at %(time)s.").fill({"day": "Monday", "time": "7am"}) == "On Monday at 7am."


def test_a_value_is_never_filled_again() -> None:
    assert phrase("%(a)s!").fill({"a": "%(a)s %s"}) == "%(a)s %s!"


def test_words_can_be_prepared_and_values_are_left_alone() -> None:
    assert phrase("a %(b)s c").fill({"b": "b"}, str.upper) == "A b C"


def test_a_hole_without_a_value_names_the_message_and_the_hole() -> None:
    with pytest.raises(LookupError, match=r"'Out by ….'.*'time'"):
        phrase("Out by %(time)s.").fill({})


def test_standings_are_ordered_from_machine_to_source() -> None:
    assert Standing.MACHINE < Standing.TRANSLATED < Standing.READ < Standing.SOURCE


@pytest.mark.parametrize("text", ["Hello", "On %(day)s.", "50%% of %(it)s", "%(a)s%(a)s"])
def test_the_template_is_what_the_po_file_has(text: str) -> None:
    assert phrase(text).template == text


def test_placeholders_are_listed_as_often_as_they_occur() -> None:
    assert placeholders("%(b)s %(a)s %(b)s %%(c)s") == ("a", "b", "b")


@pytest.mark.parametrize(
    ("text", "answer"), [("%(day)s", True), ("%(a)s, %(b)s.", True), ("at %(a)s", False)]
)
def test_a_message_of_values_alone_has_no_words(text: str, answer: bool) -> None:
    assert wordless(text) is answer


@given(st.lists(st.text(st.characters(exclude_characters="%"))), st.text())
def test_filling_is_exactly_concatenation(words: list[str], value: str) -> None:
    text = "%(x)s".join(words)
    assert phrase(text).fill({"x": value}) == value.join(words)
