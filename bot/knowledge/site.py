"""What skills need to know of the place they speak for."""

from __future__ import annotations

from msgspec import Struct

from bot.knowledge.city import City


class Site(Struct, frozen=True):
    """The council and the public address of this assistant, without a slash at the end. `number` is where it
    takes text messages, empty where it takes none or its provider alone knows."""

    city: City
    public_url: str
    retention_days: int
    number: str = ""
