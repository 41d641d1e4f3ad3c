"""Day words: today, tomorrow, a weekday. Their value is the ISO date that they mean."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from pathlib import Path

from msgspec import Struct

from nlu.datafile import DATA, read_yaml
from nlu.normalise import Folded, fold
from nlu.tokens import Token, tokens
from nlu.understanding import Entity


class DayWords(Struct, frozen=True, forbid_unknown_fields=True):
    """`relative`: days from today → words. `weekdays`: 1 (Monday) to 7 → words. `past`: words for `last`."""

    relative: dict[int, list[str]]
    weekdays: dict[int, list[str]]
    past: list[str]


class Dates:
    """Finds day words. `today` is the city's calendar day, asked for each text."""

    def __init__(self, today: Callable[[], dt.date], path: Path = DATA / "days.yml") -> None:
        days = read_yaml(path, DayWords)
        self._today = today
        self._relative = {_key(words): offset for offset, all_ in days.relative.items() for words in all_}
        self._weekdays = {_key(words): number for number, all_ in days.weekdays.items() for words in all_}
        self._past = {fold(word) for word in days.past}
        self._longest = max(map(len, (*self._relative, *self._weekdays)))

    def find(self, text: Folded) -> list[Entity]:
        """Every day word in order, longest first (`day after tomorrow` before `tomorrow`)."""
        words = tokens(text.text)
        found: list[Entity] = []
        at = 0
        while at < len(words):
            size, day = self._match(words, at)
            if day is not None:
                first, last = text.span(words[at].start, words[at + size - 1].end)
                found.append(Entity("date", first, last, day.isoformat(), "dates"))
            at += size
        return found

    def _match(self, words: Sequence[Token], at: int) -> tuple[int, dt.date | None]:
        for size in range(min(self._longest, len(words) - at), 0, -1):
            key = tuple(word.text for word in words[at : at + size])
            if key in self._relative:
                return size, self._today() + dt.timedelta(days=self._relative[key])
            if key in self._weekdays:
                past = at > 0 and words[at - 1].text in self._past
                return size, self._weekday(self._weekdays[key], past)
        return 1, None

    def _weekday(self, number: int, past: bool) -> dt.date:
        """The coming one, today included; with `last` before it the one that is over."""
        today = self._today()
        if past:
            return today - dt.timedelta(days=(today.isoweekday() - number - 1) % 7 + 1)
        return today + dt.timedelta(days=(number - today.isoweekday()) % 7)


def _key(words: str) -> tuple[str, ...]:
    return tuple(token.text for token in tokens(fold(words)))
