"""What the opening words state of a household, and what they only ask."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from bot.knowledge.entitlements.hearing.hears import Hears
from nlu.benefits import BenefitWords
from tests.unit.dialogue.hear import NOON, hear, press

HEARS = Hears()
TODAY = NOON.date()

STATED: list[tuple[str, dict[str, Any]]] = [
    ("I am 67 and live alone, can I get pension credit", {"age": 67, "alone": True, "partner": False}),
    ("my husband is 70 and im 62", {"age": 62, "partner_age": 70, "partner": True}),
    ("can my mam get attendance allowance, mum is 82", {"age": 82}),
    ("I was born 3 May 1958", {"age": 68, "born": dt.date(1958, 5, 3)}),
    ("free school dinners for my kids, they are 4 and 7", {"children": (4, 7), "school_child": True}),
    ("help for my 2 year old daughter", {"children": (2,)}),
    ("im 34 and my son is 5", {"age": 34, "children": (5,)}),
    ("we are on universal credit", {"on_universal_credit": True}),
    ("can I get universal credit", {}),
    ("I am 3 months pregnant", {"pregnant": True}),
    ("I'm a single mum on universal credit", {"partner": False, "on_universal_credit": True}),
    ("I rent from the council", {"home": "council"}),
    ("my wife and I pay a mortgage", {"partner": True, "home": "own"}),
    ("what can I get, im 72 and on my own", {"age": 72, "alone": True, "partner": False}),
    ("bus pass", {}),
    ("do my kids get free school dinners", {"school_child": True}),
    ("my son is 35", {}),
]


@pytest.mark.parametrize(("text", "facts"), STATED)
def test_what_is_stated_is_heard(text: str, facts: dict[str, Any]) -> None:
    assert dict(HEARS.facts(hear(text, entities={}), TODAY)) == facts


def test_a_pressed_choice_states_nothing() -> None:
    assert HEARS.facts(press("do:entitlements.check:over65"), TODAY) == {}


@pytest.mark.parametrize(
    ("language", "text", "age"),
    [
        ("pl", "mam 67 lat i mieszkam sama", 67),
        ("ro", "am 67 de ani", 67),
        ("pt", "tenho 67 anos", 67),
        ("ar", "عمري ٦٧", 67),
        ("fa", "۶۷ سالمه", 67),
        ("ckb", "تەمەنم ٦٧", 67),
        ("ur", "میری عمر ۶۷ سال ہے", 67),
        ("ur-Latn", "meri umar 67 saal hai", 67),
        ("pa", "ਮੇਰੀ ਉਮਰ ੬੭", 67),
        ("pa-Latn", "meri umar 67", 67),
        ("bn", "আমার বয়স ৬৭", 67),
        ("zh-Hans", "我67岁，一个人住", 67),
        ("gu", "મારી ઉંમર ૬૭", 67),
        ("gu-Latn", "mari umar 67", 67),
    ],
)
def test_an_age_is_stated_in_every_language(language: str, text: str, age: int) -> None:
    assert HEARS._stated(text, language, TODAY).get("age") == age


def test_every_list_can_be_read() -> None:
    words = BenefitWords.load()
    assert words.languages[0] == "en"
    assert {"pl", "ro", "pt", "ar", "fa", "ckb", "ur", "pa", "bn", "zh-Hans", "gu"} < set(words.languages)
    assert all(words.tongue(language).has("unsure", ["i", "dont", "know"]) for language in words.languages)
