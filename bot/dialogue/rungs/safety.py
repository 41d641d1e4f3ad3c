"""Safety comes before everything, inside a form too; the form is kept (S1, S7)."""

from __future__ import annotations

from bot.dialogue.events import Noted, Said, Showed
from bot.dialogue.heard import Heard
from bot.dialogue.scene import Scene


async def safety(scene: Scene) -> bool:
    """Shows the card of the danger that was heard."""
    hazard = danger_in(scene.heard)
    if not hazard:
        return False
    cards = scene.house.cards(hazard)
    if not cards:
        return False
    heard = scene.heard.understanding.heard
    if heard in scene.house.briefly:
        scene.events.append(Noted(scene.house.briefly[heard].danger(), heard))
    scene.events += [Showed(hazard), *(Said(card) for card in cards)]
    if _asks_for_more(scene):
        return False
    await scene.put_again()
    return True


def danger_in(heard: Heard) -> str:
    """The hazard that the fixed words, or the model as a second net, have found; empty when there is none."""
    intent = heard.intent
    return heard.understanding.hazard or (
        intent.removeprefix("safety.") if intent.startswith("safety.") else ""
    )


def _asks_for_more(scene: Scene) -> bool:
    """Whether the same message also starts a task, which then follows the card (S6)."""
    skill = scene.house.skills.by_intent.get(scene.heard.intent)
    return skill is not None and not skill.short and scene.waiting is None
