"""Danger was heard: a person is called, and the resident is told what comes of it.

Where nobody is there to take them they join the queue all the same, before all others: whoever begins the
next shift finds them first, and supervisors and operators are alerted now. The conversation is the queue's,
as it is of everybody who waits, so an adviser takes it in the one way that there is. But until somebody is
there the assistant goes on helping: a person in danger is not met with silence for a night.
"""

from __future__ import annotations

import datetime as dt

from msgspec import structs

from accessibility.text import Phone, Text, _
from bot.dialogue.events import AnyEvent, Asked, HandedOver, Said, Showed
from bot.dialogue.heard import Heard
from bot.dialogue.house import House
from bot.dialogue.state import State
from bot.handover import emergency
from bot.handover.cards import ADVICE
from bot.handover.desk import Availability, Desk
from bot.handover.helpline import away
from bot.handover.interpreter import card_choice
from bot.handover.ways import call_choice, carry_on, leave_choice
from bot.knowledge.directory.phones import MAIN, Phones, council_line
from bot.knowledge.site import Site
from channels.message import Choice, Reply

EMERGENCY = "emergency"


def shown(events: list[AnyEvent]) -> str:
    """The danger whose card is among the events and calls for a person, empty when there is none."""
    found = (event.hazard for event in events if isinstance(event, Showed))
    return next((hazard for hazard in found if hazard not in ADVICE), "")


async def call_for_help(
    state: State, events: list[AnyEvent], heard: Heard, house: House, language: str, conversation: int
) -> list[AnyEvent]:
    """The events after a card with what calling a person comes to, before a question that goes on. Changes
    `state.meanwhile`.

    Nobody is called where the council has no advisers, or where one could not answer.
    """
    desk = house.need(Desk)
    now = await desk.now(conversation)
    if not now.staffed or not now.reachable:
        return events
    state.meanwhile = not now.there
    called = HandedOver("safety", shown(events))
    if now.there:
        return [*events, called, Said(at_the_front(language))]
    asked = [event for event in events if isinstance(event, Asked)]
    said = [event for event in events if not isinstance(event, Asked)]
    calls = bool(await desk.windows(1))
    told = _told(house, now, heard.at)
    if asked:  # its choices are the ones that can be picked
        told = told.then(_("You can ask me for a call.") if calls else None)
        return [*said, called, Said(Reply(told)), *asked]
    return [*said, called, Said(Reply(told, _choices(language, calls=calls)))]


def at_the_front(language: str) -> Reply:
    """To somebody in danger, who is served before all others: how many of them there are is not counted."""
    front = _("You are at the front of the queue for an adviser.")
    return Reply(front.then(carry_on()), (leave_choice(), *card_choice(language)))


def _told(house: House, there: Availability, at: dt.datetime) -> Text:
    """That nobody is there, until when, and whom to call at once. The hours in which one could ask again are
    left out: this resident has been heard."""
    phones, now = house.need(Phones), at.astimezone(house.need(Site).city.zone)
    line, opens, _interpreter = council_line(phones.tell(MAIN, now.date()), now)
    alarm = Phone(phones.tell(EMERGENCY, now.date()).number)
    return away(structs.replace(there, until=None)).then(
        _("You do not have to wait for us.").then(emergency.danger(alarm)),
        _("You are first in the queue for an adviser."),
        line and line.if_room(),
        opens and opens.if_room(),
        _("I can still help you here.").if_room(),
    )


def _choices(language: str, *, calls: bool) -> tuple[Choice, ...]:
    return (*((call_choice(),) if calls else ()), leave_choice(), *card_choice(language))
