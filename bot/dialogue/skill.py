"""A skill: one thing that a resident can do, written down as a conversation."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable, Mapping
from typing import TYPE_CHECKING

from msgspec import Struct

from accessibility.text import Text

if TYPE_CHECKING:
    from bot.dialogue.talk import Talk

Flow = Callable[["Talk"], Awaitable[None]]


class Skill(Struct, frozen=True):
    """`intents` start it. `topic` names it to the resident ("your bin day").

    A `short` skill can be answered in the middle of another; one that goes `at_once` does not ask whether to
    finish that first. `version` rises when stored answers change their meaning: then they are asked again.
    `word` is the one word, `affirm` or `deny`, that picks it while a choice of it is shown and nothing waits.
    What asks for one `like_addresses` sounds like an address: it is not begun where one is awaited. One that
    is `asked_near` somewhere is asked again by a postcode alone that follows it.
    """

    name: str
    version: int
    intents: tuple[str, ...]
    topic: Text
    short: bool
    flow: Flow
    at_once: bool = False
    word: str = ""
    like_addresses: bool = False
    asked_near: bool = False


def skill(
    name: str,
    *,
    version: int = 1,
    topic: Text,
    intents: tuple[str, ...] = (),
    short: bool = False,
    at_once: bool = False,
    word: str = "",
    like_addresses: bool = False,
    asked_near: bool = False,
) -> Callable[[Flow], Skill]:
    """Makes a skill of an async function that holds a conversation.

    The function is run again from the top on every turn, so it may only talk (`ask`, `say`, `review`), read
    through `look`, act through `once` and take the time from `talk.now`.
    """

    def make(flow: Flow) -> Skill:
        named = intents or (name,)
        return Skill(name, version, named, topic, short, flow, at_once, word, like_addresses, asked_near)

    return make


class Skills:
    """All skills, found by name and by intent. Two skills with one name or intent are a mistake."""

    def __init__(self, skills: Iterable[Skill]) -> None:
        self.by_name: Mapping[str, Skill]
        self.by_intent: Mapping[str, Skill]
        self.by_name, self.by_intent = {}, {}
        for one in skills:
            clash = one.name in self.by_name or next((i for i in one.intents if i in self.by_intent), None)
            if clash:
                raise ValueError(f"skill {one.name}: its name or an intent is taken by another skill")
            self.by_name[one.name] = one
            self.by_intent.update(dict.fromkeys(one.intents, one))
