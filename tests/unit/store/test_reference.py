"""References can be read out and typed back: a slip is noticed, never taken for another case."""

from __future__ import annotations

import re
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.knowledge.reference import find_reference
from bot.store.reference import ALPHABET, new_reference, read_reference

references = st.builds(lambda seed: new_reference(Random(seed)), st.integers())
places = st.integers(min_value=0, max_value=5)


@given(references)
def test_a_reference_has_six_unambiguous_characters(reference: str) -> None:
    assert re.fullmatch(f"[{ALPHABET}]{{6}}", reference)
    assert not set(reference) & set("O0I1AEUBLSYZ8")


def test_the_alphabet_is_of_prime_length_and_without_repeats() -> None:
    assert len(ALPHABET) == len(set(ALPHABET)) == 23


@given(references)
def test_it_never_looks_like_a_postcode(reference: str) -> None:
    assert not re.fullmatch(r"[A-Z]{1,2}\d[A-Z\d]?\d[A-Z]{2}", reference)


@given(references)
def test_it_is_read_back_in_any_case_and_spacing(reference: str) -> None:
    assert read_reference(reference) == reference
    assert read_reference(f" {reference[:3].lower()}-{reference[3:]} ") == reference


@given(references, places, st.sampled_from(ALPHABET))
def test_every_wrong_character_is_noticed(reference: str, place: int, other: str) -> None:
    wrong = reference[:place] + other + reference[place + 1 :]
    assert read_reference(wrong) == (reference if wrong == reference else None)


@given(references, places, places)
def test_every_two_characters_that_change_places_are_noticed(reference: str, one: int, two: int) -> None:
    letters = list(reference)
    letters[one], letters[two] = letters[two], letters[one]
    wrong = "".join(letters)
    assert read_reference(wrong) == (reference if wrong == reference else None)


@pytest.mark.parametrize("text", ["", "K7P4", "K7P4M", "K7P4M77", "O0I1L8", "hello!", "LS8 1AA"])
def test_what_cannot_be_a_reference_is_none(text: str) -> None:
    assert read_reference(text) is None


def test_the_randomness_decides() -> None:
    assert new_reference(Random(1)) == new_reference(Random(1))
    assert new_reference(Random(1)) != new_reference(Random(2))


@given(references)
def test_a_reference_is_found_in_a_sentence(reference: str) -> None:
    assert find_reference(f"what about my repair {reference.lower()}, please?") == reference
    assert find_reference(f"it is {reference[:3]} {reference[3:]}") == reference
    assert find_reference(f"it is {reference[:3]}-{reference[3:]}.") == reference
    assert find_reference(" ".join(reference)) == reference


@pytest.mark.parametrize(
    "text", ["", "what about my repair", "my number is 07700 900123", "flat 15, LS8 2PA", "garden tap"]
)
def test_a_sentence_without_one_has_none(text: str) -> None:
    assert find_reference(text) is None
