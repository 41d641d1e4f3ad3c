"""Safety comes before everything, inside a form too; the form is kept (S1, S7)."""

from __future__ import annotations

from bot.dialogue.events import Noted, Said, Showed
from bot.dialogue.heard import Heard
from bot.dialogue.rungs.pause import left
from bot.dialogue.scene import Scene

NEVER_KEPT = ("suicide", "abuse", "child")
"""Dangers of which a form is told nothing."""


async def safety(scene: Scene) -> bool:
    """Shows the card of the danger that was heard. In a form the words may be an answer as well: then it goes
    on behind the card, and nobody is asked again what they have just said."""
    if not cards(scene) or _asks_for_more(scene):
        return False
    if not await _answered(scene):
        await scene.put_again()
    return True


def cards(scene: Scene) -> bool:
    """What is said at once of the danger in the message; whether there is anything to say."""
    hazard = danger_in(scene.heard)
    said = scene.house.cards(hazard) if hazard else ()
    if not said:
        return False
    heard = scene.heard.understanding.heard
    if heard in scene.house.briefly:
        scene.events.append(Noted(scene.house.briefly[heard].danger(), heard))
    scene.events += [Showed(hazard), *(Said(card) for card in said)]
    return True


async def _answered(scene: Scene) -> bool:
    """Whether the waiting question took the words for its answer, which is kept then."""
    waiting = scene.waiting
    if waiting is None or scene.state.offer is not None or left(scene):
        return False
    if not await scene.engine.may_hear(waiting, scene.heard, any_words=_only_suspected(scene.heard)):
        return False
    scene.keep(await scene.engine.answer(waiting, scene.heard))
    return True


def _only_suspected(heard: Heard) -> bool:
    """Whether the model alone suspects danger, of a kind that a form may be told: those words are more often
    an answer, as in `he is 82`. Words that are surely about danger are none to a question that takes any."""
    return not heard.understanding.hazard and danger_in(heard) not in NEVER_KEPT


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
