"""The global words, and corrections."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlu.correction import Corrections
from nlu.vocabulary import vocabularies
from nlu.words import Words, phrase

KNOWN = vocabularies()
NAMES = tuple(KNOWN["en"].words)
TAGS = ("en", "pl", "ur", "ur-Latn", "ar", "ro", "pa", "pt", "zh-Hans", "ckb", "fa", "bn", "gu")


@pytest.fixture(scope="module")
def corrections(words: Words) -> Corrections:
    return Corrections(words)


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("language", TAGS)
def test_every_word_is_understood_in_its_language(words: Words, name: str, language: str) -> None:
    phrases = KNOWN[language].words[name]
    assert phrases
    assert {said: words.find(said, language) for said in phrases} == dict.fromkeys(phrases, name)


@pytest.mark.parametrize("name", NAMES)
def test_no_phrase_means_two_things_in_one_language(name: str) -> None:
    for each in KNOWN.values():
        own = {phrase(said) for said in each.words.get(name, [])}
        for other in set(NAMES) - {name}:
            assert own & {phrase(said) for said in each.words.get(other, [])} == set()


@pytest.mark.parametrize(
    ("text", "language", "word"),
    [
        ("HELP!!!", "en", "help"),
        ("help please", "pl", "help"),
        ("Could you say it again, please?", "en", "repeat"),
        ("sorry can you repeat that", "en", "repeat"),
        ("jeszcze raz proszę", "pl", "repeat"),
        ("jeszcze raz prosze", "en", "repeat"),
        ("جی مدد", "ur", "help"),
        ("ji haan", "ur", "affirm"),
        ("CANCEL", "en", "cancel"),
        ("END", "en", "stop"),
        ("QUIT", "en", "stop"),
        ("Stop.", "ur", "stop"),
        ("person", "gu", "person"),
        ("nie", "pl", "deny"),
        ("where from?", "en", "source"),
        ("skąd?", "pl", "source"),
        ("carry on", "en", "resume"),
        ("start again", "en", "restart"),
        ("مدد", "en", "help"),
    ],
)
def test_words_with_politeness_around_them(words: Words, text: str, language: str, word: str) -> None:
    assert words.find(text, language) == word


@pytest.mark.parametrize(
    "text",
    [
        "",
        "0",
        "9",
        "please",
        "sorry",
        "thanks",
        "help with my bins",
        "stop taking my bin",
        "yes the green one",
        "back lane",
    ],
)
def test_what_is_no_word(words: Words, text: str) -> None:
    assert words.find(text, "en") == ""


def test_the_language_of_the_conversation_is_asked_first(words: Words) -> None:
    """`dalej` asks for more in Polish; `na` is "no" in romanised Urdu and nothing in English."""
    assert words.find("dalej", "pl") == "more"
    assert words.find("na", "ur") == "deny"


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("no, number 14", "number 14"),
        ("no number 14", "number 14"),
        ("not 14, 15", "15"),
        ("it's not 14 it's 15", "15"),
        ("sorry i meant 15", "15"),
        ("sorry, 15", "15"),
        ("actually 15", "15"),
        ("no wait, the black one", "the black one"),
        ("I mean the Green one", "the Green one"),
        ("no 22a Roundhay Road", "22a Roundhay Road"),
        ("nie, 15", "15"),
        ("nie 14 tylko 15", "15"),
        ("nie ten tylko zielony", "zielony"),
        ("chodziło mi o czarny", "czarny"),
        ("نہیں 15", "15"),
        ("14 نہیں 15", "15"),
        ("14 nahi balke 15", "15"),
        ("nahi, kali wali", "kali wali"),
        ("mera matlab 15", "15"),
    ],
)
def test_what_is_meant_instead(corrections: Corrections, text: str, meant: str) -> None:
    assert corrections.find(text) == meant


@pytest.mark.parametrize(
    "text",
    [
        "no",
        "No!",
        "no thanks",
        "no, i don't",
        "no, yes",
        "nie",
        "nie dziękuję",
        "نہیں",
        "nahi",
        "actually",
        "no bin collected today",
        "not collected again",
        "nie zabrali kosza",
        "sorry to bother you when is my bin",
        "number 14",
        "",
    ],
)
def test_what_corrects_nothing(corrections: Corrections, text: str) -> None:
    assert corrections.find(text) is None


@given(st.text(max_size=80))
def test_any_text_can_be_asked(words: Words, corrections: Corrections, text: str) -> None:
    word, meant = words.find(text), corrections.find(text)
    assert word == "" or word in NAMES
    assert meant is None or meant in text
