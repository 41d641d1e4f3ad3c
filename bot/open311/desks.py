"""Several desks behind one server: each has services of its own, and numbers that no other has."""

from __future__ import annotations

from collections.abc import Sequence
from operator import attrgetter

from bot.open311.asked import Declined
from bot.open311.server import Desk
from bot.open311.shapes import Accepted, Definition, NewRequest, Request, Service, Wanted

MOST = 1_000
"""Of one list, by the specification."""


class Desks:
    """Implements `bot.open311.server.Desk` by asking each of them in turn."""

    def __init__(self, *desks: Desk) -> None:
        self._desks = desks

    def services(self) -> Sequence[Service]:
        """See `Desk.services`."""
        return [service for desk in self._desks for service in desk.services()]

    def definition(self, code: str) -> Definition | None:
        """See `Desk.definition`."""
        return next((found for desk in self._desks if (found := desk.definition(code))), None)

    async def take(self, client: str, new: NewRequest) -> Accepted:
        """See `Desk.take`."""
        for desk in self._desks:
            if desk.definition(new.service) is not None:
                return await desk.take(client, new)
        raise Declined(404, "service_code was not found")

    async def one(self, id: str, *, known: bool) -> Request | None:
        """See `Desk.one`."""
        for desk in self._desks:
            if (found := await desk.one(id, known=known)) is not None:
                return found
        return None

    async def many(self, which: Wanted) -> Sequence[Request]:
        """See `Desk.many`: the newest of all of them."""
        found = [one for desk in self._desks for one in await desk.many(which)]
        return sorted(found, key=attrgetter("requested"), reverse=True)[:MOST]

    async def number(self, token: str) -> str:
        """See `Desk.number`."""
        for desk in self._desks:
            if number := await desk.number(token):
                return number
        return ""
