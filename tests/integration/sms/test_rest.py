"""What a text message has no room for is read on the web page."""

from __future__ import annotations

import re

from accessibility.text import Rendered
from bot import texting
from bot.clock import FixedClock
from bot.settings import read_settings
from channels.sms.sends import SmsSends
from locales.catalogue import shipped
from tests.conftest import NOW

LONG = " ".join(f"This is sentence number {number} of an answer." for number in range(30))


def sends(public: str) -> SmsSends:
    environment = {"SNICKET_SECRET": "for the tests " * 4, "SNICKET_SMS": "simulated"}
    settings = read_settings(environment | {"SNICKET_PUBLIC_URL": public})
    made = texting.sends(settings, FixedClock(NOW), "Leeds Council", shipped())
    assert made is not None
    return made


def test_a_long_answer_ends_with_a_link_that_nobody_can_guess() -> None:
    ways = sends("https://bins.example.org")
    (first,), (second,) = (ways.pack([Rendered(f"Leeds Council: {LONG}", "en")]) for _ in range(2))
    codes = [re.search(r"https://bins\.example\.org/go/([0-9A-Z]{16})$", one.text) for one in (first, second)]
    one, other = codes
    assert one is not None
    assert other is not None
    assert one[1] != other[1]
    assert [link.url for link in first.links] == [one[0]]


def test_the_label_is_in_the_reader_s_language() -> None:
    (packed,) = sends("https://bins.example.org").pack([Rendered(f"Leeds Council: {LONG}", "pl")])
    assert "Read all of it here" not in packed.text


def test_a_page_that_nobody_can_reach_is_not_linked_to() -> None:
    (packed,) = sends("http://localhost:8080").pack([Rendered(f"Leeds Council: {LONG}", "en")])
    assert "/go/" not in packed.text
    assert packed.text.endswith("number 29 of an answer.")
