"""After the answer: what else was found, asking on in rounds, other benefits, and a change of mind."""

from __future__ import annotations

import pytest

from bot.dialogue.events import Counted
from tests.unit.entitlements.asker import Asker, leeds, small


async def test_what_is_certain_besides_is_named_and_the_rest_offered() -> None:
    me = Asker(small())
    said = await me.opens("I am 80 and have a baby, can I get a bus pass", "bus_pass")
    assert "You may be able to get: the healthy_start." in said
    assert "I can check 2 more things. Shall I ask up to 2 more questions?" in said
    assert me.buttons == ["next:more", "next:enough", "next:healthy_start"]


async def test_a_yes_goes_on_and_no_ends() -> None:
    me = Asker(small())
    await me.opens("I am 30, can I get a bus pass", "bus_pass")
    await me.say("yes")
    assert me.asked.startswith("fact.")
    other = Asker(small())
    await other.opens("I am 30, can I get a bus pass", "bus_pass")
    assert await other.say("no") == "OK. You can ask me again at any time."
    assert other.chat.state.run is None


async def test_nothing_is_asked_twice_and_it_comes_to_an_end() -> None:
    me = Asker(leeds())
    await me.opens("I am 34, can I get universal credit", "universal_credit")
    seen: list[str] = []
    for _turn in range(60):
        if me.chat.state.run is None:
            break
        asked = me.asked
        if asked.startswith("fact."):
            assert asked not in seen
            seen.append(asked)
        await me.say("yes" if asked.startswith("go_on") and "next:more" in me.buttons else "i dont know")
        if me.asked == asked:
            await me.press("next:enough")
    assert me.chat.state.run is None
    assert len(seen) >= 5


async def test_another_benefit_may_be_named_with_what_is_known() -> None:
    me = Asker(small())
    await me.opens("I am 30, can I get a bus pass", "bus_pass")
    said = await me.say("what about a tv licence", "tv_licence")
    assert said.startswith("You may not get the tv_licence.")


async def test_a_change_of_mind_changes_the_answer() -> None:
    me = Asker(small())
    await me.opens("I am 30, can I get a bus pass", "bus_pass")
    said = await me.say("no, I am 80")
    assert said.startswith("You may be able to get the bus_pass.")
    assert "I have understood: Your age: 80." in said


async def test_a_correction_is_not_the_answer_to_what_waits() -> None:
    me = Asker(leeds())
    await me.opens("I am 80, pension credit?", "pension_credit")
    await me.say("no")
    asked = me.asked
    assert asked == "fact.pensions"
    await me.say("no, I am 82")
    assert me.facts == {"age": 82, "partner": False}
    assert me.asked == asked


async def test_back_asks_the_last_question_again() -> None:
    me = Asker(small())
    await me.opens("bus pass", "bus_pass")
    await me.say("30")
    await me.say("back")
    assert me.asked == "fact.age"
    assert (await me.say("80")).startswith("You may be able to get the bus_pass.")


async def test_a_sum_that_is_of_something_else_corrects_that() -> None:
    me = Asker(leeds())
    await me.opens("I am 80 and live alone, pension credit?", "pension_credit")
    await me.say("£100 pw")
    await me.say("2000")
    await me.say("no, my pension is 50 a week")
    assert me.facts["pensions"] == "50.00"
    assert me.facts["savings"] == "2000"


async def test_without_a_benefit_the_kind_of_help_is_asked_for() -> None:
    me = Asker(small())
    said = await me.opens("what can I get")
    assert said == "What would you like help with?"
    assert me.buttons[0] == "money"
    await me.say("children and school")
    assert me.asked == "fact.children"


async def test_who_does_not_know_what_there_is_is_asked_about_all() -> None:
    me = Asker(small())
    await me.opens("i dont know what i can get")
    assert me.asked == "wanted"
    await me.say("no idea")
    assert me.asked.startswith("fact.")


async def test_however_often_a_benefit_is_named_it_comes_to_an_end() -> None:
    me = Asker(small())
    await me.opens("I am 30, can I get a bus pass", "bus_pass")
    for _turn in range(20):
        if me.chat.state.run is None:
            break
        await me.say("bus pass", "bus_pass")
    assert me.chat.state.run is None


async def test_a_kind_of_help_is_told_by_the_names_of_what_was_found() -> None:
    me = Asker(small())
    await me.opens("what can I get")
    await me.press("family")
    said = await me.say("a baby")
    assert said.startswith("You may be able to get: the healthy_start.")
    assert (await me.press("next:healthy_start")).startswith("You may be able to get the healthy_start.")


@pytest.mark.parametrize(("answer", "asked"), [("yes", "fact.children"), ("no", "wanted")])
async def test_what_another_task_was_told_is_used_only_if_they_agree(answer: str, asked: str) -> None:
    me = Asker(small())
    assert "May I use that here?" in await me.press("do:entitlements.check:under5")
    await me.say(answer)
    assert me.asked == asked


async def test_what_came_out_is_counted_without_who_it_was() -> None:
    me = Asker(small())
    await me.opens("I am 80, can I get a bus pass", "bus_pass")
    assert [one.name for one in me.chat.events if isinstance(one, Counted)] == ["entitlement_yes"]


async def test_nothing_is_remembered_when_it_is_over() -> None:
    me = Asker(small())
    await me.opens("I am 80, can I get a bus pass", "bus_pass")
    await me.say("no")
    assert set(me.chat.state.memory) == {"origin"}
