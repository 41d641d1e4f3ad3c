"""What a resident sees of Urdu text, drawn by a real bidirectional algorithm (python-bidi)."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
from bidi import get_display
from hypothesis import given
from hypothesis import strategies as st

from accessibility.bidi import exposed, scrambled
from accessibility.isolate import FSI, PDI
from accessibility.renderers import Modality, renderer
from accessibility.text import Money, Phone, Place, Postcode, Reference, Span, _
from tests.unit.accessibility.words import REPLY, RING, catalogue

WORDS = catalogue()
EYE = pytest.mark.parametrize("modality", ["screen", "sms"])


def display(line: str) -> str:
    """The line as it is drawn, its characters from left to right."""
    shown = get_display(line, base_dir="R")
    assert isinstance(shown, str)
    return shown


def shown(modality: Modality, text: str) -> str:
    return "\n".join(display(line).replace("\u00a0", " ") for line in text.split("\n"))


def test_without_isolation_a_phone_number_is_shown_backwards() -> None:
    """Why all of this is needed."""
    assert "4406 222 0113" in display("0113 222 4406 پر فون کریں۔")
    assert scrambled("0113 222 4406 پر فون کریں۔", display) == ("0113 222 4406",)


@EYE
def test_phone_price_postcode_and_reference_are_seen_in_order(modality: Modality) -> None:
    seen = shown(modality, renderer(modality, WORDS).render(REPLY, "ur").text)
    for fact in ("0113 222 4406", "£62.50", "LS8 1AA", "15 Oakwood Court", "7K4P9M"):
        assert fact in seen, fact


@EYE
def test_the_check_agrees_with_the_eye(modality: Modality) -> None:
    text = renderer(modality, WORDS).render(REPLY, "ur").text
    assert scrambled(text, display) == ()
    assert exposed(text, "rtl") == ()


@pytest.mark.parametrize(
    ("text", "facts"),
    [
        ("0113 222 4406 پر فون کریں۔", ("0113 222 4406",)),
        (f"{FSI}0113 222 4406{PDI} پر فون کریں۔", ()),
        ("0113\u00a0222\u00a04406 پر فون کریں۔", ()),
        ("قیمت £62.00 ہے", ("£62.00",)),
        ("قیمت \u200e£62.00 ہے", ()),
        ("وقت 8:30 - 17:00 ہے", ("8:30 - 17:00",)),
        ("حوالہ 7K4P ہے", ("7K4P",)),
        ("حوالہ \u200e7K4P ہے", ()),
        ("پتہ LS8 1AA ہے", ()),
        ("0113 222 4406", ()),
        ("Ring 0113 222 4406.", ()),
    ],
)
def test_exposed_facts_are_found_by_rule(text: str, facts: tuple[str, ...]) -> None:
    assert exposed(text, "rtl") == facts


def test_left_to_right_text_is_never_exposed() -> None:
    assert exposed("0113 222 4406 £62", "ltr") == ()


groups = st.lists(st.text("0123456789", min_size=2, max_size=4), min_size=1, max_size=3).map(" ".join)
pounds = st.decimals(0, 9999, places=2)


@EYE
@given(
    groups,
    pounds,
    st.sampled_from(["LS8 1AA", "LE1 6ZG", "B1 1AA"]),
    st.text("ABC234", min_size=4, max_size=6),
)
def test_any_fact_is_seen_in_order(
    modality: Modality, number: str, price: Decimal, code: str, ref: str
) -> None:
    texts = [
        _("Ring %(phone)s.", phone=Phone(number)),
        _("It costs %(price)s.", price=Money(price)),
        _("Your reference is %(ref)s.", ref=Reference(ref)),
        _(
            "It is at %(place)s, %(postcode)s, %(hours)s.",
            place=Place(f"15 Oakwood Court, {code}"),
            postcode=Postcode(code),
            hours=Span(dt.time(10), dt.time(16)),
        ),
    ]
    for text, fact in zip(texts, (number, f"{price:,.2f}".removesuffix(".00"), ref, code), strict=True):
        rendered = renderer(modality, WORDS).render(text, "ur")
        assert rendered.language == "ur"
        assert fact in shown(modality, rendered.text)


@EYE
def test_left_to_right_languages_get_no_marks_at_all(modality: Modality) -> None:
    for tag in ("en", "pl"):
        text = renderer(modality, WORDS).render(RING, tag).text
        assert not any(char in text for char in "\u2066\u2067\u2068\u2069\u200e\u200f")
