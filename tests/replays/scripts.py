"""What is recorded. A script is played once, by the program of its day; the recording then stays as it is."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

import msgspec

from bot.dialogue.heard import Heard
from tests.replays.recording import Script
from tests.unit.dialogue.hear import NOON, hear, press, send_photo

LATER = NOON + dt.timedelta(hours=20)
BIN_DAY = hear("when is my bin", intent="bins.next")
MISSED = hear("my green bin was missed", intent="bins.missed", entities={"bin": "GREEN"})
OUT_IN_TIME = hear("it was out in time", entities={"stood": "out"})
FORGET_ME = hear("forget me", intent="privacy.erase")
CALL = press("do:handover.callback")
BOOKED = (CALL, "2", "0113 496 0000", "yes")
REPAIR = ("report a repair", "kitchen", "tap drips")


def _script(
    name: str,
    about: str,
    before: Sequence[str | Heard],
    then: Sequence[str | Heard],
    at: dt.datetime = NOON,
    house: str = "test",
) -> Script:
    return Script(name, about, house, _messages(before, NOON), _messages(then, at))


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
    _script(
        "bin_day_without_an_address",
        "The bin day was asked for; the address is asked.",
        (BIN_DAY,),
        ("LS8 1AA", "6", hear("and the green bin", intent="bins.next", entities={"bin": "GREEN"})),
        house="leeds",
    ),
    _script(
        "bin_day_among_neighbours",
        "The homes of a postcode are listed.",
        (BIN_DAY, "LS8 1AA"),
        ("more", "26"),
        house="leeds",
    ),
    _script(
        "missed_bin_how_it_stood",
        "A missed bin: the address and the bin are known, how it stood is asked.",
        (MISSED, "6 larch row"),
        (OUT_IN_TIME, "yes"),
        house="leeds",
    ),
    _script(
        "missed_bin_at_the_review",
        "A missed bin: all is said, nothing is sent yet.",
        (MISSED, "6 larch row", OUT_IN_TIME),
        (press("review:change:home"), "8 larch row", "yes"),
        house="leeds",
    ),
    _script(
        "missed_bin_put_aside",
        "A missed bin waits behind the bin day of another address.",
        (MISSED, "6 larch row", BIN_DAY),
        ("2", "1", OUT_IN_TIME, "no"),
        house="leeds",
    ),
    _script(
        "forget_me_unanswered",
        "Everything is to be deleted; the yes is missing.",
        (BIN_DAY, "6 larch row", FORGET_ME),
        ("no", FORGET_ME, "yes"),
        house="leeds",
    ),
    _script(
        "call_time_asked",
        "A call is wanted; the times are shown.",
        (CALL,),
        ("3", "0113 496 0000", "yes", "yes"),
        house="leeds",
    ),
    _script(
        "call_at_the_review",
        "A call: all is said and the number may be kept, nothing is booked yet.",
        BOOKED,
        (press("review:change:number"), "0113 496 0001", "yes"),
        house="leeds",
    ),
    _script(
        "call_to_be_cancelled",
        "A call is booked; whether it is to be cancelled is asked.",
        (*BOOKED, "yes", CALL),
        ("repeat", "yes"),
        house="leeds",
    ),
    _script(
        "call_put_aside",
        "A missed bin waits behind a call whose number is asked.",
        (MISSED, "6 larch row", CALL, "2", "1"),
        ("0113 496 0000", "no"),
        house="leeds",
    ),
)
