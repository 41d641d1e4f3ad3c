"""Whole talks with the speaker: signed requests over HTTP against the assembled program."""

from __future__ import annotations

import datetime as dt

import pytest

from bot.clock import FixedClock
from bot.parts import Parts
from channels.alexa.tasks import DANGER
from tests.alexa.asking import USER
from tests.alexa.household import Household

ADDRESS = "Hollin Mews"


async def at_home(home: Household) -> str:
    """Asks for the bin day, with a whole address."""
    await home.says("BinsNext")
    return await home.answers("fourteen hollin mews l. s. eight one a. d.")


def later(parts: Parts, **time: float) -> None:
    clock = parts.clock
    assert isinstance(clock, FixedClock)
    clock.advance(dt.timedelta(**time))


async def test_the_bin_day_from_opening_to_answer(home: Household) -> None:
    opened = await home.opens()
    assert opened.startswith("Hello, this is Leeds Council. You can ask about bins and repairs.")
    assert home.open
    assert await home.says("BinsNext") == "Please send your postcode and house number."
    assert home.again == "Please send your postcode and house number. You can also say: help, or a person."
    assert "Which address is it?" in await home.answers("l. s. eight one a. d.")
    told = await home.says("Pick", number="14")
    assert told.startswith("Your brown bin is collected on Tuesday the 1 of December.")
    assert told.endswith("Is there anything else?")
    assert await home.no() == "Goodbye."
    assert not home.open


async def test_a_question_in_one_breath_is_answered_and_that_is_all(home: Household) -> None:
    await at_home(home)
    home.open = False
    told = await home.says("BinsNextOne", bin="black bin")
    assert told.startswith("Your black bin and green bin are collected on Monday")
    assert "Is there anything else" not in told
    assert not home.open


async def test_free_words_are_a_question(home: Household) -> None:
    assert "postcode" in await home.says("Ask", query="when do they empty the green bin")


async def test_yes_and_no_answer_the_conversation(home: Household) -> None:
    await at_home(home)
    await home.says("BinsMissed")
    await home.says("PickWhich", which="1")
    await home.says("AMAZON.StopIntent")
    assert "Shall we carry on?" in await home.opens()
    assert "OK." in await home.no()
    assert "Hello" in await home.opens()


async def test_yes_to_anything_else_asks_what(home: Household) -> None:
    await at_home(home)
    assert await home.yes() == "What would you like to know?"
    assert home.open


async def test_repeat_slower_and_a_person(home: Household) -> None:
    told = await at_home(home)
    assert await home.says("AMAZON.RepeatIntent") == told
    assert await home.says("Slower") == told
    ssml = home.response["outputSpeech"]["ssml"]
    assert 'rate="80%"' in ssml
    assert 'rate="90%"' not in ssml
    assert "zero one one three two two two" in await home.says("HandoverPerson")


async def test_stop_is_short_and_keeps_the_place(home: Household) -> None:
    await at_home(home)
    await home.says("BinsMissed")
    assert await home.says("AMAZON.StopIntent") == "Goodbye. I keep your place. Open me again to carry on."
    assert not home.open
    assert await home.opens() == (
        "You were telling us about the missed bin. Shall we carry on? Carry on No, leave it"
    )
    assert "Which bin was not emptied?" in await home.yes()


async def test_silence_loses_nothing(home: Household, parts: Parts) -> None:
    await at_home(home)
    await home.says("BinsMissed")
    await home.is_silent()
    later(parts, hours=20)
    assert "You were telling us about the missed bin." in await home.opens()
    assert "Which bin was not emptied?" in await home.answers("carry on")


async def test_cancel_lets_the_task_go_and_then_the_skill(home: Household) -> None:
    await at_home(home)
    await home.says("BinsMissed")
    assert "I have stopped" in await home.says("AMAZON.CancelIntent")
    assert home.open
    assert await home.says("AMAZON.CancelIntent") == "Goodbye."


@pytest.mark.parametrize("name", ["AMAZON.NavigateHomeIntent", "Goodbye"])
async def test_other_ways_to_go(home: Household, name: str) -> None:
    await home.opens()
    assert await home.says(name) == "Goodbye."


async def test_stop_in_free_words(home: Household) -> None:
    await home.says("BinsNext")
    assert (await home.answers("stop")).startswith("Goodbye.")


