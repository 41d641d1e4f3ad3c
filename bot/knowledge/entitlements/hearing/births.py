"""Dates of birth: `3/5/1960`, `3 May 60`, `May 3rd 1960`, `1960年5月3日`."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from functools import cache
from typing import Final

from nlu.normalise import fold
from nlu.tokens import words as split
from nlu.vocabulary import vocabularies

OLDEST: Final = 120
YOUNGEST: Final = 16
"""Below this age nobody is asked; two figures of a year are read by it."""

_WRITTEN = re.compile(r"(?<!\d)(\d{1,2})\s*[./ -]\s*(\d{1,2})\s*[./ -]\s*(\d{4}|\d{2})(?!\d)")
_ISO = re.compile(r"(?<!\d)(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})(?!\d)")
_ORDINAL = re.compile(r"(\d{1,2})(?:st|nd|rd|th)?")


def born(text: str, today: dt.date) -> dt.date | None:
    """The date of birth that a text gives, day before month as this country writes it; None for none."""
    folded = fold(text)
    for match in _ISO.finditer(folded):
        return _date(match[1], match[2], match[3], today)
    for match in _WRITTEN.finditer(folded):
        return _date(match[3], match[2], match[1], today)
    return _named(split(folded), today)


def years(birth: dt.date, on: dt.date) -> int:
    """How old somebody is in whole years; who is born on 29 February has the birthday on 1 March."""
    return on.year - birth.year - ((on.month, on.day) < (birth.month, birth.day))


def _named(words: list[str], today: dt.date) -> dt.date | None:
    for at, word in enumerate(words):
        month = _months().get(word)
        if month is None:
            continue
        behind = words[at + 1 : at + 3]
        before = [one for one in words[max(at - 2, 0) : at] if _ORDINAL.fullmatch(one)]
        if before and behind and re.fullmatch(r"\d{4}|\d{2}", behind[0]):
            return _date(behind[0], str(month), _ORDINAL.sub(r"\1", before[-1]), today)
        if len(behind) == 2 and _ORDINAL.fullmatch(behind[0]) and re.fullmatch(r"\d{4}|\d{2}", behind[1]):
            return _date(behind[1], str(month), _ORDINAL.sub(r"\1", behind[0]), today)
    return None


def _date(year: str, month: str, day: str, today: dt.date) -> dt.date | None:
    number = int(year)
    if len(year) == 2:
        number += 2000 if 2000 + number <= today.year - YOUNGEST else 1900
    try:
        found = dt.date(number, int(month), int(day))
    except ValueError:
        return None
    return found if 0 <= years(found, today) <= OLDEST else None


@cache
def _months() -> Mapping[str, int]:
    """The names of months in every language, where one word is the name."""
    found: dict[str, int] = {}
    for each in vocabularies().values():
        for number, names in each.days.months.items():
            for name in names:
                words = split(fold(name))
                if len(words) == 1:
                    found.setdefault(words[0], number)
    return found
