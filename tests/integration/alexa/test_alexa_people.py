"""A person, over the speaker: a call is booked by voice alone; and addresses as they are really said."""

from __future__ import annotations

import pytest

from bot.parts import Parts
from tests.alexa.household import Household
from tests.helpline import Helpline

NUMBER = "oh one one three treble two double four oh six"


async def test_a_call_is_booked_by_voice(home: Household, parts: Parts) -> None:
    await Helpline(parts).member("ann@leeds.gov.uk", "Ann")
    cards = []
    assert "We can call you at a time that you choose." in await home.says("HandoverPerson")
    assert "When shall we call you?" in await home.says("HandoverCallback")
    assert "Which number shall we call?" in await home.says("PickWhich", which="1")
    assert "Do you agree?" in await home.answers(NUMBER)
    told = await home.yes()
    cards.append(home.shown)
    assert "zero one one three two two two four four zero six" in told
    assert "Your call is booked. Your reference is" in await home.yes()
    cards.append(home.shown)
    assert not any("0113" in card or "reference" in card for card in cards), cards


SPOKEN = (
    "fourteen hollin mews l. s. eight one a. d.",
    "fourteen hollin mews",
    "number fourteen hollin mews leeds",
    "14 hollin mews ls8 1ad",
    "l s eight one a d number fourteen",
    "l for leeds s for sugar eight one a for apple d for dog number fourteen",
)


async def test_addresses_as_they_are_said(home: Household) -> None:
    for number, said in enumerate(SPOKEN):
        home.user, home.open = f"household-{number}", False
        await home.says("BinsNext")
        assert (await home.answers(said)).startswith("Your brown bin is collected"), said


@pytest.mark.parametrize("first", ["hollin mews", "l s eight one a d"])
async def test_the_number_alone_afterwards(home: Household, first: str) -> None:
    await home.says("BinsNext")
    await home.answers(first)
    assert (await home.says("Pick", number="14")).startswith("Your brown bin is collected")
