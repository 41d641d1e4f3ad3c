"""English, Polish, Romanian, Portuguese, Arabic, Persian and Chinese name what is wrong in a home.

The lines are `heldout/repairs/<language>.yml` (looked at) and `blind/repairs/<language>.yml` (not looked at).
"""

from __future__ import annotations

from zoneinfo import ZoneInfo

import pytest

from bot.knowledge.repairs.repairs import Repairs
from nlu import corpus
from nlu.repairs import KINDS, RepairList, RepairWords
from tests.unit.nlu.repair_lines import details, lines, named

TAGS = ("en", "pl", "ro", "pt", "ar", "fa", "zh-Hans")
_LIKELY_RIGHT, _SELDOM_WRONG, _SELDOM_A_REPAIR = 0.9, 0.06, 0.04
_OF_REPAIRS = ("repairs.", "safety.")


@pytest.fixture(scope="module")
def repairs() -> Repairs:
    return Repairs.load("leeds", ZoneInfo("Europe/London"))


@pytest.mark.parametrize("tag", TAGS)
def test_what_was_looked_at_is_named(repair_words: RepairWords, tag: str) -> None:
    missed = [
        (name, text, repair_words.find(text, tag))
        for name, texts in lines("heldout", tag).items()
        for text in texts
        if ":" in name and not name.startswith("not ") and not named(repair_words, text, tag, name)
    ]
    assert not missed


@pytest.mark.parametrize("tag", TAGS)
def test_what_is_no_repair_names_no_detail(repair_words: RepairWords, tag: str) -> None:
    heard = {
        text: found
        for text in lines("heldout", tag)["nothing"]
        if (found := details(repair_words, text, tag))
    }
    assert not heard


@pytest.mark.parametrize("tag", TAGS)
def test_near_misses_are_not_taken_for_it(repair_words: RepairWords, tag: str) -> None:
    misses = {name: texts for name, texts in lines("heldout", tag).items() if name.startswith("not ")}
    wrong = [
        text
        for name, texts in misses.items()
        for text in texts
        if name.removeprefix("not ") in repair_words.find(text, tag)
    ]
    assert not wrong


@pytest.mark.parametrize("tag", TAGS)
def test_what_was_not_looked_at_is_mostly_named_and_seldom_wrongly(
    repair_words: RepairWords, tag: str
) -> None:
    said = [
        (name, details(repair_words, text, tag))
        for name, texts in lines("blind", tag).items()
        for text in texts
        if name.startswith("detail:")
    ]
    assert len(said) >= 20
    assert sum(found[:1] == [name] for name, found in said) >= _LIKELY_RIGHT * len(said)
    assert sum(bool(found) and found[0] != name for name, found in said) <= _SELDOM_WRONG * len(said)


@pytest.mark.parametrize("tag", TAGS)
def test_what_residents_ask_of_everything_else_seldom_names_a_repair(
    repair_words: RepairWords, tag: str
) -> None:
    asked = [
        line.text
        for line in corpus.read(corpus.files()).examples
        if line.language == tag
        and line.intent != corpus.OUT_OF_SCOPE
        and not line.intent.startswith(_OF_REPAIRS)
    ]
    assert len(asked) > 1000
    assert sum(bool(details(repair_words, text, tag)) for text in asked) <= _SELDOM_A_REPAIR * len(asked)


@pytest.mark.parametrize("tag", TAGS)
def test_every_problem_of_the_tree_can_be_named(
    lists: dict[str, RepairList], repairs: Repairs, tag: str
) -> None:
    reached = {*lists[tag].problem, *(detail.partition(".")[0] for detail in lists[tag].detail)}
    assert {problem.id for problem in repairs.tree.problems} <= reached


@pytest.mark.parametrize("tag", TAGS)
def test_nothing_is_named_that_the_tree_does_not_have(
    lists: dict[str, RepairList], repairs: Repairs, tag: str
) -> None:
    tree = repairs.tree
    assert [one for one in lists[tag].problem if tree.problem(one) is None] == []
    assert [one for one in lists[tag].detail if tree.leaf(*one.split(".")) is None] == []


@pytest.mark.parametrize("tag", TAGS)
def test_english_has_whatever_another_language_names_so_that_it_has_a_place_in_the_order(
    lists: dict[str, RepairList], tag: str
) -> None:
    for kind in KINDS:
        assert set(getattr(lists[tag], kind)) <= set(getattr(lists["en"], kind))


@pytest.mark.parametrize("tag", TAGS)
def test_who_lives_there_since_when_and_whose_home_it_is_have_rules(
    lists: dict[str, RepairList], tag: str
) -> None:
    for kind in ("people", "since", "comes", "tenancy", "says"):
        assert set(getattr(lists[tag], kind)) == set(getattr(lists["en"], kind))


@pytest.mark.parametrize("tag", TAGS)
def test_every_set_is_used(lists: dict[str, RepairList], tag: str) -> None:
    users = lists.values() if tag == "en" else [lists[tag]]
    rules = " ".join(
        rule
        for each in users
        for kind in KINDS
        for written in getattr(each, kind).values()
        for rule in written
    )
    assert [name for name in lists[tag].sets if f"<{name}>" not in rules] == []


@pytest.mark.parametrize(
    ("text", "tag", "never"),
    [
        ("no hot water but heating is ok", "en", "detail:heating.none"),
        ("the heating is back on", "en", "detail:heating.none"),
        ("boiler has been fixed thanks", "en", "detail:heating.none"),
        ("its not getting worse", "en", "says:worse"),
        ("good morning my tap drips", "en", "comes:morning"),
        ("street light out on my road", "en", "detail:light.out"),
        ("cancel my reminder", "en", "people:disability"),
        ("im leaving now", "en", "problem:leak"),
        ("ile rat council tax", "pl", "detail:pests.rats"),
        ("cat costa", "ro", "says:pets"),
        ("quero cancelar", "pt", "detail:fence.gate"),
        ("سطل رو نبردن میرم دوشنبه", "fa", "detail:bath.shower"),
        ("手机快没电了", "zh-Hans", "detail:electrics.all_off"),
        ("四楼没电梯", "zh-Hans", "detail:electrics.all_off"),
    ],
)
def test_what_sounds_alike_is_told_apart(repair_words: RepairWords, text: str, tag: str, never: str) -> None:
    assert never not in repair_words.find(text, tag)
