"""A complaint is taken in few questions, read out, sent once, and told of when its resident asks."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from bot.knowledge.complaints.complaints import Complaint, Status
from channels.message import Capabilities
from tests.unit.answers.resident import REFERENCES, Resident

RUDE = "the driver swore at my mother this morning"
TOLD_WRONG = "this bot told me the wrong bin day again and nobody put it right"


@pytest.fixture
def me() -> Resident:
    return Resident()


async def complained(me: Resident, *answers: str, opening: str = "i want to complain") -> str:
    said = await me.say(opening, "feedback.complaint")
    for answer in answers:
        said = await (me.press(answer[3:]) if answer.startswith("do:") else me.say(answer))
    return said


async def test_nothing_is_kept_before_it_was_read_out_and_agreed_to(me: Resident) -> None:
    said = await complained(me, "do:service", RUDE, "do:phone", "0113 496 0000")
    assert RUDE in said
    assert "0113 496 0000" in said
    assert me.complaints.filed == {}
    said = await me.say("yes")
    assert said.startswith(f"Your complaint is with the council. Your reference is {REFERENCES[0]}.")
    [kept] = me.complaints.filed.values()
    assert kept == Complaint("service", RUDE, "phone", "+441134960000")


async def test_what_was_said_in_the_first_words_is_not_asked_again(me: Resident) -> None:
    said = await complained(me, opening=TOLD_WRONG)
    assert "How shall the council answer you?" in said
    await me.press("none")
    await me.say("yes")
    [kept] = me.complaints.filed.values()
    assert kept == Complaint("assistant", TOLD_WRONG)


async def test_thanks_need_no_number(me: Resident) -> None:
    await complained(me, "they were so kind", opening="well done to the crew")
    assert (await me.say("yes")).startswith("Thank you. The council has it.")
    assert next(iter(me.complaints.filed.values())) == Complaint(
        "praise", "well done to the crew / they were so kind"
    )


async def test_a_no_keeps_nothing(me: Resident) -> None:
    said = await complained(me, "do:service", RUDE, "do:none", "no")
    assert said == "OK. I have not sent it."
    assert me.complaints.filed == {}


@pytest.mark.parametrize(
    ("typed", "asked"),
    [
        ("no, by email instead", "What is your email address?"),
        ("no, phone please", "Which number can we ring?"),
        ("you can ring me", "Which number can we ring?"),
        ("no phone calls please", "How shall the council answer you?"),
        ("no", "Is this right?"),
    ],
)
async def test_a_way_to_answer_can_be_named_in_a_sentence(me: Resident, typed: str, asked: str) -> None:
    assert asked in await complained(me, "do:service", RUDE, typed)


@pytest.mark.parametrize("typed", ["yes", "1", "😡😡"])
async def test_what_says_nothing_is_no_story(me: Resident, typed: str) -> None:
    said = await complained(me, typed, opening="i want to complain about bins")
    assert "what happened?" in said


async def test_the_code_of_a_key_safe_is_not_kept(me: Resident) -> None:
    await complained(me, "do:service", "they left the key safe open, code 4711", "do:none", "yes")
    assert "4711" not in next(iter(me.complaints.filed.values())).said


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("amira.k@example.org", "amira.k@example.org"),
        ("it is amira@mail.example.co.uk thanks", "amira@mail.example.co.uk"),
        ("amira at example", None),
        ("@example.org", None),
    ],
)
async def test_an_address_is_an_address(me: Resident, typed: str, kept: str | None) -> None:
    said = await complained(me, "do:service", RUDE, "do:email", typed)
    assert (kept is None) == ("What is your email address?" in said)
    if kept:
        assert kept in said


async def test_where_nothing_can_be_written_no_address_is_asked_for(me: Resident) -> None:
    me.here.what = replace(Capabilities(), modality="speech")
    await complained(me, "do:service", RUDE)
    assert me.buttons == ["phone", "none"]


@pytest.mark.parametrize(
    ("status", "told"),
    [
        ("received", f"The council has complaint {REFERENCES[0]}. Nobody has answered it yet."),
        ("passed", f"Complaint {REFERENCES[0]} is with the team that it is about."),
        ("answered", f"The council has answered complaint {REFERENCES[0]}."),
    ],
)
async def test_how_it_stands_is_told_when_asked_or_at_once_by_its_reference(
    me: Resident, status: Status, told: str
) -> None:
    await complained(me, "do:service", RUDE, "do:none", "yes")
    me.complaints.status = status
    assert "I have a complaint from you already." in await complained(me)
    assert await me.press("stands") == told
    assert await complained(me, opening=f"what about complaint {REFERENCES[0].lower()}") == told


async def test_a_second_one_can_be_made(me: Resident) -> None:
    await complained(me, "do:service", RUDE, "do:none", "yes")
    await complained(me, "do:new", "do:service", "and nobody rang me back", "do:none", "yes")
    assert len(me.complaints.filed) == 2
