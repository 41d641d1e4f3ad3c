"""A load that is killed in the middle, by kill -9 on a real process, loses nothing."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from bot.knowledge.bins.bins import Bins
from bot.knowledge.bins.schedule_file import database_path
from tests.unit.bins import town

ROOT = Path(__file__).resolve().parents[3]
LOAD = """
import asyncio, os, signal, sys
from pathlib import Path
from tests.unit.bins import town
from bot.knowledge.bins.loading.load import load_bins

def die(step: str, done: int) -> None:
    if step == sys.argv[4]:
        os.kill(os.getpid(), signal.SIGKILL)

premises, jobs, database = sys.argv[1:4]
asyncio.run(load_bins(town.LEEDS, Path(database), now=town.NOW, premises=premises, jobs=jobs, progress=die))
"""


@pytest.mark.parametrize("step", ["read", "write"])
def test_a_killed_load_leaves_the_last_good_one_and_the_next_clears_up(tmp_path: Path, step: str) -> None:
    bins = town.bins(tmp_path)
    database = database_path(tmp_path, "leeds")
    before = database.read_bytes()
    jobs = [(home, name, day.replace("/11/", "/12/")) for home, name, day in town.JOBS]
    files = town.write(tmp_path / "new", jobs=jobs)

    arguments = [*map(str, files), str(database), step]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    done = subprocess.run([sys.executable, "-c", LOAD, *arguments], cwd=ROOT, env=environment, check=False)

    assert done.returncode == -signal.SIGKILL
    assert database.read_bytes() == before
    assert bins.next("1", town.NOW).status == "scheduled"
    assert bool(town.left_over(tmp_path)) is (step == "write")

    town.load(tmp_path, *files)
    assert town.left_over(tmp_path) == []
    assert Bins("leeds", database).next("1", town.NOW).days[0].date.month == 12
