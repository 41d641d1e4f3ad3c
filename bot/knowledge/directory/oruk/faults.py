"""What is wrong in a published directory: said with its file, page, service and field, and left out."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any, TypeVar

import msgspec
from msgspec import Struct

T = TypeVar("T")
MOST_OF_ONE = 50
"""Faults of one service after which it is given up."""

_PATH = re.compile(r" - at `\$([^`]*)`$")
_STEP = re.compile(r"\.([^.\[\]]+)|\[(\d+)\]")


class Fault(Struct, frozen=True):
    """`page` counts from 1 in `file`; `service` is its id, `field` what is wrong (`schedules[0]`)."""

    file: str
    page: int
    service: str
    field: str
    says: str

    def __str__(self) -> str:
        where = ", ".join(filter(None, (f"page {self.page}", self.service and f"service {self.service}")))
        return f"{self.file}, {where}: {': '.join(filter(None, (self.field, self.says)))}"


class Report:
    """Gathers the faults of one service after the other."""

    def __init__(self, file: str = "", page: int = 1) -> None:
        self.file, self.page, self.service = file, page, ""
        self.faults: list[Fault] = []

    def say(self, field: str, says: str) -> None:
        self.faults.append(Fault(self.file, self.page, self.service, field, says))


def tolerant(raw: dict[str, Any], kind: type[T], report: Report) -> T | None:
    """`raw` as a `kind`, without the fields that do not fit; None when without them nothing is left of it.
    `raw` is changed."""
    for _ in range(MOST_OF_ONE):
        try:
            return msgspec.convert(raw, kind, strict=False)
        except msgspec.ValidationError as problem:
            message = str(problem)
            found = _PATH.search(message)
            path = found[1] if found else ""
            report.say(path.lstrip("."), _PATH.sub("", message))
            if not _dropped(raw, path):
                return None
    report.say("", f"more than {MOST_OF_ONE} faults: left out")
    return None


def _dropped(raw: Any, path: str) -> bool:
    """Takes away what is at `path`; False when that is the whole."""
    steps = [name or int(index) for name, index in _STEP.findall(path)]
    if not steps:
        return False
    try:
        for step in steps[:-1]:
            raw = raw[step]
        del raw[steps[-1]]
    except (KeyError, IndexError, TypeError):
        return False
    return True


def without_nulls(value: Any) -> Any:
    """The same without fields that are null: that is no value."""
    if isinstance(value, dict):
        return {key: without_nulls(one) for key, one in value.items() if one is not None}
    return [without_nulls(one) for one in value if one is not None] if isinstance(value, list) else value


def grouped(faults: Iterable[Fault]) -> dict[str, list[Fault]]:
    """By what is wrong, the most frequent first, for who reads the report of a load."""
    found: dict[str, list[Fault]] = {}
    for fault in faults:
        kind = re.sub(r"\[\d+\]", "[]", fault.field)
        found.setdefault(": ".join(filter(None, (kind, re.sub(r"'[^']*'", "…", fault.says)))), []).append(
            fault
        )
    return dict(sorted(found.items(), key=lambda item: -len(item[1])))
