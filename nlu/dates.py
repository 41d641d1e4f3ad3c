"""Days: today, tomorrow, a weekday, `24 November`, `24/11`. Their value is the ISO date that they mean."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import chain

from nlu.normalise import Folded, fold
from nlu.tokens import Token, tokens
from nlu.understanding import Entity
from nlu.vocabulary import Vocabulary, vocabularies

_WRITTEN = re.compile(
    r"(?<![\d./-])(?P<day>\d{1,2})(?P<mark>[./-])(?P<month>\d{1,2})(?:(?P=mark)(?P<year>\d{4}|\d{2}))?(?![\d/]|[.-]\d)"
)
_ISO = re.compile(r"(?<!\d)(?P<year>\d{4})-(?P<month>\d{2})-(?P<day>\d{2})(?!\d)")
_CHINESE = re.compile(r"(?:(?P<year>\d{4})年)?(?P<month>\d{1,2})月(?P<day>\d{1,2})(?:日|号|號)")
_NUMBERED = re.compile(r"(\d{1,2})(?:st|nd|rd|th|\.)?")
_CENTURY = 2000

Key = tuple[str, ...]


class Dates:
    """Finds days. `today` is the city's calendar day, asked for each text."""

    def __init__(self, today: Callable[[], dt.date], known: Mapping[str, Vocabulary] | None = None) -> None:
        days = [each.days for each in (vocabularies() if known is None else known).values()]
        self._today = today
        self._relative = _numbers(chain.from_iterable(each.relative.items() for each in days))
        self._weekdays = _numbers(chain.from_iterable(each.weekdays.items() for each in days))
        self._months = _numbers(chain.from_iterable(each.months.items() for each in days))
        self._past = {fold(word) for each in days for word in each.past}
        self._longest = max(map(len, (*self._relative, *self._weekdays)))

    def find(self, text: Folded) -> list[Entity]:
        """Every day in order, longest first (`day after tomorrow` before `tomorrow`)."""
        found = [_entity(text, *span, day) for span, day in self._in_figures(text.text) if day]
        words = tokens(text.text)
        at = 0
        while at < len(words):
            size, day = self._match(words, at)
            if day is not None:
                entity = _entity(text, words[at].start, words[at + size - 1].end, day)
                if all(entity.end <= other.start or entity.start >= other.end for other in found):
                    found.append(entity)
            at += size
        return sorted(found, key=lambda entity: entity.start)

    def _in_figures(self, text: str) -> Iterator[tuple[tuple[int, int], dt.date | None]]:
        """Days in figures: day before month, as this country writes them, and the two unmistakable forms."""
        for match in chain(_ISO.finditer(text), _CHINESE.finditer(text)):
            yield match.span(), self._date(int(match["day"]), int(match["month"]), match["year"])
        for match in _WRITTEN.finditer(text):
            if match["mark"] != "." or match["year"]:  # 7.30 is a time
                yield match.span(), self._date(int(match["day"]), int(match["month"]), match["year"])

    def _match(self, words: Sequence[Token], at: int) -> tuple[int, dt.date | None]:
        size, day = self._named(words, at)
        if size:
            return size, day
        for size in range(min(self._longest, len(words) - at), 0, -1):
            key = tuple(word.text for word in words[at : at + size])
            if key in self._relative:
                return size, self._today() + dt.timedelta(days=self._relative[key])
            if key in self._weekdays:
                beside = (*words[max(at - 1, 0) : at], *words[at + size : at + size + 1])
                past = any(word.text in self._past for word in beside)
                return size, self._weekday(self._weekdays[key], past)
        return 1, None

    def _named(self, words: Sequence[Token], at: int) -> tuple[int, dt.date | None]:
        """`24 November`, `24th of November 2026`, `november 24`: how many words, 0 when there is none."""
        said = [word.text for word in words[at : at + 4]]
        first = _NUMBERED.fullmatch(said[0])
        if first:
            link = 2 if len(said) > 2 and said[1] in ("of", "de") else 1
            month = self._months.get(tuple(said[link : link + 1])) if len(said) > link else None
            number, size = int(first[1]), link + 1
        else:
            month = self._months.get((said[0],))
            second = _NUMBERED.fullmatch(said[1]) if len(said) > 1 else None
            number, size = (int(second[1]) if second else 0), 2
        if not month or not number:
            return 0, None
        year = said[size] if len(said) > size and re.fullmatch(r"20\d\d", said[size]) else None
        day = self._date(number, month, year)
        return (size + bool(year), day) if day else (0, None)

    def _date(self, day: int, month: int, year: str | None) -> dt.date | None:
        """The day, None when there is none; without a year the nearest, so that `2 January` said in December
        is the coming one."""
        if year:
            return _day(int(year) + (_CENTURY if len(year) == 2 else 0), month, day)
        today = self._today()
        near = (_day(today.year + step, month, day) for step in (-1, 0, 1))
        return min((one for one in near if one), key=lambda one: abs(one - today), default=None)

    def _weekday(self, number: int, past: bool) -> dt.date:
        """The coming one, today included; with `last` before it the one that is over."""
        today = self._today()
        if past:
            return today - dt.timedelta(days=(today.isoweekday() - number - 1) % 7 + 1)
        return today + dt.timedelta(days=(number - today.isoweekday()) % 7)


def _day(year: int, month: int, day: int) -> dt.date | None:
    try:
        return dt.date(year, month, day)
    except ValueError:
        return None


def _entity(text: Folded, start: int, end: int, day: dt.date) -> Entity:
    first, last = text.span(start, end)
    return Entity("date", first, last, day.isoformat(), "dates")


def _numbers(items: Iterable[tuple[int, list[str]]]) -> dict[Key, int]:
    return {_key(words): number for number, all_ in items for words in all_}


def _key(words: str) -> Key:
    return tuple(token.text for token in tokens(fold(words)))
