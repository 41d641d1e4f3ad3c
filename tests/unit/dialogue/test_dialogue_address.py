"""The address question: what is said is searched at once, and only what is still open is asked."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from bot.dialogue.address import AddressQuery
from bot.dialogue.questions.address import merged
from tests.unit.dialogue.chat import Chat
from tests.unit.dialogue.house import World

OAK = "Bin day for 12, Oak Road, LS8 1AA: in 1 days."


async def test_all_at_once(chat: Chat) -> None:
    assert await chat.send("when is my bin 12 oak road") == [OAK]


async def test_postcode_and_number(chat: Chat) -> None:
    assert await chat.send("when is my bin", "LS8 1AA 12") == [OAK]


async def test_a_street_with_many_homes_asks_for_the_number(chat: Chat) -> None:
    await chat.send("when is my bin")
    assert await chat.send("elm street") == ["Elm Street has 20 addresses. Which number?"]
    assert await chat.send("7") == ["Bin day for 7, Elm Street, LS8 1AB: in 1 days."]


async def test_a_number_alone_asks_for_the_street(chat: Chat) -> None:
    await chat.send("when is my bin")
    assert await chat.send("12") == ["Which street or postcode is number 12 in?"]
    assert await chat.send("oak road") == [OAK]


async def test_few_homes_are_listed(chat: Chat) -> None:
    await chat.send("when is my bin", "oak road")
    assert chat.choices == ["12, Oak Road", "14, Oak Road", "Another address"]


async def test_many_homes_are_listed_eight_at_a_time(chat: Chat) -> None:
    await chat.send("when is my bin", "LS8 1AB")
    assert len(chat.choices) == 10
    assert chat.choices[-2:] == ["More addresses", "Another address"]
    assert await chat.send("more") == ["Here are more addresses. Which is it?"]
    assert chat.choices[0] == "9, Elm Street"
    assert await chat.send("More addresses") == ["Here are more addresses. Which is it?"]
    assert chat.choices == [*(f"{number}, Elm Street" for number in range(17, 21)), "Another address"]
    assert await chat.send("18") == ["Bin day for 18, Elm Street, LS8 1AB: in 1 days."]


async def test_a_page_survives_a_digression(chat: Chat) -> None:
    await chat.send("when is my bin", "LS8 1AB", "more", "help")
    assert chat.choices[0] == "9, Elm Street"


async def test_another_address_begins_the_question_again(chat: Chat) -> None:
    await chat.send("when is my bin", "oak road")
    assert await chat.send("Another address") == ["What is your address?"]
    assert await chat.send("elm street 3") == ["Bin day for 3, Elm Street, LS8 1AB: in 1 days."]


async def test_a_rough_match_is_confirmed_never_assumed(chat: Chat) -> None:
    await chat.send("when is my bin")
    assert await chat.send("3 elm stret") == ["Is it 3, Elm Street, LS8 1AB?"]
    assert await chat.send("yes") == ["Bin day for 3, Elm Street, LS8 1AB: in 1 days."]


async def test_a_rough_match_that_is_wrong_is_asked_for_again(chat: Chat) -> None:
    await chat.send("when is my bin", "3 elm stret")
    assert await chat.send("no") == ["What is your address?"]


async def test_what_cannot_be_found_is_said_and_then_how_to_give_it(chat: Chat) -> None:
    await chat.send("when is my bin")
    assert await chat.send("99 elm street") == [
        "I cannot find 99 elm street in this city's list. What is your address?"
    ]
    assert await chat.send("99 elm street") == [
        "You can also send the house number and the street. What is your address?"
    ]


async def test_another_place_alone_when_it_does_not_go_with_the_number(chat: Chat) -> None:
    """There is no number 12 in Oakwood Court: the place is what was meant."""
    await chat.send("when is my bin", "12")
    assert await chat.send("oakwood court") == ["Which address is it?"]


async def test_a_number_that_a_street_does_not_have_keeps_the_street(chat: Chat) -> None:
    await chat.send("when is my bin", "elm street")
    assert (await chat.send("99"))[0].startswith("I cannot find 99 elm street")
    assert await chat.send("9") != []
    assert chat.said == ["Bin day for 9, Elm Street, LS8 1AB: in 1 days."]


async def test_a_remembered_home_that_is_no_longer_known_is_asked_for(world: World, chat: Chat) -> None:
    await chat.send("when is my bin", "12 oak road")
    world.book.homes = [one for one in world.book.homes if one[1].id != "12-oak-road"]
    assert await chat.send("when is my bin") == ["What is your address?"]


async def test_a_correction_changes_one_part_of_the_address(chat: Chat) -> None:
    await chat.send("when is my bin", "12 oak road")
    assert await chat.send("no, 14") == ["Bin day for 14, Oak Road, LS8 1AA: in 2 days."]
    assert await chat.send("no, elm street") == ["Bin day for 14, Elm Street, LS8 1AB: in 3 days."]


PART = st.sampled_from(["", "1", "2"])
QUERIES = st.builds(AddressQuery, PART, PART, PART, PART)


@given(QUERIES, QUERIES)
def test_what_was_said_last_is_never_lost(before: AddressQuery, said: AddressQuery) -> None:
    both = merged(before, said)
    for part in ("postcode", "number", "room", "street"):
        assert getattr(both, part) in (getattr(said, part), getattr(before, part), "")
        assert not getattr(said, part) or getattr(both, part) == getattr(said, part)


@given(QUERIES)
def test_saying_nothing_changes_nothing(before: AddressQuery) -> None:
    assert merged(before, AddressQuery()) == before
