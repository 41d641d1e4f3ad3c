"""The damp list: homes with a sensor, the dampest first, on one day; as a page, as CSV and as NGSI-LD.

It names homes, so it is for supervisors only, each look is in the audit, and nothing of it is cached.
"""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections.abc import Mapping, Sequence
from typing import Any

import msgspec
from aiohttp import web
from msgspec.structs import replace

from bot.console.careful import Careful
from bot.console.guard import BASE, POLICY
from bot.console.pages import Pages
from bot.console.parts import Parts
from bot.console.visit import Refused, Visit
from bot.handover.people import Role
from bot.knowledge.bins.bins import Bins
from bot.store.case_pages import AtHome
from bot.store.case_where import folded
from bot.store.damp import DampDay, Home, Room

DAMP = f"{BASE}/damp"
CONTEXT = "https://uri.etsi.org/ngsi-ld/v1/ngsi-ld-core-context.jsonld"
LEAST: Role = "supervisor"

_HEAD = (
    "home",
    "room",
    "sensor",
    "day",
    "hours over the threshold",
    "longest run in hours",
    "mean humidity in %",
    "highest humidity in %",
    "mean temperature in °C",
    "dew point in °C",
    "measured in %",
    "enough measured",
    "open repairs",
    "damp over the threshold without a case of damp",
)
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
"""What a spreadsheet may take for the beginning of a formula."""


class DampPage:
    """The list in its three shapes."""

    def __init__(self, parts: Parts, pages: Pages) -> None:
        self._parts = parts
        self._pages = pages

    def routes(self, careful: Careful) -> list[web.RouteDef]:
        return [
            web.get(DAMP, careful.look(self._page, LEAST)),
            web.get(f"{DAMP}.csv", careful.look(self._csv, LEAST)),
            web.get(f"{DAMP}.jsonld", careful.look(self._jsonld, LEAST)),
        ]

    async def _page(self, visit: Visit) -> web.StreamResponse:
        found = await self._read(visit, "page")
        yesterday = self._parts.clock.today(self._parts.settings.zone) - dt.timedelta(days=1)
        return await self._pages.page(
            visit, "damp.html", found=found, threshold=self._parts.settings.damp, yesterday=yesterday
        )

    async def _csv(self, visit: Visit) -> web.StreamResponse:
        found = await self._read(visit, "csv")
        return _file(found, as_csv(found).encode("utf-8-sig"), "text/csv", "csv")

    async def _jsonld(self, visit: Visit) -> web.StreamResponse:
        found = await self._read(visit, "jsonld")
        body = msgspec.json.encode(as_entities(found, self._parts.settings.damp.humidity))
        return _file(found, body, "application/ld+json", "jsonld")

    async def _read(self, visit: Visit, shape: str) -> DampDay:
        """The list of the day that is asked for, yesterday when none is; the look is in the audit first.
        Raises `Refused`."""
        settings = self._parts.settings
        today = self._parts.clock.today(settings.zone)
        typed = visit.request.query.get("day", "")
        try:
            day = dt.date.fromisoformat(typed) if typed else today - dt.timedelta(days=1)
        except ValueError:
            raise Refused(400, "Please give the day as year, month and day, 2026-11-24.") from None
        if not dt.date(2000, 1, 1) <= day <= today:
            raise Refused(400, "Nothing is known of that day.")
        await self._parts.stores.audit.record("damp", visit.me, detail=f"{day} {shape}")
        found = await self._parts.stores.damp.of(day, settings.zone, settings.damp.humidity)
        names = {one.address: self._names(one.address) for one in (*found.homes, *found.silent)}
        cases = await self._parts.stores.cases.at({name for its in names.values() for name in its})
        homes, silent = (
            tuple(_told(home, names[home.address], cases) for home in every)
            for every in (found.homes, found.silent)
        )
        return replace(found, homes=homes, silent=silent)

    def _names(self, address: str) -> tuple[str, ...]:
        """What its sensors and its cases may call a home: its address, that as it is written here, and the id
        of its premises, where an address is that of one home."""
        addresses = self._parts.house.need(Bins).addresses
        if known := addresses.home(address):
            return known.line, known.id
        homes = addresses.find(addresses.parse(address)).homes
        # What was typed may be misspelt; that it fits only nearly is not enough to show somebody's repairs.
        said = set(folded(address).split())
        return (address, *(one.id for one in homes if len(homes) == 1 and said <= _words(one.line)))


