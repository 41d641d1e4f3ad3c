"""Warnings and messages as tests write them, and where the recorded ones are."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import msgspec
import pytest

from notifier.alert import Area, Kind, Level, Publisher, WeatherFacts
from notifier.area import joined, polygon
from notifier.warning import Status, Warning

NOW = dt.datetime(2026, 11, 21, 12, tzinfo=dt.UTC)
HOUR = dt.timedelta(hours=1)
SHARED = Path(__file__).resolve().parents[5] / "shared" / "data"
LEEDS = ((-1.8, 53.7), (-1.3, 53.7), (-1.3, 54.0), (-1.8, 54.0))
"""The corners of a box around the city."""


def recorded(*path: str) -> Path:
    """A recorded file; the test is left out where there are none on this machine."""
    if not SHARED.exists():
        pytest.skip("the recorded feeds (shared/data) are not on this machine")
    return SHARED.joinpath(*path)


def box(*, around: tuple[tuple[float, float], ...] = LEEDS) -> bytes:
    return joined([polygon(around)])


def warning(
    order: float = 1,
    *,
    id: str = "w1",
    level: Level = 2,
    status: Status = "in_force",
    kind: Kind = "weather",
    **fields: Any,
) -> Warning:
    """Rain over Leeds, unless it says otherwise."""
    usual: dict[str, Any] = {
        "area": Area(geometry=box(), names=("Leeds",)),
        "facts": WeatherFacts(("rain",), summary="Heavy rain."),
        "publisher": Publisher("Met Office"),
        "at": NOW + order * dt.timedelta(seconds=1),
        "expires": NOW + 24 * HOUR,
    }
    return Warning(feed="test", id=id, order=order, status=status, kind=kind, level=level, **(usual | fields))


def cap(**changes: str) -> bytes:
    """A CAP message. An empty text leaves its element out; `inner` stands in its `info`, `more` beside it."""
    head = {
        "identifier": "A1",
        "sender": "sender@example.org",
        "sent": "2026-11-21T11:00:00-00:00",
        "status": "Actual",
        "msgType": "Alert",
        "scope": "Public",
    }
    info = {
        "language": "en-GB",
        "category": "Met",
        "event": "Heavy rain",
        "severity": "Severe",
        "expires": "2026-11-22T11:00:00-00:00",
        "headline": "Heavy rain in Leeds",
    }
    inner = changes.pop("inner", area("53.7,-1.8 53.7,-1.3 54.0,-1.3 54.0,-1.8 53.7,-1.8"))
    more = changes.pop("more", "")
    namespace = changes.pop("namespace", "urn:oasis:names:tc:emergency:cap:1.2")
    head |= {name: value for name, value in changes.items() if name in (*head, "references")}
    info |= {name: value for name, value in changes.items() if name not in head}
    said = elements(head) + f"<info>{elements(info)}{inner}</info>{more}"
    return f'<alert xmlns="{namespace}">{said}</alert>'.encode()


def elements(texts: dict[str, str]) -> str:
    return "".join(f"<{name}>{value}</{name}>" for name, value in texts.items() if value)


def area(*polygons: str, name: str = "Leeds", inner: str = "") -> str:
    drawn = "".join(f"<polygon>{one}</polygon>" for one in polygons)
    return f"<area><areaDesc>{name}</areaDesc>{drawn}{inner}</area>"


def feature(**changes: Any) -> dict[str, Any]:
    """A warning of the Met Office as its API writes it; a value of None leaves the field out."""
    geometry = changes.pop("geometry", {"type": "MultiPolygon", "coordinates": [[[*LEEDS, LEEDS[0]]]]})
    its = {
        "warningId": "m1",
        "warningVersion": "1.0",
        "warningStatus": "ISSUED",
        "warningLevel": "AMBER",
        "weatherType": ["RAIN", "WIND"],
        "warningHeadline": "Heavy rain and strong winds.",
        "whatShouldIDo": ["Do not drive."],
        "issuedDate": "2026-11-21T10:00:00Z",
        "modifiedDate": "2026-11-21T11:00:00Z",
        "validFromDate": "2026-11-21T18:00:00Z",
        "validToDate": "2026-11-22T06:00:00Z",
        "affectedAreas": [{"regionName": "Yorkshire & Humber"}],
    }
    its = {name: value for name, value in (its | changes).items() if value is not None}
    return {"type": "Feature", "properties": its, "geometry": geometry}


def document(*features: Any) -> bytes:
    return msgspec.json.encode({"type": "FeatureCollection", "features": list(features)})


def flood(**changes: Any) -> dict[str, Any]:
    """A flood warning as the open API writes it; a value of None leaves the field out."""
    code = changes.get("floodAreaID", "123WAF984")
    its = {
        "@id": f"http://flood.example/id/floods/{code}",
        "description": "Lower River Aire at Leeds",
        "floodArea": {
            "county": "Leeds, Wakefield",
            "notation": code,
            "polygon": f"http://flood.example/id/floodAreas/{code}/polygon",
            "riverOrSea": "River Aire",
        },
        "floodAreaID": code,
        "message": "River levels are rising.",
        "severity": "Flood warning",
        "severityLevel": 2,
        "timeMessageChanged": "2026-11-21T10:00:00",
        "timeRaised": "2026-11-21T09:00:14",
        "timeSeverityChanged": "2026-11-21T09:00:00",
    }
    return {name: value for name, value in (its | changes).items() if value is not None}


def floods(*items: Any, **more: Any) -> bytes:
    return msgspec.json.encode({"items": list(items), **more})
