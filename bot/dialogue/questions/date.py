"""A day: by name, by date, or relative to today."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

from accessibility.text import Day, Text, _
from bot.dialogue.heard import Heard
from bot.dialogue.question import NO_MATCH, Base, Got, Outcome

_NUMERIC = re.compile(r"\b(\d{1,2})[./-](\d{1,2})(?:[./-](\d{2}|\d{4}))?\b")


class DateQuestion(Base[dt.date]):
    """A calendar day between `first` and `last`, day first as the country writes it."""

    kind = dt.date
    takes_digits = True

    def __init__(
        self,
        asks: Text,
        *,
        first: dt.date,
        last: dt.date,
        hint: Text | None = None,
        label: Text | None = None,
    ) -> None:
        super().__init__(
            asks, hint=hint or _("You can say a day, for example %(day)s.", day=Day(first)), label=label
        )
        self.first, self.last = first, last

    def hear(self, heard: Heard, partial: Any) -> Outcome[dt.date]:
        return self.prefill(heard)

    def prefill(self, opening: Heard) -> Outcome[dt.date]:
        for day in (self._named(opening), self._numeric(opening.text)):
            if day is not None and self.first <= day <= self.last:
                return Got(day)
        return NO_MATCH

    def _named(self, heard: Heard) -> dt.date | None:
        try:
            return dt.date.fromisoformat(heard.entity("date") or "")
        except ValueError:
            return None

    def _numeric(self, text: str) -> dt.date | None:
        found = _NUMERIC.search(text)
        if not found:
            return None
        day, month, year = found.groups()
        years = [int(year) % 100 + 2000] if year else [self.first.year, self.first.year + 1]
        for candidate in years:
            try:
                date = dt.date(candidate, int(month), int(day))
            except ValueError:
                continue
            if date >= self.first:
                return date
        return None

    def restore(self, stored: Any) -> dt.date | None:
        value = super().restore(stored)
        return value if value and self.first <= value <= self.last else None

    def echo(self, value: dt.date) -> Text:
        return _("%(day)s", day=Day(value))


def date(
    asks: Text, *, first: dt.date, last: dt.date, hint: Text | None = None, label: Text | None = None
) -> DateQuestion:
    """A question for a day in a range."""
    return DateQuestion(asks, first=first, last=last, hint=hint, label=label)
