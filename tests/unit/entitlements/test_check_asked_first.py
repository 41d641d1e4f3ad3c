"""What was asked for comes first: the fewest questions, not to know among the answers, and why."""

from __future__ import annotations

import pytest

from bot.knowledge.facts import ORIGIN
from tests.unit.entitlements.asker import Asker, leeds, small


async def test_school_meals_take_one_question_and_its_reason_is_told() -> None:
    me = Asker(small())
    asked = await me.opens("do my kids get free school dinners", "free_school_meals")
    assert "Universal Credit?" in asked
    assert me.buttons == ["yes", "no", "fact:unsure"]
    assert "If you get one benefit" in await me.say("why", word="why")
    told = await me.say("yes")
    assert told.startswith("You may be able to get the free_school_meals. Ask for the free_school_meals.")
    assert "It goes with Universal Credit." in told
    assert "This is a guide. It is not a decision." in told


async def test_what_the_opening_words_state_is_not_asked() -> None:
    me = Asker(small())
    told = await me.opens("I am 80, can I get a bus pass", "bus_pass")
    assert told.startswith("You may be able to get the bus_pass.")
    assert "It changes when you move." in told
    assert me.facts == {"age": 80}


async def test_a_no_has_its_reason_and_what_would_change_it() -> None:
    me = Asker(small())
    told = await me.opens("I am 30, can I get a bus pass", "bus_pass")
    assert told.startswith("You may not get the bus_pass. It is for people of State Pension age.")
    assert "It changes when you get older." in told
    assert "It changes when you move." not in told


@pytest.mark.parametrize("way", ["not sure", "i dont know how old", "fact:unsure"])
async def test_not_to_know_is_an_answer(way: str) -> None:
    me = Asker(small())
    await me.opens("bus pass", "bus_pass")
    told = await (me.press(way) if ":" in way else me.say(way))
    assert told.startswith("I cannot tell yet if you may get the bus_pass. It depends on: Your age.")
    assert me.facts == {"age": "unsure"}


async def test_rules_that_are_not_confirmed_bring_no_number() -> None:
    me = Asker(small())
    told = await me.opens("help with council tax", "council_tax_support")
    assert told.startswith("Please check if you may get the council_tax_support.")
    assert "£" not in told


async def test_what_there_is_not_is_said_at_once() -> None:
    me = Asker(small())
    assert (await me.opens("school clothes", "school_clothing")).startswith("There is no such help.")


async def test_what_somebody_assesses_is_only_worth_asking_for() -> None:
    me = Asker(small())
    await me.opens("blue badge", "blue_badge")
    told = await me.press("pip_moving_enhanced")
    assert told.startswith("It is worth asking for the blue_badge. They decide when you ask.")


async def test_the_source_is_remembered_for_who_asks() -> None:
    me = Asker(small())
    await me.opens("I am 80, can I get a bus pass", "bus_pass")
    origin = me.chat.state.memory[ORIGIN].value
    assert (origin["name"], origin["url"]) == ("Law of the bus_pass", "https://www.gov.uk/bus_pass")
    assert "Law of the bus_pass" in await me.say("where from", intent="facts.source")


async def test_a_date_of_birth_is_an_age_and_more() -> None:
    me = Asker(small())
    await me.opens("bus pass", "bus_pass")
    await me.say("66")
    assert me.asked == "fact.born"
    assert (await me.say("14 may 1960")).startswith("You may be able to get the bus_pass.")
    other = Asker(small())
    await other.opens("bus pass", "bus_pass")
    assert (await other.say("14/05/1960")).startswith("You may be able to get the bus_pass.")


async def test_several_benefits_are_told_of_one_by_one() -> None:
    me = Asker(small())
    told = await me.opens("I am 80, bus pass or tv licence", "bus_pass", "tv_licence")
    assert me.asked == "fact.gets"
    told = await me.say("pension credit", "pension_credit")
    assert "get the bus_pass." in told
    assert "get the tv_licence." in told


async def test_who_gets_a_benefit_already_does_not_ask_for_it() -> None:
    me = Asker(leeds())
    said = await me.opens(
        "I am on universal credit, can I get healthy start", "universal_credit", "healthy_start"
    )
    assert me.facts == {"on_universal_credit": True}
    for _answer in range(5):
        said = await me.say("none" if me.asked == "fact.children" else "no")
        if not me.asked.startswith("fact."):
            break
    assert "get Healthy Start." in said
    assert "get Universal Credit." not in said


ANSWERS = {
    "fact.on_universal_credit": "yes",
    "fact.age": "80",
    "fact.partner": "no",
    "fact.pensions": "£100 pw",
    "fact.home": "council",
    "fact.rent": "100 a week",
}


@pytest.mark.parametrize(
    ("opening", "named", "most"),
    [
        ("do my kids get free school dinners", "free_school_meals", 1),
        ("I live alone, pension credit?", "pension_credit", 4),
        ("am I old enough for a bus pass", "bus_pass", 1),
        ("I am 34 and live alone, universal credit?", "universal_credit", 6),
    ],
)
async def test_the_real_rules_take_few_questions(opening: str, named: str, most: int) -> None:
    me = Asker(leeds())
    said, asked = await me.opens(opening, named), []
    while me.asked.startswith("fact."):
        asked.append(me.asked)
        said = await me.say(ANSWERS.get(me.asked, "none"))
    assert said.startswith("You may be able to get")
    assert len(asked) <= most, asked
