"""How each kind of fact is answered in words, by numbers and by buttons."""

from __future__ import annotations

import pytest

from channels.message import Capabilities
from tests.unit.entitlements.asker import Asker, leeds, small

SMS = Capabilities(modality="sms", buttons=False, max_choices=3)


async def earning(me: Asker) -> None:
    """Comes to where pay is asked for."""
    await me.opens("I am 80 and live alone, pension credit?", "pension_credit")
    assert me.asked == "fact.pensions"


@pytest.mark.parametrize(
    ("words", "kept"),
    [
        ("£100 pw", "100.00"),
        ("5200 a year", "100.00"),
        ("nothing", "0"),
        ("50 a week and 50 a week", "100.00"),
        ("0", "0"),
        ("fact:nothing", "0"),
    ],
)
async def test_money_is_kept_by_the_week(words: str, kept: str) -> None:
    me = Asker(leeds())
    await earning(me)
    await (me.press(words) if ":" in words else me.say(words))
    assert me.facts["pensions"] == kept


@pytest.mark.parametrize("answer", ["a month", "month", "per:month", "its monthly"])
async def test_what_a_sum_is_for_is_asked_back(answer: str) -> None:
    me = Asker(leeds())
    await earning(me)
    assert await me.say("1300") == "Is that for a week, a month or a year?"
    await (me.press(answer) if ":" in answer else me.say(answer))
    assert me.facts["pensions"] == "300.00"


async def test_another_sum_takes_the_place_of_one_that_waits() -> None:
    me = Asker(leeds())
    await earning(me)
    await me.say("1300")
    await me.say("sorry £90 a week")
    assert me.facts["pensions"] == "90.00"


async def test_a_range_is_no_sum() -> None:
    me = Asker(leeds())
    await earning(me)
    assert "Please send one amount." in await me.say("between 800 and 900 a month")
    assert "pensions" not in me.facts


@pytest.mark.parametrize(
    ("words", "kept"),
    [("a baby", [0]), ("two, 7 and 4", [2, 7, 4]), ("none", []), ("2", [2]), ("no", []), ("0", [])],
)
async def test_children_are_kept_by_their_ages(words: str, kept: list[int]) -> None:
    me = Asker(small())
    await me.opens("healthy start", "healthy_start")
    await me.say(words)
    assert me.facts["children"] == kept


async def test_who_only_counts_their_children_is_asked_for_the_ages() -> None:
    me = Asker(small())
    await me.opens("healthy start", "healthy_start")
    assert await me.say("3 kids") == "How old is each of them?"
    await me.say("2, 7 and 9")
    assert me.facts["children"] == [2, 7, 9]


async def test_a_long_list_comes_in_pages_and_is_remembered_while_others_are_asked_for() -> None:
    me = Asker(small(), SMS)
    await me.opens("I am 80, tv licence", "tv_licence")
    assert me.buttons == ["fact:none", "pension_credit", "list:more"]
    await me.say("more", word="more")
    await me.press("housing_benefit")
    assert me.asked == "fact.gets"
    assert me.buttons[0] == "fact:enough"
    said = await me.press("pension_credit")
    assert said.startswith("You may be able to get the tv_licence.")
    assert me.facts["gets"] == ["pension_credit", "housing_benefit"]


async def test_several_may_be_named_in_one_go() -> None:
    me = Asker(small())
    await me.opens("I am 80, tv licence", "tv_licence")
    await me.say("housing benefit and carers allowance", "housing_benefit", "carers_allowance")
    assert me.facts["gets"] == ["housing_benefit", "carers_allowance"]
    other = Asker(small())
    await other.opens("I am 80, tv licence", "tv_licence")
    await other.say("2, 3")
    assert other.facts["gets"] == sorted(other.facts["gets"], reverse=True) != []  # type: ignore[call-overload]


async def test_a_benefit_of_several_parts_asks_for_the_part() -> None:
    me = Asker(small())
    await me.opens("blue badge", "blue_badge")
    assert await me.say("pip", "pip") == "Which of these is it?"
    assert all(one.startswith(("pip_", "fact:")) for one in me.buttons)
    await me.press("pip_moving_enhanced")
    assert me.facts["disability"] == ["pip_moving_enhanced"]


async def test_a_name_alone_says_yes_to_its_own_question() -> None:
    me = Asker(small())
    await me.opens("do my kids get free school meals", "free_school_meals")
    await me.say("universal credit", "universal_credit")
    assert me.facts["on_universal_credit"] is True


async def test_ages_of_children_bring_no_card_where_only_the_model_is_alarmed() -> None:
    me = Asker(small())
    await me.opens("healthy start", "healthy_start")
    said = await me.say("she is 9 and he is 11 and the little one is 2", intent="safety.child")
    assert "999" not in said
    assert me.facts["children"] == [9, 11, 2]


@pytest.mark.parametrize(
    "words", ["she is 9 and her dad hits her every night", "he is 11 and he is all alone"]
)
async def test_more_than_ages_is_believed(words: str) -> None:
    me = Asker(small())
    await me.opens("healthy start", "healthy_start")
    assert "999" in await me.say(words, intent="safety.child")


@pytest.mark.parametrize(
    "words", ["i have no electric and the baby is cold", "street light out on elm street"]
)
async def test_another_need_in_the_middle_is_heard_though_numbers_are_awaited(words: str) -> None:
    me = Asker(small())
    await me.opens("bus pass", "bus_pass")
    assert me.asked == "fact.age"
    intent = "street.report" if "street" in words else "repairs.report"
    assert "Finish that first?" in await me.say(words, intent=intent)
