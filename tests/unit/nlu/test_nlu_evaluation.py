"""The figures of `python -m nlu eval`, on outcomes that can be counted by hand."""

from __future__ import annotations

from pathlib import Path

import pytest

from nlu.corpus import OUT_OF_SCOPE, Example
from nlu.evaluation import Outcome, groups, language_report, measures, report, safety_report
from nlu.report import Measured, markdown
from nlu.understanding import Understanding


def outcome(meant: str, understood: str | None, language: str = "en") -> Outcome:
    return Outcome(Example("words", meant, language), understood)


def heard(text: str, language: str, as_language: str, romanised: bool = False) -> Outcome:
    found = Understanding(text, as_language, romanised=romanised)
    return Outcome(Example(text, "help", language), "help", found)


def danger(language: str, by_rules: str = "", by_model: str = "") -> Outcome:
    found = Understanding("words", language, hazard=by_rules)
    return Outcome(Example("words", "", language), f"safety.{by_model}" if by_model else "help", found)


FOUND = [
    outcome("help", "help"),
    outcome("help", "help"),
    outcome("help", "greet"),
    outcome("greet", None),
    outcome("greet", "greet", "pl"),
    outcome(OUT_OF_SCOPE, None),
    outcome(OUT_OF_SCOPE, "help", "pl"),
]


def test_the_figures() -> None:
    found = report(FOUND)
    assert found.lines == 7
    assert found.accuracy == pytest.approx(3 / 5)
    assert found.oos_recall == pytest.approx(1 / 2)
    assert found.false_rejection == pytest.approx(1 / 5)
    help_f1, greet_f1 = 2 * 2 / (3 + 3), 2 * 1 / (2 + 2)
    assert found.macro_f1 == pytest.approx((help_f1 + greet_f1) / 2)


def test_confusions_name_what_was_meant_and_what_was_understood() -> None:
    assert set(report([*FOUND, outcome("help", "greet")]).confusions) == {
        ("help", "greet", 2),
        ("greet", "(none)", 1),
        (OUT_OF_SCOPE, "help", 1),
    }
    assert report([*FOUND, outcome("help", "greet")]).confusions[0] == ("help", "greet", 2)


def test_each_language_and_all() -> None:
    found = groups([*FOUND, outcome("help", "help", "ur-Latn")])
    assert {name: len(lines) for name, lines in found.items()} == {
        "en": 5,
        "pl": 2,
        "ur-Latn": 1,
        "Latin letters": 1,
        "own letters": 7,
        "all": 8,
    }
    assert list(groups(FOUND[:2])) == ["en"]


def test_alarms_are_heard_by_the_rules_or_the_model() -> None:
    alarms = [danger("en", by_rules="gas"), danger("en", by_model="gas"), danger("en")]
    traps = [danger("en", by_model="gas"), danger("en"), danger("en"), danger("en")]
    found = safety_report(alarms, traps)
    assert (found.alarms, found.heard, found.heard_by_rules) == (3, 2, 1)
    assert (found.traps, found.false, found.false_by_rules) == (4, 1, 0)


def test_the_language_of_lines_of_four_words_counts() -> None:
    found = language_report(
        [
            heard("one two three four", "pl", "pl"),
            heard("one two three four", "pl", "ro"),
            heard("one two three four", "ur-Latn", "ur", romanised=True),
            heard("one two three four", "ur-Latn", "ur"),
            heard("one two three", "pl", "ro"),
        ]
    )
    assert (found.lines, found.right) == (4, 2)


def test_the_report_has_a_table_for_each_figure() -> None:
    found = markdown(Measured(FOUND, [danger("en", by_rules="gas")], [danger("en")]))
    assert [line for line in found.splitlines() if line.startswith("## ")] == [
        "## Intents",
        "## Language of lines of four words or more",
        "## Worst confusions",
        "## Safety",
    ]
    assert "| pl | 2 | 100.0% | 1.000 | 0.0% | 0.0% |" in found
    assert "| help | greet | 1 |" in found
    assert "| en | 1 | 100.0% | 100.0% | 1 | 0.0% | 0.0% |" in found


def test_a_folder_of_measures(tmp_path: Path) -> None:
    for name, content in (
        ("lines/pl.yml", 'version: "3.1"\nnlu:\n- intent: help\n  examples: |\n    - pomocy\n'),
        ("alarms/pl.yml", "gas: [czuć gaz]\n"),
        ("traps/pl.yml", "- rachunek za gaz\n"),
    ):
        path = tmp_path / name
        path.parent.mkdir()
        path.write_text(content, encoding="utf-8")
    found = measures(tmp_path)
    assert found.lines == (Example("pomocy", "help", "pl"),)
    assert found.alarms == (Example("czuć gaz", "safety.gas", "pl"),)
    assert found.traps == (Example("rachunek za gaz", "", "pl"),)
    assert measures(tmp_path / "lines" / "pl.yml").lines == found.lines


def test_no_lines_are_no_figures() -> None:
    nothing = report([])
    assert (nothing.lines, nothing.accuracy, nothing.macro_f1, nothing.oos_recall) == (0, 0.0, 0.0, 0.0)
