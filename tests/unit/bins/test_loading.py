"""A load replaces the last good one in one step, or is refused in one sentence and changes nothing."""

from __future__ import annotations

import asyncio
import datetime as dt
import gzip
import os
from pathlib import Path

import pytest

from bot.knowledge.bins.bins import Bins
from bot.knowledge.bins.city import read_city
from bot.knowledge.bins.loading.folder import working
from bot.knowledge.bins.loading.load import Summary, load_bins
from bot.knowledge.bins.loading.refused import LoadRefused
from bot.knowledge.bins.schedule_file import database_path, loaded
from tests.unit.bins import town
from tests.unit.bins.town import keep, left_over


def test_a_load_and_its_summary(tmp_path: Path) -> None:
    homes = (*town.HOMES, town.HOMES[0])
    jobs = (*town.JOBS, (999, "BLACK", "26/11/26"))

    summary = town.load(tmp_path, *town.write(tmp_path / "published", homes, jobs))

    assert summary == Summary(
        changed=True,
        source=summary.source,
        premises=len(town.HOMES),
        scheduled=len(town.HOMES) - 1,
        rounds=1,
        unknown_rows=1,
        repeated=1,
    )
    assert summary.source.loaded_at == town.NOW
    assert (summary.source.first_day, summary.source.last_day) == (
        dt.date(2026, 11, 12),
        dt.date(2026, 12, 10),
    )
    assert (summary.source.rows, summary.source.demo) == (len(jobs), False)
    assert left_over(tmp_path) == []


def test_what_is_kept_of_the_files(tmp_path: Path) -> None:
    premises, jobs = town.write(tmp_path / "published")
    town.load(tmp_path, premises, jobs)

    kept = loaded(database_path(tmp_path, "leeds"))

    assert kept is not None
    assert kept.files == {"premises": ("", "", len(town.HOMES)), "jobs": ("", "", len(town.JOBS))}


def test_homes_with_the_same_days_share_a_round(tmp_path: Path) -> None:
    jobs = [(home, "BLACK", "26/11/26") for home in range(1, 11)] + [(11, "GREEN", "26/11/26")]

    assert town.load(tmp_path, *town.write(tmp_path / "published", jobs=jobs)).rounds == 2


def test_more_days_than_the_first_table_has_room_for(tmp_path: Path) -> None:
    first = dt.date(2026, 6, 1)
    days = [first + dt.timedelta(days=number) for number in range(300)]
    jobs = [(1, "BLACK", f"{day:%d/%m/%y}") for day in days]
    bins = town.bins(tmp_path, jobs=jobs)

    assert [day.date for day in bins.published("1")] == days


def test_gzipped_files_are_read_as_they_are(tmp_path: Path) -> None:
    def packed(path: Path) -> Path:
        target = path.with_name(f"{path.name}.gz")
        target.write_bytes(gzip.compress(path.read_bytes()))
        return target

    premises, jobs = town.write(tmp_path / "published")

    assert town.load(tmp_path, packed(premises), packed(jobs)).premises == len(town.HOMES)


def test_a_tenth_fewer_rows_are_still_taken(tmp_path: Path) -> None:
    premises, jobs = town.write(tmp_path / "published")
    town.load(tmp_path, premises, jobs)
    keep(None, 430)(premises, jobs)

    assert town.load(tmp_path, premises, jobs).source.rows == 430


def test_a_city_without_open_data_is_refused(tmp_path: Path) -> None:
    with pytest.raises(LoadRefused, match="Leicester publishes no collection days as open data"):
        asyncio.run(load_bins(read_city("leicester"), tmp_path / "x.sqlite", now=town.NOW))


def test_files_of_a_load_that_was_killed_are_cleared_away(tmp_path: Path) -> None:
    stale = tmp_path / "bins-leeds.sqlite.database.loading"
    stale.write_bytes(b"half a database")

    town.load(tmp_path, *town.write(tmp_path / "published"))

    assert left_over(tmp_path) == []


def test_two_loads_at_once_do_not_meet(tmp_path: Path) -> None:
    files = town.write(tmp_path / "published")

    with (
        working(database_path(tmp_path, "leeds")),
        pytest.raises(LoadRefused, match=r"^bins-leeds\.sqlite: another load is running\.$"),
    ):
        town.load(tmp_path, *files)


def test_progress_is_told_step_by_step(tmp_path: Path) -> None:
    premises, jobs = town.write(tmp_path / "published")
    steps: list[str] = []

    def hear(step: str, done: int) -> None:
        steps.append(step)

    database = database_path(tmp_path, "leeds")
    loading = load_bins(
        town.LEEDS, database, now=town.NOW, premises=str(premises), jobs=str(jobs), progress=hear
    )
    asyncio.run(loading)

    assert list(dict.fromkeys(steps)) == ["read", "write"]


def test_a_new_load_is_seen_by_who_has_the_old_one_open(tmp_path: Path) -> None:
    bins = town.bins(tmp_path)
    assert bins.addresses.find(bins.addresses.parse("14 zebra street")).status == "none"
    street = (1000, "", "14", "ZEBRA STREET", "ADEL", "LS16 1AA")

    town.load(
        tmp_path,
        *town.write(tmp_path / "new", (*town.HOMES, street), (*town.JOBS, (1000, "BLACK", "27/11/26"))),
    )

    found = bins.addresses.find(bins.addresses.parse("14 zebra street"))
    assert found.homes[0].line == "14 Zebra Street, Adel, LS16 1AA"
    assert bins.next("1000", town.NOW).days[0].date == dt.date(2026, 11, 27)


def test_the_first_load_is_seen_by_who_was_there_before(tmp_path: Path) -> None:
    bins = Bins("leeds", database_path(tmp_path, "leeds"))
    assert bins.next("1", town.NOW).status == "not_loaded"

    town.load(tmp_path, *town.write(tmp_path / "published"))

    assert bins.next("1", town.NOW).status == "scheduled"


@pytest.mark.parametrize("data", [b"", b"this is no database at all", b"SQLite format 3\0" + bytes(200)])
def test_a_broken_database_leaves_the_open_one_serving(tmp_path: Path, data: bytes) -> None:
    bins = town.bins(tmp_path)
    database = database_path(tmp_path, "leeds")
    broken = tmp_path / "broken"
    broken.write_bytes(data)
    assert bins.next("1", town.NOW).status == "scheduled"

    os.replace(broken, database)

    assert bins.next("1", town.NOW).status == "scheduled"
    assert Bins("leeds", database).next("1", town.NOW).status == "not_loaded"
    assert loaded(database) is None


def test_a_database_that_was_deleted_is_served_while_it_is_open(tmp_path: Path) -> None:
    bins = town.bins(tmp_path)
    assert bins.next("1", town.NOW).status == "scheduled"

    database_path(tmp_path, "leeds").unlink()

    assert bins.next("1", town.NOW).status == "scheduled"
