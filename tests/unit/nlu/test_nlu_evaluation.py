"""The figures of `python -m nlu eval`, on outcomes that can be counted by hand."""

from __future__ import annotations

import pytest

from nlu.corpus import OUT_OF_SCOPE, Example
from nlu.evaluation import Outcome, by_language, report


def outcome(meant: str, understood: str | None, language: str = "en") -> Outcome:
    return Outcome(Example("words", meant, language), understood)


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
    found = by_language(FOUND)
    assert list(found) == ["en", "pl", "all"]
    assert found["pl"].accuracy == 1.0
    assert found["all"] == report(FOUND)


def test_no_lines_are_no_figures() -> None:
    nothing = report([])
    assert (nothing.lines, nothing.accuracy, nothing.macro_f1, nothing.oos_recall) == (0, 0.0, 0.0, 0.0)
