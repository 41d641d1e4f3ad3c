"""Another thing to do: a short one is answered in between, a long one asks "finish or switch?"."""

from __future__ import annotations

from bot.dialogue.rungs.global_words import act
from bot.dialogue.scene import Scene

DO = "do:"
WORD_OF = {
    "control.repeat": "repeat",
    "control.slower": "slower",
    "control.back": "back",
    "control.cancel": "cancel",
    "language.change": "language",
    "handover.person": "person",
}


async def action(scene: Scene) -> bool:
    """A pressed button that names a skill of its own."""
    if not scene.heard.picked.startswith(DO):
        return False
    skill = scene.house.skills.by_name.get(scene.heard.picked.removeprefix(DO))
    if skill is None:
        return False
    await scene.task(skill)
    return True


async def digression(scene: Scene) -> bool:
    """A control said in a sentence, or a short skill: answered, then the waiting question again."""
    word = WORD_OF.get(scene.heard.intent)
    if word:
        return await act(scene, word)
    skill = scene.house.skills.by_intent.get(scene.heard.intent)
    if skill is None or not skill.short:
        return False
    await scene.aside(skill)
    return True


async def task(scene: Scene) -> bool:
    """A task of its own."""
    skill = scene.house.skills.by_intent.get(scene.heard.intent)
    if skill is None:
        return False
    await scene.task(skill)
    return True
