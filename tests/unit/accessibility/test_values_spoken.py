"""How each value is spoken, in each language: nothing that identifies is read as a number."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest

from accessibility.speech_values import Voice, speakable
from accessibility.text import (
    Count,
    Day,
    Key,
    Link,
    Money,
    Phone,
    Place,
    Plain,
    Postcode,
    Reference,
    Span,
    Time,
    Value,
)
from locales.languages import language

PAUSE = '<break time="300ms"/>'
AGAIN = '<break time="500ms"/>'


def said(tag: str, value: Value) -> str:
    return Voice(language(tag)).value(value)


def lent(words: str) -> str:
    """English inside another language."""
    return f'<lang xml:lang="en-GB">{words}</lang>'


def test_a_phone_number_is_said_digit_by_digit_in_groups_and_twice() -> None:
    once = f"zero one one three{PAUSE}two two two{PAUSE}four four zero six"
    assert said("en", Phone("0113 222 4406")) == f"{once}{AGAIN}{once}"


@pytest.mark.parametrize(
    ("tag", "words"),
    [("en", "nine nine nine"), ("pl", "dziewięć dziewięć dziewięć"), ("ur", "نو نو نو")],
)
def test_999_is_three_digits_and_said_once(tag: str, words: str) -> None:
    assert said(tag, Phone("999")) == words


@pytest.mark.parametrize(
    ("number", "first"),
    [
        ("+44 113", "plus four four"),
        ("(0113) 22", "zero one one three"),
        ("116 123", "one one six"),
        ("0113-222", "zero one one three two two two"),
    ],
)
def test_only_digits_and_plus_are_heard(number: str, first: str) -> None:
    assert said("en", Phone(number)).startswith(first)


@pytest.mark.parametrize(
    ("tag", "value", "words"),
    [
        ("en", Postcode("LS8 1AA"), f"L, S, eight{PAUSE}one, A, A"),
        ("pl", Postcode("LS8 1AA"), f"L, S, osiem{PAUSE}jeden, A, A"),
        ("ur", Postcode("LS8 1AA"), lent(f"L, S, eight{PAUSE}one, A, A")),
        ("en", Reference("k7p4m"), "K, seven, P, four, M"),
        ("pl", Reference("K7P4M"), "K, siedem, P, cztery, M"),
        ("ur", Reference("K7P4M"), lent("K, seven, P, four, M")),
    ],
)
def test_codes_are_spelled(tag: str, value: Value, words: str) -> None:
    assert said(tag, value) == words


@pytest.mark.parametrize(
    ("tag", "words"),
    [
        ("en", 'Thursday the <say-as interpret-as="ordinal">26</say-as> of November'),
        ("pl", "czwartek, 26 listopada"),
        ("ur", "جمعرات، 26 نومبر"),
    ],
)
def test_days_are_said_in_words(tag: str, words: str) -> None:
    assert said(tag, Day(dt.date(2026, 11, 26))) == words
    assert said(tag, Day(dt.date(2026, 11, 26), with_year=True)) == f"{words} 2026"


@pytest.mark.parametrize(
    ("time", "english", "polish", "urdu"),
    [
        (dt.time(7), "7 in the morning", "7:00", "صبح 7 بجے"),
        (dt.time(12), "midday", "12:00", "دوپہر 12 بجے"),
        (dt.time(17, 30), "5:30 in the afternoon", "17:30", "شام 5 بج کر 30 منٹ"),
        (dt.time(21), "9 in the evening", "21:00", "رات 9 بجے"),
        (dt.time(0), "midnight", "0:00", "رات 12 بجے"),
    ],
)
def test_times_are_said_with_the_part_of_the_day(time: dt.time, english: str, polish: str, urdu: str) -> None:
    assert [said(tag, Time(time)) for tag in ("en", "pl", "ur")] == [english, polish, urdu]


def test_a_span_is_said_from_start_to_end() -> None:
    span = Span(dt.time(10), dt.time(16))
    assert said("en", span) == "10 in the morning to 4 in the afternoon"


@pytest.mark.parametrize(
    ("pounds", "english", "polish"),
    [
        ("1", "1 pound", "1 funt"),
        ("2", "2 pounds", "2 funty"),
        ("62.50", "62 pounds 50 pence", "62 funty 50 pensów"),
        ("5.01", "5 pounds 1 penny", "5 funtów 1 pens"),
        ("0.20", "20 pence", "20 pensów"),
        ("0", "0 pounds", "0 funtów"),
        ("1.005", "1 pound 1 penny", "1 funt 1 pens"),
    ],
)
def test_money_is_said_in_the_forms_of_the_language(pounds: str, english: str, polish: str) -> None:
    money = Money(Decimal(pounds))
    assert (said("en", money), said("pl", money)) == (english, polish)


@pytest.mark.parametrize(
    ("place", "words"),
    [
        ("15 Oakwood Court, LS8 1AA", f"15 Oakwood Court, L, S, eight{PAUSE}one, A, A"),
        ("Flat 101", "Flat one, zero, one"),
        ("Fish & Chips <Leeds>", "Fish &amp; Chips &lt;Leeds&gt;"),
    ],
)
def test_places_are_said_in_english_with_their_codes_spelled(place: str, words: str) -> None:
    assert said("en", Place(place)) == words
    assert said("pl", Place(place)) == said("ur", Place(place)) == lent(words)


@pytest.mark.parametrize(
    ("typed", "heard"),
    [
        ("<break time='9s'/>", "&lt;break time='9s'/&gt;"),
        ("see https://evil.example/x now", "see now"),
        ("*bold* _it_ `x`", "bold it x"),
        ("🙂 hello", "hello"),
        ("\u2068x\u2069\x07", "x"),
        ("my number is 0113", "my number is zero, one, one, three"),
    ],
)
def test_what_a_resident_typed_cannot_steer_the_voice(typed: str, heard: str) -> None:
    assert said("en", Plain(typed)) == heard


@pytest.mark.parametrize(("key", "words"), [("0", "zero"), ("12", "one two"), ("A", "A")])
def test_keys_are_words(key: str, words: str) -> None:
    assert said("en", Key(key)) == words


def test_a_count_is_a_plain_number() -> None:
    assert said("pl", Count(1204)) == "1204"


def test_a_link_is_its_name_and_never_its_address() -> None:
    assert Voice(language("en")).link(Link("https://www.leeds.gov.uk"), "the website") == "the website"


@pytest.mark.parametrize(
    ("text", "kept"), [(" and ", " and "), (", ", ", "), ("a & b", "a &amp; b"), ("", ""), (" ", " ")]
)
def test_the_spaces_between_words_and_values_stay(text: str, kept: str) -> None:
    assert speakable(text) == kept
