"""Safety comes before everything, inside a form too; the form is kept (S1, S7)."""

from __future__ import annotations

import datetime as dt

import structlog

from bot.dialogue.events import Counted, Noted, Said, Showed
from bot.dialogue.heard import Heard
from bot.dialogue.rungs.pause import left
from bot.dialogue.scene import Scene
from bot.dialogue.skill import Skill
from bot.dialogue.state import Memory

log = structlog.get_logger(__name__)

NEVER_KEPT = ("suicide", "abuse", "child")
"""Dangers of which a form is told nothing."""


OF_CIRCUMSTANCES = ("child", "homeless")
"""Dangers that the model reads into who lives in a home and since when. Of a body or a house in danger it is
believed whatever was asked: `the baby is blue` answers who lives there, too."""

FEW, SHORT = 5, 40
"""How many words, and characters, an answer has that is no such cry unless the fixed words say so."""

NEVER_FOLLOWED = (*NEVER_KEPT, "health", "homeless")
"""Dangers behind whose card no form is begun."""

FOLLOWED = "followed."
"""The name under which it is remembered when a danger was last followed up."""

AGAIN_AFTER = dt.timedelta(hours=1)
"""How soon the same danger is followed up again: who goes on telling of it tells of the same."""


async def safety(scene: Scene) -> bool:
    """Shows the card of the danger that was heard. In a form the words may be an answer as well: then it goes
    on behind the card, and nobody is asked again what they have just said. Otherwise, where a skill follows
    the danger, it begins, with these words."""
    if await _merely_answers(scene) or not cards(scene):
        return False
    if await _answered(scene) or await follow(scene):
        return True
    if _asks_for_more(scene):
        return False
    await scene.put_again()
    return True


async def _merely_answers(scene: Scene) -> bool:
    """Whether words of which the model alone thinks ill are what was asked for: a few, `since last night`, or
    more that have nothing else in them, `she is nine and he is eleven` where ages are asked for. A card to
    every such answer teaches people not to read cards."""
    waiting, heard = scene.waiting, scene.heard
    if heard.understanding.hazard or danger_in(heard) not in OF_CIRCUMSTANCES:
        return False
    if waiting is None or scene.state.offer is not None or left(scene):
        return False
    few = len(heard.text.split()) <= FEW and len(heard.text) <= SHORT
    if not few and not await scene.engine.covers(waiting, heard):
        return False
    return await scene.engine.may_hear(waiting, heard, any_words=False)


async def follow(scene: Scene) -> bool:
    """Begins the skill that follows the danger in the message, if there is one; the task at hand is put aside
    for it. Not in that skill itself, and not for the same danger twice within an hour."""
    hazard = danger_in(scene.heard)
    skill = scene.house.skills.by_name.get(scene.house.follows.get(hazard, ""))
    waiting, fact = scene.waiting, scene.state.memory.get(FOLLOWED + hazard)
    if skill is None or hazard in NEVER_FOLLOWED or (waiting is not None and waiting.skill == skill.name):
        return False
    if fact is not None and scene.heard.at - fact.at < AGAIN_AFTER:
        return False
    await _begun(scene, skill, hazard)
    return True


async def _begun(scene: Scene, skill: Skill, hazard: str) -> None:
    """Begins it; a task that the same message asks for is put aside and offered after it. Should it break,
    the card is shown all the same, and the next word of danger tries again."""
    state, events = scene.state, list(scene.events)
    before = state.run, state.parked, state.offer, state.memory
    try:
        if state.parked is None or (scene.waiting is not None and scene.waiting.given):
            scene.park()
        else:
            scene.drop()
        if _asks_for_more(scene) and state.parked is None:
            state.parked = scene.engine.run(scene.house.skills.by_intent[scene.heard.intent], scene.heard)
        await scene.begin(skill)
    except Exception:
        log.exception("danger_not_followed", skill=skill.name)
        state.run, state.parked, state.offer, state.memory = before
        scene.events = [*events, Counted("danger_not_followed")]
        await scene.put_again()
    else:
        state.memory[FOLLOWED + hazard] = Memory(True, scene.heard.at)


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
    """The hazard that the fixed words, or the model as a second net, have found; empty when there is none.
    Who gives the words of a shown choice has them from us: `a child under five` is an answer, and the model
    alone says nothing against that."""
    if heard.understanding.hazard or (heard.picked and not heard.word):
        return heard.understanding.hazard
    intent = heard.intent
    return intent.removeprefix("safety.") if intent.startswith("safety.") else ""


def _asks_for_more(scene: Scene) -> bool:
    """Whether the same message also starts a task, which then follows the card (S6)."""
    skill = scene.house.skills.by_intent.get(scene.heard.intent)
    return skill is not None and not skill.short and scene.waiting is None
