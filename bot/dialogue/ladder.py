"""The ladder: what happens with a message, in a fixed order, one rung a function.

A conversation that a person owns never gets here. The first rung that handles the message ends the turn; the
last one always does.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Awaitable, Callable

from accessibility.text import _
from bot.dialogue.events import AnyEvent, LanguageChanged, replies
from bot.dialogue.heard import Heard
from bot.dialogue.house import House
from bot.dialogue.language_notes import note_languages
from bot.dialogue.rungs.correction import correction
from bot.dialogue.rungs.global_words import global_words
from bot.dialogue.rungs.joining import joining
from bot.dialogue.rungs.no_match import clarify, no_match
from bot.dialogue.rungs.offer import offer
from bot.dialogue.rungs.pause import pause
from bot.dialogue.rungs.pending import pending
from bot.dialogue.rungs.pictures import pictures
from bot.dialogue.rungs.safety import safety
from bot.dialogue.rungs.short_words import short_words
from bot.dialogue.rungs.task import action, digression, task
from bot.dialogue.scene import Scene
from bot.dialogue.state import Run, State

Rung = Callable[[Scene], Awaitable[bool]]

LADDER: tuple[Rung, ...] = (
    safety,
    joining,
    global_words,
    short_words,
    pictures,
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
"""Safety, the code of another channel, the words that always work, one word back to an alert, photos that
nobody asked for, what the ladder itself has asked, a pressed button, a long pause, the waiting question, a
correction, a short digression, another task, two meanings, no meaning."""

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
    _let_go(state, house)
    scene = Scene(state, heard, house, language, conversation)
    for rung in LADDER:
        if await rung(scene):
            break
    if not replies(scene.events):
        scene.say(_("OK. You can ask me something else at any time."))
    note_languages(scene)
    said = replies(scene.events)
    if not any(isinstance(event, LanguageChanged) for event in scene.events):
        state.last = said
    state.last_at = heard.at
    state.reminded = False
    return scene.events


def _let_go(state: State, house: House) -> None:
    """Drops what a deploy has taken away: runs of skills that are gone, and choices that lead nowhere."""
    skills = house.skills.by_name

    def still(run: Run | None) -> Run | None:
        return run if run is not None and run.skill in skills else None

    state.run, state.parked, state.last_run = still(state.run), still(state.parked), still(state.last_run)
    put = state.offer
    if put is None:
        return
    nowhere = put.kind in ("switch", "resume") and state.run is None and state.parked is None
    if nowhere or any(name not in skills for name in put.skills):
        state.offer = None
