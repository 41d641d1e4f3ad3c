"""A run in flight as an older program stored it, what the resident says next, and what they are told.

A recording is played against today's skills: whatever has changed since, a conversation that was under way
when it was deployed must still go on as it should.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import msgspec
from msgspec import Struct

from bot.dialogue.heard import Heard
from bot.dialogue.house import House
from tests.unit.dialogue.chat import Chat
from tests.unit.dialogue.english import msgids

FOLDER = Path(__file__).parent
Houses = dict[str, Callable[[], House]]


class Recording(Struct, frozen=True):
    """`state` is what `bot.dialogue.state.dump` wrote. `house` names the skills that it is played against.
    `expects` holds, for each message, the message ids of everything that is said to it, in order."""

    about: str
    house: str
    state: dict[str, Any]
    messages: tuple[Heard, ...]
    expects: tuple[tuple[str, ...], ...]


class Script(Struct, frozen=True):
    """How a recording is made: the run is stored after the messages `before`; `then` is played from there."""

    name: str
    about: str
    house: str
    before: tuple[Heard, ...]
    then: tuple[Heard, ...]


async def play(recording: Recording, houses: Houses) -> tuple[tuple[str, ...], ...]:
    """What today's skills say to the messages of a recording."""
    chat = Chat(houses[recording.house](), msgspec.json.encode(recording.state))
    return await _said(chat, recording.messages)


async def record(script: Script, houses: Houses) -> Recording:
    """A new recording, by today's program."""
    chat = Chat(houses[script.house]())
    await _said(chat, script.before)
    state = msgspec.json.decode(chat.raw or b"{}")
    said = await _said(chat, script.then)
    return Recording(script.about, script.house, state, script.then, said)


async def accept(recording: Recording, houses: Houses) -> Recording:
    """The same stored run and messages, with what is said today: for a change of words that was meant."""
    return msgspec.structs.replace(recording, expects=await play(recording, houses))


async def _said(chat: Chat, messages: Sequence[Heard]) -> tuple[tuple[str, ...], ...]:
    said: list[tuple[str, ...]] = []
    for heard in messages:
        chat.now = heard.at
        await chat.hear(heard)
        said.append(tuple(msgid for reply in chat.replies for msgid in msgids(reply)))
    return tuple(said)


def read(path: Path) -> Recording:
    """Raises `msgspec.ValidationError` where the file is no recording."""
    return msgspec.json.decode(path.read_bytes(), type=Recording)


def write(path: Path, recording: Recording) -> None:
    path.write_bytes(msgspec.json.format(msgspec.json.encode(recording), indent=1) + b"\n")
