"""What a turn decided. Events are the only output of the engine: the turn commits them, then sends."""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

from channels.message import Reply


class Event(Struct, frozen=True, tag=True):
    """One thing that happened."""


class Said(Event, frozen=True):
    """The assistant says something. `key` is its name in the skill, empty for the engine's own words."""

    reply: Reply
    key: str = ""


class Asked(Event, frozen=True):
    """The assistant asks the question `key` and waits."""

    reply: Reply
    key: str = ""


class Answered(Event, frozen=True):
    """A question got its answer; `how` is `heard`, `prefilled`, `recalled` or `corrected`."""

    key: str
    how: str


class Started(Event, frozen=True):
    skill: str
    run: str


class Finished(Event, frozen=True):
    skill: str
    run: str


class Parked(Event, frozen=True):
    skill: str


class Resumed(Event, frozen=True):
    skill: str


class Cancelled(Event, frozen=True):
    skill: str


class Missed(Event, frozen=True):
    """Nothing fitted, for the `times`-th time running."""

    times: int


class Counted(Event, frozen=True):
    """Something to be counted for staff, without personal data. `words` are what was asked, where they are
    to see what it was: as the resident wrote it, of which only the words that are nobody's are kept."""

    name: str
    words: str = ""


class LanguageChanged(Event, frozen=True):
    """From here on the conversation is in `language`, and each message is said in `beside`, too, when it
    names a second one."""

    language: str
    beside: str = ""


class Noted(Event, frozen=True):
    """Said in `language` whatever the conversation's is, and in `beside`, too: about languages themselves. It
    is no part of the answer: it is not said again."""

    reply: Reply
    language: str
    beside: str = ""


class Forgotten(Event, frozen=True):
    """Everything held about the resident has been erased; nothing of this turn may bring it back."""


class Showed(Event, frozen=True):
    """A safety card was shown."""

    hazard: str


class HandedOver(Event, frozen=True):
    """The resident joins the queue for a person; `hazard` is the danger that was heard, if that is why."""

    reason: Literal["asked", "misses", "safety", "reopened"]
    hazard: str = ""


class Returned(Event, frozen=True):
    """The resident has left the queue, or begins anew after an adviser: the assistant has them again."""


class Scored(Event, frozen=True):
    """How the resident found the talk with an adviser, from 1 to 3."""

    score: int


AnyEvent = (
    Said
    | Asked
    | Answered
    | Started
    | Finished
    | Parked
    | Resumed
    | Cancelled
    | Missed
    | Counted
    | LanguageChanged
    | Noted
    | Forgotten
    | Showed
    | HandedOver
    | Returned
    | Scored
)


def replies(events: list[AnyEvent]) -> tuple[Reply, ...]:
    """What is said in this turn, in order."""
    return tuple(event.reply for event in events if isinstance(event, Said | Asked))
