"""Replays recorded feeds: which alerts they raise, update and end, and what is refused and why. Nothing is
sent, nothing is stored, and no clock is asked: the same files give the same lines every time.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from notifier.alert import AirFacts, Alert, Area, CouncilFacts, FloodFacts, SensorFacts, WeatherFacts
from notifier.area import bounds
from notifier.board import Board
from notifier.feeds.feed import Parsed
from notifier.recorded import Recorded, recorded
from notifier.refusal import REASONS, Refusal
from notifier.replay_air import Places, air
from notifier.warning import Warning

Line = dict[str, Any]

_LONGEST = 120


def replay(
    paths: Sequence[Path], source: str = "", now: dt.datetime | None = None, places: Places | None = None
) -> Iterator[Line]:
    """One line for each file, followed by what it brings about; then what all readings together bring
    about. With `now` all of it happens then. `docs/replay.md` says what is in the lines. Raises as
    `recorded`."""
    board = Board()
    files = recorded(paths, source, now)
    for file in files:
        yield _file(file)
        for alert in board.expire(file.at):
            yield _alert(alert, file.at)
        for refusal in file.found.refusals:
            yield _refusal(refusal, file)
        for outcome in board.take(file.source, file.found, file.at):
            yield _alert(outcome, file.at) if isinstance(outcome, Alert) else _refusal(outcome, file)
    yield from _air(files, board, now, places)


def _air(
    files: Sequence[Recorded], board: Board, now: dt.datetime | None, places: Places | None
) -> Iterator[Line]:
    readings = [reading for file in files for reading in file.found.readings]
    for said in air(readings, now, places) if readings else ():
        if isinstance(said, Refusal):
            yield _refusal(said, None)
        else:
            yield from _warned(said, board)


def _warned(warning: Warning, board: Board) -> Iterator[Line]:
    for outcome in board.take(warning.feed, Parsed(warnings=(warning,)), warning.at):
        yield _alert(outcome, warning.at) if isinstance(outcome, Alert) else _refusal(outcome, None)


def _file(file: Recorded) -> Line:
    found = file.found
    counts = {
        "warnings": len(found.warnings),
        "readings": len(found.readings),
        "forecasts": len(found.forecasts),
        "refused": len(found.refusals),
    }
    line: Line = {"event": "file", "file": file.name, "source": file.source, "at": _moment(file.at)}
    line |= {name: count for name, count in counts.items() if count}
    return line | ({"fetches": list(file.fetches)} if file.fetches else {})


def _refusal(refusal: Refusal, file: Recorded | None) -> Line:
    line: Line = {"event": "refused", "source": refusal.feed or (file.source if file else "")}
    line |= {"file": file.name} if file else {}
    said = {"what": refusal.what, "detail": refusal.detail}
    return (
        line
        | {"reason": refusal.reason, "why": REASONS[refusal.reason]}
        | {k: v for k, v in said.items() if v}
    )


def _alert(alert: Alert, at: dt.datetime) -> Line:
    line: Line = {
        "event": "alert",
        "name": alert.name,
        "version": alert.version,
        "kind": alert.kind,
        "phase": alert.phase,
        "level": alert.level,
        "before": alert.before,
        "about": _about(alert),
        "area": _area(alert.area),
        "publisher": alert.publisher.name,
        "said": _moment(alert.at),
        "at": _moment(at),
    }
    times = {"onset": alert.onset, "expires": alert.expires}
    return line | {name: _moment(time) for name, time in times.items() if time}


def _area(area: Area) -> Line:
    """Where it holds; a drawn area by the box around it: west, south, east, north."""
    line: Line = {"everywhere": True} if area.everywhere else {}
    line |= {"districts": list(area.districts)} if area.districts else {}
    line |= {"box": [round(side, 5) for side in bounds(area.geometry)]} if area.geometry else {}
    line |= {"sensor": area.sensor} if area.sensor else {}
    return line | ({"names": list(area.names)} if area.names else {})


def _about(alert: Alert) -> str:
    """What it is about, on one line."""
    match alert.facts:
        case AirFacts() as air:
            hours = f"{air.measured} of {air.hours} h"
            said = f"index {air.index}: {air.pollutant} {air.mean:.6g} µg/m³ over {hours}, {air.station}"
        case WeatherFacts() as weather:
            said = ", ".join(filter(None, (*weather.types, weather.other, weather.summary)))
        case FloodFacts() as flood:
            said = ", ".join(filter(None, (flood.area, flood.river)))
        case SensorFacts() as sensor:
            said = f"{sensor.name}: {sensor.quantity} {sensor.value:.6g}, mark {sensor.mark:.6g}"
        case CouncilFacts() as council:
            said = council.words.get("en", "")
    line = " ".join(said.split())
    return line if len(line) <= _LONGEST else line[: _LONGEST - 1] + "…"


def _moment(at: dt.datetime) -> str:
    return at.isoformat().replace("+00:00", "Z")
