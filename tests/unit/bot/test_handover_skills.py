"""Asking for a person and for a call, on the real parts: with nobody, with somebody there, and at night."""

from __future__ import annotations

import datetime as dt
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from sqlalchemy import delete, insert, select, update

from accessibility.rules import check
from bot.clock import FixedClock
from bot.handover.callback import Callback
from bot.handover.helpline import Helpline
from bot.knowledge.bins.schedule_file import database_path
from bot.knowledge.data import CITIES, DataError
from bot.store.staff_tables import shifts, staff
from bot.store.tables import conversations, handovers
from channels.can import CAN
from tests.conftest import NOW
from tests.testbot import TestBot, put_together

LINE = "You can call 0113 222 4444."
TIMES = [
    "[1 Tuesday 24 November, midday to 3pm]",
    "[2 Tuesday 24 November, 3pm to 5pm]",
    "[3 Wednesday 25 November, 9am to midday]",
]


@pytest.fixture
async def bot(estate: Path, tmp_path: Path) -> AsyncIterator[TestBot]:
    database_path(tmp_path, "leeds").symlink_to(database_path(estate, "leeds"))
    parts = await put_together(tmp_path, NOW)
    yield TestBot(parts, "telegram")
    await parts.close()


async def run(bot: TestBot, statement: object) -> list[tuple[object, ...]]:
    """Runs one statement on the test's database; its rows, if it has any."""

    def work(connection):  # type: ignore[no-untyped-def]
        result = connection.execute(statement)
        return [tuple(row) for row in result] if result.returns_rows else []

    return await bot.parts.store.database.write(work)


async def hire(bot: TestBot, *, on_shift: bool = True) -> None:
    """The council has one adviser, who is there for two hours or not at all."""
    seal, now = bot.parts.store._keys.seal, bot.parts.clock.now()
    values = {"login_lookup": b"1" * 32, "login": seal("a"), "name": seal("Adviser"), "role": "adviser"}
    values |= {"team": "", "step": 0, "failures": 0, "active": True, "created_at": now}
    ((id,),) = await run(bot, insert(staff).values(**values).returning(staff.c.id))
    if on_shift:
        until = now + dt.timedelta(hours=2)
        await run(bot, insert(shifts).values(staff_id=id, began_at=now, until=until))


async def owner(bot: TestBot) -> object:
    """Who has the conversation that was spoken in last."""
    return (await run(bot, select(conversations.c.owner).order_by(conversations.c.last_at.desc())))[0][0]


async def calls(bot: TestBot) -> tuple[Callback, ...]:
    """The calls still to make."""
    return await bot.parts.store.callbacks.due()


def to(bot: TestBot, hour: int, day: int = 24) -> None:
    clock = bot.parts.clock
    assert isinstance(clock, FixedClock)
    clock.advance(NOW.replace(day=day, hour=hour) - clock.now())


async def book(bot: TestBot, number: str = "0113 496 0001") -> list[str]:
    """Books the first time that is offered."""
    for said in ("call me back", "1", number, "yes"):
        await bot.send(said)
    return await bot.send("yes")


@pytest.mark.parametrize("asks", ["can i talk to someone", "can you call me back"])
async def test_without_staff_nothing_is_promised(bot: TestBot, asks: str) -> None:
    (said,) = await bot.send(asks)
    assert said.startswith(f"A person at Leeds City Council can help you.\n{LINE}")
    assert "[" not in said
    assert await owner(bot) == "bot"
    assert await calls(bot) == ()


async def test_with_an_adviser_there_the_resident_joins_the_queue(bot: TestBot) -> None:
    await hire(bot)
    (said,) = await bot.send("can i talk to someone")
    assert said.startswith("You are next.\nI cannot say how long it will take.")
    assert await owner(bot) == "queue"
    assert await run(bot, select(handovers.c.reason, handovers.c.status)) == [("asked", "queued")]


async def test_the_second_in_the_queue_is_told_so(bot: TestBot) -> None:
    await hire(bot)
    await bot.send("can i talk to someone")
    bot.new()
    (said,) = await bot.send("can i talk to someone")
    assert said.startswith("You are number 2 in the queue.")


