"""How each value is written on a screen and in a text message, in each language."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest

from accessibility.isolate import FSI, LRM, NBSP, PDI
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
    _,
)
from accessibility.values import for_screen, for_sms
from locales.languages import language

THURSDAY = Day(dt.date(2026, 11, 26))
SUNDAY = Day(dt.date(2025, 7, 6), with_year=True)


def screen(tag: str, value: Value) -> str:
    return for_screen(language(tag)).value(value)


def sms(tag: str, value: Value) -> str:
    return for_sms(language(tag)).value(value)


def inner(text: str) -> str:
    """What is inside the isolate."""
    assert text[0] == FSI
    assert text[-1] == PDI
    return text[1:-1]


@pytest.mark.parametrize(
    ("day", "english", "polish", "urdu"),
    [
        (THURSDAY, "Thursday 26 November", "czwartek, 26 listopada", "جمعرات، 26 نومبر"),
        (SUNDAY, "Sunday 6 July 2025", "niedziela, 6 lipca 2025", "اتوار، 6 جولائی 2025"),
        (Day(dt.date(2026, 3, 1)), "Sunday 1 March", "niedziela, 1 marca", "اتوار، 1 مارچ"),
    ],
)
def test_days_in_full_on_a_screen(day: Day, english: str, polish: str, urdu: str) -> None:
    assert (screen("en", day), screen("pl", day), inner(screen("ur", day))) == (english, polish, urdu)


@pytest.mark.parametrize(
    ("day", "english", "polish", "urdu"),
    [
        (THURSDAY, "Thu 26 Nov", "czw. 26 lis", "جمعرات 26 نومبر"),
        (SUNDAY, "Sun 6 Jul 2025", "niedz. 6 lip 2025", "اتوار 6 جولائی 2025"),
    ],
)
def test_days_short_in_a_text_message(day: Day, english: str, polish: str, urdu: str) -> None:
    assert (sms("en", day), sms("pl", day), sms("ur", day)) == (english, polish, urdu)


@pytest.mark.parametrize(
    ("hour", "minute", "english", "polish", "urdu"),
    [
        (0, 0, "midnight", "0:00", "رات 12 بجے"),
        (0, 5, "12:05am", "0:05", "رات 12:05 بجے"),
        (7, 0, "7am", "7:00", "صبح 7 بجے"),
        (11, 59, "11:59am", "11:59", "صبح 11:59 بجے"),
        (12, 0, "midday", "12:00", "دوپہر 12 بجے"),
        (12, 30, "12:30pm", "12:30", "دوپہر 12:30 بجے"),
        (13, 0, "1pm", "13:00", "دوپہر 1 بجے"),
        (17, 30, "5:30pm", "17:30", "شام 5:30 بجے"),
        (23, 0, "11pm", "23:00", "رات 11 بجے"),
    ],
)
def test_times_of_day(hour: int, minute: int, english: str, polish: str, urdu: str) -> None:
    time = Time(dt.time(hour, minute))
    assert (screen("en", time), screen("pl", time), inner(screen("ur", time))) == (english, polish, urdu)


@pytest.mark.parametrize(
    ("start", "end", "english", "polish", "urdu"),
    [
        ((10, 0), (16, 0), "10am to 4pm", "od 10:00 do 16:00", "صبح 10 بجے سے شام 4 بجے تک"),
        ((9, 30), (12, 0), "9:30am to midday", "od 9:30 do 12:00", "صبح 9:30 بجے سے دوپہر 12 بجے تک"),
    ],
)
def test_spans_of_time(
    start: tuple[int, int], end: tuple[int, int], english: str, polish: str, urdu: str
) -> None:
    span = Span(dt.time(*start), dt.time(*end))
    assert (screen("en", span), screen("pl", span), inner(screen("ur", span))) == (english, polish, urdu)


@pytest.mark.parametrize(
    ("pounds", "written"),
    [
        ("62", "£62"), ("62.00", "£62"), ("62.5", "£62.50"), ("0.05", "£0.05"), ("0", "£0"),
        ("1062.5", "£1,062.50"), ("-5", "-£5"), ("1E+3", "£1,000"),
    ],
)  # fmt: skip
def test_money_is_the_same_in_every_language(pounds: str, written: str) -> None:
    money = Money(Decimal(pounds))
    assert (screen("en", money), screen("pl", money), inner(screen("ur", money))) == (written,) * 3


@pytest.mark.parametrize(
    ("count", "english", "polish", "urdu"),
    [
        (0, "0", "0", "0"),
        (22, "22", "22", "22"),
        (1204, "1,204", f"1{NBSP}204", "1,204"),
        (-3, "-3", "-3", "-3"),
    ],
)
def test_counts(count: int, english: str, polish: str, urdu: str) -> None:
    value = Count(count)
    assert (screen("en", value), screen("pl", value), inner(screen("ur", value))) == (english, polish, urdu)


@pytest.mark.parametrize(
    ("value", "written", "in_urdu_text"),
    [
        (Phone("0113 222 4406"), "0113 222 4406", f"0113{NBSP}222{NBSP}4406"),
        (Phone("999"), "999", "999"),
        (Postcode("LS8 1AA"), "LS8 1AA", f"{LRM}LS8 1AA"),
        (Reference("7K4P9M"), "7K4P9M", f"{LRM}7K4P9M"),
        (Place("15 Oakwood Court"), "15 Oakwood Court", f"{LRM}15 Oakwood Court"),
        (Plain("بلال"), None, "بلال"),
        (Key("0"), "0", "0"),
    ],
)
def test_data_is_written_as_it_is_and_kept_in_order(
    value: Value, written: str | None, in_urdu_text: str
) -> None:
    if written:
        assert screen("en", value) == screen("pl", value) == sms("en", value) == sms("pl", value) == written
        assert inner(screen("ur", value)) == written
    assert sms("ur", value) == in_urdu_text


def test_a_name_in_another_direction_is_isolated_in_english_too() -> None:
    assert screen("en", Plain("بلال")) == f"{FSI}بلال{PDI}"
    assert sms("en", Plain("بلال")) == "بلال"


def test_data_cannot_bring_lines_or_direction_marks() -> None:
    assert screen("en", Plain("a\nb\u202ec")) == "a bc"


def test_a_link_is_its_label_on_a_screen_and_its_address_in_a_text_message() -> None:
    named, bare = Link("https://www.leeds.gov.uk", _("Leeds")), Link("https://www.leeds.gov.uk")
    assert for_screen(language("en")).link(named, "Leeds") == "Leeds"
    assert for_screen(language("en")).link(bare, "the website") == "https://www.leeds.gov.uk"
    assert for_sms(language("en")).link(named, "Leeds") == "https://www.leeds.gov.uk"


def test_an_unknown_kind_of_value_is_an_error() -> None:
    class Colour(Value, frozen=True, tag="colour"):
        """A kind that nobody taught the pen."""

    with pytest.raises(LookupError):
        screen("en", Colour())
