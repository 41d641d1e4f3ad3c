"""Faults of the words that only show when they are rendered: planted and found."""

from __future__ import annotations

import pytest

from accessibility.__main__ import main
from accessibility.catalogue_checks import rendered_faults
from locales.catalogue import Catalogue
from locales.faults import Fault
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


def test_the_command_prints_each_fault_and_how_many_of_each_rule(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    broken = Fault("locales/messages.pot", "See www.leeds.gov.uk.", "R31", "speech: an address")
    monkeypatch.setattr("accessibility.__main__.check", lambda: ())  # what it finds is tested below
    monkeypatch.setattr("accessibility.__main__.rendered_faults", lambda _catalogue: (broken, broken))
    assert main(["check"]) == 1
    *faults, count = capsys.readouterr().out.splitlines()
    assert faults == [str(broken)] * 2
    assert count == "2 x R31: no address spoken"


def test_the_shipped_words_have_no_fault(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check"]) == 0
    assert capsys.readouterr().out == ""
