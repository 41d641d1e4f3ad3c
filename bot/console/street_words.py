"""What the pages about streets call things, for staff."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from bot.knowledge.street.report import Status
from bot.store.sent_rows import State

STATUSES: Final[Mapping[Status, str]] = {
    "received": "Received",
    "sent": "In the street system",
    "looked": "Looked at",
    "planned": "Work planned",
    "done": "Done",
    "not_found": "Not found there",
    "not_ours": "Not the council's",
}
EVENTS: Final[Mapping[str, str]] = {
    "new": "Reported",
    "joined": "Somebody else has seen it",
    "danger": "Somebody says that it is dangerous now",
    "status": "Status",
    "note": "Note",
    "forgotten": "The reporter's words and photos were deleted",
}
RELAYS: Final[Mapping[State, str]] = {
    "waiting": "on its way there",
    "sending": "may be there already",
    "token": "there, its number is to come",
    "sent": "there",
    "closed": "there, and they are done with it",
    "refused": "refused",
    "unsure": "not known whether they have it",
}
WHICH: Final[Mapping[str, str]] = {"open": "Open", "dangerous": "Dangerous", "over": "Over"}
