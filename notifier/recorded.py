"""Recorded files of feeds: what each is, when it was recorded, and what it says."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Final

from msgspec import Struct
from msgspec.structs import replace

from notifier.feeds.feed import Parsed
from notifier.feeds.follow import Follows
from notifier.feeds.parsed import parsed
from notifier.feeds.sources import parser, sniff
from notifier.refusal import Refusal

LARGEST: Final = 64 * 1024 * 1024
SETTINGS: Final[Mapping[str, Mapping[str, object]]] = {"aurn": {"whole": True}}
"""What replays set: files of the past are read whole."""

ADDRESSES: Final[Mapping[str, str]] = {
    "nswws": "https://prd.nswws.api.metoffice.gov.uk/v1.0/objects/feed",
    "ea": "https://environment.data.gov.uk/flood-monitoring/id/floods",
}
"""Where pages are from that link to others."""

_NAMED = re.compile(r"(\d{4}-\d{2}-\d{2})[_T](\d{2})[-:]?(\d{2})[-:]?(\d{2})")
_BEGINNING = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
_NEVER = dt.datetime(9000, 1, 1, tzinfo=dt.UTC)


class Recorded(Struct, frozen=True):
    """A file: `source` is its format, empty when it has none that is known, `at` when it is taken as
    received, UTC. `fetches` are the documents that a live feed would have fetched next."""

    name: str
    source: str
    at: dt.datetime
    found: Parsed
    fetches: tuple[str, ...] = ()


def recorded(paths: Sequence[Path], source: str = "", now: dt.datetime | None = None) -> list[Recorded]:
    """The files, by the time at which they are taken as received: `now`, or else the one in a file's name
    (`2025-08-04_13-34-48`), or else the newest that the file itself speaks of; one without any comes with the
    one before it. Raises `OSError` when one cannot be opened, and `BadSource`."""
    found: list[Recorded] = []
    at = _BEGINNING
    for path in paths:
        one = _recorded(path, source, now, at)
        at = one.at
        found.append(one)
    return _fetched_once(sorted(found, key=lambda one: one.at))


def _recorded(path: Path, source: str, now: dt.datetime | None, before: dt.datetime) -> Recorded:
    data = _bytes(path)
    if data is None:
        refusal = Refusal(source, "too_big", detail=f"more than {LARGEST} bytes")
        return Recorded(path.name, source, now or before, parsed(refusal))
    named = source or sniff(data)
    at = now or _named(path.name)
    if isinstance(named, Refusal):
        return Recorded(path.name, "", at or before, parsed(named))
    reads = parser(named, named, SETTINGS.get(named))
    if at is None:
        at = _newest(reads.parse(data, _NEVER)) or before
    found = reads.parse(data, at)
    if named not in ADDRESSES or not isinstance(reads, Follows):
        return Recorded(path.name, named, at, found)
    wanted = reads.wanted(ADDRESSES[named], data, ())
    found = replace(found, refusals=(*found.refusals, *wanted.refusals))
    return Recorded(path.name, named, at, found, wanted.urls)


def _fetched_once(files: Iterable[Recorded]) -> list[Recorded]:
    """What was fetched for one page need not be fetched for a later one."""
    fetched: set[str] = set()
    left = []
    for one in files:
        left.append(replace(one, fetches=tuple(url for url in one.fetches if url not in fetched)))
        fetched.update(one.fetches)
    return left


def _bytes(path: Path) -> bytes | None:
    """What is in it, None when that is too much."""
    with path.open("rb") as file:
        data = file.read(LARGEST + 1)
    return data if len(data) <= LARGEST else None


def _named(name: str) -> dt.datetime | None:
    found = _NAMED.search(name)
    if found is None:
        return None
    try:
        return dt.datetime.fromisoformat(f"{found[1]}T{found[2]}:{found[3]}:{found[4]}+00:00")
    except ValueError:
        return None


def _newest(found: Parsed) -> dt.datetime | None:
    said = [one.at for one in found.warnings] + [one.at for one in found.readings]
    return max((at for at in said if at < _NEVER), default=None)
