"""References that mean one thing: what a resident reads out is looked for among all that has one."""

from __future__ import annotations

from random import Random
from typing import Final

from sqlalchemy import Connection, exists, or_, select

from bot.store.case_tables import cases
from bot.store.complaint_tables import complaints
from bot.store.database import StoreError
from bot.store.reference import new_reference
from bot.store.street_tables import street_reports

KEPT: Final = (cases, complaints, street_reports)
"""The tables of what is asked about by its reference alone."""

TRIES: Final = 20
"""How often a reference is made up before something must be wrong."""


def unused(connection: Connection, random: Random) -> str:
    """A new reference that none of them has. Two transactions that make up the same one of six million in the
    same moment, for different tables, are left to chance. Raises `StoreError` when none is found."""
    for _ in range(TRIES):
        reference = new_reference(random)
        taken = (exists().where(table.c.reference == reference) for table in KEPT)
        if not connection.scalar(select(or_(*taken))):
            return reference
    raise StoreError("no free reference was found")
