"""Five facts in one sentence, and at most four more questions, the review included, on every channel."""

from __future__ import annotations

from itertools import combinations

import pytest

from channels.message import Capabilities
from tests.unit.repairs.reporter import HOME, PHONE, SMS, SPEECH, WEB, Reporter

MOST = 4
CALLER = "+441134960123"

SENTENCES = [
    (f"black mould in the bedroom for weeks, my baby has asthma, {HOME}", "bedroom"),
    ("black mould in the bedroom for weeks, getting worse, my baby coughs, come in the mornings", "bedroom"),
    (f"the kitchen tap drips at {HOME}, come in the afternoon, ring {PHONE}", "kitchen"),
    (f"the heating has been off for days and my mum is 82, {HOME}, mornings are best", ""),
    (f"water comes through the bathroom ceiling, it gets worse, I am pregnant, {HOME}", "bathroom"),
    (f"the lock of the bedroom window is broken at {HOME}, I have a baby, any time", "bedroom"),
    (
        f"rats in the kitchen for months, getting worse, my son is 3, {HOME}, ring me first",
        "kitchen",
    ),
]
CHANNELS = {"web": (WEB, ""), "sms": (SMS, CALLER), "speech": (SPEECH, "")}

WHAT = "there is black mould"
FACTS = {
    "room": "in the bedroom",
    "home": f"at {HOME}",
    "course": "for weeks",
    "people": "my baby has asthma",
    "comes": "come in the mornings",
    "phone": f"ring {PHONE}",
}
"""Each is one more thing that is told; what it is and which kind of it are two already."""


async def asked(sentence: str, room: str, here: Capabilities, number: str) -> list[str]:
    """What is asked after that sentence, to the end."""
    me = Reporter(here, number)
    await me.tell(sentence, **({"room": room} if room else {}))
    found = await me.finish()
    assert len(me.cases.every) == 1
    return found


@pytest.mark.parametrize("channel", CHANNELS)
@pytest.mark.parametrize(("sentence", "room"), SENTENCES)
async def test_a_full_sentence_needs_at_most_four_more(sentence: str, room: str, channel: str) -> None:
    found = await asked(sentence, room, *CHANNELS[channel])
    assert len(found) <= MOST, found
    assert found[-1] == "review"


@pytest.mark.parametrize("channel", ["web", "sms"])
@pytest.mark.parametrize("told", list(combinations(FACTS, 3)), ids="-".join)
async def test_whichever_five_things_are_told(told: tuple[str, ...], channel: str) -> None:
    sentence = ", ".join([WHAT, *(FACTS[one] for one in told)])
    found = await asked(sentence, "bedroom" if "room" in told else "", *CHANNELS[channel])
    assert len(found) <= MOST, found


@pytest.mark.parametrize("channel", ["web", "sms"])
@pytest.mark.parametrize("told", list(combinations(FACTS, 3)), ids="-".join)
async def test_they_may_be_told_when_they_are_asked_what_is_wrong(
    told: tuple[str, ...], channel: str
) -> None:
    here, number = CHANNELS[channel]
    me = Reporter(here, number)
    await me.tell("report a repair")
    words = ", ".join([WHAT, *(FACTS[one] for one in told)])
    await me.say(words, **({"room": "bedroom"} if "room" in told else {}))
    found = await me.finish()
    assert len(found) <= MOST, found


async def test_photos_can_be_added_in_the_end_where_they_were_not_asked_for() -> None:
    me = Reporter(WEB)
    await me.tell(SENTENCES[0][0], room="bedroom")
    await me.finish(until="review")
    await me.press("review:other")
    assert "review:change:photos" in me.buttons
