"""How each typed value is written for the eye: on a screen and, shorter, in a text message."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any, Protocol

from accessibility import dates
from accessibility.isolate import clean, isolated, marked
from accessibility.text import (
    Command,
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
from locales.languages import Language


class Writer(Protocol):
    """Writes values in one language for one way of reading. Lists and texts are the composer's."""

    language: Language

    def words(self, text: str) -> str:
        """Words of the catalogue as they stand in the message."""

    def value(self, value: Value) -> str:
        """A value as it stands in the message. Raises `LookupError` for a kind that it does not know."""

    def link(self, link: Link, label: str) -> str:
        """A link in the middle of a sentence; `label` is what it is called, already written."""


class Pen:
    """For the eye. `short` writes days short; `hold` keeps a value in order inside right-to-left words."""

    def __init__(self, language: Language, *, short: bool, hold: Callable[[str, bool], str]) -> None:
        self.language = language
        self._short, self._hold, self._rtl = short, hold, language.rtl
        self._how: dict[type[Value], Callable[[Any], str]] = {
            Day: self._day,
            Time: lambda value: dates.time_written(language, value.time),
            Span: lambda value: dates.span_written(language, value.start, value.end),
            Money: lambda value: money(value.pounds),
            Count: lambda value: number(value.number, language),
            Phone: lambda value: clean(value.number),
            Postcode: lambda value: clean(value.code),
            Reference: lambda value: clean(value.code),
            Command: lambda value: clean(value.written),
            Place: lambda value: clean(value.name),
            Plain: lambda value: clean(value.words),
            Key: lambda value: clean(value.key),
        }

    def words(self, text: str) -> str:
        return text

    def value(self, value: Value) -> str:
        return self._hold(self._how[type(value)](value), self._rtl)

    def link(self, link: Link, label: str) -> str:
        """Its label, for a screen shows the link beside the message; the address when it must be typed."""
        return label if link.label and not self._short else self._hold(clean(link.url), self._rtl)

    def _day(self, day: Day) -> str:
        return dates.day_written(self.language, day.date, day.with_year, self._short)


def for_screen(language: Language) -> Pen:
    """Days in full, values isolated."""
    return Pen(language, short=False, hold=isolated)


def for_sms(language: Language) -> Pen:
    """Days short, and no isolates (R23)."""
    return Pen(language, short=True, hold=marked)


def money(pounds: Decimal) -> str:
    """`£62`, `£62.50`, `-£5`: the same in every language (R13)."""
    size = f"{pounds.copy_abs():,.2f}".removesuffix(".00")
    return f"{'-' if pounds.is_signed() and size != '0' else ''}£{size}"


def number(count: int, language: Language) -> str:
    """A whole number in the digits 0-9 with the language's mark between thousands."""
    return f"{count:,}".replace(",", language.group)
