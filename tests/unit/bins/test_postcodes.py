"""A postcode is seen however it is written, whole or in part; the last one said counts."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.knowledge.bins.postcodes import MARK, is_whole, spaced, take

DISTRICTS = frozenset({"ls1", "ls8", "ls16"})


@pytest.mark.parametrize(
    ("text", "code", "rest"),
    [
        ("ls8 1aa", "LS8 1AA", MARK),
        ("ls81aa", "LS8 1AA", MARK),
        ("ls168dq", "LS16 8DQ", MARK),
        ("when is my bin ls8 1aa please", "LS8 1AA", f"when is my bin {MARK} please"),
        ("l s 8 1 a a", "LS8 1AA", MARK),
        ("ls8 iaa", "LS8 1AA", MARK),
        ("ls8 1aa no ls8 1ab", "LS8 1AB", f"{MARK} no {MARK}"),
        ("m1 1ae", "M1 1AE", MARK),
        ("ls8", "LS8", MARK),
        ("ls 8", "LS8", MARK),
        ("ls8 1", "LS8 1", MARK),
        ("m1", "", "m1"),
        ("12 abbey road", "", "12 abbey road"),
        ("i am 8 1 am at home", "", "i am 8 1 am at home"),
    ],
)
def test_taking_a_postcode(text: str, code: str, rest: str) -> None:
    assert take(text, DISTRICTS) == (code, rest)


def test_both_halves_make_it_whole() -> None:
    assert is_whole("LS8 1AA")
    assert not is_whole("LS8 1")
    assert not is_whole("")


letters = st.sampled_from("abdefghjlnpqrstuwxyz")


@given(st.sampled_from(["ls8", "ls16", "wf3", "b1"]), st.integers(0, 9), letters, letters, st.booleans())
def test_any_postcode_is_found_with_and_without_its_space(
    outward: str, digit: int, first: str, second: str, space: bool
) -> None:
    code = f"{outward}{' ' if space else ''}{digit}{first}{second}"

    assert take(f"my address is {code}", DISTRICTS)[0] == spaced(code)
    assert spaced(code) == f"{outward.upper()} {digit}{first.upper()}{second.upper()}"
