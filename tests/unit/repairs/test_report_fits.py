"""Everything that a report says fits its channel: two segments of a text message, thirty spoken words."""

from __future__ import annotations

import pytest

from accessibility.renderer import Manner
from accessibility.renderers import renderer
from accessibility.rules import check
from bot.knowledge.repairs.tree import Leaf, Problem
from channels.message import Capabilities, Modality, Reply
from locales import catalogue
from tests.unit.repairs.reporter import HOME, NO_CASE, SMS, SPEECH, WEB, Reporter, reach

WORDS = catalogue.shipped()
CHANNELS: dict[Modality, Capabilities] = {"screen": WEB, "sms": SMS, "speech": SPEECH}
LONG = (
    f"black mould in the bedroom for weeks, getting worse, my baby has asthma and my mum is 82, {HOME}, "
    "mornings, I have a dog and a key safe"
)
TOLD = [
    ("report a repair", ""),
    (LONG, "bedroom"),
    ("the light is out on the shared stairs", "communal"),
    ("I lost my keys", ""),
    ("the bathroom ceiling leaks, water near the light", "bathroom"),
    (f"I told you about this damp two weeks ago, {HOME}", ""),
    (f"the tap drips and I rent privately, {HOME}", ""),
]


def broken(reply: Reply, modality: Modality, here: Capabilities) -> list[str]:
    """The rules that it breaks on that channel."""
    manner = Manner(prefix="Leeds" if modality == "sms" else "", shared=here.shared)
    choices = [(one.id, one.label) for one in reply.choices]
    safety = reply.importance == "safety"
    drawn = renderer(modality, WORDS)
    rendered = drawn.render(reply.text, "en", choices, reply.links, safety=safety, manner=manner)
    faults = check(rendered, modality, source=rendered, safety=safety, prefix=manner.prefix)
    return [f"{fault} in {rendered.text}" for fault in faults]


@pytest.mark.parametrize("modality", CHANNELS)
@pytest.mark.parametrize(("sentence", "room"), TOLD, ids=[one[0][:24] for one in TOLD])
async def test_each_reply_keeps_the_rules_of_its_channel(
    sentence: str, room: str, modality: Modality
) -> None:
    here = CHANNELS[modality]
    me, faults = Reporter(here), []
    await me.tell(sentence, **({"room": room} if room else {}))
    while True:
        faults += [fault for reply in me.chat.replies for fault in broken(reply, modality, here)]
        if not me.waiting:
            break
        await me.answer()
    assert faults == []


@pytest.mark.parametrize("modality", CHANNELS)
async def test_a_known_report_keeps_the_rules_too(modality: Modality) -> None:
    here = CHANNELS[modality]
    me, faults = Reporter(here), []
    for _time in range(2):
        await me.tell(LONG, room="bedroom")
        while me.waiting:
            faults += [fault for reply in me.chat.replies for fault in broken(reply, modality, here)]
            await me.answer()
        faults += [fault for reply in me.chat.replies for fault in broken(reply, modality, here)]
    assert faults == []


@pytest.mark.parametrize("modality", CHANNELS)
@pytest.mark.parametrize(("problem", "leaf"), NO_CASE)
async def test_what_is_no_case_by_itself_is_told_in_few_words(
    problem: Problem, leaf: Leaf, modality: Modality
) -> None:
    here = CHANNELS[modality]
    me = Reporter(here)
    await reach(me, problem, leaf)
    await me.finish(until="anyway")
    assert [fault for reply in me.chat.replies for fault in broken(reply, modality, here)] == []


@pytest.mark.parametrize("modality", ["sms", "speech"])
async def test_the_lists_of_what_is_wrong_fit_as_well(modality: Modality) -> None:
    here = CHANNELS[modality]
    me, faults = Reporter(here), []
    await me.tell("report a repair")
    await me.say("the thing is broken")
    for choice in ("list:more", "list:more", "list:more", "list:more"):
        faults += [fault for reply in me.chat.replies for fault in broken(reply, modality, here)]
        await me.press(choice)
    assert faults == []


async def test_before_others_nobody_hears_where_they_live_or_who_is_ill() -> None:
    me = Reporter(SPEECH)
    await me.tell(f"the tap drips at {HOME}")
    await me.finish()
    await me.tell("there is damp in the bedroom, my baby has asthma", room="bedroom")
    await me.finish(until="review")
    drawn, reply = renderer("speech", WORDS), me.chat.replies[-1]
    said = drawn.render(reply.text, "en", [], manner=Manner(shared=True))
    for private in ("Oakwood Court", "under five", "lungs", "0113"):
        assert private not in said.text
