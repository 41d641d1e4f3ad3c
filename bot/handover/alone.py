"""The assistant has the conversation by itself. Where danger is heard a person is called, too."""

from __future__ import annotations

from bot.dialogue.events import AnyEvent, Asked, HandedOver
from bot.dialogue.heard import Heard
from bot.dialogue.house import House
from bot.dialogue.ladder import decide
from bot.dialogue.state import State
from bot.handover.danger import call_for_help, shown


async def alone(
    state: State, heard: Heard, house: House, language: str, conversation: int = 0
) -> list[AnyEvent]:
    """As the ladder decides. After a safety card the resident joins the queue. Changes `state`."""
    state.meanwhile = False
    return await helped(state, heard, house, language, conversation)


async def helped(
    state: State, heard: Heard, house: House, language: str, conversation: int = 0
) -> list[AnyEvent]:
    """The same for somebody who may be in the queue already, with nobody there. Changes `state`."""
    events = await decide(state, heard, house, language, conversation)
    if shown(events):
        events = await call_for_help(state, events, heard, house, language, conversation)
    return events if state.meanwhile else _handed_over(state, events)


def _handed_over(state: State, events: list[AnyEvent]) -> list[AnyEvent]:
    """Who joins the queue is asked nothing more: the question that waited comes when they are back. What is
    left to be said again is that question and what to do in danger, for a place in the queue grows old."""
    if not any(isinstance(event, HandedOver) for event in events):
        return events
    state.last = tuple(one for one in state.last if one.expects_answer or one.importance == "safety")
    return unasked(events)


def unasked(events: list[AnyEvent]) -> list[AnyEvent]:
    """The events without any question."""
    return [event for event in events if not isinstance(event, Asked)]
