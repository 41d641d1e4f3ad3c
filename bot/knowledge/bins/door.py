"""What stands on a door, read from the two free columns of the published premises.

The room and number columns hold house numbers, flats, rooms and the names of houses and blocks in every mix:
`FLAT 4 AUBREY COURT` + `116`, nothing + `9A OAKWOOD COURT`, `FLAT 15` + `OAKWOOD COURT`, nothing + `LYNTON`.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

UNITS = r"FLAT|FLT|APARTMENT|APT|APPT|UNIT|ROOM|STUDIO|SUITE|MAISONETTE|CLUSTER|NO|NUMBER"
NUMBER = r"\d+ ?[A-Z]?(?: ?[-/&] ?\d+ ?[A-Z]?)?|[A-Z] ?\d+[A-Z]?"
PLAIN = re.compile(r"\d+[A-Z]?")
FIELD = re.compile(
    rf"(?:(?P<unit>{UNITS})\b ?)?(?:(?P<door>(?:{NUMBER}))(?= |$)|(?P<letter>(?<= )[A-Z](?= |$)))? ?"
    rf"(?P<name>.*?) ?(?P<end>(?<= )(?:{NUMBER}))?"
)
NOT_A_NAME = frozenset(
    [
        "GROUND",
        "FIRST",
        "SECOND",
        "THIRD",
        "FOURTH",
        "TOP",
        "LOWER",
        "UPPER",
        "FLOOR",
        "BASEMENT",
        "ATTIC",
        "CELLAR",
        "REAR",
        "FRONT",
        "LEFT",
        "RIGHT",
        "ABOVE",
        "OVER",
        "SIDE",
        "NORTH",
        "SOUTH",
        "EAST",
        "WEST",
        "PART",
        "ANNEX",
        "ANNEXE",
        "BLOCK",
        "FLAT",
        "ROOM",
        "UNIT",
        "STUDIO",
        "THE",
        "OF",
        "AND",
        "AT",
    ]
)


class Door(NamedTuple):
    """`flat` and `number` without spaces; `name` is that of a house or block. Empty where there is none."""

    flat: str
    number: str
    name: str


@lru_cache(maxsize=16384)
def door(room: str, number: str) -> Door:
    """The door of a row; both columns upper case."""
    if not room and PLAIN.fullmatch(number):
        return Door("", number, "")
    inner, outer = _field(room), _field(number)
    flat = inner.flat or inner.number
    name = inner.name or outer.name
    if not outer.name and not outer.flat:
        return Door(flat, outer.number or (inner.number if inner.flat else ""), name)
    return Door(flat or outer.flat or outer.number, outer.number if flat or outer.flat else "", name)


@lru_cache(maxsize=16384)
def _field(text: str) -> Door:
    """One column by itself: a number before a name is the flat, one behind it the house."""
    found = FIELD.fullmatch(text)
    if found is None:
        return Door("", "", "")
    lead = (found["door"] or found["letter"] or "").replace(" ", "")
    end = (found["end"] or "").replace(" ", "")
    name = _name(found["name"] or "")
    if found["unit"] or name or end:
        return Door(lead, end, name)
    return Door("", lead, "")


def _name(text: str) -> str:
    """The words when they name a house or block, empty when they only say where a flat is."""
    words = text.strip(" ,-").split()
    return " ".join(words) if any(word not in NOT_A_NAME and len(word) > 1 for word in words) else ""