async def test_a_question_that_waits_is_not_put_to_who_joins_the_queue(bot: TestBot) -> None:
    await hire(bot)
    await bot.send("my black bin was not emptied at 12 hollin mews")
    (said,) = await bot.send("can i talk to someone")
    assert said.startswith("You are next.")
    said, question = await bot.press("Leave the queue")
    assert said.startswith("You have left the queue.")
    assert question.startswith("How was the black bin?")
    assert await owner(bot) == "bot"


async def test_after_three_misses_a_person_is_called(bot: TestBot) -> None:
    await hire(bot)
    await bot.send("call me back")
    for _ in range(2):
        await bot.send("purple elephant")
    sorry, place = await bot.send("purple elephant")
    assert sorry == "I am sorry. I do not understand this well enough."
    assert place.startswith("You are next.")
    assert await run(bot, select(handovers.c.reason)) == [("misses",)]


@pytest.mark.parametrize(
    ("day", "hour", "opens"),
    [
        (24, 22, "Wednesday 25 November at 9am"),
        (28, 12, "Monday 30 November at 9am"),
        (25, 7, "Wednesday 25 November at 9am"),
    ],
)
async def test_outside_the_hours_one_message_says_when_and_offers_a_call(
    bot: TestBot, day: int, hour: int, opens: str
) -> None:
    to(bot, hour, day)
    await hire(bot)
    (said,) = await bot.send("can i talk to someone")
    assert said.startswith(f"No adviser is here now.\nAdvisers are here again on {opens}.")
    assert LINE in said
    assert said.endswith("[1 Ask for a call]")
    assert await owner(bot) == "bot"


async def test_on_christmas_day_nobody_is_there(bot: TestBot) -> None:
    clock = bot.parts.clock
    assert isinstance(clock, FixedClock)
    clock.advance(dt.datetime(2026, 12, 25, 10, tzinfo=NOW.tzinfo) - clock.now())
    await hire(bot)
    (said,) = await bot.send("can i talk to someone")
    # 26 December is a Saturday: the bank holiday for it is Monday the 28th.
    assert "Advisers are here again on Tuesday 29 December at 9am." in said


async def test_in_the_hours_with_nobody_on_shift_it_says_until_when_to_ask_again(bot: TestBot) -> None:
    await hire(bot, on_shift=False)
    (said,) = await bot.send("can i talk to someone")
    assert said.startswith("No adviser is here now.\nYou can ask again until 5pm.")
    assert said.endswith("[1 Ask for a call]")


async def test_who_cannot_be_written_to_is_not_put_into_the_queue(bot: TestBot) -> None:
    await hire(bot)
    quiet = TestBot(bot.parts, "rest")
    (said,) = await quiet.send("person")
    assert said.startswith("An adviser cannot answer you here.\nWe can call you at a time that you choose.")
    assert await owner(bot) == "bot"


async def test_the_assistant_goes_on_helping_when_nobody_is_there(bot: TestBot) -> None:
    await hire(bot, on_shift=False)
    await bot.send("can i talk to someone")
    (said,) = await bot.send("when is my bin 2 larch row")
    assert said.startswith("Your black bin is collected on")


async def test_a_call_is_booked(bot: TestBot) -> None:
    await hire(bot, on_shift=False)
    await bot.send("can i talk to someone")
    (said,) = await bot.press("Ask for a call")
    assert said.splitlines() == ["When shall we call you?", *TIMES]
    assert await bot.send("3") == ["Which number shall we call?"]
    (said,) = await bot.send("0113 496 0123 please")
    assert said.splitlines()[:3] == [
        "We keep your number only to call you.",
        "It is deleted on Thursday 24 December 2026 if you write nothing more.",
        "Do you agree?",
    ]
    (said,) = await bot.send("yes")
    assert said.splitlines()[:4] == [
        "Please check.",
        "Time of the call: Wednesday 25 November, 9am to midday",
        "Phone number: 0113 496 0123",
        "Is this right?",
    ]
    (said,) = await bot.send("yes")
    (call,) = await calls(bot)
    assert said.splitlines() == [
        f"Your call is booked. Your reference is {call.reference}.",
        "An adviser will call you: Wednesday 25 November, 9am to midday.",
        "To cancel it, ask me for a call again.",
        "[1 Cancel the call]",
    ]
    assert (call.number, call.interpreter, call.from_at.hour) == ("+441134960123", "", 9)
    assert await owner(bot) == "bot"


