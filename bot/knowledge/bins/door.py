"""What stands on a door, read from the two free columns of the published premises.

The room and number columns hold house numbers, flats, rooms and the names of houses and blocks in every mix:
`FLAT 4 AUBREY COURT` + `116`, nothing + `9A OAKWOOD COURT`, `FLAT 15` + `OAKWOOD COURT`, nothing + `LYNTON`.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

PLAIN = re.compile(r"\d+[A-Z]?")
HOUSE = r"\d+ ?[A-Z]?(?: ?[-/&] ?\d+ ?[A-Z]?)?|[A-Z]\d+[A-Z]?"
FIELD = re.compile(
    r"(?:(?P<unit>FLAT|FLT|APARTMENT|APT|UNIT|ROOM|STUDIO|SUITE|MAISONETTE|NO) )?"
    rf"(?P<lead>(?:{HOUSE})(?= |$)|(?<= )[A-Z](?: \d+)?(?= |$))? ?(?P<rest>.*)"
)
REST = re.compile(rf"(?P<name>.*?) ?(?P<end>(?<= )(?:{HOUSE}))?")
WHERE = re.compile(
    r"GROUND|FIRST|SECOND|THIRD|FOURTH|TOP|LOWER|UPPER|FLOOR|BASEMENT|ATTIC|CELLAR|REAR|FRONT|LEFT|RIGHT|ABOVE|OVER"
    r"|SIDE|NORTH|SOUTH|EAST|WEST|PART|ANNEXE?|BLOCK|FLATS?|ROOM|UNIT|STUDIO|THE|OF|AND|AT|."
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
    if outer.name or outer.flat:
        return Door(flat or outer.flat or outer.number, outer.number if flat or outer.flat else "", name)
    return Door(flat, outer.number or (inner.number if inner.flat else ""), name)


def building(room: str, number: str) -> str:
    """The name alone; quick, for it is asked of every home in a load."""
    return (_named(room)[0] if room else "") or _named(number)[0]


def _named(text: str) -> tuple[str, str]:
    """The name in a column and the number behind it."""
    found = FIELD.fullmatch(text)
    return _rest(found["rest"]) if found and found["rest"] else ("", "")


def _field(text: str) -> Door:
    """One column by itself: a number before a name is the flat, one behind it the house."""
    found = FIELD.fullmatch(text)
    if found is None:
        return Door("", "", "")
    name, end = _rest(found["rest"])
    lead = (found["lead"] or "").replace(" ", "")
    return Door(lead, end, name) if found["unit"] or name or end else Door("", lead, "")


@lru_cache(maxsize=32768)
def _rest(text: str) -> tuple[str, str]:
    """A name, empty when the words only say where a flat is, and the number behind it."""
    found = REST.fullmatch(text)
    if found is None:
        return "", ""
    name = found["name"].strip(" ,-")
    where = all(WHERE.fullmatch(word) for word in name.split())
    return "" if where else name, (found["end"] or "").replace(" ", "")
