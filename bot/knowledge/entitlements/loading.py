"""Reads the data of entitlements and holds it together. What is wrong is refused with file and line."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from bot.knowledge.data import DataError, place, read, read_once
from bot.knowledge.directory.phones import COUNTRY, PhoneLine
from bot.knowledge.entitlements.benefit import Benefit
from bot.knowledge.entitlements.fact import Facts
from bot.knowledge.entitlements.faults import (
    Fault,
    Names,
    benefit_faults,
    circle,
    fact_faults,
    missing_figures,
)
from bot.knowledge.entitlements.figures import FILE as FIGURES
from bot.knowledge.entitlements.figures import Figures
from bot.knowledge.entitlements.settled import FactBook

FACTS, BENEFITS = "benefit_facts.yaml", "benefits.yaml"


def read_facts(folder: Path) -> FactBook:
    """What may be asked. Raises `DataError` naming file, line and what is wrong."""
    path = folder / COUNTRY / FACTS
    facts = read(path, Facts).facts
    _refuse(path, fact_faults(facts))
    return FactBook(facts)


def read_figures(city: str, folder: Path) -> Figures:
    """The figures; those that amounts need are all there. Raises `DataError`."""
    figures = Figures.load(folder, city)
    if missing := missing_figures(figures):
        raise DataError(f"{folder / COUNTRY / FIGURES}: there is no figure {', '.join(missing)}")
    return figures


def read_benefits(city: str, folder: Path, book: FactBook, figures: Figures) -> tuple[Benefit, ...]:
    """The city's benefits, and the country's that the city has none in place of. Raises `DataError`."""
    paths = [path for name in (COUNTRY, city) if (path := folder / name / BENEFITS).exists()]
    files = {path: read(path, tuple[Benefit, ...]) for path in paths}
    ids = frozenset(one.id for benefits in files.values() for one in benefits)
    names = Names(book.by_id, figures, ids, _phones(city, folder))
    for path, benefits in files.items():
        _refuse(path, benefit_faults(benefits, names))
    country, own = (files.get(folder / name / BENEFITS, ()) for name in (COUNTRY, city))
    theirs = {one.id for one in own}
    found = (*(one for one in country if one.id not in theirs), *own)
    if ring := circle(found):
        raise DataError(f"{paths[-1]}: benefits that depend on each other in a circle: {' -> '.join(ring)}")
    return found


def _refuse(path: Path, found: Iterable[Fault]) -> None:
    for at, says in found:
        raise DataError(f"{place(path, at)}: {says}")


def _phones(city: str, folder: Path) -> frozenset[str]:
    files = (folder / name / "phones.yaml" for name in (city, COUNTRY))
    return frozenset(line.id for file in files for line in read_once(file, tuple[PhoneLine, ...]))
