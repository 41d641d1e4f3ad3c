"""What is recorded. A script is played once, by the program of its day; the recording then stays as it is."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

import msgspec

from bot.dialogue.heard import Heard
from tests.replays.recording import Script
from tests.unit.dialogue.hear import NOON, hear, press, send_photo

LATER = NOON + dt.timedelta(hours=20)
REPAIR = ("report a repair", "kitchen", "tap drips")


def _script(
    name: str,
    about: str,
    before: Sequence[str | Heard],
    then: Sequence[str | Heard],
    at: dt.datetime = NOON,
) -> Script:
    return Script(name, about, "test", _messages(before, NOON), _messages(then, at))


def _messages(said: Sequence[str | Heard], at: dt.datetime) -> tuple[Heard, ...]:
    heard = (one if isinstance(one, Heard) else hear(one, at=at) for one in said)
    return tuple(msgspec.structs.replace(one, at=at) for one in heard)


SCRIPTS = (
    _script("first_question", "Asked, and nothing answered yet.", REPAIR[:1], ("2", "tap drips", "yes")),
    _script("half_way", "Two answers given, a date is asked.", REPAIR, ("flurb", "25/11", "yes")),
    _script(
        "pre_filled",
        "The room was heard in the opening words.",
        ("report a repair in the bedroom",),
        ("no heat", "no, the bathroom", "no", "25/11"),
    ),
    _script("at_the_review", "All is said; the yes is missing.", (*REPAIR, "25/11"), ("help", "yes")),
    _script(
        "changing_an_answer",
        "An answer is being changed from the review; the old one still holds.",
        (*REPAIR, "25/11", press("review:change:what")),
        ("back", press("review:change:day"), "26/11", "yes"),
    ),
    _script(
        "half_an_address", "The street is known, the number is not.", ("when is my bin", "elm street"), ("7",)
    ),
    _script(
        "second_page_of_homes",
        "The second page of a list of addresses is shown.",
        ("when is my bin", "LS8 1AB", "more"),
        ("help", "10"),
    ),
    _script(
        "home_to_confirm", "A rough match waits for its yes.", ("when is my bin", "3 elm stret"), ("yes",)
    ),
    _script(
        "finished_and_corrected",
        "The task is over, and then it was the other house.",
        ("when is my bin", "12 oak road"),
        ("no, number 14", "when is my bin"),
    ),
    _script(
        "correction_half_way",
        "A correction of a finished task that is not clear yet.",
        ("when is my bin", "12 oak road", "no, oakwood court"),
        ("flat 3",),
    ),
    _script(
        "finish_or_change",
        "Another task was asked for in the middle of one.",
        (*REPAIR, "when is my bin"),
        ("2", "12 oak road", "1"),
    ),
    _script(
        "one_put_aside",
        "One task waits behind another.",
        (*REPAIR, "when is my bin", "2"),
        ("12 oak road", "yes", "25/11"),
    ),
    _script(
        "to_carry_on",
        "The other task is done; the one put aside is offered.",
        (*REPAIR, "when is my bin", "2", "12 oak road"),
        ("help", "yes", "25/11"),
    ),
    _script("after_a_night", "Left in the middle; the resident comes back.", REPAIR, ("hello", "1"), LATER),
    _script("start_again", "Left in the middle, and begun anew.", REPAIR, ("hello", "2"), LATER),
    _script("which_language", "The list of languages is shown.", (*REPAIR, "language"), ("2", "25/11")),
    _script(
        "two_meanings",
        "The resident is asked what they meant.",
        (hear("about my kitchen", ranking=(("repair", 0.4), ("bins", 0.35))),),
        ("1",),
    ),
    _script(
        "missed_twice", "The third miss offers a person.", (*REPAIR[:1], "flurb", "flurb"), ("flurb", "1")
    ),
    _script("for_a_photo", "A photo is asked for.", ("ring me", "0113 496 0000"), (send_photo(),)),
    _script(
        "after_an_effect",
        "The place in the queue is taken; only a question is left.",
        ("join the queue",),
        ("repeat", "yes"),
    ),
)
