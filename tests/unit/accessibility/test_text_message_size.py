"""The size of a text message, by the GSM and UCS-2 counts that providers charge."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accessibility.sms import ALPHABET, BASIC, EXTENSION, gsm, measure


def test_the_alphabet_has_the_characters_of_the_standard() -> None:
    """3GPP TS 23.038: 128 positions, one of them the escape to an extension of ten."""
    assert len(BASIC) == 127
    assert len(EXTENSION) == 10


@pytest.mark.parametrize(
    ("text", "encoding", "units", "segments"),
    [
        ("", "gsm", 0, 1),
        ("a" * 160, "gsm", 160, 1),
        ("a" * 161, "gsm", 161, 2),
        ("a" * 306, "gsm", 306, 2),
        ("a" * 307, "gsm", 307, 3),
        ("a" * 459, "gsm", 459, 3),
        ("€" * 80, "gsm", 160, 1),
        ("€" * 81, "gsm", 162, 2),
        ("£62 à 7pm\r\n", "gsm", 11, 1),
        ("a" * 152 + "€" + "a" * 152, "gsm", 306, 3),
        ("ł", "ucs2", 1, 1),
        ("ł" * 70, "ucs2", 70, 1),
        ("ł" * 71, "ucs2", 71, 2),
        ("ł" * 134, "ucs2", 134, 2),
        ("ł" * 135, "ucs2", 135, 3),
        ("ک" * 201, "ucs2", 201, 3),
        ("ک" * 202, "ucs2", 202, 4),
        ("🙂" * 35, "ucs2", 70, 1),
        ("🙂" * 36, "ucs2", 72, 2),
        ("🙂" * 67, "ucs2", 134, 3),
    ],
)
def test_units_and_segments(text: str, encoding: str, units: int, segments: int) -> None:
    size = measure(text)
    assert (size.encoding, size.units, size.segments) == (encoding, units, segments)


def test_a_pair_is_never_split_over_two_segments() -> None:
    """Two septets of `€`, or two halves of an emoji, that no longer fit go to the next segment whole."""
    assert measure("a" * 152 + "€" + "a" * 10).segments == 2
    assert measure("a" * 152 + "€" + "a" * 151).segments == 2
    assert measure("a" * 152 + "€" + "a" * 152).segments == 3


@given(st.text())
def test_one_character_outside_makes_the_whole_message_ucs2(text: str) -> None:
    assert (measure(text).encoding == "gsm") == gsm(text)
    assert measure(text + "ł").encoding == "ucs2"


@given(st.text(st.sampled_from(sorted(ALPHABET)), max_size=700), st.sampled_from(sorted(ALPHABET)))
def test_a_longer_message_never_takes_fewer_segments(text: str, more: str) -> None:
    assert measure(text).segments <= measure(text + more).segments
