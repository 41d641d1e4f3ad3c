"""Sums, ages and dates of birth in the words that people use for them."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest

from bot.knowledge.entitlements.hearing.ages import Children, children, own_age, says_only_ages
from bot.knowledge.entitlements.hearing.births import born, years
from bot.knowledge.entitlements.hearing.items import is_none, is_unsure
from bot.knowledge.entitlements.hearing.money import Sum, period, sums, weekly
from nlu.benefits import BenefitWords, Tongue

TODAY = dt.date(2026, 11, 24)


def tongue(language: str = "en") -> Tongue:
    return BenefitWords.load().tongue(language)


SUMS = [
    ("en", "900 a month", "900 month"),
    ("en", "12k a year", "12000 year"),
    ("en", "£100 pw", "100 week"),
    ("en", "100 p/w", "100 week"),
    ("en", "about 650 pcm", "650 month"),
    ("en", "£184.90 every 4 weeks", "184.90 four_weeks"),
    ("en", "four hundred every fortnight", "400 fortnight"),
    ("en", "200 a week and 50 a month", "200 week, 50 month"),
    ("en", "I get 150 and 40 weekly", "150 week, 40 week"),
    ("en", "monthly its 820", "820 month"),
    ("en", "20 hours a week for 300", "300 week"),
    ("en", "900", "900"),
    ("ro", "240,50 pe săptămână", "240.50 week"),
    ("pl", "1.200,50 miesięcznie", "1200.50 month"),
    ("en", "3 kids", ""),
    ("en", "nowt", ""),
    ("pl", "900 miesięcznie", "900 month"),
    ("ro", "două sute pe săptămână", "200 week"),
    ("pt", "900 por mês", "900 month"),
    ("ar", "٩٠٠ في الشهر", "900 month"),
    ("fa", "۹۰۰ ماهی", "900 month"),
    ("ckb", "٩٠٠ مانگانە", "900 month"),
    ("ur", "۹۰۰ مہینے میں", "900 month"),
    ("ur-Latn", "900 mahine mein", "900 month"),
    ("pa", "੯੦੦ ਮਹੀਨੇ ਦਾ", "900 month"),
    ("pa-Latn", "100 hafte vich", "100 week"),
    ("bn", "মাসে ৯০০", "900 month"),
    ("zh-Hans", "每月九百五十", "950 month"),
    ("zh-Hans", "每月一千二", "1200 month"),
    ("zh-Hans", "每月两千五百", "2500 month"),
    ("zh-Hans", "一年一万二", "12000 year"),
    ("gu", "દર મહિને ૯૦૦", "900 month"),
    ("gu-Latn", "900 dar mahine", "900 month"),
    ("de", "900 a month", "900 month"),
]


@pytest.mark.parametrize(("language", "text", "found"), SUMS)
def test_a_sum_is_heard_with_what_it_is_for(language: str, text: str, found: str) -> None:
    told = ", ".join(f"{one.pounds} {one.per}".strip() for one in sums(text, tongue(language)))
    assert told == found


@pytest.mark.parametrize(
    ("pounds", "per", "week"),
    [
        ("100", "week", "100.00"),
        ("100", "fortnight", "50.00"),
        ("100", "four_weeks", "25.00"),
        ("1300", "month", "300.00"),
        ("5200", "year", "100.00"),
        ("900", "month", "207.69"),
    ],
)
def test_a_sum_is_reckoned_by_the_week(pounds: str, per: str, week: str) -> None:
    assert weekly(Sum(Decimal(pounds), per)) == Decimal(week)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("text", "per"), [("month", "month"), ("its a week", "week"), ("per annum", "year"), ("blue", "")]
)
def test_a_period_is_heard_by_itself(text: str, per: str) -> None:
    assert period(text, tongue()) == per


AGES = [
    ("en", "two, 7 and 4", (2, 7, 4)),
    ("en", "a baby and a 9 year old", (0, 9)),
    ("en", "2 kids, 7 and 4", (7, 4)),
    ("en", "she is 9 and he is 11", (9, 11)),
    ("en", "18 months and 3", (1, 3)),
    ("en", "6 weeks old", (0,)),
    ("en", "twins aged 5 and a newborn", (5, 5, 0)),
    ("en", "a baby of 8 months", (0,)),
    ("en", "money for a new baby", (0,)),
    ("en", "my baby is 1 and my son is 12", (1, 12)),
    ("en", "one is 7 and the other is 4", (7, 4)),
    ("en", "im 34 and my kids are 2 and 4", (2, 4)),
    ("en", "7,4", (7, 4)),
    ("pl", "dwoje dzieci, 4 i 7 lat", (4, 7)),
    ("ro", "am doi copii, 4 si 7 ani", (4, 7)),
    ("ur-Latn", "beta 4 saal ka aur beti 7", (4, 7)),
    ("zh-Hans", "两个孩子，4岁和7岁", (4, 7)),
    ("zh-Hans", "8个月", (0,)),
    ("bn", "ছেলে ৪ বছর আর মেয়ে ৭ বছর", (4, 7)),
]


@pytest.mark.parametrize(("language", "text", "found"), AGES)
def test_the_ages_of_children_are_heard(language: str, text: str, found: tuple[int, ...]) -> None:
    assert children(text, tongue(language)).ages == found


@pytest.mark.parametrize(("text", "counted"), [("3 kids", 3), ("two boys", 2), ("twins", 2), ("none", 0)])
def test_a_number_of_children_is_no_age(text: str, counted: int) -> None:
    assert children(text, tongue()) == Children((), counted)


@pytest.mark.parametrize(
    "text",
    ["she is 9 and he is 11", "a baby", "two, 7 and 4", "my youngest is 3 and my eldest just turned 12"],
)
def test_words_that_are_ages_and_nothing_else(text: str) -> None:
    assert says_only_ages(text, tongue())


@pytest.mark.parametrize(
    "text",
    [
        "she is 9 and he hits her",
        "9 and 11, their dad hurts them",
        "my baby is 1 and she is not breathing",
        "he is 11 and scared to go home",
        "the eldest and the youngest",
        "7 and 4 and they are alone",
    ],
)
def test_words_with_something_else_in_them(text: str) -> None:
    assert not says_only_ages(text, tongue())


@pytest.mark.parametrize(
    ("language", "text", "age"),
    [
        ("en", "67", 67),
        ("en", "sixty seven", 67),
        ("en", "im 67 love", 67),
        ("en", "67 or 68", None),
        ("en", "old", None),
        ("pl", "mam 67 lat", 67),
        ("ar", "٦٧", 67),
        ("zh-Hans", "六十七岁", 67),
    ],
)
def test_one_age_is_heard(language: str, text: str, age: int | None) -> None:
    assert own_age(text, tongue(language)) == age


@pytest.mark.parametrize(
    ("text", "birth"),
    [
        ("3/5/1960", "1960-05-03"),
        ("03.05.60", "1960-05-03"),
        ("3 5 1960", "1960-05-03"),
        ("1960-05-03", "1960-05-03"),
        ("3rd of May 1960", "1960-05-03"),
        ("may 3rd 1960", "1960-05-03"),
        ("born 3 May 60", "1960-05-03"),
        ("1960年5月3日", "1960-05-03"),
        ("3 maja 1960", "1960-05-03"),
        ("٣/٥/١٩٦٠", "1960-05-03"),
        ("1/2/08", "2008-02-01"),
        ("1/2/12", "1912-02-01"),
        ("30/2/1960", None),
        ("1960", None),
        ("3/5/2030", None),
        ("tomorrow", None),
    ],
)
def test_a_date_of_birth_is_heard(text: str, birth: str | None) -> None:
    assert born(text, TODAY) == (dt.date.fromisoformat(birth) if birth else None)


def test_a_birthday_counts_on_its_day() -> None:
    assert [years(dt.date(1960, 11, day), TODAY) for day in (23, 24, 25)] == [66, 66, 65]
    assert years(dt.date(1960, 2, 29), dt.date(2027, 2, 28)) == 66


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "i dont know"),
        ("en", "I'm not sure love"),
        ("en", "dunno"),
        ("pl", "nie wiem"),
        ("ro", "nu știu"),
        ("pt", "não sei"),
        ("ar", "لا أعرف"),
        ("fa", "نمی‌دانم"),
        ("ckb", "نازانم"),
        ("ur", "مجھے نہیں معلوم"),
        ("ur-Latn", "pata nahi"),
        ("pa", "ਪਤਾ ਨਹੀਂ"),
        ("pa-Latn", "pata nai"),
        ("bn", "আমি জানি না"),
        ("zh-Hans", "我不清楚"),
        ("gu", "ખબર નથી"),
        ("gu-Latn", "khabar nathi"),
    ],
)
def test_not_to_know_is_heard_in_every_language(language: str, text: str) -> None:
    assert is_unsure(text, tongue(language))


@pytest.mark.parametrize("text", ["not sure, about 900 a month", "yes", "no", "I know", "and a bus pass", ""])
def test_what_gives_an_answer_is_not_unsure(text: str) -> None:
    assert not is_unsure(text, tongue())


@pytest.mark.parametrize(
    ("text", "none"),
    [("nowt", True), ("no savings", True), ("nothing, 0", False), ("no i am married", False)],
)
def test_nothing_is_heard(text: str, none: bool) -> None:
    assert is_none(text, tongue()) is none
