"""One translation judged by itself: its values, script, manners and terms."""

from __future__ import annotations

import pytest

from locales import literals, word_checks
from locales.glossary import Term
from locales.message import Message
from tests.unit.locales.project import ENGLISH, POLISH, URDU

TERMS = (Term("Universal Credit", "", keep="yes"), Term("bin", "kosz", avoid="kubeł|śmietnik"))


def kinds(text: str) -> set[str]:
    return {kind for kind, _ in literals.faults(text)}


@pytest.mark.parametrize(
    "text",
    [
        "Put it out by %(time)s.",
        "It is full, %(percent)s %% of it.",
        "The council's website (all of it)",
        "„Więcej” i «dalej»",
        "زبان‌ها",
        "e.g. Mr. Smith etc.",
    ],
)
def test_words_without_facts_pass(text: str) -> None:
    assert kinds(text) == set()


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("by 7", "literal"), ("٧ بجے", "literal"), ("৭", "literal"), ("½ full", "spacing-free"),
        ("see leeds.gov.uk", "literal"), ("see HTTPS://x", "literal"), ("me@home", "literal"),
        ("100%", "format"), ("%d bins", "format"), ("%(Name)s", "format"), ("{x}", "format"),
        (" x", "spacing"), ("x ", "spacing"), ("x\ny", "spacing"), ("x\ty", "spacing"), ("x  y", "spacing"),
        ("(x", "brackets"), ("x]", "brackets"), ("„x", "brackets"),
        ("\u200fx", "bidi"), ("\u202ax", "bidi"), ("x\u2069", "bidi"),
    ],
)  # fmt: skip
def test_each_kind_of_fact_or_slip_is_found(text: str, kind: str) -> None:
    assert (kind in kinds(text)) is (kind != "spacing-free")


@pytest.mark.parametrize(
    ("english", "polish", "expected"),
    [
        ("Your bin", "Kosz", set()),
        ("Your bin", "Kubeł", {"glossary"}),
        ("Your bins", "Śmietniki", set()),
        ("Get Universal Credit", "Świadczenie Universal Credit", set()),
        ("Get universal credit", "Świadczenie universal credit", set()),
        ("Get Universal Credit", "Kredyt", {"glossary"}),
        ("Your bin", "کچرا دان", {"script"}),
        ("OK", "Dobrze", set()),
        ("Yes", "نعم", set()),
        ("You wrote", "Napisałaś", {"gender"}),
        ("Dear resident", "Szanowna Pani", {"gender"}),
        ("For you", "Dla ciebie", {"manners"}),
        ("In the typical way", "W typowy sposób", set()),
        ("In the panel", "W panelu", set()),
    ],
)
def test_polish_words(english: str, polish: str, expected: set[str]) -> None:
    assert {kind for kind, _ in word_checks.check(Message(english), (polish,), POLISH, TERMS)} == expected


@pytest.mark.parametrize(
    ("urdu", "expected"),
    [
        ("آپ کا کچرا دان", set()),
        ("تم کہاں ہو", {"manners"}),
        ("اگر بارش ہو تو رکیں", set()),
        ("كچرا", {"script"}),
        ("Universal Credit کی رقم", set()),
        ("All of this is English", {"script"}),
        ("میں لکھ رہا ہوں", {"gender"}),
    ],
)
def test_urdu_words(urdu: str, expected: set[str]) -> None:
    found = {
        kind
        for kind, _ in word_checks.check(Message("x"), (urdu,), URDU, (Term("Universal Credit", "", "yes"),))
    }
    assert found == expected


@pytest.mark.parametrize(
    ("english", "urdu", "expected"),
    [
        ("Child Benefit", "Child Benefit", set()),
        ("PIP mobility, higher", "PIP mobility، higher", {"script"}),
        ("PIP mobility, higher", "PIP نقل و حرکت، زیادہ", set()),
        ("Ask the Crisis and Resilience Fund.", "Crisis and Resilience Fund سے پوچھیں۔", set()),
        ("The Ombudsman", "Ombudsman", set()),
        ("In Leicester it is free.", "Leicester،میں مفت", set()),
        ("In Leicester it is free.", "Leicesterمیں مفت", {"script"}),
        ("Savings", "Savings", {"script"}),
    ],
)
def test_names_of_the_english_may_stay(english: str, urdu: str, expected: set[str]) -> None:
    assert {kind for kind, _ in word_checks.check(Message(english), (urdu,), URDU)} == expected


def test_english_rewordings_are_judged_too() -> None:
    assert {kind for kind, _ in word_checks.check(Message("Ask"), ("Ask him",), ENGLISH)} == {"gender"}


@pytest.mark.parametrize(
    ("forms", "expected"),
    [
        (("%(count)s kosz", "%(count)s kosze", "%(count)s koszy"), set()),
        (("kosz", "%(count)s kosze", "%(count)s koszy"), set()),
        (("%(count)s kosz",), {"forms"}),
        (("%(count)s kosz", "%(count)s kosze", "%(num)s koszy"), {"placeholders"}),
    ],
)
def test_plural_forms_are_counted_and_compared(forms: tuple[str, ...], expected: set[str]) -> None:
    message = Message("%(count)s bin", "%(count)s bins")
    assert {kind for kind, _ in word_checks.check(message, forms, POLISH)} == expected


def test_the_values_that_are_wanted_are_named() -> None:
    message = Message("On %(day)s at %(time)s")
    assert list(word_checks.check(message, ("W %(day)s",), POLISH)) == [
        ("placeholders", "the values must be: day, time")
    ]
    assert list(word_checks.check(Message("Hello"), ("%(name)s",), POLISH)) == [
        ("placeholders", "the values must be: none")
    ]
