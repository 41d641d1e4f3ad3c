"""A small town in the published format, loaded by the real loader: what the tests of bins stand on."""

from __future__ import annotations

import asyncio
import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from hypothesis import strategies as st

from bot.knowledge.bins.bins import Bins
from bot.knowledge.bins.city import read_city
from bot.knowledge.bins.loading.load import Summary, load_bins
from bot.knowledge.bins.schedule_file import database_path

NOW = dt.datetime(2026, 11, 20, 12, tzinfo=dt.UTC)
"""A Friday."""

moments = st.integers(0, 150 * 24 * 60).map(
    lambda minutes: dt.datetime(2026, 10, 1, tzinfo=dt.UTC) + dt.timedelta(minutes=minutes)
)
"""Any minute of the winter around it."""

LEEDS = read_city("leeds")

Row = tuple[int, str, str, str, str, str]
"""Premises id, room, number, street, locality, postcode."""

Job = tuple[int, str, str]
"""Premises id, bin, DD/MM/YY."""

HOMES: tuple[Row, ...] = (
    (1, "", "1", "ABBEY ROAD", "KIRKSTALL", "LS5 3NG"),
    (2, "", "2", "ABBEY ROAD", "KIRKSTALL", "LS5 3NG"),
    (3, "", "12A", "ABBEY ROAD", "KIRKSTALL", "LS5 3NG"),
    (4, "", "14", "CHURCH LANE", "ADEL", "LS16 8DQ"),
    (5, "", "14", "CHURCH LANE", "MEANWOOD", "LS6 4NP"),
    (6, "", "LYNTON", "BRITANNIA ROAD", "MORLEY", "LS27 0DP"),
    (7, "", "3", "BRITANNIA ROAD", "MORLEY", "LS27 0DP"),
    (8, "FLAT 1", "116", "DOMESTIC STREET", "HOLBECK", "LS11 9PG"),
    (9, "FLAT 2", "116", "DOMESTIC STREET", "HOLBECK", "LS11 9PG"),
    (10, "", "118", "DOMESTIC STREET", "HOLBECK", "LS11 9PG"),
    (11, "", "7", "THE GREEN", "SEACROFT", "LS14 6JL"),
    (12, "", "5", "HAREHILLS LANE", "HAREHILLS", "LS8 4DN"),
    (13, "", "5", "HAREHILLS PLACE", "HAREHILLS", "LS8 5JG"),
    (14, "", "22A", "ST MARYS ROAD", "CHAPEL ALLERTON", "LS7 3JX"),
    (15, "", "9", "NOWHERE STREET", "HAREHILLS", ""),
    *((100 + n, f"FLAT {n}", "OAKWOOD COURT", "ROUNDHAY ROAD", "OAKWOOD", "LS8 2PF") for n in range(1, 25)),
    *((200 + n, "", str(n), "ROUNDHAY ROAD", "OAKWOOD", "LS8 4HT") for n in range(1, 41)),
)

JOBS: tuple[Job, ...] = tuple(
    (home, name, day)
    for home, *_ in HOMES
    if home != 15
    for name, day in (
        ("BLACK", "12/11/26"),
        ("BLACK", "26/11/26"),
        ("BLACK", "10/12/26"),
        ("GREEN", "19/11/26"),
        ("GREEN", "03/12/26"),
        ("BROWN", "17/11/26"),
    )
)


def premises_text(rows: Iterable[Row]) -> str:
    """The premises file: a missing value is a NUL, lines end in CRLF."""
    return "".join(
        ",".join(
            [str(home), *(part or "\0" for part in (room, number, street, locality)), "LEEDS", code or "\0"]
        )
        + "\r\n"
        for home, room, number, street, locality, code in rows
    )


def jobs_text(rows: Iterable[Job]) -> str:
    """The jobs file."""
    return "".join(f"{home},{name},{day}\r\n" for home, name, day in rows)


def write(folder: Path, homes: Sequence[Row] = HOMES, jobs: Sequence[Job] = JOBS) -> tuple[Path, Path]:
    """Both files in `folder`."""
    folder.mkdir(parents=True, exist_ok=True)
    premises, collections = folder / "dm_premises.csv", folder / "dm_jobs.csv"
    premises.write_bytes(premises_text(homes).encode())
    collections.write_bytes(jobs_text(jobs).encode())
    return premises, collections


def load(folder: Path, premises: Path, jobs: Path, now: dt.datetime = NOW) -> Summary:
    """Loads two files into the database of `folder`."""
    return asyncio.run(load_async(folder, premises, jobs, now))


async def load_async(folder: Path, premises: Path, jobs: Path, now: dt.datetime = NOW) -> Summary:
    """The same where a loop runs already."""
    database = database_path(folder, "leeds")
    return await load_bins(LEEDS, database, now=now, premises=str(premises), jobs=str(jobs))


def bins(
    folder: Path, homes: Sequence[Row] = HOMES, jobs: Sequence[Job] = JOBS, now: dt.datetime = NOW
) -> Bins:
    """The knowledge over a freshly loaded town."""
    load(folder, *write(folder / "published", homes, jobs), now)
    return Bins("leeds", database_path(folder, "leeds"))


def left_over(folder: Path) -> list[str]:
    """Files that a load has no business leaving."""
    return [
        path.name for path in folder.iterdir() if path.suffix not in (".sqlite", ".lock") and path.is_file()
    ]


def keep(premises_rows: int | None, jobs_rows: int | None) -> Callable[[Path, Path], None]:
    """Cuts the files to so many rows."""

    def change(premises: Path, jobs: Path) -> None:
        for path, rows in ((premises, premises_rows), (jobs, jobs_rows)):
            if rows is not None:
                path.write_bytes(b"".join(path.read_bytes().splitlines(keepends=True)[:rows]))

    return change
