"""Entitlements, put together: the rules of the city and the country, and the words that are heard."""

from __future__ import annotations

from msgspec import Struct

from bot.knowledge.city import City
from bot.knowledge.entitlements.entitlements import Entitlements
from bot.knowledge.entitlements.hearing.hears import Hears


class EntitlementParts(Struct, frozen=True):
    """What there is of entitlements in one process."""

    rules: Entitlements
    hears: Hears

    @property
    def parts(self) -> tuple[object, ...]:
        """What skills ask for."""
        return self.rules, self.hears


def entitlement_parts(here: City) -> EntitlementParts:
    """All of it. Raises `DataError`."""
    return EntitlementParts(Entitlements.load(here.id), Hears())
