"""The one registry of phone numbers. A number that is not certain is not told: the council's main line is."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from pathlib import Path
from typing import Literal

import phonenumbers
from msgspec import Struct

from accessibility.text import Day, Phone, Text, Time, _
from bot.knowledge.data import CITIES, DataError, read_once
from bot.knowledge.dated import Dated
from bot.knowledge.directory.hours import Hours, Week, open_until, opens_next

COUNTRY = "uk"
MAIN = "main"
GOOD_FOR = dt.timedelta(days=365)
"""How long a number counts as certain after it was checked."""


class PhoneLine(Struct, frozen=True):
    """One number. `source` and `checked` say where and when it was read; `lasting` numbers are fixed by the
    national numbering plan and do not go stale. `note` is for staff."""

    id: str
    number: str
    purpose: Text
    source: str
    checked: dt.date
    status: Literal["verified", "unverified"]
    hours: Hours = None
    lasting: bool = False
    note: str = ""

    def certain(self, on: dt.date) -> bool:
        """Whether it may be told on that day."""
        return self.status == "verified" and (self.lasting or on - self.checked <= GOOD_FOR)

    @property
    def dated(self) -> Dated:
        """The same for the list of what is due."""
        over = None if self.lasting else self.checked + GOOD_FOR + dt.timedelta(days=1)
        what = f"Phone number {self.number}: {self.purpose.msgid}"
        return Dated(what, "phones.yaml", self.source, self.checked, self.status, over, self.note)


class Phones:
    """The numbers of one city and of the country; the city's own come first."""

    def __init__(self, lines: Sequence[PhoneLine]) -> None:
        self._lines: dict[str, PhoneLine] = {}
        for line in lines:
            self._lines.setdefault(line.id, line)
        if MAIN not in self._lines:
            raise DataError("phones.yaml: the council's main line (id: main) is missing")

    @classmethod
    def load(cls, city: str, folder: Path = CITIES) -> Phones:
        """The registry of a city. Raises `DataError` naming file, line and field."""
        files = [folder / name / "phones.yaml" for name in (city, COUNTRY)]
        return cls([line for file in files for line in read_once(file, tuple[PhoneLine, ...])])

    def tell(self, id: str, on: dt.date) -> PhoneLine:
        """The number that may be told for `id`: itself when it is certain, else the main line."""
        line = self._lines.get(id)
        return line if line is not None and line.certain(on) else self._lines[MAIN]

    @property
    def all(self) -> tuple[PhoneLine, ...]:
        """Every number, told or not."""
        return tuple(self._lines.values())

    def uncertain(self, on: dt.date) -> list[PhoneLine]:
        """The numbers that are not told, for staff to confirm."""
        return [line for line in self._lines.values() if not line.certain(on)]


def opening(line: PhoneLine, now: dt.datetime) -> Text | None:
    """One sentence on whether somebody answers. `now` is on the city's wall clock; None when the hours are
    not known."""
    if line.hours == "always":
        return _("It is open day and night.")
    if not isinstance(line.hours, Week):
        return None
    until = open_until(line.hours, now)
    if until is not None:
        return _("It is open now, until %(time)s.", time=Time(until))
    opens = opens_next(line.hours, now)
    if opens is None:
        return None
    return _(
        "It is closed now. It opens on %(day)s at %(time)s.", day=Day(opens.date()), time=Time(opens.time())
    )


def open_now(line: PhoneLine, now: dt.datetime) -> bool:
    """Whether somebody surely answers. `now` is on the city's wall clock."""
    return line.hours == "always" or (
        isinstance(line.hours, Week) and open_until(line.hours, now) is not None
    )


def dialled(line: PhoneLine) -> str:
    """The number as a telephone network takes it, E.164."""
    parsed = phonenumbers.parse(line.number, "GB")
    return phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.E164)


def call(line: PhoneLine) -> Text:
    """How to reach the line, in one sentence."""
    return _("You can call %(phone)s.", phone=Phone(line.number))


def council_line(line: PhoneLine, now: dt.datetime) -> tuple[Text | None, ...]:
    """How to reach the council by phone. `now` is on the city's wall clock."""
    return call(line), opening(line, now), _("You can ask for an interpreter.").if_room()
