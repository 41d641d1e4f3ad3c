"""Sorts what a parser has found into a `Parsed`."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from notifier.feeds.feed import Parsed
from notifier.reading import Forecast, Found, Reading
from notifier.refusal import Refusal
from notifier.warning import Warning

Item = Reading | Warning | Forecast | Found | Refusal


def parsed(*items: Item, complete: bool = False) -> Parsed:
    """All of it, each kind in its order."""
    return Parsed(
        tuple(one for one in items if isinstance(one, Reading)),
        tuple(one for one in items if isinstance(one, Warning)),
        tuple(one for one in items if isinstance(one, Forecast)),
        tuple(one for one in items if isinstance(one, Found)),
        tuple(one for one in items if isinstance(one, Refusal)),
        complete,
    )


def merged(several: Iterable[Parsed]) -> Parsed:
    """Several messages as one. Not for feeds that list everything that is in force: the lists would add
    up."""
    all_of_it = list(several)
    return (
        all_of_it[0] if len(all_of_it) == 1 else parsed(*(one for each in all_of_it for one in items(each)))
    )


def items(one: Parsed) -> Iterable[Item]:
    """What is in it."""
    yield from one.readings
    yield from one.warnings
    yield from one.forecasts
    yield from one.found
    yield from one.refusals


def only(one: Parsed, readings: tuple[Reading, ...], refusals: tuple[Refusal, ...]) -> Parsed:
    """The same with other readings and refusals."""
    return msgspec.structs.replace(one, readings=readings, refusals=refusals)
