"""A city's own list of services, `bot/cities/<city>/services.yaml`: what staff keep by hand until a directory
is loaded, and what no directory has."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Literal

from msgspec import Struct

from bot.knowledge.data import CITIES, DataError, place, read_once
from bot.knowledge.directory.hours import Week
from bot.knowledge.directory.kinds import kinds
from bot.knowledge.directory.oruk.faults import Report
from bot.knowledge.directory.oruk.values import phone_of, postcode_of, url_of
from bot.knowledge.directory.service import Organisation, Service, Spot, uuid_of
from bot.knowledge.directory.timetable import BankHolidays, Opening, Special, Timetable
from bot.knowledge.facts import Origin

FILE = "services.yaml"


class Season(Struct, frozen=True, forbid_unknown_fields=True):
    """The hours of a part of the year, `from: 04-01`, `until: 10-31`; without these of all of it."""

    week: Week
    first: str = ""
    last: str = ""


class Closed(Struct, frozen=True, forbid_unknown_fields=True):
    """A day of every year, `12-25`, on which it is closed, or open for the `hours` alone."""

    day: str
    opens: dt.time | None = None
    closes: dt.time | None = None


class Entry(Struct, frozen=True, forbid_unknown_fields=True):
    """One line of the list. `source` is where it was read, `checked` when; `note` is for staff."""

    id: str
    name: str
    kinds: tuple[str, ...]
    source: str
    checked: dt.date
    status: Literal["verified", "unverified"]
    address: tuple[str, ...] = ()
    postcode: str = ""
    phone: str = ""
    url: str = ""
    access: tuple[str, ...] = ()
    hours: tuple[Season, ...] = ()
    days: tuple[Closed, ...] = ()
    bank_holidays: BankHolidays = "unknown"
    note: str = ""


class ServicesFile(Struct, frozen=True, forbid_unknown_fields=True):
    """`publisher` is named as the source; `whole` are the kinds of which the list has all there are."""

    publisher: str
    url: str
    services: tuple[Entry, ...]
    whole: tuple[str, ...] = ()


def own_services(city: str, folder: Path = CITIES) -> tuple[Service, ...]:
    """The list of a city; none without a file. Raises `DataError` naming file, line and field."""
    path = folder / city / FILE
    if not path.exists():
        return ()
    file = read_once(path, ServicesFile)
    return tuple(_service(file, at, path) for at in range(len(file.services)))


def _service(file: ServicesFile, at: int, path: Path) -> Service:
    entry, report = file.services[at], Report(path.name)
    origin = Origin(file.publisher, entry.source if "://" in entry.source else "", entry.checked)
    unknown = [kind for kind in (*entry.kinds, *file.whole) if kind not in kinds()]
    if unknown:
        raise DataError(f"{place(path, f'$.services[{at}].kinds')}: there is no kind {unknown[0]!r}")
    code = postcode_of(entry.postcode, "postcode", report)
    phone = phone_of(entry.phone, "phone", report)
    url = url_of(entry.url, "url", report)
    if report.faults:
        wrong = report.faults[0]
        raise DataError(f"{place(path, f'$.services[{at}].{wrong.field}')}: {wrong.says}")
    spots = (Spot(f"{entry.id}-place", lines=entry.address, postcode=code, access=entry.access),)
    return Service(
        id=uuid_of(entry.id, file.url),
        original=entry.id,
        name=entry.name,
        origin=origin,
        kinds=entry.kinds,
        url=url,
        organisation=Organisation(uuid_of("council", file.url), file.publisher, url=file.url),
        spots=spots if entry.address or code else (),
        times=_timetable(entry, at, path),
        phones=(phone,) if phone else (),
        lgsl=tuple(kinds()[kind].lgsl for kind in entry.kinds if kinds()[kind].lgsl),
        assured=entry.checked,
        whole=all(kind in file.whole for kind in entry.kinds),
        verified=entry.status == "verified",
        note=entry.note,
    )


def _timetable(entry: Entry, at: int, path: Path) -> Timetable:
    try:
        openings = tuple(one for season in entry.hours for one in _openings(season, entry.checked))
        return Timetable(openings, tuple(map(_special, entry.days)), entry.bank_holidays)
    except ValueError as problem:
        raise DataError(f"{place(path, f'$.services[{at}]')}: {problem}") from None


def _openings(season: Season, checked: dt.date) -> list[Opening]:
    """A season is laid into the year before, of and after the one in which it was checked: later it is to be
    checked again."""
    week = season.week
    days = (week.mon, week.tue, week.wed, week.thu, week.fri, week.sat, week.sun)
    spans = [(span.start, span.until, day) for day, spans in enumerate(days) for span in spans]
    years = range(checked.year - 1, checked.year + 2) if season.first else (0,)
    found = []
    for year in years:
        first = _day(season.first, year) if season.first else None
        last = _day(season.last, year) if season.last else None
        if first and last and last < first:
            last = _day(season.last, year + 1)
        found += [
            Opening(opens, closes, days=(day,), valid_from=first, valid_to=last)
            for opens, closes, day in spans
        ]
    return found


def _special(closed: Closed) -> Special:
    day = _day(closed.day, 2000)
    hours = (closed.opens, closed.closes) if closed.opens and closed.closes else None
    return Special(day, day, hours, yearly=True)


def _day(text: str, year: int) -> dt.date:
    """`12-25` in a year."""
    month, _, day = text.partition("-")
    return dt.date(year, int(month), int(day))
