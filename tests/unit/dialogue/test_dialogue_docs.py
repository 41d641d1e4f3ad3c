"""docs/dialogue.md tells of the engine as it is."""

from __future__ import annotations

import re
from pathlib import Path

from bot.dialogue.ladder import LADDER
from bot.dialogue.talk import MOST_QUESTIONS, Talk

PAGE = (Path(__file__).parents[3] / "docs" / "dialogue.md").read_text(encoding="utf-8")
TESTS = {path.stem for path in Path(__file__).parent.glob("test_*.py")}
FOR_THE_ENGINE = {"forgotten"}


def _section(title: str) -> str:
    return PAGE.split(f"\n## {title}\n")[1].split("\n## ")[0]


def test_every_rung_is_described_in_its_order() -> None:
    rows = re.findall(r"^\| `(\w+)` \|", _section("The ladder"), re.MULTILINE)
    assert rows == [rung.__name__ for rung in LADDER]


def test_every_verb_of_a_skill_is_described() -> None:
    verbs = {name for name in vars(Talk) if not name.startswith("_")} - FOR_THE_ENGINE
    told = set(re.findall(r"`(\w+)[(`]", _section("A skill is a conversation written down")))
    assert verbs <= told


def test_the_tests_that_hold_the_rules_are_there() -> None:
    named = set(re.findall(r"`(test_dialogue_\w+)`", PAGE))
    assert named
    assert named <= TESTS


def test_the_most_questions_are_told() -> None:
    assert f"At most {MOST_QUESTIONS} questions." in PAGE