def _words(line: str) -> set[str]:
    return set(folded(line).split())


def _told(home: Home, names: Sequence[str], cases: Mapping[str, tuple[AtHome, ...]]) -> Home:
    """With its address, where it was loaded by the number of its premises, and with its cases."""
    its = {case.reference: case for name in names for case in cases.get(name, ())}
    return replace(home, address=next(iter(names), home.address), cases=tuple(its.values()))


def as_csv(found: DampDay) -> str:
    """One line for each room, the dampest home first and those without data last. Words that a spreadsheet
    would take for a formula begin with an apostrophe."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(_HEAD)
    for home in (*found.homes, *found.silent):
        for room in home.rooms:
            writer.writerow(_line(found, home, room))
    return out.getvalue()


def as_entities(found: DampDay, threshold: float) -> list[dict[str, Any]]:
    """NGSI-LD entities, normalized: an `IndoorEnvironmentObserved` of the smart data models for each room,
    with what is counted beside it. Units are codes of UN/CEFACT; what was not measured is left out."""
    homes = (*found.homes, *found.silent)
    return [_entity(found, home, room, threshold) for home in homes for room in home.rooms]


def harmless(words: str) -> str:
    """Words that no spreadsheet computes."""
    return f"'{words}" if words.lstrip(" ").startswith(_FORMULA) else words


def _line(found: DampDay, home: Home, room: Room) -> list[object]:
    day = room.day
    figures = (day.mean, day.highest, day.temperature, day.dew_point)
    known = bool(day.capture)
    return [
        harmless(home.address),
        harmless(room.label),
        room.sensor,
        found.day.isoformat(),
        day.over if known else "",
        day.longest if known else "",
        *("" if one is None else f"{one:.1f}" for one in figures),
        f"{100 * day.capture:.0f}",
        "yes" if day.enough else "no",
        " ".join(one.reference for one in home.cases),
        "yes" if home.unreported else "no",
    ]


def _entity(found: DampDay, home: Home, room: Room, threshold: float) -> dict[str, Any]:
    day = room.day
    measured: dict[str, tuple[float | None, str]] = {
        "relativeHumidity": (day.mean, "P1"),
        "relativeHumidityHighest": (day.highest, "P1"),
        "temperature": (day.temperature, "CEL"),
        "dewPoint": (day.dew_point, "CEL"),
        "hoursOverThreshold": (day.over if day.capture else None, "HUR"),
        "longestRunOverThreshold": (day.longest if day.capture else None, "HUR"),
        "humidityThreshold": (threshold, "P1"),
        "dataCapture": (100 * day.capture, "P1"),
    }
    entity: dict[str, Any] = {
        "@context": [CONTEXT],
        "id": f"urn:ngsi-ld:IndoorEnvironmentObserved:snicket:{room.sensor}:{found.day}",
        "type": "IndoorEnvironmentObserved",
        "dateObserved": _value({"@type": "Date", "@value": found.day.isoformat()}),
        "name": _value(room.label),
        "address": _value(home.address),
    }
    for name, (value, unit) in measured.items():
        if value is not None:
            entity[name] = _value(round(value, 1)) | {"unitCode": unit}
    if home.cases:
        entity["openRepairs"] = _value([one.reference for one in home.cases])
    return entity


def _value(value: object) -> dict[str, Any]:
    return {"type": "Property", "value": value}


def _file(found: DampDay, body: bytes, kind: str, ending: str) -> web.Response:
    name = f'attachment; filename="damp-{found.day}.{ending}"'
    headers = POLICY | {"Content-Type": kind, "Content-Disposition": name}
    return web.Response(body=body, headers=headers)
