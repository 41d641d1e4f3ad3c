"""Another thing to do: a short one is answered in between, a long one asks "finish or switch?"."""

from __future__ import annotations

from bot.dialogue.rungs.global_words import act
from bot.dialogue.scene import Scene
from bot.dialogue.skill import Skill

DO, WORD = "do:", "word:"
WORD_OF = {
    "control.repeat": "repeat",
    "control.slower": "slower",
    "control.back": "back",
    "control.cancel": "cancel",
    "language.change": "language",
    "handover.person": "person",
}


async def action(scene: Scene) -> bool:
    """A choice that names a skill or a global word of its own."""
    picked = scene.heard.picked
    if picked.startswith(WORD):
        return await act(scene, picked.removeprefix(WORD))
    skill = scene.house.skills.by_name.get(picked.removeprefix(DO)) if picked.startswith(DO) else None
    if skill is None:
        return False
    await scene.task(skill)
    return True


REFERRAL = "contact"
"""The skill that names who can do what the assistant cannot."""


async def digression(scene: Scene) -> bool:
    """A control said in a sentence, or a short skill: answered, then the waiting question again."""
    word = WORD_OF.get(scene.heard.intent)
    if word:
        return await act(scene, word)
    skill = scene.house.skills.by_intent.get(scene.heard.intent)
    if skill is None or not skill.short:
        return False
    waiting = scene.waiting
    if await _is_an_address(scene, skill):
        return False
    if waiting is not None and waiting.skill == skill.name:
        await scene.begin(skill)  # asked anew: the question before it has gone with what it was about
    else:
        await scene.aside(skill)
    return True


async def task(scene: Scene) -> bool:
    """A task of its own. The one at hand is no other: it is not begun again over what has been said."""
    skill, waiting = scene.house.skills.by_intent.get(scene.heard.intent), scene.waiting
    if skill is None or (waiting is not None and waiting.skill == skill.name and waiting.given):
        return False
    if await _is_an_address(scene, skill):
        return False
    await scene.task(skill)
    return True


async def _is_an_address(scene: Scene, skill: Skill) -> bool:
    """Where an address is awaited, `7 elm street` reports no street: nobody is sent elsewhere for it."""
    waiting = scene.waiting
    return waiting is not None and skill.name == REFERRAL and await scene.engine.takes_digits(waiting)
