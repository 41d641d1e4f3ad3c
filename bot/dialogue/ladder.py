"""The ladder: what happens with a message, in a fixed order, one rung a function.

A conversation that a person owns never gets here. The first rung that handles the message ends the turn; the
last one always does.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Awaitable, Callable

from bot.dialogue.events import AnyEvent, LanguageChanged, replies
from bot.dialogue.heard import Heard
from bot.dialogue.house import House
from bot.dialogue.rungs.correction import correction
from bot.dialogue.rungs.global_words import global_words
from bot.dialogue.rungs.no_match import clarify, no_match
from bot.dialogue.rungs.offer import offer
from bot.dialogue.rungs.pause import pause
from bot.dialogue.rungs.pending import pending
from bot.dialogue.rungs.safety import safety
from bot.dialogue.rungs.task import action, digression, task
from bot.dialogue.scene import Scene
from bot.dialogue.state import State

Rung = Callable[[Scene], Awaitable[bool]]

LADDER: tuple[Rung, ...] = (
    safety,
    global_words,
    offer,
    action,
    pause,
    pending,
    correction,
    digression,
    task,
    clarify,
    no_match,
)
"""Safety, the words that always work, what the ladder itself has asked, a pressed button, a long pause, the
waiting question, a correction, a short digression, another task, two meanings, no meaning."""

SESSION = dt.timedelta(hours=24)
"""How long a fact that was only mentioned is remembered; with consent it is kept until it is erased."""


async def decide(
    state: State, heard: Heard, house: House, language: str, conversation: int = 0
) -> list[AnyEvent]:
    """What happens with `heard`. Changes `state`; the events say what is to be told and recorded.

    A raised exception leaves the stored conversation as it was.
    """
    state.memory = {
        key: fact for key, fact in state.memory.items() if fact.kept or heard.at - fact.at < SESSION
    }
    scene = Scene(state, heard, house, language, conversation)
    for rung in LADDER:
        if await rung(scene):
            break
    said = replies(scene.events)
    if said and not any(isinstance(event, LanguageChanged) for event in scene.events):
        state.last = said
    state.last_at = heard.at
    state.reminded = False
    return scene.events