async def test_a_number_in_the_first_words_is_not_asked_for_and_is_said_back(bot: TestBot) -> None:
    await hire(bot)
    await bot.send("can you call me on 0113 496 0123")
    (said,) = await bot.send("1")
    assert said.startswith("I have understood: 0113 496 0123.")
    assert "Do you agree?" in said


async def test_what_is_no_number_is_asked_for_again(bot: TestBot) -> None:
    await hire(bot)
    await bot.send("call me back")
    await bot.send("1")
    (said,) = await bot.send("12345")
    assert said.endswith("Which number shall we call?")
    assert await calls(bot) == ()


async def test_without_consent_nothing_is_booked(bot: TestBot) -> None:
    await hire(bot)
    for said in ("call me back", "1", "0113 496 0001"):
        await bot.send(said)
    (said,) = await bot.send("no")
    assert said.startswith("OK. I have not booked a call.")
    assert await calls(bot) == ()


async def test_nothing_is_booked_before_the_review_is_agreed_to(bot: TestBot) -> None:
    await hire(bot)
    for said in ("call me back", "1", "0113 496 0001", "yes"):
        await bot.send(said)
    assert await calls(bot) == ()
    (said,) = await bot.send("no")
    assert said.startswith("OK. I have not booked a call.")
    assert await calls(bot) == ()


async def test_who_does_not_write_english_is_asked_for_an_interpreter(bot: TestBot) -> None:
    await hire(bot)
    bot.language = "pl"
    await bot.send("do:handover.callback", "do:handover.callback")
    await bot.send("1")
    await bot.send("0113 496 0123")
    assert await run(bot, select(conversations.c.language)) == [("pl",)]
    for _ in ("interpreter", "consent", "review"):
        await bot.send("tak")
    (call,) = await calls(bot)
    assert call.interpreter == "pl"


async def test_who_needs_no_interpreter_gets_none(bot: TestBot) -> None:
    await hire(bot)
    bot.language = "pl"
    await bot.send("do:handover.callback", "do:handover.callback")
    for said in ("1", "0113 496 0123", "nie", "tak", "tak"):
        await bot.send(said)
    (call,) = await calls(bot)
    assert call.interpreter == ""


async def test_who_has_a_call_is_told_it_instead_of_booking_twice(bot: TestBot) -> None:
    await hire(bot, on_shift=False)
    await book(bot)
    (said,) = await bot.send("can i talk to someone")
    assert said.startswith("An adviser will call you: Tuesday 24 November, midday to 3pm.")
    assert said.endswith("[1 Cancel the call]")
    (said,) = await bot.send("call me back")
    assert said.splitlines()[:2] == [
        "An adviser will call you: Tuesday 24 November, midday to 3pm.",
        "Shall I cancel this call?",
    ]
    assert await bot.send("no") == ["OK. The call stays booked."]
    assert len(await calls(bot)) == 1


async def test_a_call_is_cancelled_by_saying_so(bot: TestBot) -> None:
    await hire(bot, on_shift=False)
    await book(bot)
    await bot.send("cancel my callback")
    (said,) = await bot.send("yes")
    assert said.startswith("The call is cancelled. Nobody will call you.")
    assert await calls(bot) == ()
    (said,) = await bot.send("can i talk to someone")
    assert said.startswith("No adviser is here now.")


async def test_a_call_whose_time_is_over_is_no_promise_any_more(bot: TestBot) -> None:
    await hire(bot, on_shift=False)
    await book(bot)
    to(bot, 16)
    (said,) = await bot.send("can i talk to someone")
    assert said.startswith("No adviser is here now.")


async def test_when_every_time_is_full_it_says_so_and_offers_none(bot: TestBot) -> None:
    await hire(bot, on_shift=False)
    bot.parts.store.callbacks.booked = _full  # type: ignore[method-assign]
    (said,) = await bot.send("can i talk to someone")
    assert "We can call you" not in said
    assert "[" not in said
    (said,) = await bot.send("call me back")
    assert said.startswith(f"There is no free time for a call at the moment.\n{LINE}")


async def _full(since: dt.datetime) -> dict[dt.datetime, int]:
    start = since.replace(hour=0, minute=0)
    return {start + dt.timedelta(hours=hour): 99 for hour in range(24 * 15)}


