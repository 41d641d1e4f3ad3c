"""Reading requests: what people type is cleaned and nothing more."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from channels.body import BadInput, TooOften, clean


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        (" bins \r\n", "bins"),
        ("one\r\ntwo\rthree\nfour", "one\ntwo\nthree\nfour"),
        ("a\x00b\x07c\x1b[31m\x7f\x85", "abc[31m"),
        ("tab\tstays", "tab\tstays"),
        ("zażółć گھر 屋 👋🏽", "zażółć گھر 屋 👋🏽"),
        ("می\u200cروم", "می\u200cروم"),
        ("", ""),
    ],
)
def test_clean(typed: str, kept: str) -> None:
    assert clean(typed) == kept


@given(st.text())
def test_cleaning_twice_changes_nothing_more(typed: str) -> None:
    once = clean(typed)
    assert clean(once) == once
    assert "\x00" not in once


def test_bad_input_as_json() -> None:
    fault = BadInput(400, "sender", "is missing")
    assert str(fault) == "sender: is missing"
    answer = fault.response()
    assert (answer.status, answer.body) == (400, b'{"error":{"field":"sender","problem":"is missing"}}')


@pytest.mark.parametrize(("seconds", "header"), [(0.01, "1"), (0.6, "1"), (1.0, "2"), (59.2, "60")])
def test_too_often_says_when_to_come_back(seconds: float, header: str) -> None:
    answer = TooOften("sender", seconds).response()
    assert answer.status == 429
    assert int(answer.headers["Retry-After"]) >= seconds
    assert answer.headers["Retry-After"] == header
