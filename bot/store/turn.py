"""What a turn is handed when it opens and what it hands back when it commits."""

from __future__ import annotations

from msgspec import Struct

from bot.store.conversation import BOT, Conversation
from bot.store.lines import NewEntry
from channels.message import Entry, Inbound


class Opened(Struct, frozen=True):
    """The turn is `holder`'s. `seq` is the number of the resident's line; `attempts` counts how often the
    message has been tried before (0: for the first time)."""

    conversation: Conversation
    inbound: Inbound
    inbox_id: int
    seq: int
    holder: str
    attempts: int = 0


class Duplicate(Struct, frozen=True):
    """The message had come before. `entries` are what was answered then, empty while `working`: the first
    delivery is still being worked on."""

    conversation_id: int
    entries: tuple[Entry, ...]
    working: bool = False


class TurnWrite(Struct, frozen=True, kw_only=True):
    """The outcome of a turn.

    `revision` and `owner` are those that it was computed for: it is written only where both still hold.
    `state` is the engine's JSON, `language` that of the conversation from now on, a BCP 47 tag. `new_owner`
    hands the conversation over in the same moment, `kept` records consent to be remembered; None leaves
    either as it was. `counted` names what staff count, without personal data.
    """

    conversation_id: int
    revision: int
    inbox_id: int
    state: bytes
    language: str
    entries: tuple[NewEntry, ...] = ()
    owner: str = BOT
    new_owner: str | None = None
    kept: bool | None = None
    counted: tuple[str, ...] = ()

    @property
    def waiting(self) -> bool:
        """Whether the resident now owes an answer."""
        return bool(self.entries) and self.entries[-1].expects_answer