async def test_a_time_that_is_taken_meanwhile_is_not_booked(bot: TestBot) -> None:
    await hire(bot)
    for said in ("call me back", "1", "0113 496 0001", "yes"):
        await bot.send(said)
    to(bot, 12)  # the time that was chosen begins
    (said,) = await bot.send("carry on")
    (said,) = await bot.send("yes")
    assert await calls(bot) == ()
    assert "is booked" not in said


async def test_a_form_that_was_begun_is_offered_again_after_a_call_is_booked(bot: TestBot) -> None:
    await hire(bot)
    await bot.send("my black bin was not emptied at 12 hollin mews")
    booked, resume = await book(bot)
    assert booked.startswith("Your call is booked.")
    assert resume.startswith("You were telling us about the missed bin. Shall we carry on?")


async def test_staff_who_may_not_sign_in_any_more_are_no_staff(bot: TestBot) -> None:
    await hire(bot)
    await run(bot, update(staff).values(active=False))
    (said,) = await bot.send("can i talk to someone")
    assert said.startswith("A person at Leeds City Council can help you.")
    assert await owner(bot) == "bot"


@pytest.mark.parametrize("channel", ["telegram", "sms", "voice"])
@pytest.mark.parametrize("language", ["en", "pl", "ur"])
@pytest.mark.parametrize("hour", [10, 22])
async def test_all_of_it_can_be_read_and_said_on_every_channel(
    bot: TestBot, channel: str, language: str, hour: int
) -> None:
    await hire(bot)
    to(bot, hour)
    resident = TestBot(bot.parts, channel, language)
    for choice in ("word:person", "do:handover.callback"):
        await resident.send(choice, choice)
        _assert_fit(resident)
        resident.new()
    await resident.send("do:handover.callback", "do:handover.callback")
    for said in ("1", "0113 496 0123", *["yes"] * (3 if language == "en" else 4)):
        await resident.send({"pl": "tak", "ur": "جی ہاں"}.get(language, said) if said == "yes" else said)
        _assert_fit(resident)
    for choice in ("word:person", "do:handover.callback"):
        await resident.send(choice, choice)
        _assert_fit(resident)


def _assert_fit(bot: TestBot) -> None:
    assert bot.entries
    for entry in bot.entries:
        faults = check(entry.rendered, CAN[bot.channel].modality, safety=entry.importance == "safety")
        # R22 measures labels as a screen writes them; what a text message lists is measured below.
        assert not [fault for fault in faults if fault.rule != "R22"], f"{faults}\n{entry.text}"


async def test_a_time_is_short_enough_for_the_list_of_a_text_message(bot: TestBot) -> None:
    await hire(bot)
    (said,) = await TestBot(bot.parts, "sms").send("call me back")
    listed = "1 Tue 24 Nov, midday to 3pm, 2 Tue 24 Nov, 3pm to 5pm, 3 Wed 25 Nov, 9am to midday"
    assert listed in said


async def test_who_is_forgotten_is_not_called(bot: TestBot) -> None:
    await hire(bot)
    await book(bot)
    await run(bot, delete(conversations))
    assert await calls(bot) == ()


@pytest.mark.parametrize("city", sorted(path.parent.name for path in CITIES.glob("*/city.yaml")))
def test_every_time_that_a_city_offers_for_calls_is_in_its_hours(city: str) -> None:
    helpline = Helpline.load(city)
    ahead = helpline.ahead(NOW.replace(hour=0))
    assert {(window.start, window.until) for window, _calls in ahead} == {
        (one.start, one.until) for one in helpline.windows
    }


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ('windows: [{from: "12:00:00", until: "09:00:00", calls: 1}]\nmost: 1', "ends before it begins"),
        ('windows: [{from: "09:00:00", until: "12:00:00", calls: 0}]\nmost: 1', "calls"),
        ("windows: []\nmost: 0", "most"),
        (
            "windows: []\nmost: 1\nteams: [{id: bins, name: One}, {id: bins, name: Two}]",
            "two teams have one id",
        ),
    ],
)
def test_a_wrong_setting_is_named(tmp_path: Path, wrong: str, told: str) -> None:
    (tmp_path / "leeds").mkdir()
    (tmp_path / "leeds" / "helpline.yaml").write_text(f"hours: {{}}\n{wrong}\n", encoding="utf-8")
    with pytest.raises(DataError, match=told):
        Helpline.load("leeds", tmp_path)
