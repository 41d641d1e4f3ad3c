"""A home's collections in the shape of the Waste Service Standard (DCLG and LGA, 2016).

One `WasteService` for each container, with its container type, the last and next collection and the
collections asked for. Dates are ISO 8601, though the standard's examples write them out. A moved collection
has its usual day as `date` and the real one as `changed_date`, as the standard has it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from typing import Any

from accessibility.text import Text
from bot.dialogue.address import Home
from bot.knowledge.bins.answers import CollectionDay, Container, Source
from bot.knowledge.bins.city import BinsCity

STREAMS = {
    "general": ("Refuse", "524"),
    "recycling": ("Mixed recycling", "533"),
    "garden": ("Garden waste", "530"),
    "food": ("Food waste", "525"),
}
"""The name of each stream's service, and its number in the Local Government Service List."""


def services(
    city: BinsCity,
    home: Home,
    days: Sequence[CollectionDay],
    today: dt.date,
    span: tuple[dt.date, dt.date],
    source: Source,
    words: Callable[[Text], str],
) -> list[dict[str, Any]]:
    """The services of a home; `span` are the first and last day of the collections to list."""
    found = []
    for container in city.containers:
        mine = [day for day in days if container.id in [one.id for one in day.containers]]
        if mine:
            found.append(_service(city, home, container, mine, today, span, source, words))
    return found


def _service(
    city: BinsCity,
    home: Home,
    container: Container,
    days: Sequence[CollectionDay],
    today: dt.date,
    span: tuple[dt.date, dt.date],
    source: Source,
    words: Callable[[Text], str],
) -> dict[str, Any]:
    name, number = STREAMS[container.stream]
    past = [day for day in days if day.date < today]
    coming = [day for day in days if day.date >= today]
    kind = _container_type(container, words)
    return {
        "@type": "WasteService",
        "id": f"{home.id}-{container.id.lower()}",
        "name": name,
        "description": words(container.accepts) if container.accepts else "",
        "esd_url": f"http://id.esd.org.uk/service/{number}",
        "container_types": [kind],
        "last_collection": _collection(past[-1], kind) if past else None,
        "next_collection": _collection(coming[0], kind) if coming else None,
        "collections": [_collection(day, kind) for day in days if span[0] <= day.date <= span[1]],
        "available_channel": {"@type": "ServiceChannel", "service_url": city.links.bin_day},
        "service_area": {"@type": "AdministrativeArea", "name": city.city.title()},
        "source": {
            "name": source.name,
            "url": source.url,
            "licence": source.licence,
            "loaded_at": source.loaded_at.isoformat(),
            "demo": source.demo,
        },
    }


def _container_type(container: Container, words: Callable[[Text], str]) -> dict[str, Any]:
    name, _ = STREAMS[container.stream]
    return {
        "@type": "ContainerType",
        "id": container.id,
        "color": container.id.lower(),
        "shape": "wheelie bin" if container.kind == "bin" else container.kind,
        "description": words(container.name),
        "material_stream": {"name": name},
    }


def _collection(day: CollectionDay, kind: dict[str, Any]) -> dict[str, Any]:
    usual = day.moved_from or day.date
    return {
        "@type": "Collection",
        "date": usual.isoformat(),
        "changed_date": day.date.isoformat() if day.moved_from else None,
        "containers": [{"@type": "WasteContainer", "type": kind}],
    }
