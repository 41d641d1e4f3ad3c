"""The tables of households: reads them, and the facts in them as the engine holds facts."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

from msgspec import Struct

from bot.knowledge.data import CITIES, read, read_once
from bot.knowledge.entitlements.fact import UNSURE, Facts, Kind, Known, Value

TABLES = Path(__file__).with_name("tables")
TODAY = dt.date(2026, 11, 22)
PLACES = ("leeds", "leicester")

Row = dict[str, Any]


class Table(Struct, forbid_unknown_fields=True, frozen=True):
    """Households of one benefit by what must come out. `base` is laid under each."""

    benefit: str
    about: str
    cities: tuple[str, ...] = PLACES
    day: dt.date = TODAY
    base: Row = {}
    yes: tuple[Row, ...] = ()
    no: tuple[Row, ...] = ()
    unknown: tuple[Row, ...] = ()
    stale: tuple[Row, ...] = ()

    @property
    def truths(self) -> frozenset[str]:
        return frozenset(truth for truth, _ in self.rows())

    def rows(self) -> Iterator[tuple[str, Known]]:
        """What must come out, and what is known of the household."""
        for truth in ("yes", "no", "unknown", "stale"):
            for row in getattr(self, truth):
                yield truth, {id: held(id, said) for id, said in {**self.base, **row}.items()}


@cache
def tables() -> tuple[Table, ...]:
    """Every table of every file."""
    return tuple(one for path in sorted(TABLES.glob("*.yaml")) for one in read(path, tuple[Table, ...]))


def held(id: str, said: Any) -> Value:
    """A value of YAML as the engine holds this fact. Raises `KeyError` for a fact that there is not."""
    kind = kinds()[id]
    if said == UNSURE:
        return UNSURE
    if isinstance(said, list):
        return tuple(said)
    if kind == "money":
        return Decimal(str(said))
    value: Value = said
    return value


@cache
def kinds() -> Mapping[str, Kind]:
    """The kind of every fact."""
    facts = read_once(CITIES / "uk" / "benefit_facts.yaml", Facts).facts
    return {one.id: one.kind for one in facts}
