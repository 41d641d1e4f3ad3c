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
    """A choice that names a skill or a global word of its own. What stands behind the skill's name, as in
    `do:repairs.fixed:K7P4MW`, is for the skill to read."""
    picked = scene.heard.picked or _answered(scene)
    if picked.startswith(WORD):
        return await act(scene, picked.removeprefix(WORD))
    name = picked.removeprefix(DO).partition(":")[0] if picked.startswith(DO) else ""
    skill = scene.house.skills.by_name.get(name)
    if skill is None:
        return False
    await scene.task(skill)
    return True


def _answered(scene: Scene) -> str:
    """The shown choice that a bare yes or no means: of a message that asked, with nothing behind it that
    waits for the answer."""
    if scene.waiting is not None or not scene.heard.word:
        return ""
    skills = scene.house.skills.by_name
    for choice in scene.state.shown:
        skill = skills.get(choice.id.removeprefix(DO).partition(":")[0])
        if skill is not None and choice.id.startswith(DO) and skill.word == scene.heard.word:
            return choice.id
    return ""


async def digression(scene: Scene) -> bool:
    """A control said in a sentence, or a short skill: answered, then the waiting question again."""
    word = WORD_OF.get(scene.heard.intent)
    if word:
        return await act(scene, word)
    skill = _meant(scene)
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
    skill, waiting = _meant(scene), scene.waiting
    if skill is None or (waiting is not None and waiting.skill == skill.name and waiting.given):
        return False
    if await _is_an_address(scene, skill) or await _is_unsure_of_one(scene):
        return False
    await scene.task(skill)
    return True


def _meant(scene: Scene) -> Skill | None:
    """The skill that the words ask for."""
    return _asked_near(scene) or scene.house.skills.by_intent.get(scene.heard.intent)


def _asked_near(scene: Scene) -> Skill | None:
    """The skill that has just ended, where a postcode and nothing else is sent after it: the same is asked
    for there."""
    last, heard = scene.state.last_run, scene.heard
    skill = scene.house.skills.by_name.get(last.skill) if last is not None else None
    if scene.waiting is not None or skill is None or not skill.asked_near:
        return None
    found = [one for one in heard.understanding.entities if one.entity == "postcode"]
    alone = len(found) == 1 and found[0].end - found[0].start >= len(heard.text.strip(" .!"))
    return skill if alone else None


SURE = 0.8
"""How sure the model must be of another task where an address is awaited."""


async def _is_unsure_of_one(scene: Scene) -> bool:
    """Where an address is awaited, `the one with the blue door` is a poor one, and no broken door."""
    unsure = 0 < scene.heard.understanding.confidence < SURE
    return scene.waiting is not None and unsure and await scene.engine.takes_addresses(scene.waiting)


async def _is_an_address(scene: Scene, skill: Skill) -> bool:
    """Where an address is awaited, `7 elm street` reports no street: nobody is sent elsewhere for it."""
    waiting = scene.waiting
    return waiting is not None and skill.like_addresses and await scene.engine.takes_addresses(waiting)
