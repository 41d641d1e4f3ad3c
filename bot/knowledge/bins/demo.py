"""A small made-up estate in the exact raw format of the published files, with collections around a given day.

Everybody who starts the program without the city's data finds something to ask about: houses, a block of
flats, a house with a name only, a number with a letter, a home without collections, two streets of one name.
"""

from __future__ import annotations

import datetime as dt
import tempfile
from collections.abc import Iterator
from pathlib import Path

from msgspec import Struct

from bot.knowledge.bins.answers import Container
from bot.knowledge.bins.city import BinsCity
from bot.knowledge.bins.loading.load import Progress, Summary, load_bins, quiet

MISSING = "\0"
PAST = dt.timedelta(weeks=4)
FUTURE = dt.timedelta(weeks=12)
FORTNIGHT = 14
FIRST_ID = 900_001
PAST_CHRISTMAS = 2
"""Up to February the last Christmas is the nearer one."""
CLOSED = ((12, 25), (12, 26), (1, 1))
"""Days without collections; those that fall on them come on the next day that has."""


class Block(Struct, frozen=True):
    """Homes side by side: rooms or numbers, and whose collections they have, empty for none."""

    street: str
    locality: str
    postcode: str
    numbers: tuple[str, ...]
    beat: str
    rooms: tuple[str, ...] = ()


class Beat(Struct, frozen=True):
    """How often a stream is collected: every `step` days from `first` on."""

    stream: str
    first: dt.date
    step: int = FORTNIGHT


def _numbers(first: int, last: int, step: int = 2) -> tuple[str, ...]:
    return tuple(str(number) for number in range(first, last + 1, step))


ESTATE = (
    Block("LARCH ROW", "OAKWOOD", "LS8 1AA", (*_numbers(2, 28), "12A"), "thursday"),
    Block("LARCH ROW", "OAKWOOD", "LS8 1AB", _numbers(1, 27), "thursday"),
    Block("HOLLIN MEWS", "OAKWOOD", "LS8 1AD", _numbers(1, 20, 1), "monday"),
    Block("CHAPEL FOLD", "OAKWOOD", "LS8 1AE", _numbers(1, 16, 1), "monday"),
    Block("CHAPEL FOLD", "MOORSIDE", "LS8 9ZA", _numbers(1, 18, 1), "wednesday"),
    Block("BOBBIN GARTH", "MOORSIDE", "LS8 9ZB", _numbers(30, 56), "wednesday"),
    Block("BOBBIN GARTH", "MOORSIDE", "LS8 9ZB", ("THE OLD FORGE",), "wednesday"),
    Block("BOBBIN GARTH", "MOORSIDE", "LS8 9ZB", ("58",), ""),
    Block(
        "SNICKET LANE",
        "OAKWOOD",
        "LS8 1AF",
        ("OAKWOOD COURT",),
        "flats",
        tuple(f"FLAT {number}" for number in range(1, 25)),
    ),
)
"""About 120 homes. LS8 1AA has several."""

BEATS = {
    "monday": (
        Beat("general", dt.date(2026, 11, 23)),
        Beat("recycling", dt.date(2026, 11, 23)),
        Beat("garden", dt.date(2026, 11, 17)),
    ),
    "wednesday": (
        Beat("general", dt.date(2026, 11, 25)),
        Beat("recycling", dt.date(2026, 12, 2)),
        Beat("garden", dt.date(2026, 11, 24)),
    ),
    "thursday": (
        Beat("general", dt.date(2026, 11, 26)),
        Beat("recycling", dt.date(2026, 12, 3)),
        Beat("garden", dt.date(2026, 11, 18)),
    ),
}
"""The beats of houses; any date of the beat fixes it for all time."""


async def load_demo(city: BinsCity, database: Path, now: dt.datetime, progress: Progress = quiet) -> Summary:
    """Makes the estate around `now` and loads it as any data is loaded. Raises `LoadRefused`."""
    with tempfile.TemporaryDirectory(prefix="bins-demo-") as folder:
        premises, jobs = write_estate(Path(folder), city, city.local(now).date())
        return await load_bins(
            city, database, now=now, premises=str(premises), jobs=str(jobs), demo=True, progress=progress
        )


def write_estate(folder: Path, city: BinsCity, today: dt.date) -> tuple[Path, Path]:
    """Writes the premises and jobs files into `folder` and returns their paths."""
    premises, jobs = folder / "dm_premises.csv", folder / "dm_jobs.csv"
    homes = list(enumerate(_homes(), FIRST_ID))
    premises.write_bytes("".join(f"{home},{row}\r\n" for home, (row, _) in homes).encode())
    dates = {beat: list(_jobs(beat, city, today)) for beat in (*BEATS, "flats", "")}
    rows = [f"{home},{name},{day:%d/%m/%y}\r\n" for home, (_, beat) in homes for name, day in dates[beat]]
    jobs.write_bytes("".join(rows).encode())
    return premises, jobs


def _homes() -> Iterator[tuple[str, str]]:
    """The rows of the premises file without their id, and whose collections they have."""
    for block in ESTATE:
        for number in block.numbers:
            for room in block.rooms or (MISSING,):
                yield f"{room},{number},{block.street},{block.locality},LEEDS,{block.postcode}", block.beat


def _jobs(beat: str, city: BinsCity, today: dt.date) -> Iterator[tuple[str, dt.date]]:
    """Bin and day of all collections in range. Flats are emptied every week, on the weekday of Christmas, so
    that one collection is moved whenever Christmas is in range."""
    christmas = dt.date(today.year if today.month > PAST_CHRISTMAS else today.year - 1, 12, 25)
    weekly = (Beat("general", christmas, 7), Beat("recycling", christmas, 7))
    for one in weekly if beat == "flats" else BEATS.get(beat, ()):
        container = next((some for some in city.containers if some.stream == one.stream), None)
        if container is not None:
            yield from ((container.id, _open_day(day)) for day in _days(one, container, today))


def _days(beat: Beat, container: Container, today: dt.date) -> Iterator[dt.date]:
    """The days of a beat around `today`, in the container's season."""
    start, end = today - PAST, today + FUTURE
    day = start + dt.timedelta(days=(beat.first - start).days % beat.step)
    while day <= end:
        if container.season is None or container.season.open(day):
            yield day
        day += dt.timedelta(days=beat.step)


def _open_day(day: dt.date) -> dt.date:
    while (day.month, day.day) in CLOSED:
        day += dt.timedelta(days=1)
    return day
