"""What is sent unasked-for by an HTTP request: one message, one address, one call of a provider.

Channels whose answers do not travel in the response of the request that brought the question implement
`Sends`. The outbox calls it, keeps to its pace, and acts on what it says: a `Receipt`, or one of the three
ways in which sending can go wrong.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Awaitable, Callable, Sequence
from typing import Literal, Protocol, runtime_checkable

from msgspec import Struct

from accessibility.text import Rendered

Status = Literal["accepted", "sent", "delivered", "undelivered", "failed"]
"""How far a message has come. A status only ever moves to the right, and the last three are final."""


class Outgoing(Struct, frozen=True):
    """One message to one address. `key` is ours and the same at every try; `created_at` is when it was
    written, UTC; `attempt` counts from 1."""

    key: str
    address: str
    rendered: Rendered
    created_at: dt.datetime
    attempt: int = 1


class Receipt(Struct, frozen=True):
    """What a provider said of a message. `provider_id` is its own name for it, and with `provider` the one
    by which a later report is matched. `code` is its error code, if it gave one."""

    provider: str
    provider_id: str
    status: Status
    code: str = ""


class Report(Struct, frozen=True):
    """What a provider says of a message later on. `key` is ours where the provider gives it back. `gone`: as
    with `Refused`, nothing reaches this address. `again`: it surely did not arrive, for a reason that may
    pass, so that it may be sent again while it is of use."""

    provider: str
    provider_id: str
    status: Status
    code: str = ""
    key: str = ""
    gone: bool = False
    again: bool = False


class Pace(Struct, frozen=True):
    """How fast a channel may be used: calls a second in all with `burst` at once, seconds between two
    messages to one address, and calls at the same time."""

    per_second: float = 50.0
    burst: int = 50
    gap: float = 0.0
    at_once: int = 16


class Refused(Exception):
    """The provider will not send this, now or later. `gone`: nor anything else to this address, until the
    person comes back by themselves (blocked, opted out, no such number)."""

    def __init__(self, code: str, *, gone: bool = False) -> None:
        super().__init__(code)
        self.code = code
        self.gone = gone


class Later(Exception):
    """Nothing was sent; it may be tried again, not before `seconds` where the provider says so. `everyone`:
    the provider asks for quiet altogether, not only for this address."""

    def __init__(self, code: str, seconds: float = 0.0, *, everyone: bool = False) -> None:
        super().__init__(code)
        self.code = code
        self.seconds = seconds
        self.everyone = everyone


class Uncertain(Exception):
    """It may have been sent: the answer was lost after the request had gone out."""


class CannotTell(Exception):
    """The provider cannot be asked whether it has a message."""


class Sends(Protocol):
    """The way out of a channel. `name` is the channel's."""

    name: str
    pace: Pace

    def pack(self, lines: Sequence[Rendered]) -> Sequence[Rendered]:
        """What is said in one go, as the messages that will be sent for it: joined where one message is
        kinder or cheaper than many, cut where one is too long. Pure."""

    async def send(self, message: Outgoing) -> Receipt:
        """One call. Raises `Refused`, `Later` or `Uncertain`; anything else counts as `Uncertain`."""

    async def find(self, message: Outgoing) -> Receipt | None:
        """Asks the provider whether it has this message already; None when it surely has not. Raises
        `CannotTell` when it cannot be asked, `Later` when it does not answer now."""


@runtime_checkable
class Closes(Protocol):
    """A way out that holds connections."""

    async def close(self) -> None:
        """Lets go of them."""


Reports = Callable[[Report], Awaitable[None]]
"""Is told each status that a provider reports. May be told the same, or an older one, again."""
