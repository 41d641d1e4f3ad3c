"""What can be wrong in a street, out of `uk/street.yaml` and the city's own: kinds, details, codes."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Final, Literal

from msgspec import Struct

from accessibility.text import Text
from bot.knowledge.data import CITIES, DataError, place, read_once
from bot.knowledge.directory.phones import COUNTRY, GOOD_FOR

FILE: Final = "street.yaml"
OTHER: Final = "other"
"""The kind of what is on no list."""

NONE: Final = "none"
"""Stands for no detail: what was offered is not so, or nobody knows."""


class Detail(Struct, frozen=True, forbid_unknown_fields=True):
    """Something that matters about a kind. With `advice` it is a danger, and that is said at once."""

    id: str
    name: Text
    advice: Text | None = None


class Kind(Struct, frozen=True, forbid_unknown_fields=True):
    """Something that can be wrong. `of` is its name inside a sentence; `lgsl` the code of its service in the
    Local Government Services List, None where it could not be read."""

    id: str
    name: Text
    of: Text
    lgsl: int | None = None
    details: tuple[Detail, ...] = ()

    def detail(self, id: str) -> Detail | None:
        """The detail with this id."""
        return next((one for one in self.details if one.id == id), None)


class Kinds(Struct, frozen=True, forbid_unknown_fields=True):
    """All of them, in the order in which they are offered."""

    lgsl_source: str
    checked: dt.date
    kinds: tuple[Kind, ...]

    def kind(self, id: str) -> Kind | None:
        """The kind with this id."""
        return next((one for one in self.kinds if one.id == id), None)


class Services(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The codes of the services in the council's own system, by kind or `kind.detail`."""

    default: str
    services: dict[str, str]
    source: str
    checked: dt.date
    status: Literal["verified", "unverified"]

    def code(self, kind: str, detail: str) -> str:
        """That of the detail, else of the kind, else the one for everything."""
        return self.services.get(f"{kind}.{detail}") or self.services.get(kind) or self.default

    def stale(self, on: dt.date) -> bool:
        """Whether it wants to be read again."""
        return on - self.checked > GOOD_FOR


def read_kinds(folder: Path = CITIES) -> Kinds:
    """Raises `DataError` naming file, line and what is wrong."""
    path = folder / COUNTRY / FILE
    found: Kinds = read_once(path, Kinds)
    seen: set[str] = set()
    for at, kind in enumerate(found.kinds):
        ids = [one.id for one in kind.details]
        if kind.id in seen or len(set(ids)) < len(ids) or NONE in ids:
            raise DataError(f"{place(path, f'$.kinds[{at}]')}: `{kind.id}` or a detail of it is there twice")
        seen.add(kind.id)
    if OTHER not in seen:
        raise DataError(f"{path}: the kind `{OTHER}` is missing")
    return found


def read_services(city: str, kinds: Kinds, folder: Path = CITIES) -> Services:
    """Those of a city. Raises `DataError` naming file, line and what is wrong."""
    path = folder / city / FILE
    found: Services = read_once(path, Services)
    for name in found.services:
        kind = kinds.kind(name.partition(".")[0])
        detail = name.partition(".")[2]
        if kind is None or (detail and kind.detail(detail) is None):
            raise DataError(f"{place(path, f'$.services.{name}')}: there is no `{name}`")
    return found
