"""A city's bins as data: containers, rules with their sources, where the schedule is published."""

from __future__ import annotations

import datetime as dt
from functools import cached_property
from pathlib import Path
from zoneinfo import ZoneInfo

from msgspec import Struct

from bot.knowledge.bins.answers import Container
from bot.knowledge.data import CITIES, DataError, read


class OpenSchedule(Struct, frozen=True):
    """The published files: who publishes them, under which licence, and where they are."""

    name: str
    page: str
    licence: str
    premises: str
    jobs: str


class Rules(Struct, frozen=True):
    """What the council asks of residents. Times are on the city's wall clock.

    `report_from`: before it nobody can say that today's bin was missed. `leave_out_working_days`: so many
    working days after the collection day a missed bin stays out. `out_by`: when it has to be out.
    `region` is the ISO 3166-2 part of `GB` whose bank holidays count. `source` and `checked` say where the
    rules are from and when they were read.
    """

    out_by: dt.time
    report_from: dt.time
    leave_out_working_days: int
    source: str
    checked: dt.date
    region: str = "ENG"


class Links(Struct, frozen=True):
    """The council's own pages."""

    bin_day: str
    missed: str
    materials: str


class BinsCity(Struct, frozen=True, dict=True):
    """Everything about the bins of one city that is not a schedule. `schedule` is None where the council
    publishes none as open data."""

    city: str
    zone: str
    links: Links
    rules: Rules
    containers: tuple[Container, ...]
    schedule: OpenSchedule | None = None

    @cached_property
    def clock(self) -> ZoneInfo:
        """The city's wall clock."""
        return ZoneInfo(self.zone)

    @cached_property
    def by_id(self) -> dict[str, Container]:
        """Containers by the id that the city's files use."""
        return {container.id: container for container in self.containers}

    def local(self, moment: dt.datetime) -> dt.datetime:
        """An aware moment on the city's wall clock."""
        if moment.tzinfo is None:
            raise ValueError("a moment without a time zone cannot be placed on the city's clock")
        return moment.astimezone(self.clock)


def read_city(city: str, folder: Path = CITIES) -> BinsCity:
    """The file `bins.yaml` of `city`. Raises `DataError` naming file, line and field."""
    path = folder / city / "bins.yaml"
    data = read(path, BinsCity)
    if len(data.by_id) != len(data.containers):
        raise DataError(f"{path}: two containers share an id")
    return data
