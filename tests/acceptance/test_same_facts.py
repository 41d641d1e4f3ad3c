"""One conversation, every channel: the facts are the same, whatever the way in which they are written."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import msgspec
import pytest

from bot.lines import MACHINE
from bot.parts import Parts
from bot.store.tables import conversations
from channels.can import CAN
from tests.acceptance.program import data_folder
from tests.conftest import NOW
from tests.testbot import TestBot, put_together

TALKS = {
    "bin days": ("When is my bin collected?", "12 Hollin Mews LS8 1AD", "where from?"),
    "materials": ("which bin does a pizza box go in", "and a battery"),
    "a missed bin": ("my black bin was missed", "12 hollin mews ls8 1ad", "no tag, it was out in time", "no"),
    "lost": ("flurb", "blarg", "help"),
    "danger": ("I can smell gas in the kitchen",),
    "what is held": ("what do you hold about me",),
    "another language": ("kiedy jest odbiór odpadów?", "12 Hollin Mews LS8 1AD"),
}
ONLY = {"another language": {"web", "rest", "telegram", "sms", "voice", "homeassistant"}}
"""Alexa speaks English alone."""


@pytest.fixture
async def parts(tmp_path: Path, estate: Path) -> AsyncIterator[Parts]:
    made = await put_together(data_folder(tmp_path / "data", estate), NOW)
    yield made
    await made.close()


async def facts(parts: Parts, channel: str, talk: tuple[str, ...]) -> list[list[dict[str, Any]]]:
    """What each message of a talk was answered: messages of the catalogue and their values, before any
    channel has written them. That a computer has translated them the page says at each line, others once."""
    bot = TestBot(parts, channel)
    told = []
    for words in talk:
        await bot.send(words)
        replies = await parts.store.last_replies(await _newest(parts))
        found = [_facts(msgspec.json.decode(reply)) for reply in replies]
        told.append([one for one in found if one["text"]["msgid"] != MACHINE.text.msgid])
    return told


async def _newest(parts: Parts) -> int:
    newest = conversations.select().order_by(conversations.c.id.desc()).limit(1)
    row = await parts.store.database.read(lambda connection: connection.execute(newest).one())
    return int(row.id)


def _facts(reply: dict[str, Any]) -> dict[str, Any]:
    text = dict(reply["text"])
    values = text.get("values", {})
    text["values"] = {name: "a reference" if _is_reference(one) else one for name, one in values.items()}
    return {"text": text, "choices": [one["id"] for one in reply.get("choices", ())]}


def _is_reference(value: Any) -> bool:
    """Each report has one of its own."""
    return isinstance(value, dict) and value.get("is") == "reference"


@pytest.mark.parametrize("name", TALKS)
async def test_every_channel_is_told_the_same(parts: Parts, name: str) -> None:
    on_the_page = await facts(parts, "web", TALKS[name])
    assert all(on_the_page)
    for channel in ONLY.get(name, set(CAN)) - {"web"}:
        assert await facts(parts, channel, TALKS[name]) == on_the_page, channel
