"""The table of bad files: each is refused with these very words, and the last good load still serves."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from bot.knowledge.bins.bins import Bins
from bot.knowledge.bins.loading.refused import LoadRefused
from bot.knowledge.bins.schedule_file import database_path
from tests.unit.bins import town
from tests.unit.bins.town import keep, left_over

Change = Callable[[Path, Path], None]
HOMES, ROWS = len(town.HOMES), len(town.JOBS)
NEXT = ROWS + 1


def append(data: bytes) -> Change:
    def change(premises: Path, jobs: Path) -> None:
        jobs.write_bytes(jobs.read_bytes() + data)

    return change


def other_homes(premises: Path, jobs: Path) -> None:
    jobs.write_bytes(b"".join(b"7" + line for line in jobs.read_bytes().splitlines(keepends=True)))


def past(premises: Path, jobs: Path) -> None:
    jobs.write_bytes(jobs.read_bytes().replace(b"/26\r\n", b"/25\r\n"))


def until_today(premises: Path, jobs: Path) -> None:
    lines = jobs.read_bytes().splitlines(keepends=True)
    kept = [line for line in lines if b"/11/26" in line]
    jobs.write_bytes(b"".join(line.replace(b"26/11/26", b"20/11/26") for line in kept * 2))


def gone(premises: Path, jobs: Path) -> None:
    jobs.unlink()


def a_page(premises: Path, jobs: Path) -> None:
    premises.write_bytes(b"<html>")


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        (
            append(b"1,PURPLE,26/11/26\r\n"),
            f"dm_jobs.csv, line {NEXT}: the city has no bin 'PURPLE' (it has BLACK, GREEN, BROWN).",
        ),
        (
            append(b"1,BLACK,32/11/26\r\n"),
            f"dm_jobs.csv, line {NEXT}: '32/11/26' is not a date in the form DD/MM/YY.",
        ),
        (append(b"1,BLACK\r\n"), f"dm_jobs.csv, line {NEXT}: 2 fields instead of 3."),
        (append(b"one,BLACK,26/11/26"), f"dm_jobs.csv, line {NEXT}: 'one' is not a premises number."),
        (keep(None, 0), "dm_jobs.csv: the file is empty."),
        (keep(0, None), "dm_premises.csv: the file is empty."),
        (keep(70, None), f"dm_premises.csv: 70 rows are less than 90 % of the {HOMES} of the last load."),
        (keep(None, 400), f"dm_jobs.csv: 400 rows are less than 90 % of the {ROWS} of the last load."),
        (
            other_homes,
            f"dm_jobs.csv: only 0 of {ROWS} rows name a home of dm_premises.csv: they do not fit together.",
        ),
        (past, "dm_jobs.csv: the last collection, 10/12/25, is not after today, 20/11/26."),
        (until_today, "dm_jobs.csv: the last collection, 20/11/26, is not after today, 20/11/26."),
        (gone, "dm_jobs.csv: cannot be read: No such file or directory."),
        (a_page, "dm_premises.csv, line 1: 1 fields instead of 7."),
    ],
)
def test_a_refused_load_says_why_and_leaves_the_last_good_one(
    tmp_path: Path, change: Change, problem: str
) -> None:
    premises, jobs = town.write(tmp_path / "published")
    town.load(tmp_path, premises, jobs)
    database = database_path(tmp_path, "leeds")
    before = database.read_bytes()
    bins = Bins("leeds", database)
    change(premises, jobs)

    with pytest.raises(LoadRefused) as refused:
        town.load(tmp_path, premises, jobs)

    assert str(refused.value) == problem
    assert database.read_bytes() == before
    assert left_over(tmp_path) == []
    assert bins.next("1", town.NOW).status == "scheduled"
