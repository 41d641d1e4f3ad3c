"""How an address is compared, put in order and read out."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache

from bot.dialogue.address import AddressQuery, Home
from bot.knowledge.bins.door import door
from bot.knowledge.bins.folding import fold
from bot.knowledge.bins.postcodes import spaced
from bot.knowledge.bins.schedule import Premises

PLAIN = re.compile(r"[\d/&-]+[A-Z]?")
WORD = re.compile(r"[^\W\d_][^\W_]*(?:'[^\W_]+)?")


def of_door(homes: Sequence[Premises], query: AddressQuery, named: bool) -> list[Premises]:
    """The homes whose door fits. In a building that was `named` a number may be a flat's; so it may where no
    house has it. Without room and number all fit."""
    room, number = _key(query.room), _key(query.number)
    if not (room or number):
        return list(homes)
    very = [
        home
        for home in homes
        if (_bare(home.room), _bare(home.number)) == (_bare(query.room), _bare(query.number))
    ]
    if very:
        return very
    doors = [(home, door(home.room, home.number)) for home in homes]
    if room:
        return [
            home
            for home, (flat, house, _) in doors
            if _key(flat) == room and number in ("", _key(house), room)
        ]
    flats = [home for home, (flat, _, name) in doors if _key(flat) == number and (named or not name)]
    houses = [home for home, (_, house, _) in doors if _key(house) == number]
    any_flats = flats or [home for home, (flat, _, _) in doors if _key(flat) == number]
    return (flats if named else []) or houses or any_flats


def _bare(text: str) -> str:
    return fold(text).replace(" ", "")


def _key(text: str) -> str:
    return _bare(text).removeprefix("flat")


def distinct(homes: Iterable[Premises]) -> list[Premises]:
    """Homes that cannot be told apart by their address count once: the one with collections, if any."""
    found: dict[tuple[str, ...], Premises] = {}
    for home in homes:
        key = (home.room, home.number, home.street, home.locality, home.postcode)
        if key not in found or (found[key].round is None and home.round is not None):
            found[key] = home
    return list(found.values())


def by_number(home: Premises) -> tuple[object, ...]:
    """Order for people: street, house number, flat; 2 comes before 10."""
    flat, number, name = door(home.room, home.number)
    return home.street, home.locality, name, _numeric(number), _numeric(flat), home.id


def _numeric(text: str) -> tuple[int, str]:
    digits = re.match(r"\d+", text)
    return (int(digits.group()) if digits else 0, text)


def as_homes(homes: Sequence[Premises]) -> tuple[Home, ...]:
    """Homes as the dialogue knows them; `short` is the door alone when that tells them all apart, else the
    door and the locality when those do."""
    doors = [_door_line(home) for home in homes]
    lines = [_joined(text, titled(home.locality)) for home, text in zip(homes, doors, strict=True)]
    whole = [_joined(text, spaced(home.postcode)) for home, text in zip(homes, lines, strict=True)]
    short = next((some for some in (doors, lines) if len(set(some)) == len(some)), whole)
    return tuple(
        [
            Home(str(home.id), line, brief, spaced(home.postcode))
            for home, line, brief in zip(homes, whole, short, strict=True)
        ]
    )


def _joined(text: str, part: str) -> str:
    """`Flat 15, Oakwood Court` with `Oakwood` or a postcode behind it."""
    return f"{text}, {part}" if part else text


def _door_line(home: Premises) -> str:
    """Room, number and street; a plain house number stands before the street, a name before a comma."""
    street = titled(home.street)
    if home.number.isdigit() or PLAIN.fullmatch(home.number):
        street = f"{home.number} {street}"
        return f"{titled(home.room)}, {street}" if home.room else street
    return ", ".join([part for part in (titled(home.room), titled(home.number), street) if part])


@lru_cache(maxsize=8192)
def titled(text: str) -> str:
    """Capitals of a published name made normal: `ST MARY'S ROAD` → `St Mary's Road`; `12A` stays."""
    return WORD.sub(lambda word: word.group().capitalize(), text)
