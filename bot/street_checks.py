"""What `python -m bot check` finds about streets: faults of the data, and what nobody has confirmed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

from bot.finding import Finding
from bot.knowledge.data import CITIES, DataError
from bot.knowledge.street.kinds import read_kinds, read_services
from bot.parts import Parts
from nlu.datafile import DataFileError
from nlu.street import street_words


def street_findings(parts: Parts) -> Iterator[Finding]:
    """Looks at everything in turn."""
    sends = bool(parts.settings.street_open311_url)
    return look(parts.city.id, parts.clock.today(parts.city.zone), sends=sends)


def look(city: str, today: dt.date, *, sends: bool, folder: Path = CITIES) -> Iterator[Finding]:
    """The same for a city on a day of it; `sends` where its own system is set."""
    file = f"bot/cities/{city}/street.yaml"
    try:
        kinds = read_kinds(folder)
        services = read_services(city, kinds, folder)
        street_words()
    except (DataError, DataFileError) as problem:
        yield Finding(f"streets: {problem}", broken=True)
        return
    dangers = sum(one.advice is not None for kind in kinds.kinds for one in kind.details)
    yield Finding(f"streets: {len(kinds.kinds)} kinds, {dangers} dangers", fine=True)
    if not sends:
        yield Finding("streets: reports stay here: SNICKET_STREET_OPEN311_URL is not set", fine=True)
    elif services.status == "unverified":
        yield Finding(f"streets: the codes of the council's services are not confirmed: {file}")
    elif services.stale(today):
        yield Finding(f"streets: the codes were checked more than a year ago: {file}")
