"""Short words for the tests: a message comes in, an answer is written."""

from __future__ import annotations

import itertools

from accessibility.text import Rendered
from bot.store.lines import NewEntry
from bot.store.store import Store
from bot.store.turn import Duplicate, Opened, TurnWrite
from channels.message import Entry, Inbound
from tests.databases import START

ME, OTHER = "07700 900123", "07700 900456"
HOLDER = "this process"
_ids = itertools.count(1)


def message(text: str = "my bin", *, address: str = ME, channel: str = "sms", id: str = "") -> Inbound:
    """A resident's message, each with a new id unless one is given."""
    return Inbound(id or f"SM{next(_ids)}", channel, address, text, START)


def line(text: str, *, expects_answer: bool = False, reply: str = "", language: str = "en") -> NewEntry:
    """A line of the assistant."""
    return NewEntry("assistant", Rendered(text, language), reply.encode(), expects_answer)


def outcome(opened: Opened, *lines: NewEntry, state: bytes = b"{}", language: str = "en") -> TurnWrite:
    """What an open turn is to write."""
    return TurnWrite(
        conversation_id=opened.conversation.id,
        revision=opened.conversation.revision,
        inbox_id=opened.inbox_id,
        state=state,
        language=language,
        entries=lines,
    )


async def opened(store: Store, inbound: Inbound, holder: str = HOLDER) -> Opened:
    """Opens a turn that is not a duplicate."""
    turn = await store.open_turn(inbound, holder)
    assert isinstance(turn, Opened)
    return turn


async def duplicate(store: Store, inbound: Inbound) -> Duplicate:
    """Hands in a message that has come before."""
    turn = await store.open_turn(inbound, HOLDER)
    assert isinstance(turn, Duplicate)
    return turn


async def said(
    store: Store, text: str, *lines: NewEntry, address: str = ME, state: bytes = b"{}"
) -> tuple[Opened, tuple[Entry, ...]]:
    """A whole turn: what the resident says, and what is answered."""
    turn = await opened(store, message(text, address=address))
    return turn, await store.commit_turn(outcome(turn, *lines, state=state))


async def read(store: Store, address: str = ME, after: int = 0) -> list[tuple[int, str, str]]:
    """The transcript as (number, speaker, text)."""
    return [
        (entry.seq, entry.who, entry.text) for entry in await store.transcript.read("sms", address, after)
    ]