async def test_what_was_not_heard_leads_to_a_person(home: Household) -> None:
    await home.opens()
    said = [await home.says("AMAZON.FallbackIntent") for _ in range(3)]
    assert len(set(said)) == 3
    assert "zero one one three" in said[2]


async def test_another_households_talk_is_another(home: Household) -> None:
    await at_home(home)
    home.user, home.open = f"{USER}2", False
    assert "postcode" in await home.says("BinsNext")


@pytest.mark.parametrize("intent", DANGER, ids=lambda one: one.name)
async def test_danger_is_heard_at_once_and_leaves_nothing_on_a_screen(
    home: Household, intent: object
) -> None:
    told = await home.says(intent.name)  # type: ignore[attr-defined]
    assert home.open
    assert "Hello" not in told
    assert home.shown == ""


async def test_a_language_that_cannot_be_spoken_is_named_and_a_person_offered(home: Household) -> None:
    await at_home(home)
    await home.says("BinsMissed")
    told = await home.says("LanguageChange", language="polish")
    assert told.startswith("I cannot speak Polish here. A person can help you, with an interpreter.")
    assert "Which bin was not emptied?" in told
    assert "I cannot speak Urdu here." in await home.answers("urdu please")
    assert "I cannot speak other languages here." in await home.says("LanguageChange")
    assert "Which bin was not emptied?" in await home.says("PickWhich", which="1")


@pytest.mark.parametrize("free", [False, True])
async def test_text_it_to_me_asks_where_and_whether_and_shows_no_number(home: Household, free: bool) -> None:
    await at_home(home)
    told = await (home.answers("Text it to me") if free else home.says("TextMe"))
    assert told.endswith("Which number shall I text it to?")
    assert "Is that right?" in await home.answers("zero seven four double zero one two three four five six")
    assert "123" not in home.shown
    assert (await home.answers("yes")).startswith("I have texted it to you.")


async def test_going_on_somewhere_else_gives_a_code_and_never_on_a_card(home: Household) -> None:
    """Nobody's number is asked for: who has the phone in hand sends the code, and so agrees."""
    await at_home(home)
    assert "send me this there: link" in await home.says("GoOnElsewhere")
    assert "link" not in home.shown


async def test_words_of_the_dialect(home: Household) -> None:
    """R34."""
    await home.opens()
    assert "postcode" in await home.says("Ask", query="do i need to put owt out tonight")
    assert home.open


class TestNothingPrivateIsSaidAloud:
    """What a household has told is said back to who has just said it, and to nobody who comes later."""

    async def test_a_stored_address(self, home: Household, parts: Parts) -> None:
        assert ADDRESS not in await at_home(home)
        assert await home.answers("remember my address")
        home.open = False
        later(parts, days=3)
        for _ in range(2):
            told = await home.says("BinsNext")
            assert told.startswith("Your brown bin")
            assert ADDRESS not in told + home.shown

    async def test_what_is_held(self, home: Household) -> None:
        await at_home(home)
        told = await home.says("PrivacyAccess")
        assert "I also hold your address." in told
        assert ADDRESS not in told + home.shown

    async def test_the_last_answer_is_not_repeated_to_who_comes_next(self, home: Household) -> None:
        await at_home(home)
        home.open = False
        assert (await home.says("AMAZON.RepeatIntent")).startswith("Hello")

    async def test_no_card_has_an_address_or_a_reference(self, home: Household, parts: Parts) -> None:
        """From asking for an address to a filed report."""
        shown = []
        await home.says("BinsNext")
        for words in ("hollin mews", "number fourteen", "my bin was not emptied", "black bin"):
            await home.answers(words)
            shown.append(home.shown)
        await home.says("PickWhich", which="1")
        shown.append(home.shown)
        assert not any(ADDRESS in card or "LS8" in card for card in shown)


async def test_a_missed_bin_of_a_remembered_home_is_reported_without_saying_where(
    home: Household, parts: Parts
) -> None:
    await at_home(home)
    await home.answers("remember my address")
    home.open = False
    later(parts, days=7, hours=9)
    told = [await home.says("BinsMissed")]
    for words in ("brown bin", "out in time with no tag", "no"):
        told.append(await home.answers(words))
    assert not any(ADDRESS in one for one in told), told
