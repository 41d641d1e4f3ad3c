"""What `python -m bot check` finds about services: what is loaded, and what nobody has confirmed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from bot.finding import Finding
from bot.knowledge.dated import GOOD_FOR
from bot.knowledge.directory.kinds import kinds
from bot.knowledge.directory.search import Directory
from bot.parts import Parts

OLD = dt.timedelta(days=60)
"""After which a loaded directory is worth a look."""


def services_findings(parts: Parts) -> Iterator[Finding]:
    """Looks at everything in turn."""
    today = parts.clock.today(parts.city.zone)
    return look(parts.house.need(Directory), today, f"bot/cities/{parts.city.id}/services.yaml")


def look(directory: Directory, today: dt.date, file: str) -> Iterator[Finding]:
    """The same for a directory on a day."""
    loaded = directory.loaded
    if loaded is None:
        yield Finding("services: no directory is loaded: python -m bot load services FILE")
    else:
        age = today - loaded.loaded_at.date()
        says = f"services: {loaded.services:,} of {loaded.name}, loaded {loaded.loaded_at:%Y-%m-%d}"
        spoilt = f"; {loaded.faults:,} faults in them" if loaded.faults else ""
        yield Finding(f"{says}{spoilt}", broken=age > GOOD_FOR, fine=age <= OLD)
    told = len(directory.own) - len(directory.unsure(today))
    yield Finding(f"services: {told} of the {len(directory.own)} in {file} are told", fine=True)
    for one in directory.unsure(today):
        why = one.note or one.origin.url or "not confirmed"
        yield Finding(f"service not told: {one.name} ({one.original}): {why}")
    if missing := sorted(kinds().keys() - directory.kinds_known(today)):
        yield Finding(
            f"services: residents who ask for these are told that there is no list: {', '.join(missing)}"
        )
