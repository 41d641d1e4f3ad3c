"""Of a question that nobody could answer only words are kept that are nobody's."""

from __future__ import annotations

import pytest

from nlu.corpus import Example
from nlu.public import MOST, PublicWords, counted


@pytest.fixture(scope="module")
def public() -> PublicWords:
    return PublicWords.load()


@pytest.mark.parametrize(
    ("text", "language", "kept"),
    [
        ("who sees to the roots of next door's tree", "en", "who … to the roots of next doors tree"),
        ("My name is John Smith of 14 Hollin Mews LS8 1AA", "en", "my name is … of …"),
        ("call Fatima Hussain on 07700 900123 about the bin", "en", "call … on … about the bin"),
        ("amira.k@example.org wants a permit", "en", "… wants a permit"),
        ("flurb blarg", "en", ""),
        ("hello", "en", ""),
        ("07700 900123", "en", ""),
        ("", "en", ""),
        ("kiedy jest moja zmywarka Kowalskiego", "pl", "kiedy jest moja zmywarka …"),
        ("mera bin kab Ahmed", "ur", "mera bin kab …"),
    ],
)  # fmt: skip
def test_names_numbers_and_places_are_left_out(
    public: PublicWords, text: str, language: str, kept: str
) -> None:
    assert public.of(text, language) == kept


def test_a_word_of_another_language_is_not_kept(public: PublicWords) -> None:
    assert public.of("kiedy jest the bin", "en") == "… the bin"


def test_no_story_is_kept(public: PublicWords) -> None:
    assert len(public.of("when is the bin and who is the man " * 20, "en").split()) == MOST


def test_a_word_that_one_line_alone_has_is_not_public() -> None:
    lines = [Example(text, "bins.next", "en") for text in ("my bin LS8", "my bin again", "my oakwood bin")]
    assert counted(lines) == {"en": {"my", "bin"}}
