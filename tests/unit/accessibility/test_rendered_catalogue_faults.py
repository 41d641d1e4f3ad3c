"""Faults of the words that only show when they are rendered: planted and found."""

from __future__ import annotations

import pytest

from accessibility.__main__ import main
from accessibility.catalogue_checks import rendered_faults
from locales import catalogue as shipped
from locales.catalogue import Catalogue
from locales.languages import languages
from locales.message import Message
from tests.unit.accessibility.words import catalogue

LONG = "Twenty two words are far too many for one line and so on and on and on until we get to the end."


def kinds(english: str, polish: str = "", urdu: str = "") -> set[tuple[str, str]]:
    message = Message(english)
    words = {tag: {message: (text,)} for tag, text in (("pl", polish), ("ur", urdu)) if text}
    faults = rendered_faults(Catalogue(languages(), words, known=[message]))
    return {(fault.check, fault.file.split("/")[1]) for fault in faults}


def test_good_words_have_no_faults() -> None:
    assert rendered_faults(catalogue()) == ()


@pytest.mark.parametrize(
    ("english", "rule"),
    [
        (LONG, "R01"),
        ("Get in touch with us.", "R03"),
        ("Is it you? Say so.", "R04"),
        ("Ask the lady and she will know.", "R16"),
        ("word " * 61 + "end.", "R19"),
        ("word " * 31 + "end.", "R24"),
        ("See leeds.gov.uk now.", "R31"),
        ("This is bold 🙂🙂", "R15"),
    ],
)
def test_faults_of_the_english(english: str, rule: str) -> None:
    assert (rule, "messages.pot") in kinds(english)


def test_faults_of_a_translation() -> None:
    assert ("R19", "ur") in kinds("Short.", urdu="لفظ " * 60)
    assert ("R24", "pl") in kinds("Short.", polish="słowo " * 40)


def test_a_language_without_the_words_is_not_blamed() -> None:
    assert kinds("Short.") == set()


def test_the_shipped_words_can_all_be_rendered() -> None:
    rendered_faults(shipped.load())


def test_the_command_prints_faults_and_says_so_with_its_exit_code(capsys: pytest.CaptureFixture[str]) -> None:
    code = main(["check"])
    lines = capsys.readouterr().out.splitlines()
    assert code == (1 if lines else 0)
    assert all(
        line.startswith(("locales/", "bot/", "channels/", "nlu/", "notifier/", "accessibility/"))
        for line in lines
    )
