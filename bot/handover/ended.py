"""After an adviser has closed: thanks end it, a score is taken, anything else goes to a person again.

It goes to nobody in particular: who had it last may have gone home. When nobody is there the assistant has
the resident again, and so it has after a day.
"""

from __future__ import annotations

import datetime as dt

from accessibility.text import _
from bot.dialogue.events import AnyEvent, HandedOver, Returned, Said, Scored
from bot.dialogue.heard import Heard
from bot.dialogue.house import House
from bot.dialogue.rungs.safety import danger_in
from bot.dialogue.scene import Scene
from bot.dialogue.state import State
from bot.handover.alone import alone
from bot.handover.desk import Desk
from bot.handover.interpreter import card_choice
from bot.handover.waiting import where
from channels.message import Choice, Reply

SCORE = "survey:"
OPEN_FOR = dt.timedelta(days=1)
"""How long after the end a message belongs to the same matter."""

_CLOSING = ("thanks", "goodbye", "affirm", "deny")


def survey() -> Reply:
    """The one question after the end. Nobody has to answer it."""
    choices = (
        Choice(f"{SCORE}3", _("Yes, it did")),
        Choice(f"{SCORE}2", _("In part")),
        Choice(f"{SCORE}1", _("No, it did not")),
    )
    return Reply(_("You do not have to answer.").then(_("Did that help you?")), choices)


_SCORES = {choice.id: score for choice, score in zip(survey().choices, (3, 2, 1), strict=True)}


async def ended(
    state: State, heard: Heard, house: House, language: str, conversation: int = 0
) -> list[AnyEvent]:
    """What happens with a message after the end of a talk with an adviser. Changes `state`."""
    scene = Scene(state, heard, house, language, conversation)
    if heard.picked in _SCORES:
        scene.events += [Scored(_SCORES[heard.picked]), Said(Reply(_("Thank you. That helps us.")))]
    elif danger_in(heard) or not (_closing(heard) or await _same_matter(scene)):
        _put_aside(scene)
        return [*scene.events, Returned(), *await alone(state, heard, house, language, conversation)]
    elif _closing(heard):
        scene.say(_("You are welcome."))
    else:
        await _reopen(scene)
    state.last_at = heard.at
    return scene.events


def _closing(heard: Heard) -> bool:
    return heard.intent in _CLOSING or heard.word in _CLOSING


async def _same_matter(scene: Scene) -> bool:
    """Whether a person goes on with it: soon enough after the end, and somebody is there."""
    last = scene.state.last_at
    if last is not None and scene.heard.at - last >= OPEN_FOR:
        return False
    return (await scene.house.need(Desk).now(scene.conversation)).there


def _put_aside(scene: Scene) -> None:
    """What the assistant had asked before the adviser came is not answered by what is said now: the task is
    offered again later, if anything was told in it."""
    scene.state.offer = None
    if scene.state.run is not None and scene.state.run.given:
        scene.park()
    scene.state.run, scene.state.misses, scene.state.last = None, 0, ()


async def _reopen(scene: Scene) -> None:
    now = await scene.house.need(Desk).now(scene.conversation)
    again = _("I have put you back in the queue.")
    place = where(now.next, card_choice(scene.language))
    scene.events += [HandedOver("reopened"), Said(Reply(again.then(place.text), place.choices))]
