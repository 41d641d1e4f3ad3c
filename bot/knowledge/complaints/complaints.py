"""Complaints, as the skill sees them; the store keeps them and staff answer them."""

from __future__ import annotations

import datetime as dt
from abc import ABC, abstractmethod
from typing import Literal

from msgspec import Struct

About = Literal["service", "assistant", "praise"]
Reply = Literal["phone", "email", "none"]
Status = Literal["received", "passed", "answered", "withdrawn"]
"""`received`: nobody has done anything about it yet. `passed`: it is with the team that it is about.
`withdrawn`: the resident has been forgotten."""


class Complaint(Struct, frozen=True, omit_defaults=True):
    """What was said, and how the resident wants to be answered: `contact` is a phone number, E.164, or an
    e-mail address, empty where `reply` is `none`. Giving it for that is the consent to keep it."""

    about: About
    said: str
    reply: Reply = "none"
    contact: str = ""
    language: str = "en"


class Known(Struct, frozen=True):
    """What the resident is told of one of theirs."""

    reference: str
    status: Status
    filed_at: dt.datetime


class Complaints(ABC):
    """Takes complaints and tells how they stand."""

    @abstractmethod
    async def file(self, complaint: Complaint, key: str, conversation: int) -> str:
        """Keeps it and returns its reference. The same `key` again returns the same reference."""

    @abstractmethod
    async def of(self, conversation: int) -> tuple[Known, ...]:
        """Those of a conversation, newest first."""
