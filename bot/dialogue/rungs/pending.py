"""The question that waits: only it may take the raw words."""

from __future__ import annotations

from bot.dialogue.scene import Scene


async def pending(scene: Scene) -> bool:
    """Hands the message to the waiting question; False when it is no answer to it."""
    waiting = scene.waiting
    if waiting is None:
        return False
    step = await scene.engine.answer(waiting, scene.heard)
    if step.missed:
        return False
    scene.keep(step)
    return True
