"""From a home to its building: what the shared parts of it belong to."""

from __future__ import annotations

import re
from typing import Final

from bot.dialogue.address import Home

_FLAT: Final = re.compile(r"(?:flat|flt|apartment|apt|unit|room|studio|maisonette|suite)\b", re.IGNORECASE)
_NUMBER: Final = re.compile(r"\d+\s?[a-z]?(?:\s?[-/&]\s?\d+\s?[a-z]?)?\s+", re.IGNORECASE)
_BUILDING: Final = re.compile(
    r"\b(?:court|house|towers?|heights|flats|mansions?|lodge|buildings?|block|point)$", re.IGNORECASE
)
"""What a name ends with that is a building's and not a street's: there a number is a flat's."""


def block(home: Home) -> str:
    """`Flat 15, Oakwood Court, Oakwood, LS8 1AA` → `Oakwood Court, Oakwood, LS8 1AA`.

    A flat is left out, in whatever way it is written; a house that is not divided is its own building.
    """
    door, *rest = home.line.split(", ")
    if rest and _FLAT.match(door):
        name = _NUMBER.sub("", _unit(door), count=1)
        return ", ".join([name, *rest] if name else rest)
    if _BUILDING.search(door) and (number := _NUMBER.match(door)):
        return ", ".join([door[number.end() :], *rest])
    return home.line


def _unit(door: str) -> str:
    """What follows the word for a flat and its number in the same part: `Flat 4 Aubrey Court` → `4 Aubrey
    Court`; of `Flat A` or `Flat 15` nothing is left but the number."""
    words = door.split()[1:]
    return " ".join(words) if len(words) > 1 else ""
