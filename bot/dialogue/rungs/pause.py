"""Somebody comes back after a while: what was left is offered, never answered by accident (R10)."""

from __future__ import annotations

from accessibility.text import _
from bot.dialogue.scene import CARRY_ON, PARK_AFTER, START_AGAIN, Scene
from bot.dialogue.state import Offer
from channels.message import Choice


async def pause(scene: Scene) -> bool:
    """After an hour the waiting question is not simply answered: carry on, or start again?"""
    waiting = scene.waiting
    if waiting is None or not left(scene):
        return False
    text = _("You were telling us about %(topic)s.", topic=scene.topic(waiting))
    scene.put(
        Offer("resume", scene.heard.to_keep()),
        text.then(_("Carry on, or start again?")),
        Choice(CARRY_ON, _("Carry on")),
        Choice(START_AGAIN, _("Start again")),
    )
    return True


def left(scene: Scene) -> bool:
    """Whether the task at hand has lain so long that it is not gone on with by accident."""
    last, waiting = scene.state.last_at, scene.waiting
    long = last is not None and scene.heard.at - last >= PARK_AFTER
    return waiting is not None and long and waiting.given
