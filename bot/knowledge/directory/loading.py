"""One load of services from end to end: fetch, read, check, build, swap. What fails changes nothing."""

from __future__ import annotations

import asyncio
import datetime as dt
import sqlite3
import tempfile
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from msgspec import Struct

from bot.knowledge.bins.loading.folder import working
from bot.knowledge.bins.loading.refused import LoadRefused
from bot.knowledge.directory.database import LoadedServices, facts_of, known, opened, write
from bot.knowledge.directory.oruk.faults import Fault
from bot.knowledge.directory.oruk.fetching import fetch
from bot.knowledge.directory.oruk.services import Found, read_services
from bot.knowledge.facts import Origin

SHRINK = 90
"""Per cent of the services of the last load that a load must have."""


class Publisher(Struct, frozen=True):
    """Whose directory it is: what residents are told as the source."""

    name: str
    url: str = ""
    licence: str = ""


class LoadReport(Struct, frozen=True):
    """What a load did, and what was wrong in what it read."""

    facts: LoadedServices
    faults: tuple[Fault, ...]
    pages: int


async def load_services(
    place: str,
    database: Path,
    publisher: Publisher,
    now: dt.datetime,
    progress: Callable[[int], None] = lambda _: None,
) -> LoadReport:
    """Loads the directory at `place`, a folder, a file or a web address, into `database`. `now` is aware.

    Raises `LoadRefused`, whose message is for people; then the last good load still serves.
    """
    with working(database) as folder, tempfile.TemporaryDirectory() as pages:
        source = Path(place)
        if place.startswith(("http://", "https://")):
            source = Path(pages)
            await fetch(place, source, progress)
        target = folder.file("database")
        report = await asyncio.to_thread(_built, source, target, database, publisher, now)
        folder.swap(target)
        return report


def _built(source: Path, target: Path, database: Path, publisher: Publisher, now: dt.datetime) -> LoadReport:
    origin = Origin(publisher.name, publisher.url, now.date(), publisher.licence)
    found = read_services(source, origin)
    check_size(source.name, found, known(database))
    facts = LoadedServices(
        publisher.name,
        publisher.url,
        publisher.licence,
        now.astimezone(dt.UTC),
        len(found.services),
        found.rows,
        len(found.faults),
    )
    with closing(sqlite3.connect(target)) as new:
        write(new, found.services, facts)
    with closing(opened(target)) as new:
        if facts_of(new) != facts or new.execute("PRAGMA quick_check").fetchone() != ("ok",):
            raise LoadRefused(f"{target.name}: what was written is not what was read.")
    return LoadReport(facts, found.faults, found.pages)


def check_size(name: str, found: Found, last: LoadedServices | None) -> None:
    """Neither empty nor much smaller than last time."""
    if not found.services:
        first = f" ({found.faults[0]})" if found.faults else ""
        raise LoadRefused(f"{name}: there is no service in it{first}.")
    if last is not None and len(found.services) * 100 < last.services * SHRINK:
        raise LoadRefused(
            f"{name}: {len(found.services):,} services are less than {SHRINK} % of the "
            f"{last.services:,} of the last load."
        )
