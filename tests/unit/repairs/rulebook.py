"""The shipped data of both cities, and short ways to say what is asked of it."""

from __future__ import annotations

import datetime as dt
import shutil
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from bot.knowledge.data import CITIES
from bot.knowledge.repairs.case import Deadline, Moments, Report, Severity, Triage
from bot.knowledge.repairs.repairs import Repairs
from bot.knowledge.repairs.tree import Leaf, Problem

LONDON = ZoneInfo("Europe/London")
NOON = "2026-12-01T12:00"


@lru_cache(maxsize=2)
def city(name: str) -> Repairs:
    return Repairs.load(name, LONDON)


def leeds() -> Repairs:
    return city("leeds")


def at(local: str) -> dt.datetime:
    """A moment of the city's wall clock, in UTC."""
    return dt.datetime.fromisoformat(local).replace(tzinfo=LONDON).astimezone(dt.UTC)


def report(leaf: str = "", when: str = NOON, **facts: Any) -> Report:
    """A report of `problem.detail`."""
    problem, _, detail = leaf.partition(".")
    return Report(aware_at=at(when), said="", problem=problem, detail=detail, **facts)


def triage(leaf: str = "", when: str = NOON, name: str = "leeds", **facts: Any) -> Triage:
    return city(name).triage(report(leaf, when, **facts))


def hazard(severity: Severity, which: str = "damp_mould") -> Triage:
    return Triage("urgent", severity, which)


def dates(proposal: Triage, aware: str, name: str = "leeds", **more: Any) -> dict[str, str]:
    """The dates of a case by source and step, each on the city's wall clock."""
    moments = Moments(aware_at=at(aware), **more)
    return {f"{one.source} {one.step}": wall(one) for one in city(name).deadlines(proposal, moments)}


def wall(one: Deadline) -> str:
    """`2026-12-24` for a day up to its end, `2026-12-24T09:30` for a time."""
    local = one.due.astimezone(LONDON).replace(tzinfo=None)
    if one.exact:
        return local.isoformat(timespec="minutes")
    assert local.time() == dt.time(23, 59, 59)
    return local.date().isoformat()


def law_dates(proposal: Triage, aware: str, name: str = "leeds", **more: Any) -> dict[str, str]:
    """The dates of Awaab's Law alone, by step."""
    found = dates(proposal, aware, name, **more)
    return {key.removeprefix("awaab "): due for key, due in found.items() if key.startswith("awaab ")}


def leaves(repairs: Repairs) -> Iterator[tuple[Problem, Leaf]]:
    for problem in repairs.tree.problems:
        for leaf in problem.details:
            yield problem, leaf


def every(name: str = "leeds") -> list[str]:
    """Each `problem.detail`."""
    return [f"{problem.id}.{leaf.id}" for problem, leaf in leaves(city(name))]


def edited(folder: Path, file: str, old: str, new: str) -> Path:
    """A copy of the cities with one thing changed in one file."""
    for name in ("uk", "leeds", "leicester"):
        shutil.copytree(CITIES / name, folder / name)
    path = folder / file
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    return folder


def line_of(folder: Path, file: str, words: str) -> int:
    """The line of a file that has these words first."""
    lines = (folder / file).read_text(encoding="utf-8").splitlines()
    return next(number for number, line in enumerate(lines, start=1) if words in line)
