"""Folding makes ways of writing the same, and every place leads back to the original."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlu.normalise import fold, folded
from nlu.tokens import tokens, words


@pytest.mark.parametrize(
    ("written", "same_as"),
    [
        ("When Is My BIN", "when is my bin"),
        ("kiedy wywożą śmieci", "kiedy wywoza smieci"),
        ("Łódź", "lodz"),
        ("străzi și ţări", "strazi si tari"),  # comma and cedilla alike
        ("ＬＳ８ １ＡＡ", "ls8 1aa"),  # full width
        ("LS۸ ۱AA", "ls8 1aa"),  # Urdu digits
        ("٠١٢٣٤٥٦٧٨٩ ०१२ ০১২ ੦੧੨ ૦૧૨", "0123456789 012 012 012 012"),
        ("don’t", "don't"),
        ("bin\u200b day\u00a0", "bin day "),
        ("\u2067میرا\u2069", "میرا"),  # isolates of right-to-left text
    ],
)
def test_ways_of_writing_fold_to_one(written: str, same_as: str) -> None:
    assert fold(written) == same_as


@pytest.mark.parametrize(
    ("keyboard", "other_keyboard"),
    [
        ("كيا", "کیا"),  # Arabic kaf and yeh
        ("نہیں", "نہین"),  # noon ghunna
        ("بھی", "بہی"),  # two-eyed heh
        ("کَب", "کب"),  # vowel marks
        ("آگ", "اگ"),
    ],
)
def test_urdu_letters_of_any_keyboard_are_the_same(keyboard: str, other_keyboard: str) -> None:
    assert fold(keyboard) == fold(other_keyboard)


def test_vowel_signs_of_indic_scripts_are_kept() -> None:
    assert fold("मेरा कूड़ा") != fold("मर कड")
    assert words(fold("ਮੇਰਾ ਕੂੜਾ ਕਦੋਂ")) == fold("ਮੇਰਾ ਕੂੜਾ ਕਦੋਂ").split()


def test_a_place_in_the_folded_text_leads_back_to_the_original() -> None:
    said = folded("Straße, cafe\u0301 LS۸")
    at = said.text.index("cafe")
    assert said.slice(at, at + 4) == "cafe\u0301"
    assert said.slice(said.text.index("ls8"), len(said.text)) == "LS۸"


@given(st.text())
def test_folding_is_settled_after_one_time(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(st.text())
def test_both_ways_of_folding_agree(text: str) -> None:
    said = folded(text)
    assert said.text == fold(text)
    assert len(said.origin) == len(said.text)
    assert list(said.origin) == sorted(said.origin)


@given(st.text())
def test_every_word_lies_inside_the_text(text: str) -> None:
    said = folded(text)
    for token in tokens(said.text):
        first, last = said.span(token.start, token.end)
        assert 0 <= first < last <= len(text)


@given(st.text(alphabet="abc'’ .,żشਮੇ1٢", max_size=20))
def test_words_hold_no_space_and_no_apostrophe(text: str) -> None:
    assert all(word and " " not in word and "'" not in word for word in words(fold(text)))


def test_contractions_are_one_word() -> None:
    assert words(fold("I don't know what's on, 'right'?")) == ["i", "dont", "know", "whats", "on", "right"]
