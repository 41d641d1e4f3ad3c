"""What the other system asks for, as it says so itself: looked at now and then, and a request made to fit
it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from msgspec import structs

from bot.open311.client import Open311
from bot.open311.shapes import Attribute, Definition, NewRequest, Service

FRESH = dt.timedelta(hours=1)
"""How long a list of services or the attributes of one are taken for what they are."""


class Unfit(Exception):
    """The request cannot be made: the message says what their services lack, or what they ask for."""


class Catalogue:
    """The services of one server."""

    def __init__(self, client: Open311, now: Callable[[], dt.datetime]) -> None:
        self._client = client
        self._now = now
        self._services: dict[str, Service] = {}
        self._definitions: dict[str, Definition] = {}
        self._read_at: dt.datetime | None = None

    async def service(self, code: str) -> Service:
        """Raises `Unfit` and `Open311Error`."""
        if self._read_at is None or self._now() - self._read_at >= FRESH or code not in self._services:
            self._services = {one.code: one for one in await self._client.services()}
            self._definitions, self._read_at = {}, self._now()
        if code not in self._services:
            raise Unfit(f"they have no service with the code {code}")
        return self._services[code]

    async def definition(self, code: str) -> Definition:
        """None is asked of a service that has none. Raises `Unfit` and `Open311Error`."""
        service = await self.service(code)
        if code not in self._definitions:
            found = await self._client.definition(code) if service.metadata else Definition(code)
            self._definitions[code] = found
        return self._definitions[code]

    async def fitted(self, new: NewRequest) -> NewRequest:
        """The request with the attributes that they ask for, and no others. Raises `Unfit` where a required
        one is missing, and `Open311Error`."""
        asked = await self.definition(new.service)
        chosen = [(one.code, value) for one in asked.attributes for value in _given(new, one)]
        answered = {code for code, _ in chosen}
        missing = [one.code for one in asked.attributes if one.required and one.variable]
        missing = [code for code in missing if code not in answered]
        if missing:
            raise Unfit(f"they ask for what is not known here: {', '.join(missing[:5])}"[:200])
        return structs.replace(new, attributes=tuple(chosen))


def _given(new: NewRequest, asked: Attribute) -> list[str]:
    """The answers that fit: those of a list are among its values, and one thing has one answer."""
    if not asked.variable:
        return []
    allowed = {value.key for value in asked.values}
    listed = asked.datatype in ("singlevaluelist", "multivaluelist")
    found = [value for value in new.attribute(asked.code) if not listed or value in allowed]
    return found if asked.datatype == "multivaluelist" else found[:1]
