"""One load from end to end: fetch, read, check, build, swap. What fails changes nothing."""

from __future__ import annotations

import asyncio
import datetime as dt
import gc
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from msgspec import Struct

from bot.knowledge.bins.answers import Source
from bot.knowledge.bins.city import BinsCity, OpenSchedule
from bot.knowledge.bins.loading import checks, fetch
from bot.knowledge.bins.loading.build import FileFacts, build
from bot.knowledge.bins.loading.content import Content
from bot.knowledge.bins.loading.folder import Folder, working
from bot.knowledge.bins.loading.jobs import JobsFile
from bot.knowledge.bins.loading.premises import PremisesFile
from bot.knowledge.bins.loading.refused import LoadRefused
from bot.knowledge.bins.loading.rounds import Rounds
from bot.knowledge.bins.schedule_file import Loaded, loaded

DEMO = "Demo data, made up"
Progress = Callable[[str, int], None]
"""Hears of a load: the step (`fetch`, `read`, `write`) and how far it is, in bytes or homes."""


class Summary(Struct, frozen=True):
    """What a load did. `changed` is False when the published files are still those of the last load.

    `premises` are all homes, `scheduled` those with collections, `rounds` the shared lists of dates;
    `unknown_rows` are collections of homes that the premises file does not have, `repeated` premises that it
    has twice.
    """

    changed: bool
    source: Source
    premises: int
    scheduled: int
    rounds: int = 0
    unknown_rows: int = 0
    repeated: int = 0


class Plan(Struct, frozen=True):
    """A load to be made: into which database, as of when, and whether the data is made up."""

    city: BinsCity
    database: Path
    now: dt.datetime
    demo: bool = False

    @property
    def schedule(self) -> OpenSchedule:
        """Who publishes. Raises `LoadRefused` for a city without open data."""
        if self.city.schedule is None:
            raise LoadRefused(f"{self.city.city.capitalize()} publishes no collection days as open data.")
        return self.city.schedule


def quiet(step: str, done: int) -> None:
    """A progress that nobody follows."""


async def load_bins(
    city: BinsCity,
    database: Path,
    *,
    now: dt.datetime,
    premises: str = "",
    jobs: str = "",
    demo: bool = False,
    progress: Progress = quiet,
) -> Summary:
    """Loads the schedule of `city` into `database` (see `schedule_file.database_path`).

    `premises` and `jobs` are paths or web addresses, plain or gzipped; empty for the city's published ones.
    `now` is aware. Raises `LoadRefused`, whose message is for people; then the last good load still serves.
    """
    plan = Plan(city, database, now, demo)
    with working(database) as folder:
        last = loaded(database)
        places = {"premises": premises or plan.schedule.premises, "jobs": jobs or plan.schedule.jobs}
        contents = await fetch.fetch(
            places, _etags(places, last), folder.file, lambda at: progress("fetch", at)
        )
        if contents is None and last is not None:
            return Summary(False, last.source, last.premises, last.scheduled)
        assert contents is not None, "nothing is unchanged before the first load"
        with _no_collector():
            return await asyncio.to_thread(_load, plan, contents, folder, last, progress)


@contextmanager
def _no_collector() -> Iterator[None]:
    """A load makes no cycles, and the collector would look through its millions of values again and again."""
    collecting = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collecting:
            gc.enable()


def _etags(places: dict[str, str], last: Loaded | None) -> dict[str, str]:
    """The ETags of the last load, when it was of the very same addresses and of real data."""
    if last is None or any(last.files.get(role, ("",))[0] != place for role, place in places.items()):
        return {}
    return {role: last.files[role][1] for role in places}


def _load(
    plan: Plan, contents: dict[str, Content], folder: Folder, last: Loaded | None, progress: Progress
) -> Summary:
    """The part without the network: reads, checks, builds and swaps."""
    premises = PremisesFile(contents["premises"])
    checks.check_size(premises.name, len(premises), checks.rows_before(last, "premises", plan.demo))
    rounds = _rounds(plan, premises, contents["jobs"], last, progress)
    first_day, last_day = rounds.first_and_last()
    source = Source(
        name=DEMO if plan.demo else plan.schedule.name,
        url=plan.schedule.page,
        licence=plan.schedule.licence,
        loaded_at=plan.now.astimezone(dt.UTC),
        first_day=first_day,
        last_day=last_day,
        rows=rounds.rows,
        demo=plan.demo,
    )
    order, lists = rounds.finish()
    target = folder.file("database")
    build(
        target,
        premises,
        (order, lists),
        source,
        _facts(contents, premises, rounds),
        lambda at: progress("write", at),
    )
    folder.swap(target)
    return Summary(
        changed=True,
        source=source,
        premises=len(premises),
        scheduled=int((order >= 0).sum()),
        rounds=len(lists),
        unknown_rows=rounds.rows - rounds.joined,
        repeated=premises.repeated,
    )


def _rounds(
    plan: Plan, premises: PremisesFile, content: Content, last: Loaded | None, progress: Progress
) -> Rounds:
    """All collections, checked against the premises, the last load and the calendar."""
    bins = tuple(plan.city.by_id)
    rounds = Rounds(premises.ids, bins)
    for jobs in JobsFile(content, bins).read(lambda done: progress("read", done)):
        rounds.add(jobs)
    checks.check_size(content.name, rounds.rows, checks.rows_before(last, "jobs", plan.demo))
    checks.check_join(premises.name, content.name, rounds.joined, rounds.rows)
    checks.check_days(content.name, rounds.first_and_last()[1], plan.city.local(plan.now).date())
    return rounds


def _facts(contents: dict[str, Content], premises: PremisesFile, rounds: Rounds) -> tuple[FileFacts, ...]:
    rows = {"premises": len(premises), "jobs": rounds.rows}
    return tuple(
        FileFacts(role, content.url, content.etag, content.sha256(), rows[role])
        for role, content in contents.items()
    )
