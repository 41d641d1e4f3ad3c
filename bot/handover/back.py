"""An adviser gives a resident back: that is said, and what was put aside is offered again."""

from __future__ import annotations

import datetime as dt

from accessibility.text import _
from bot.dialogue import state as states
from bot.dialogue.events import replies
from bot.dialogue.heard import Heard
from bot.dialogue.house import House
from bot.dialogue.scene import Scene
from bot.dialogue.state import Run, State
from channels.message import Reply
from nlu.understanding import Understanding

MARKER = Reply(_("You are back with the council's assistant."))
"""Where the adviser's part ends. Without it neither side would know who speaks."""


async def back(
    state: State, house: House, now: dt.datetime, language: str, conversation: int = 0
) -> tuple[State, tuple[Reply, ...]]:
    """The state from which the assistant goes on, and what it says: the marker first.

    A task that waits is put aside and offered again, for the adviser may have dealt with it. Misses before
    the hand-over count no more. `state` itself stays as it was.
    """
    state = states.load(states.dump(state))
    state.run, state.parked = _still(house, state.run), _still(house, state.parked)
    _forgive(state)
    nothing = Heard("", now, Understanding("", language))
    scene = Scene(state, nothing, house, language, conversation)
    if state.run is not None and state.parked is None:
        scene.park()
    state.offer, state.meanwhile = None, False
    await _go_on(scene)
    said = (MARKER, *replies(scene.events))
    state.last, state.last_at, state.reminded = said[1:], now, False
    return state, said


async def _go_on(scene: Scene) -> None:
    """The waiting question where another task lies beneath it, or what comes after the last of its answers,
    which an adviser may have given; else the task that was put aside."""
    if scene.waiting is not None:
        await scene.put_again()
        return
    if scene.state.run is not None:
        scene.keep(await scene.engine.resume(scene.state.run))
        return
    scene.offer_parked()
    if scene.state.offer is None:
        scene.say(_("You can ask me something else at any time."))


def _forgive(state: State) -> None:
    """Zeroes what counts towards calling a person."""
    state.misses = 0
    for run in (state.run, state.parked):
        if run is not None and run.pending is not None:
            run.pending.misses = 0


def _still(house: House, run: Run | None) -> Run | None:
    """The task, unless a deploy has taken it away meanwhile."""
    return run if run is not None and run.skill in house.skills.by_name else None
