"""Which numbers are addresses, and which are not texted."""

from __future__ import annotations

import pytest

from channels.sms.numbers import e164, refusal


@pytest.mark.parametrize(
    ("given", "address"),
    [
        ("+447700900123", "+447700900123"),
        ("447700900123", "+447700900123"),
        (" +447911123456 ", "+447911123456"),
        ("+48601234567", "+48601234567"),
        ("+14155552671", "+14155552671"),
        ("07700900123", ""),
        ("60777", ""),
        ("HMRC", ""),
        ("+44 7700 900123", ""),
        ("whatsapp:+447700900123", ""),
        ("+" + "9" * 16, ""),
        ("+٤٤٧٧٠٠٩٠٠١٢٣", ""),
        ("", ""),
    ],
)
def test_what_is_an_address(given: str, address: str) -> None:
    assert e164(given) == address


@pytest.mark.parametrize(
    ("number", "code"),
    [
        ("+447700900123", ""),
        ("+447911123456", ""),
        ("+447400123456", ""),
        ("+14155552671", ""),
        ("+441132224444", "landline"),
        ("+442079460000", "landline"),
        ("+48221234567", "landline"),
        ("+449098790000", "costly_number"),
        ("+447012345678", "costly_number"),
        ("+448451234567", "costly_number"),
        ("07700900123", "no_number"),
        ("", "no_number"),
    ],
)
def test_who_is_not_texted(number: str, code: str) -> None:
    assert refusal(number) == code
