"""Numbers as they are written and said, each in one piece."""

from __future__ import annotations

from decimal import Decimal

import pytest

from nlu.benefits import BenefitWords
from nlu.counting import figures

SAID = [
    ("en", "900", ["900"]),
    ("en", "£1,200.50", ["1200.50"]),
    ("en", "1.200", ["1200"]),
    ("en", "12k", ["12000"]),
    ("en", "2.5k", ["2500.0"]),
    ("en", "nine hundred and fifty", ["950"]),
    ("en", "a hundred and five", ["105"]),
    ("en", "two thousand five hundred", ["2500"]),
    ("en", "one hundred thousand", ["100000"]),
    ("en", "twenty one", ["21"]),
    ("en", "seven and eleven", ["7", "11"]),
    ("en", "two, 7 and four", ["2", "7", "4"]),
    ("en", "12 14", ["12", "14"]),
    ("pl", "sześćdziesiąt siedem", ["67"]),
    ("ro", "două sute", ["200"]),
    ("pt", "novecentos e cinquenta", ["950"]),
    ("ar", "سبعة وستين", ["67"]),
    ("ar", "٩٠٠", ["900"]),
    ("fa", "۹۰۰", ["900"]),
    ("bn", "৯০০", ["900"]),
    ("pa", "੯੦੦", ["900"]),
    ("gu", "૯૦૦", ["900"]),
    ("ur-Latn", "do hazar", ["2000"]),
    ("zh-Hans", "六十七", ["67"]),
    ("zh-Hans", "九百五十", ["950"]),
    ("zh-Hans", "十二", ["12"]),
    ("zh-Hans", "一千二百", ["1200"]),
]


@pytest.mark.parametrize(("language", "text", "numbers"), SAID)
def test_a_number_is_one_piece(language: str, text: str, numbers: list[str]) -> None:
    counting = BenefitWords.load().tongue(language).counting
    found = [item for item in counting.read(figures(text)) if isinstance(item, Decimal)]
    assert found == [Decimal(number) for number in numbers]


@pytest.mark.parametrize("word", ["k", "and", "grandma", "of"])
def test_a_word_that_only_multiplies_or_joins_is_no_number(word: str) -> None:
    assert BenefitWords.load().tongue("en").counting.read([word]) == [word]
