"""The ladder's own choices: finish or switch, which meaning, carry on or leave it, which language."""

from __future__ import annotations

from accessibility.text import _
from bot.dialogue.events import Cancelled
from bot.dialogue.scene import BOTH, CARRY_ON, FINISH, LANGUAGE, SKILL, START_AGAIN, SWITCH, Scene
from bot.dialogue.state import Offer


async def offer(scene: Scene) -> bool:
    """Takes the resident's pick; anything else lets the choice go and is heard as a message of its own."""
    put, picked = scene.state.offer, scene.heard.picked
    if picked.startswith(LANGUAGE):
        tag, _both, beside = picked.removeprefix(LANGUAGE).partition(BOTH)
        scene.change_language(tag, beside)
        return True
    if put is None:
        return False
    if put.kind == "language" and put.before and scene.heard.word in ("affirm", "deny"):
        scene.leave_language()
        scene.repeat()
        return True
    scene.state.offer = None
    if put.kind == "switch":
        return await _switch(scene, put, picked)
    if put.kind == "resume":
        return await _resume(scene, put, picked)
    if put.kind == "clarify" and picked.startswith(SKILL):
        await scene.begin(scene.house.skills.by_name[picked.removeprefix(SKILL)], put.heard)
        return True
    return False


async def _switch(scene: Scene, put: Offer, picked: str) -> bool:
    if (picked == SWITCH or scene.heard.word == "deny") and put.heard is not None:
        await scene.switch(scene.house.skills.by_name[put.skills[0]], put.heard)
        return True
    if picked == FINISH or scene.heard.word == "affirm":
        await scene.put_again()
        return True
    return False


async def _resume(scene: Scene, put: Offer, picked: str) -> bool:
    if picked == CARRY_ON or scene.heard.word in ("affirm", "resume"):
        await scene.carry_on()
        return True
    if picked == START_AGAIN or scene.heard.word in ("deny", "restart"):
        await _leave(scene, put)
        return True
    return False


async def _leave(scene: Scene, put: Offer) -> None:
    """Lets the left task go; what was said on coming back is heard now, or else the task starts again."""
    if put.heard is None:
        if scene.state.parked is not None:
            scene.events.append(Cancelled(scene.state.parked.skill))
        scene.state.parked = None
        scene.say(_("OK. You can ask me something else at any time."))
        return
    left = scene.state.run.skill if scene.state.run is not None else "help"
    scene.drop()
    said = scene.house.skills.by_intent.get(put.heard.intent)
    await scene.begin(said if said and not said.short else scene.house.skills.by_name[left], put.heard)
