"""How a home, a building and a postcode are found again without being readable: keyed hashes."""

from __future__ import annotations

import re
from collections.abc import Collection
from typing import Any, Literal

from msgspec import Struct
from sqlalchemy import ColumnElement, Connection, false, func, select

from bot.knowledge.repairs.case import Where
from bot.knowledge.repairs.tree import OTHER
from bot.store.case_tables import cases
from bot.store.sealed import Keys

Place = Literal["", "home", "block"]
_its = cases.c


class Places(Struct, frozen=True):
    """Where a case is, as look-up hashes under every secret, the current one first; empty what is unknown."""

    place: Place = ""
    home: tuple[bytes, ...] = ()
    block: tuple[bytes, ...] = ()
    postcode: tuple[bytes, ...] = ()

    @property
    def lookups(self) -> dict[str, bytes | None]:
        """The hashed columns of a case."""
        first = (next(iter(hashes), None) for hashes in (self.home, self.block, self.postcode))
        return dict(zip(("home_lookup", "block_lookup", "postcode_lookup"), first, strict=True))

    @property
    def row(self) -> dict[str, Any]:
        """The columns of a case."""
        return {"place": self.place, **self.lookups}

    def same(self, problem: str) -> ColumnElement[bool]:
        """Whether an open case is about this problem there. What is on no list is never the same as another
        thing on no list."""
        if problem in ("", OTHER) or not self.place:
            return false()
        there = _its.home_lookup.in_(self.home) if self.place == "home" else _its.block_lookup.in_(self.block)
        return there & (_its.place == self.place) & (_its.problem == problem) & _its.closed_at.is_(None)

    def hold(self, connection: Connection) -> None:
        """Nobody else files anything there until this transaction ends. SQLite has one writer anyway."""
        hold(connection, self.home + self.block)


def places(keys: Keys, where: Where | None) -> Places:
    """The hashes of a home: by its id, else by its address; or of the shared part of a building, whose name
    counts within its postcode district. The home from which that was reported is not kept beside it."""
    if where is None:
        return Places()
    code = folded_postcode(where.postcode)
    postcode = tuple(keys.find_any("case.postcode", code)) if code else ()
    if where.communal:
        building = folded(f"{where.block} {code[:-3]}")
        return Places("block", (), tuple(keys.find_any("case.block", building)), postcode)
    home = where.home or folded(where.line)
    return Places("home", tuple(keys.find_any("case.home", home)), (), postcode)


def folded(address: str) -> str:
    """An address as it is compared: its words, in lower case."""
    return " ".join(re.findall(r"\w+", address.casefold()))


def folded_postcode(postcode: str) -> str:
    """A postcode as it is compared: `ls8 1aa` and `LS81AA` are the same."""
    return "".join(postcode.split()).upper()


def hold(connection: Connection, hashes: Collection[bytes]) -> None:
    """Whoever else asks for one of these waits until this transaction ends; in one order for all, so that two
    never wait for each other."""
    if connection.dialect.name == "postgresql":
        for number in sorted(int.from_bytes(one[:8], "big", signed=True) for one in hashes):
            connection.execute(select(func.pg_advisory_xact_lock(number))).close()
