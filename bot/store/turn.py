"""What a turn is handed when it opens and what it hands back when it commits."""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

from bot.handover.request import NewHandover
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


class Moved(Struct, frozen=True):
    """What a turn changes about who has the conversation, in the moment in which it is written.

    `new_owner` is None when that stays as it was. `handover` puts the resident into the queue, `leaves` takes
    them out of it, `score` is what they found the last talk with an adviser."""

    new_owner: str | None = None
    handover: NewHandover | None = None
    leaves: bool = False
    score: int | None = None


Pushes = Literal["", "stop", "start"]


class TurnWrite(Struct, frozen=True, kw_only=True):
    """The outcome of a turn.

    `revision` and `owner` are those that it was computed for: it is written only where both still hold.
    `state` is the engine's JSON, `language` that of the conversation from now on, a BCP 47 tag. `kept`
    records consent to be remembered; None leaves it as it was. `counted` names what staff count, without
    personal data; `unanswered` are the words, nobody's, of what could not be answered. `pushes` says that
    from now on they want nothing unasked, or want it again.
    """

    conversation_id: int
    revision: int
    inbox_id: int
    state: bytes
    language: str
    entries: tuple[NewEntry, ...] = ()
    owner: str = BOT
    moved: Moved = Moved()
    kept: bool | None = None
    counted: tuple[str, ...] = ()
    unanswered: tuple[str, ...] = ()
    pushes: Pushes = ""

    @property
    def waiting(self) -> bool:
        """Whether the resident now owes an answer."""
        return bool(self.entries) and self.entries[-1].expects_answer
