"""How an answer is told, and what is said where there is none that can be trusted."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from msgspec.structs import replace

from bot.knowledge.answers.answers import Answers
from bot.knowledge.facts import ORIGIN
from channels.message import Capabilities
from tests.unit.answers.files import write
from tests.unit.answers.resident import Resident

UNSURE = "I do not have an answer I trust for that."
ADULTS = "The council's team for adult social care may help."
LINE = "You can call 0113 222 4444."


@pytest.fixture
def me() -> Resident:
    return Resident()


async def test_the_answer_comes_first_with_its_source_kept_for_who_asks(me: Resident) -> None:
    said = await me.say("i live alone do i pay less", "council_tax")
    assert said.startswith("If you are the only adult at home, you pay a quarter less.")
    assert LINE in said
    [reply] = me.chat.replies
    assert [one.spare for one in reply.text.after] == [True] * len(reply.text.after)
    assert [one.url for one in reply.links] == ["https://www.gov.uk/apply-for-council-tax-discount"]
    origin = me.chat.state.memory[ORIGIN].value
    assert origin["name"].startswith("Local Government Finance Act 1992")
    assert me.counted == []


async def test_unclear_words_are_asked_about_a_page_at_a_time(me: Resident) -> None:
    me.here.what = replace(Capabilities(), max_choices=3)
    assert await me.say("council tax", "council_tax") == "What is it about your council tax?"
    assert me.buttons == ["council_tax_bill", "council_tax_paying", "list:more"]
    await me.press("list:more")
    assert "council_tax_bill" not in me.buttons
    assert "at once" in await me.say("i got a summons")


async def test_none_of_them_is_said_and_counted_with_the_first_words(me: Resident) -> None:
    await me.say("council tax for a granny flat", "council_tax")
    await me.press("list:more")
    said = await me.press("other")
    assert said.startswith(f"{UNSURE} {LINE}")
    assert me.counted == [("unanswered", "council tax for a granny flat")]


@pytest.mark.parametrize("front", [{"status": "unverified"}, {"review": "2026-11-22"}])
async def test_what_is_unconfirmed_or_over_is_never_told(cities: Path, front: dict[str, str]) -> None:
    write(cities, "uk/less", "You pay nothing at all.", **{"checked": "2026-11-20", **front})
    me = Resident(Answers.load("leeds", cities))
    said = await me.say("do i pay", "council_tax")
    assert said.startswith(f"{UNSURE} {LINE}")
    assert "nothing" not in said
    assert ORIGIN not in me.chat.state.memory
    assert me.counted == [("answer_not_certain", "")]


async def test_an_intent_without_any_answer_leads_to_the_council(cities: Path) -> None:
    me = Resident(Answers.load("leeds", cities))
    said = await me.say("i need a new bin", "bins.order")
    assert said.startswith(f"I cannot do this here. The council can. {LINE}")


@pytest.mark.parametrize(
    ("text", "language", "starts", "counted"),
    [
        ("how do i contact the council", "en", LINE, False),
        ("number for adult social care", "en", f"{ADULTS} You can call 0113 222 4401.", False),
        ("roots of next doors tree", "en", f"{UNSURE} The council's team for trees may help. {LINE}", True),
        ("found a stray dog", "en", f"{UNSURE} {LINE}", True),
        ("numer do urzędu", "pl", LINE, False),
        ("phone number for child protection", "en", LINE, False),
    ],
)  # fmt: skip
async def test_who_is_wanted_is_told_and_what_nobody_can_answer_is_counted(
    me: Resident, text: str, language: str, starts: str, counted: bool
) -> None:
    assert (await me.say(text, "services.contact", language)).startswith(starts)
    assert me.counted == ([("unanswered", text)] if counted else [])


async def test_a_number_that_is_not_certain_is_never_told(me: Resident) -> None:
    said = await me.say("number for childrens services", "services.contact")
    assert LINE in said
    assert "4403" not in said


async def test_at_night_the_line_of_the_night_is_told(me: Resident) -> None:
    me.chat.now = dt.datetime(2026, 11, 23, 20, 0, tzinfo=dt.UTC)
    assert "0113 378 0644" in await me.say("number for adult social care", "services.contact")
