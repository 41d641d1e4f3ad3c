"""Values keep their order inside right-to-left words, and nothing is added where nothing can go wrong."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accessibility.isolate import CONTROLS, FSI, LRM, NBSP, PDI, RLM, clean, isolated, led, marked, turns


@pytest.mark.parametrize(
    ("value", "rtl", "written"),
    [
        ("LS8 1AA", False, "LS8 1AA"),
        ("Łódź", False, "Łódź"),
        ("LS8 1AA", True, f"{FSI}LS8 1AA{PDI}"),
        ("بلال", False, f"{FSI}بلال{PDI}"),
        ("بلال", True, f"{FSI}بلال{PDI}"),
        ("", True, ""),
    ],
)
def test_isolated_on_a_screen(value: str, rtl: bool, written: str) -> None:
    assert isolated(value, rtl) == written


@pytest.mark.parametrize(
    ("value", "rtl", "written"),
    [
        ("0113 222 4406", False, "0113 222 4406"),
        ("0113 222 4406", True, f"0113{NBSP}222{NBSP}4406"),
        ("999", True, "999"),
        ("£62.50", True, f"{LRM}£62.50"),
        ("LS8 1AA", True, f"{LRM}LS8 1AA"),
        ("Flat (b)", True, f"{LRM}Flat (b){LRM}"),
        ("جمعرات 26 نومبر", True, "جمعرات 26 نومبر"),
        ("", True, ""),
    ],
)
def test_marked_in_a_text_message(value: str, rtl: bool, written: str) -> None:
    assert marked(value, rtl) == written


@pytest.mark.parametrize(
    ("words", "kept"),
    [
        ("  15 Oakwood Court ", "15 Oakwood Court"),
        ("one\ntwo\r\n\tthree", "one two three"),
        ("\u202egnp.exe\u202c", "gnp.exe"),
        (f"{FSI}x{PDI}", "x"),
        ("nul\x00l", "nul l"),
        ("half \ud800 pair", "half   pair"),
        ("زبان‌ها", "زبان‌ها"),
    ],
)
def test_data_is_cleaned_of_what_steers_text(words: str, kept: str) -> None:
    assert clean(words) == kept


@pytest.mark.parametrize(
    ("text", "rtl", "start"),
    [
        ("سلام", True, "س"),
        ("Leeds Council: سلام", True, RLM),
        (f"{FSI}15 Oakwood{PDI} سلام", True, FSI),
        ("1 سلام", True, "1"),
        ("Hello", False, "H"),
    ],
)
def test_who_guesses_the_direction_from_the_start_guesses_right(text: str, rtl: bool, start: str) -> None:
    assert led(text, rtl).startswith(start)


@pytest.mark.parametrize(
    ("text", "answer"), [("abc", False), ("Łódź £", False), ("ab بc", True), ("٣", True), ("א", True)]
)
def test_what_turns_the_direction(text: str, answer: bool) -> None:
    assert turns(text) is answer


@given(st.text())
def test_cleaned_data_is_one_line_without_direction_marks(words: str) -> None:
    kept = clean(words)
    assert not CONTROLS.search(kept)
    assert len(kept.splitlines()) <= 1
    kept.encode("utf-8")
