"""What the assistant still does while a resident waits for a person: danger, their place, leaving, language,
the interpreter card.

Nothing else: two voices at once help nobody. All that the resident writes is there for the adviser to read.
Who is in danger while nobody is there is helped on until somebody comes (`bot.handover.danger`).
"""

from __future__ import annotations

import datetime as dt

from accessibility.text import Count, Text, _, _n
from bot.dialogue.events import AnyEvent, Asked, LanguageChanged, Returned, Said, replies
from bot.dialogue.heard import Heard
from bot.dialogue.house import House
from bot.dialogue.ladder import decide
from bot.dialogue.rungs.global_words import act
from bot.dialogue.rungs.offer import offer
from bot.dialogue.rungs.safety import cards, danger_in, follow
from bot.dialogue.scene import LANGUAGE, Scene
from bot.dialogue.state import State
from bot.handover.alone import helped, unasked
from bot.handover.danger import call_for_help
from bot.handover.desk import Availability, Desk
from bot.handover.helpline import away
from bot.handover.interpreter import CARD, References, card, card_choice, foreign
from bot.handover.request import Place
from bot.handover.ways import CALL, LEAVE, call_choice, carry_on, leave_choice
from channels.message import Choice, Reply

LEAVING = ("cancel", "stop", "back", "restart")
"""Global words that mean leaving where somebody waits."""

ERASE = "do:privacy.erase"
LONG = 15
"""Minutes from which on a wait is long enough to offer a call instead."""

AGAIN_AFTER = dt.timedelta(minutes=2)
"""How soon the place is told again to who goes on writing: not at each message."""


async def waiting(
    state: State, heard: Heard, house: House, language: str, conversation: int = 0
) -> list[AnyEvent]:
    """What happens with a message of somebody in the queue; often nothing is said. Changes `state`."""
    if state.meanwhile:
        if not (await house.need(Desk).now(conversation)).there:
            return await _meanwhile(state, heard, house, language, conversation)
        state.meanwhile, state.last_at = False, None  # somebody has come: they are told their place at once
    if heard.picked in (CALL, ERASE) and not danger_in(heard):
        left = [Said(Reply(_left()))] if heard.picked == ERASE else []
        return [Returned(), *left, *await decide(state, heard, house, language, conversation)]
    scene = Scene(state, heard, house, language, conversation)
    if danger_in(heard):
        await _danger(scene)
    elif heard.picked == LEAVE or heard.word in LEAVING:
        await _leave(scene)
    elif heard.picked == CARD and foreign(language):
        scene.events += card(language, await house.need(References).reference(conversation))
    elif heard.intent == "privacy.erase":
        _offer_to_erase(scene)
    elif not await _language(scene):
        scene.leave_language()
        if _asks(heard) or _was_long_ago(scene):
            await _tell(scene, card_choice(language) if _asks(heard) else ())
    if scene.events:
        state.last_at = heard.at
    return scene.events


async def _meanwhile(
    state: State, heard: Heard, house: House, language: str, conversation: int
) -> list[AnyEvent]:
    """Nobody is there for somebody in danger: the assistant helps them as if they did not wait. They leave
    by the choice to, or by a word for it while nothing else could be meant."""
    scene = Scene(state, heard, house, language, conversation)
    if heard.picked == LEAVE or (heard.word in LEAVING and not state.waits):
        await _leave(scene)
    elif heard.intent == "privacy.erase" and not (heard.picked == ERASE or danger_in(heard)):
        _offer_to_erase(scene)
    else:
        return await helped(state, heard, house, language, conversation)
    state.last_at = heard.at
    return scene.events


async def _danger(scene: Scene) -> None:
    """The card, and to the front of the queue. What follows the danger is begun, but nothing is asked while
    somebody is there: its question comes when they are back. One that was put aside is not put again."""
    cards(scene)
    await follow(scene)
    where = scene.house, scene.language, scene.conversation
    events = await call_for_help(scene.state, scene.events, scene.heard, *where)
    scene.events = events if scene.state.meanwhile else unasked(events)
    if scene.state.meanwhile:
        scene.state.last = replies(events)


async def _leave(scene: Scene) -> None:
    scene.leave_language()
    scene.state.meanwhile = False
    scene.events.append(Returned())
    scene.say(_left().then(_("You can ask me something else at any time.")))
    await scene.put_again()
    scene.state.last = replies(scene.events)


async def _language(scene: Scene) -> bool:
    """Changes the language, or asks for it. In the new one the place is told, and a card again, but nothing
    else of what had been said."""
    heard = scene.heard
    if heard.picked.startswith(LANGUAGE):
        await offer(scene)
    elif heard.word == "language" or (heard.intent == "language.change" and heard.entities("language")):
        await act(scene, "language")
    else:
        return False
    if any(isinstance(event, LanguageChanged) for event in scene.events):
        scene.events = [event for event in scene.events if _still_holds(event)]
        await _tell(scene, card_choice(scene.language))
    return True


def _still_holds(event: AnyEvent) -> bool:
    return not isinstance(event, Said | Asked) or event.reply.importance == "safety"


def _asks(heard: Heard) -> bool:
    """Whether the resident asks for their place."""
    return heard.word in ("repeat", "person") or heard.intent == "handover.person"


def _was_long_ago(scene: Scene) -> bool:
    """Whether the place has not been told for a while."""
    told = scene.state.last_at
    return told is None or scene.heard.at - told >= AGAIN_AFTER


def _offer_to_erase(scene: Scene) -> None:
    """Nobody loses their place by a sentence that was taken for "forget me": they press it, too."""
    scene.leave_language()
    can = _("I can delete all that I hold about you. You will leave the queue then.")
    scene.say(can, Choice(ERASE, _("Delete it now")))


async def _tell(scene: Scene, more: tuple[Choice, ...] = ()) -> None:
    """The place in the queue; after the helpline has closed, that it has, and that the place is kept."""
    desk = scene.house.need(Desk)
    place = await desk.place(scene.conversation)
    if place is None:
        return
    now = await desk.now(scene.conversation)
    scene.events.append(Said(where(place, more) if now.open else after_hours(now, more)))


def after_hours(now: Availability, more: tuple[Choice, ...] = ()) -> Reply:
    """To who still waits when the helpline has closed. `more` are choices beside the ways out."""
    kept = away(now).then(_("You keep your place in the queue."))
    return Reply(kept, (leave_choice(), call_choice(), *more))


def where(place: Place, more: tuple[Choice, ...] = ()) -> Reply:
    """The place in the queue and what the wait is likely to be, with the ways out and `more` choices."""
    first = (
        _("You are next.")
        if place.position <= 1
        else _("You are number %(place)s in the queue.", place=Count(place.position))
    )
    long = place.minutes is None or place.minutes >= LONG
    choices = (leave_choice(), call_choice()) if long else (leave_choice(),)
    return Reply(first.then(_wait(place), carry_on()), (*choices, *more))


def _left() -> Text:
    return _("You have left the queue.")


def _wait(place: Place) -> Text:
    if place.minutes is None:
        return _("I cannot say how long it will take.")
    return _n(
        "It will take about %(count)s minute.", "It will take about %(count)s minutes.", Count(place.minutes)
    )
