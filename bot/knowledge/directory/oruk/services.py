"""All services of a published directory, each once."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import msgspec
from msgspec import Struct

from bot.knowledge.directory.oruk.faults import Fault, Report
from bot.knowledge.directory.oruk.pages import pages
from bot.knowledge.directory.oruk.reading import service
from bot.knowledge.directory.service import Service
from bot.knowledge.facts import Origin


class Found(Struct, frozen=True):
    """What a directory holds, and what is wrong in it. `rows` are all that were listed, `pages` the files."""

    services: tuple[Service, ...]
    faults: tuple[Fault, ...]
    rows: int
    pages: int


def read_services(place: Path, origin: Origin, progress: Callable[[int], None] = lambda _: None) -> Found:
    """Reads a folder or a file. A service that is there twice counts once: the fuller one is kept, as a list
    has the beginnings of what stands in full elsewhere. Raises `LoadRefused` for nothing to read."""
    found: dict[str, tuple[int, Service]] = {}
    faults: list[Fault] = []
    rows = count = 0
    for page in pages(place):
        count += 1
        report = Report(page.file, page.number)
        if page.wrong:
            report.say("", page.wrong)
        for raw in page.services:
            rows += 1
            size = len(msgspec.json.encode(raw))
            one = service(raw, origin, report)
            if one is not None:
                _keep(found, one, size, report)
        faults += report.faults
        progress(rows)
    return Found(tuple(one for _size, one in found.values()), tuple(faults), rows, count)


def _keep(found: dict[str, tuple[int, Service]], one: Service, size: int, report: Report) -> None:
    before = found.get(one.id)
    if before is not None and before[0] == size:
        report.say("id", "is there twice")
    if before is None or size > before[0]:
        found[one.id] = (size, one)
