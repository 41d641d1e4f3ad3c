"""Danger is always heard, and seldom where there is none (S1, S6, S9)."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlu import corpus
from nlu.corpus import speaks_of_danger
from nlu.datafile import DataFileError, read_yaml
from nlu.normalise import fold
from nlu.phrases import PhraseError, Phrases
from nlu.safety import HAZARDS, Safety, SafetyList
from tests.unit.nlu.conftest import HELD_OUT

ALARMS = {
    path.stem: read_yaml(path, dict[str, list[str]]) for path in sorted((HELD_OUT / "alarms").glob("*.yml"))
}
TRAPS = {path.stem: read_yaml(path, list[str]) for path in sorted((HELD_OUT / "traps").glob("*.yml"))}


@pytest.mark.parametrize("tag", ALARMS)
def test_every_known_alarm_calls_for_its_card(safety: Safety, tag: str) -> None:
    lines = [(line, hazard) for hazard in HAZARDS for line in ALARMS[tag][hazard]]
    missed = [(line, hazard, safety.hazards(line)) for line, hazard in lines]
    missed = [one for one in missed if one[1] not in one[2]]
    assert len(missed) <= 0.03 * len(lines), missed


@pytest.mark.parametrize("tag", ALARMS)
def test_the_card_of_a_known_alarm_comes_first(safety: Safety, tag: str) -> None:
    lines = [(line, hazard) for hazard in HAZARDS for line in ALARMS[tag][hazard]]
    wrong = [line for line, hazard in lines if safety.hazard(line) != hazard]
    assert len(wrong) <= 0.07 * len(lines), wrong


def test_at_most_three_in_a_hundred_known_traps_give_a_false_alarm(safety: Safety) -> None:
    lines = [line for lines in TRAPS.values() for line in lines]
    false = {line: safety.hazards(line) for line in lines if safety.hazards(line)}
    assert len(false) <= 0.03 * len(lines), false


def test_few_lines_of_other_intents_give_a_false_alarm(safety: Safety) -> None:
    """A third of them are near misses."""
    examples = corpus.read(path for path in corpus.files() if path.stem == "lines").examples
    lines = [one for one in examples if not speaks_of_danger(one.intent)]
    false = {one.text: safety.hazards(one.text) for one in lines if safety.hazards(one.text)}
    assert len(false) <= 0.006 * len(lines), false


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
    made = Phrases(ignore, ordinary=("hopeless",))
    for rule in rules:
        made.add("found", rule, {"who": ("he", "she", "my_ex")})
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
        ("漏气", "厨房漏气了", True),
        ("漏气", "厨房漏水又没气", False),
        ("漏气", "廚房漏氣了", True),
        ("老公|丈夫 打 我", "我老公昨晚又打了我", True),
        ("老公 打", "老公每天晚上都打", False),
        ("co 响", "CO警报器一直响", False),
        ("gas味", "走廊有gas味", True),
        ("=漏气", "漏气！", True),
        ("=漏气", "厨房漏气", False),
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


def test_a_broken_file_is_named() -> None:
    with pytest.raises(DataFileError, match=r"pl/safety\.yml: rule '<x> y'"):
        Safety({"pl": SafetyList({"gas": ["<x> y"]})})


def test_a_rule_may_name_a_set_of_its_own_language_or_of_english() -> None:
    english = SafetyList({"gas": []}, sets={"smell": ["smell"], "gas": ["gas"]})
    polish = SafetyList({"gas": ["<smell> <gas>"]}, sets={"gas": ["gaz"]})
    safety = Safety({"en": english, "pl": polish})
    assert safety.hazard("i smell gaz") == "gas"
    assert safety.hazard("i smell gas") == ""


def test_a_topic_is_silent_beside_what_it_is_talked_about_in() -> None:
    english = SafetyList(
        {"abuse": ["he hits"]}, topics={"abuse": ["domestic violence"]}, about=["course|talk"]
    )
    polish = SafetyList({}, topics={"abuse": ["przemoc* domow*"]}, about=["wykład*"])
    safety = Safety({"en": english, "pl": polish})
    assert safety.hazards("domestic violence") == ("abuse",)
    assert safety.hazards("a talk on domestic violence") == ()
    assert safety.hazards("przemoc domowa") == ("abuse",)
    assert safety.hazards("wykład o przemocy domowej") == ()
    assert safety.hazards("course o przemocy domowej") == ()
    assert safety.hazards("domestic violence wykład") == ()
    assert safety.hazards("a talk on domestic violence, he hits me") == ("abuse",)
