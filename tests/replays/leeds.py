"""The real skills on the made-up estate of Leeds, with reports and holdings in memory."""

from __future__ import annotations

import asyncio
import atexit
import datetime as dt
import itertools
import tempfile
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from pathlib import Path

from bot import skills
from bot.dialogue.house import House
from bot.dialogue.skill import Skills
from bot.handover.callback import Callbacks, Promised
from bot.handover.cards import Cards
from bot.handover.desk import Availability, Desk, Window
from bot.handover.request import Place
from bot.knowledge.bins.bins import Bins
from bot.knowledge.bins.city import read_city
from bot.knowledge.bins.demo import load_demo
from bot.knowledge.bins.reports import MissedReports
from bot.knowledge.bins.schedule_file import database_path
from bot.knowledge.city import city
from bot.knowledge.directory.phones import Phones
from bot.knowledge.held import Held, Holdings
from bot.knowledge.site import Site
from tests.alerts_in_memory import MemoryAir, MemorySubscriptions, MemoryWarnings
from tests.unit.dialogue.council import MemoryJournal, Power
from tests.unit.dialogue.hear import NOON
from tests.unit.dialogue.house import LANGUAGES

CITY = "leeds"


class Reports(MissedReports):
    """Keeps reports for as long as the house stands."""

    def __init__(self) -> None:
        self.filed: dict[str, tuple[str, str, dt.date]] = {}

    async def file(self, home: str, container: str, day: dt.date, key: str, conversation: int) -> str:
        self.filed.setdefault(key, (home, container, day))
        return self._reference(key)

    async def open_for(self, home: str, container: str, since: dt.date) -> str | None:
        same = (
            key
            for key, (where, bin, day) in self.filed.items()
            if (where, bin) == (home, container) and day >= since
        )
        return next(map(self._reference, same), None)

    def _reference(self, key: str) -> str:
        return f"R{list(self.filed).index(key) + 2}"


class FewHoldings(Holdings):
    """A conversation of two messages."""

    async def held(self, conversation: int) -> Held:
        return Held(messages=2, reports=0, since=NOON.date(), until=NOON.date() + dt.timedelta(days=30))


class Closed(Desk, Callbacks):
    """A helpline out of its hours; of the calls it knows the last."""

    def __init__(self) -> None:
        self.booked: Promised | None = None

    async def now(self, conversation: int) -> Availability:
        opens = dt.datetime.combine(NOON.date() + dt.timedelta(days=1), dt.time(9))
        return Availability(staffed=True, advisers=1, reachable=True, opens=opens)

    async def place(self, conversation: int) -> Place | None:
        return None

    async def windows(self, most: int) -> tuple[Window, ...]:
        day = NOON.date() + dt.timedelta(days=1)
        starts = [dt.time(9), dt.time(12), dt.time(15)][:most]
        return tuple(Window(day, start, start.replace(start.hour + 2)) for start in starts)

    async def book(self, conversation: int, window: Window, number: str, interpreter: str, key: str) -> str:
        start, until = (dt.datetime.combine(window.day, at, dt.UTC) for at in (window.start, window.until))
        self.booked = Promised("K7P4MW", start, until)
        return self.booked.reference

    async def promised(self, conversation: int) -> Promised | None:
        return self.booked

    async def cancel(self, conversation: int) -> bool:
        was, self.booked = self.booked, None
        return was is not None


def leeds() -> House:
    """Today's program as `bot.app` puts it together, without its store."""
    here = city(CITY)
    phones = Phones.load(CITY)
    numbers = itertools.count(1)
    return House(
        Skills(skills.ALL),
        MemoryJournal(Power()),
        lambda: f"run-{next(numbers)}",
        (
            estate(),
            phones,
            Site(here, "https://bins.example.org", 30),
            Reports(),
            FewHoldings(),
            Closed(),
            MemorySubscriptions(NOON),
            MemoryAir(),
            MemoryWarnings(),
        ),
        Cards(phones, NOON.date).replies,
        LANGUAGES,
    )


def estate() -> Bins:
    """The made-up bin days of Leeds."""
    return Bins(CITY, _database())


@cache
def _database() -> Path:
    """The estate around the recordings' day, made once; in a thread, because a test's own loop is running."""
    folder = tempfile.TemporaryDirectory(prefix="replays-")
    atexit.register(folder.cleanup)
    path = database_path(Path(folder.name), CITY)
    with ThreadPoolExecutor(1) as thread:
        thread.submit(lambda: asyncio.run(load_demo(read_city(CITY), path, NOON))).result()
    return path
