"""What `python -m bot check` finds about the air: stations without a feed, and what is not confirmed."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from bot.feeds_file import OFF, read_feeds
from bot.finding import Finding
from bot.knowledge.data import DataError
from bot.knowledge.sensors import AirCity, read_air
from bot.parts import Parts
from notifier.air.advice import edition


def air_findings(parts: Parts) -> Iterator[Finding]:
    """Looks at everything in turn."""
    try:
        air = read_air(parts.city.id)
    except DataError as problem:
        yield Finding(f"air: {problem}", broken=True)
        return
    yield Finding(f"air: {len(air.zones)} zones, {len(air.stations)} stations", fine=True)
    unconfirmed = sorted(one.name for one in air.stations if one.status == "unconfirmed")
    if unconfirmed:
        yield Finding(f"air: to be confirmed in air.yaml: {', '.join(unconfirmed)}")
    if parts.settings.feeds != OFF:
        yield from _unfed(air, _feeds(parts))
    yield from _advice(parts)


def _feeds(parts: Parts) -> Collection[str]:
    try:
        return {entry.name for entry in read_feeds(parts.settings.feeds, parts.settings.city)}
    except DataError:  # said where feeds are looked at
        return ()


def _unfed(air: AirCity, feeds: Collection[str]) -> Iterator[Finding]:
    missing = sorted({one.feed for one in air.stations} - set(feeds))
    if missing:
        yield Finding(f"air: no feed is set that stations of air.yaml belong to: {', '.join(missing)}")


def _advice(parts: Parts) -> Iterator[Finding]:
    """The health advice that holds today, as far as it could be read."""
    held = edition(parts.clock.today(parts.city.zone))
    if held is None:
        return
    waiting = sorted({part.band.replace("_", " ") for part in held.parts if part.status == "unconfirmed"})
    if waiting:
        bands = ", ".join(waiting)
        yield Finding(
            f"air: health advice since {held.since} is not told where unconfirmed ({bands}): {held.url}"
        )
