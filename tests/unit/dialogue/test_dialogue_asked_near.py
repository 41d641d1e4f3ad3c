"""A postcode alone asks again what was told of a place; what is like an address begins nothing where one is
awaited."""

from __future__ import annotations

from typing import Any

import pytest
from msgspec.structs import replace

from accessibility.text import Plain, _
from bot.dialogue.heard import Heard
from bot.dialogue.question import NO_MATCH, Got, Outcome
from bot.dialogue.questions.words import Words
from bot.dialogue.skill import Skills, skill
from bot.dialogue.talk import Talk
from nlu.understanding import Entity
from tests.unit.dialogue import flows
from tests.unit.dialogue.chat import Chat
from tests.unit.dialogue.hear import hear
from tests.unit.dialogue.house import World


class Digits(Words):
    """Takes digits and no other words."""

    takes_anything = False

    def hear(self, heard: Heard, partial: Any) -> Outcome[str]:
        return Got(heard.text) if heard.text.isdecimal() else NO_MATCH


class Number(Digits):
    """Takes digits which are no part of an address."""

    only_numbers = True


@skill("library", topic=_("a library"), like_addresses=True, asked_near=True)
async def library(talk: Talk) -> None:
    await talk.ask("shelf", Digits(_("Which shelf?")), known="1")
    talk.say("near", _("Near %(code)s.", code=Plain(talk.opening.entity("postcode") or "here")))


@skill("where", topic=_("where you are"))
async def where(talk: Talk) -> None:
    await talk.ask("house", Digits(_("Which house?")))


@skill("age", topic=_("your age"))
async def age(talk: Talk) -> None:
    await talk.ask("age", Number(_("How old are you?")))


@pytest.fixture
def chat() -> Chat:
    house = World().house()
    house.skills = Skills([*flows.ALL, library, where, age])
    return Chat(house)


def postcode(text: str, size: int) -> Heard:
    """A message whose first `size` characters are a postcode; the model takes it for a bin day."""
    heard = hear(text, intent="bins", entities={})
    found = (Entity("postcode", 0, size, "LS8 1AB", "test"),)
    return replace(heard, understanding=replace(heard.understanding, entities=found))


async def test_a_postcode_alone_asks_the_same_there(chat: Chat) -> None:
    assert await chat.hear(hear("library", intent="library")) == ["Near here."]
    assert await chat.hear(postcode("LS8 1AB.", 7)) == ["Near LS8 1AB."]


async def test_a_postcode_with_more_is_what_it_says(chat: Chat) -> None:
    await chat.hear(hear("library", intent="library"))
    assert "Near LS8 1AB." not in await chat.hear(postcode("LS8 1AB bins", 7))


async def test_a_postcode_after_something_else_asks_for_no_place(chat: Chat) -> None:
    assert "Near LS8 1AB." not in await chat.hear(postcode("LS8 1AB", 7))


@pytest.mark.parametrize(("waits", "begins"), [("where", False), ("age", True)])
async def test_what_is_like_an_address_begins_only_where_none_is_awaited(
    chat: Chat, waits: str, begins: bool
) -> None:
    await chat.hear(hear(waits, intent=waits))
    said = " ".join(await chat.hear(hear("seven library road", intent="library")))
    assert ("Finish that first?" in said or "Near here." in said) is begins
