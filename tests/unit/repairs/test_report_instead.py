"""What is no case by itself: the tenant's own job, a number to ring, another landlord. None is an end."""

from __future__ import annotations

import pytest

from bot.dialogue.events import Counted
from tests.unit.repairs.reporter import HOME, Reporter
from tests.unit.repairs.tenant import REPAIRS


@pytest.fixture
def me() -> Reporter:
    return Reporter()


async def test_ones_own_job_is_told_with_its_reason_and_its_exception(me: Reporter) -> None:
    said = await me.tell("I lost my keys")
    leaf = REPAIRS.leaf("lock", "lost_keys")
    assert leaf.because is not None
    assert leaf.unless is not None
    assert f"{leaf.because.msgid} {leaf.unless.msgid}" in said
    assert said.endswith("Shall I report it anyway?")


async def test_ones_own_job_is_reported_if_the_tenant_says_so(me: Reporter) -> None:
    await me.tell(f"I lost my keys, {HOME}")
    await me.press("yes")
    await me.finish()
    assert (me.report.problem, me.report.detail) == ("lock", "lost_keys")


async def test_who_does_it_themselves_can_still_talk_to_a_person(me: Reporter) -> None:
    await me.tell("I lost my keys")
    assert await me.press("no") == "OK. I have not sent a report. You can ask me again at any time."
    assert me.buttons == ["word:person"]
    assert Counted("repairs_not_reported") in me.chat.events
    assert not me.cases.every


async def test_a_bulb_in_the_shared_hall_is_nobodys_own_job(me: Reporter) -> None:
    await me.tell("the light bulb in the shared hall has gone", room="communal")
    assert me.waiting == "home"


async def test_the_room_is_asked_before_a_bulb_is_called_ones_own_job(me: Reporter) -> None:
    await me.tell("a light bulb has gone")
    assert me.waiting == "room"
    await me.press("communal")
    assert me.waiting == "home"


async def test_a_number_to_ring_is_told_with_its_hours(me: Reporter) -> None:
    await me.tell("there is something wrong with the electrics")
    said = await me.press("street")
    assert said.startswith("You can call 105. It is open day and night.")
    assert said.endswith("Shall I report it anyway?")


async def test_a_number_to_ring_is_reported_all_the_same_if_they_like(me: Reporter) -> None:
    await me.tell(f"there is something wrong with the electrics, {HOME}")
    await me.press("street")
    await me.press("yes")
    await me.finish()
    assert (me.report.problem, me.report.detail) == ("electrics", "street")


@pytest.mark.parametrize(
    "words",
    ["my private landlord will not fix the tap", "the tap drips and I rent privately"],
)
async def test_another_landlord_must_mend_it_and_is_said_so_plainly(me: Reporter, words: str) -> None:
    said = await me.tell(words)
    assert "Your landlord must mend it. If you own your home, you must." in said
    said = await me.press("no")
    assert said.startswith("I can only report repairs in council homes.")
    assert me.buttons == ["word:person"]
    assert Counted("repairs_elsewhere") in me.chat.events
    assert not me.cases.every


async def test_a_council_home_after_all_is_reported(me: Reporter) -> None:
    await me.tell(f"the tap drips and I rent privately, {HOME}")
    await me.press("yes")
    await me.finish()
    assert me.report.tenancy == "council"


async def test_another_landlord_is_heard_in_the_first_answer_too(me: Reporter) -> None:
    await me.tell("report a repair")
    said = await me.say("the tap drips, I rent privately")
    assert "Your landlord must mend it." in said


async def test_who_they_rent_from_can_be_changed_before_it_is_sent(me: Reporter) -> None:
    await me.tell(f"the tap drips at {HOME}")
    await me.finish(until="review")
    await me.press("review:other")
    await me.press("list:more")
    await me.press("review:change:tenancy")
    await me.press("other")
    assert "Your landlord must mend it." in me.heard


async def test_damp_is_never_ones_own_job(me: Reporter) -> None:
    await me.tell("there is a bit of mould I could wipe off")
    assert "anyway" not in await me.finish()
    assert me.report.problem == "damp"
