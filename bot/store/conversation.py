"""A conversation as the store hands it out."""

from __future__ import annotations

import datetime as dt

from msgspec import Struct

from bot.store.query import AnyRow
from bot.store.sealed import Keys

BOT = "bot"


class Conversation(Struct, frozen=True):
    """A conversation as it was when it was read. `channel` and `address` are those of the last message.

    `owner` may write: `bot`, `queue`, or `adviser:<id>`. `revision` counts the changes of state and owner.
    `language` is a BCP 47 tag, empty until one is settled. `state` is the engine's JSON, empty at first.
    `kept` says that the resident has agreed to be remembered.
    """

    id: int
    channel: str
    address: str
    owner: str
    revision: int
    language: str
    state: bytes
    created_at: dt.datetime
    last_at: dt.datetime
    last_seq: int
    kept: bool


class Superseded(Exception):
    """The reply was not written: the conversation has moved on. `owner` has it now; `erased`: it is gone."""

    def __init__(self, owner: str) -> None:
        super().__init__(f"the conversation belongs to {owner.partition(':')[0]} or has moved on")
        self.owner = owner


def as_conversation(keys: Keys, row: AnyRow, address: str | None = None) -> Conversation:
    """A row opened. `address` spares opening it where it is known."""
    return Conversation(
        row.id,
        row.reach_channel or row.channel,
        keys.open(row.reach_address or row.address, str) if address is None else address,
        row.owner,
        row.revision,
        row.language,
        keys.open_bytes(row.state) if row.state else b"",
        row.created_at,
        row.last_at,
        row.last_seq,
        row.kept,
    )
