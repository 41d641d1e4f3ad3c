""" "No, number 14": one earlier answer is replaced, by words that fit it."""

from __future__ import annotations

from bot.dialogue.events import Answered
from bot.dialogue.scene import Scene


async def correction(scene: Scene) -> bool:
    """Corrects the task at hand, or the one just ended, when the message begins like a correction."""
    rest = scene.heard.rest
    if rest is None:
        return False
    for run in (scene.state.run, scene.state.last_run):
        step = await scene.engine.correct(run, rest) if run is not None else None
        if step is not None:
            scene.events.append(Answered("", "corrected"))
            if run is not scene.state.run:
                scene.park()
            scene.keep(step)
            return True
    return False
