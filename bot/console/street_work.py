"""What the pages about streets are made of."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from msgspec import Struct

from bot.knowledge.street.street import Street
from bot.store.street_changes import StreetChanges
from bot.store.street_pages import StreetPages


class StreetWork(Struct, frozen=True):
    """`resend` sends a report to the council's own system again, by its reference, and says whether that is
    done: None where there is no such system."""

    street: Street
    pages: StreetPages
    changes: StreetChanges
    resend: Callable[[str], Awaitable[bool]] | None = None
