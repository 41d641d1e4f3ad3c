"""Danger is always heard, and seldom where there is none (S1, S6, S9)."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlu.datafile import DataFileError, read_yaml
from nlu.normalise import fold
from nlu.phrases import PhraseError, Phrases
from nlu.safety import HAZARDS, Safety
from tests.unit.nlu.conftest import HELD_OUT

ALARMS = read_yaml(HELD_OUT.parent / "alarms.yml", dict[str, list[str]])
TRAPS = read_yaml(HELD_OUT.parent / "traps.yml", list[str])


@pytest.mark.parametrize("hazard", HAZARDS)
def test_every_alarm_calls_for_its_card(safety: Safety, hazard: str) -> None:
    heard = {line: safety.hazards(line) for line in ALARMS[hazard]}
    assert {line: found for line, found in heard.items() if hazard not in found} == {}


@pytest.mark.parametrize("hazard", HAZARDS)
def test_the_card_of_an_alarm_comes_first(safety: Safety, hazard: str) -> None:
    firsts = [safety.hazard(line) == hazard for line in ALARMS[hazard]]
    assert sum(firsts) >= 0.95 * len(firsts)


def test_at_most_three_in_a_hundred_traps_give_a_false_alarm(safety: Safety) -> None:
    assert len(TRAPS) >= 150
    false = {line: safety.hazards(line) for line in TRAPS if safety.hazards(line)}
    assert len(false) <= 0.03 * len(TRAPS), false


@pytest.mark.parametrize(
    "text",
    [
        "no gas leak but it smells of gas",
        "last year there was a smell of gas",
        "i am not suicidal",
        "the fire is out now, my flat was on fire",
        "nie czuć gazu ale czujnik czadu wyje",
    ],
)
def test_no_and_long_ago_take_nothing_back(safety: Safety, text: str) -> None:
    assert safety.hazard(text)


def test_an_everyday_phrase_hides_only_itself(safety: Safety) -> None:
    assert safety.hazard("my gas bill is high") == ""
    assert safety.hazard("my gas bill is high and i can smell gas") == "gas"


def test_the_most_urgent_comes_first(safety: Safety) -> None:
    found = safety.hazards("water is pouring through the ceiling and the socket is sparking")
    assert found == ("fire_electric", "water")


def test_danger_inside_a_form_is_heard(safety: Safety) -> None:
    text = "number 14, the green bin, also theres water coming through the bathroom light"
    assert safety.hazard(text) == "fire_electric"


@given(st.text(max_size=200))
def test_any_text_can_be_asked(safety: Safety, text: str) -> None:
    assert set(safety.hazards(text)) <= set(HAZARDS)


@given(
    st.sampled_from([line for lines in ALARMS.values() for line in lines]),
    st.sampled_from(["", "hi ", "bins?\n"]),
)
def test_what_stands_around_does_not_hide_it(safety: Safety, alarm: str, before: str) -> None:
    if len(alarm.split()) > 1:
        assert safety.hazard(f"{before}{alarm.upper()} !!")


def phrases(*rules: str, ignore: tuple[str, ...] = ()) -> Phrases:
    made = Phrases({"who": ("he", "she", "my_ex")}, ignore, ordinary=("hopeless",))
    for rule in rules:
        made.add("found", rule)
    return made


@pytest.mark.parametrize(
    ("rule", "text", "matches"),
    [
        ("smel* gas", "i smell a bit of gas", True),
        ("smel* gas", "gas smell", False),
        ("smel* gas", "smell one two three four five gas", False),
        ("a|b c", "b c", True),
        ("on_fire", "on fire", True),
        ("on_fire", "on the fire", False),
        ("=fire", "Fire!", True),
        ("=fire", "fire station", False),
        ("<who> hits", "my ex hits", True),
        ("<who> hits", "it hits", False),
        ("~漏气", "厨房漏气了", True),
        ("suicidal", "suicidel", True),
        ("suicidal", "suicideel", False),
        ("homeless", "hopeless", False),
        ("زیادہ گولیاں", "بہت زیادہ گولیاں", True),
    ],
)
def test_the_language_of_the_rules(rule: str, text: str, matches: bool) -> None:
    assert bool(phrases(rule).find(fold(text))) is matches


def test_what_is_ignored_is_read_over() -> None:
    made = phrases("fire", ignore=("fire station",))
    assert not made.find("where is the fire station")
    assert made.find("the fire station is on fire")


@pytest.mark.parametrize(("rule", "says"), [("<nobody> hits", "no set <nobody>"), ("a||b", "an empty word")])
def test_a_rule_that_cannot_be_read_is_shown(rule: str, says: str) -> None:
    with pytest.raises(PhraseError, match=says):
        phrases(rule)


def test_a_broken_file_is_named(tmp_path: Path) -> None:
    path = tmp_path / "safety.yml"
    path.write_text("order: [gas]\nsets: {}\nordinary: []\nignore: []\nhazards: {gas: {en: ['<x> y']}}\n")
    with pytest.raises(DataFileError, match=r"safety\.yml: rule '<x> y'"):
        Safety(path)
