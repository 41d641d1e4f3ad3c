"""How each typed value is spoken: as SSML, so that nothing that identifies is read as a number (R27-R30)."""

from __future__ import annotations

import re
from collections.abc import Callable
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache
from typing import Any
from xml.sax.saxutils import escape

from accessibility import dates
from accessibility.isolate import clean
from accessibility.sms import PICTURE
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
from locales.languages import SOURCE, Language
from locales.languages import language as served

GROUP_PAUSE = '<break time="300ms"/>'
AGAIN_PAUSE = '<break time="500ms"/>'
SHORT_NUMBER = 3
"""Digits of a number that is said only once: 999, 101, 111."""

_CODE = re.compile(r"\b[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}\b|\d{3,}")
_LINK = re.compile(r"\b(?:https?://|www\.)\S+", re.IGNORECASE)
_MARKDOWN = str.maketrans(dict.fromkeys("*_`#~|^\\", " "))


class Voice:
    """For the ear, in one language."""

    def __init__(self, language: Language) -> None:
        self.language = language
        english = served(SOURCE)
        self._spells = language if language.script == english.script else english
        self._how: dict[type[Value], Callable[[Any], str]] = {
            Day: lambda value: dates.day_spoken(language, value.date, value.with_year),
            Time: lambda value: dates.time_spoken(language, value.time),
            Span: lambda value: dates.span_spoken(language, value.start, value.end),
            Money: lambda value: money(value.pounds, language),
            Count: lambda value: str(value.number),
            Phone: lambda value: phone(value.number, language),
            Postcode: lambda value: self._spelled(value.code),
            Reference: lambda value: self._spelled(value.code),
            Command: self._command,
            Place: lambda value: lent(data(value.name, english), english, language),
            Plain: lambda value: data(value.words, language),
            Key: lambda value: key(value.key, language),
        }

    def words(self, text: str) -> str:
        return speakable(text)

    def value(self, value: Value) -> str:
        return self._how[type(value)](value)

    def link(self, link: Link, label: str) -> str:
        """What it is called: an address is never spoken (R31)."""
        return label

    def _command(self, command: Command) -> str:
        """The word as it is, the code spelled in its groups."""
        english = served(SOURCE)
        word, _, code = command.written.partition(" ")
        return f"{lent(data(word, english), english, self.language)}{GROUP_PAUSE}{self._spelled(code)}"

    def _spelled(self, code: str) -> str:
        """Character by character, in English where the language has no names for Latin letters."""
        return lent(spelled(code, self._spells), self._spells, self.language)


def lent(ssml: str, spoken: Language, among: Language) -> str:
    """SSML in the language `spoken`, marked as such where the message is in another."""
    if spoken.tag == among.tag or not ssml:
        return ssml
    return f'<lang xml:lang="{spoken.locale.replace("_", "-")}">{ssml}</lang>'


@lru_cache(maxsize=8192)
def speakable(text: str) -> str:
    """Text as it may stand in SSML: no control or direction characters, emoji or markdown; escaped."""
    bare = PICTURE.sub("", _LINK.sub(" ", text).translate(_MARKDOWN))
    lead, trail = text[:1].isspace(), text[-1:].isspace()
    return (
        f"{' ' if lead else ''}{escape(' '.join(clean(bare).split()))}{' ' if trail and bare.strip() else ''}"
    )


def data(words: str, language: Language) -> str:
    """Words that are data: postcodes inside are spelled, three digits or more in a row said one by one."""
    return _CODE.sub(lambda found: spelled(found.group(), language), speakable(words))


def key(pressed: str, language: Language) -> str:
    """What is pressed: digits as words."""
    return digits(pressed, language) if pressed.isdecimal() else data(pressed, language)


def digits(number: str, language: Language) -> str:
    """Each digit as a word; what is neither digit nor plus is silent."""
    words = (
        language.plus if char == "+" else language.digit_words[int(char)] for char in number if _said(char)
    )
    return " ".join(words)


def _said(char: str) -> bool:
    return char == "+" or char.isdecimal()


def phone(number: str, language: Language) -> str:
    """Group by group, digit by digit; said twice unless it is as short as 999 (R27, R30)."""
    groups = [said for group in number.split() if (said := digits(group, language))]
    once = GROUP_PAUSE.join(groups)
    return once if sum(map(str.isdecimal, number)) <= SHORT_NUMBER else f"{once}{AGAIN_PAUSE}{once}"


def spelled(code: str, language: Language) -> str:
    """`K, seven, P`: letters and digits one at a time, with a pause between the groups (R28)."""
    groups = [", ".join(_characters(group, language)) for group in clean(code).upper().split()]
    return GROUP_PAUSE.join(group for group in groups if group)


def _characters(group: str, language: Language) -> list[str]:
    return [language.digit_words[int(char)] if char.isdecimal() else char for char in group if char.isalnum()]


def money(pounds: Decimal, language: Language) -> str:
    """`62 pounds 50 pence`, in the language's plural forms; pence are left out when there are none."""
    try:
        pence = int((abs(pounds) * 100).quantize(Decimal(1), ROUND_HALF_UP))
    except (ArithmeticError, ValueError):
        return escape(str(pounds))
    whole, rest = divmod(pence, 100)
    said = [_counted(whole, language.money.pounds, language)] if whole or not rest else []
    return " ".join(said + ([_counted(rest, language.money.pence, language)] if rest else []))


def _counted(n: int, forms: tuple[str, ...], language: Language) -> str:
    return forms[language.plural_form(n)].format(n=n)
