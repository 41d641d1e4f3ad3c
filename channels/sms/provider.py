"""Who carries text messages: one protocol, whatever the company behind it."""

from __future__ import annotations

from typing import Protocol

from channels.sending import Outgoing, Receipt, Refused


class Elsewhere(Refused):
    """This provider will not send it, for a reason of its own; another one may: a sender that is not allowed,
    an alphabet that it cannot carry."""


class Provider(Protocol):
    """One way out. `name` stands in every receipt; `longest` is how many 16-bit units one message may
    have."""

    name: str
    longest: int

    async def send(self, message: Outgoing) -> Receipt:
        """One call. Raises `Refused` when this person cannot be reached or this message cannot be sent at
        all, `Elsewhere` when another provider may, `Later` when it surely was not sent, `Uncertain` when it
        may have been."""

    async def find(self, message: Outgoing) -> Receipt | None:
        """Whether it has this message; None when it surely has not. Raises `CannotTell` or `Later`."""

    async def close(self) -> None:
        """Lets go of the connections."""
