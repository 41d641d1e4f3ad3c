"""Nothing fits: other words, then the choices, then a person. Three different answers, never a loop (R06)."""

from __future__ import annotations

from accessibility.text import _
from bot.dialogue.events import Counted, HandedOver, Missed
from bot.dialogue.scene import SKILL, Scene
from bot.dialogue.state import Offer
from channels.message import Choice

PERSON_AFTER = 3
NEAR, CLOSE = 0.2, 0.6
FEW_WORDS = 2


async def clarify(scene: Scene) -> bool:
    """Two meanings are nearly as likely: the resident says which."""
    heard = scene.heard
    if heard.intent or scene.waiting is not None or len(heard.understanding.ranking) < 2:
        return False
    (first, best), (second, next_best) = heard.understanding.ranking[:2]
    skills = [scene.house.skills.by_intent.get(intent) for intent in (first, second)]
    if best < NEAR or next_best < best * CLOSE or None in skills or skills[0] is skills[1]:
        return False
    choices = [Choice(SKILL + skill.name, _("%(topic)s", topic=skill.topic)) for skill in skills if skill]
    choices.append(Choice("word:person", _("Talk to a person")))
    names = tuple(skill.name for skill in skills if skill)
    scene.put(Offer("clarify", heard.to_keep(), names), _("Did you mean one of these?"), *choices)
    return True


async def no_match(scene: Scene) -> bool:
    """The last rung: always handles the message."""
    waiting = scene.waiting
    # What does not fit a question is an answer to it, and the resident's own.
    scene.events.append(Counted("unanswered", "" if waiting else scene.heard.text))
    times = (waiting.pending.misses if waiting and waiting.pending else scene.state.misses) + 1
    scene.events.append(Missed(times))
    if times >= PERSON_AFTER:
        await _person(scene)
    elif waiting is not None:
        step = await scene.engine.answer(waiting, scene.heard)
        scene.events += step.events
        scene.state.run = step.run
    else:
        scene.state.misses = times
        await _no_task(scene, times)
    return True


async def _person(scene: Scene) -> None:
    """Offers a person first; the question and the counter start afresh behind it."""
    scene.state.misses = 0
    if scene.state.run is not None and scene.state.run.pending is not None:
        scene.state.run.pending.misses = 0
    scene.say(_("I am sorry. I do not understand this well enough."))
    await scene.aside(scene.house.skills.by_name["handover.person"])
    scene.events = [
        HandedOver("misses") if isinstance(event, HandedOver) else event for event in scene.events
    ]


def _elsewhere(scene: Scene) -> bool:
    """Whether this was understood as something not done here; a word or two say too little."""
    if len(scene.heard.text.split()) < FEW_WORDS:
        return False
    return [name for name, _score in scene.heard.understanding.ranking[:1]] == ["out_of_scope"]


async def _no_task(scene: Scene, times: int) -> None:
    person = Choice("word:person", _("Talk to a person"))
    if scene.heard.location is not None:
        scene.say(_("What would you like to know?"), Choice("do:bins.next", _("My bin day")), person)
    elif _elsewhere(scene):
        scene.say(
            _("I do not have an answer I trust for that.").then(_("A person can look into it.")),
            person,
            Choice("do:help", _("What can you do?")),
        )
    elif times == 1:
        scene.say(_("Sorry, I did not understand. Can you say it in other words?"), person)
    else:
        scene.say(_("Sorry, I still do not understand."))
        await scene.aside(scene.house.skills.by_name["help"])
