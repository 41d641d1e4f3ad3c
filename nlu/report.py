"""The figures of a measurement as Markdown tables: what `python -m nlu eval` prints and saves."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct

from nlu.evaluation import (
    Measures,
    Outcome,
    groups,
    language_report,
    outcomes,
    report,
    safety_report,
)
from nlu.understanding import Understands

HEAD = """# Figures of the understanding

Made by `make figures`, which measures the trained model on `tests/unit/nlu/blind`: lines that were
written without a look at the training data, the rules or the other tests. A test makes them again and
compares.
"""
"""What stands over them in a file."""

_CONFUSIONS = 15


class Measured(Struct, frozen=True):
    """What a pipeline made of the lines of `Measures`."""

    lines: Sequence[Outcome]
    alarms: Sequence[Outcome]
    traps: Sequence[Outcome]


async def measure(pipeline: Understands, sets: Measures) -> Measured:
    """Each line is the first of its conversation."""
    lines, alarms, traps = [await outcomes(pipeline, each) for each in (sets.lines, sets.alarms, sets.traps)]
    return Measured(lines, alarms, traps)


def markdown(found: Measured) -> str:
    """Tables by language and script, and the worst confusions."""
    parts = []
    if found.lines:
        parts += [_understanding(found.lines), _languages(found.lines), _confusions(found.lines)]
    if found.alarms or found.traps:
        parts.append(_safety(found.alarms, found.traps))
    return "\n\n".join(parts) + "\n"


def _understanding(found: Sequence[Outcome]) -> str:
    rows = []
    for name, group in groups(found).items():
        figures = report(group)
        rows.append(
            (
                name,
                str(figures.lines),
                _share(figures.accuracy),
                f"{figures.macro_f1:.3f}",
                _share(figures.oos_recall),
                _share(figures.false_rejection),
            )
        )
    head = ("language", "lines", "accuracy", "macro F1", "out-of-scope recall", "false rejection")
    return _table("Intents", head, rows)


def _languages(found: Sequence[Outcome]) -> str:
    rows = []
    for name, group in groups(found).items():
        figures = language_report(group)
        rows.append((name, str(figures.lines), _share(figures.right / max(figures.lines, 1))))
    return _table("Language of lines of four words or more", ("language", "lines", "right"), rows)


def _confusions(found: Sequence[Outcome]) -> str:
    worst = report(found).confusions[:_CONFUSIONS]
    rows = [(meant, understood, str(times)) for meant, understood, times in worst]
    return _table("Worst confusions", ("meant", "understood", "times"), rows)


def _safety(alarms: Sequence[Outcome], traps: Sequence[Outcome]) -> str:
    of_traps = groups(traps)
    rows = []
    for name, group in groups(alarms).items():
        figures = safety_report(group, of_traps.get(name, ()))
        rows.append(
            (
                name,
                str(figures.alarms),
                _share(figures.heard / max(figures.alarms, 1)),
                _share(figures.heard_by_rules / max(figures.alarms, 1)),
                str(figures.traps),
                _share(figures.false / max(figures.traps, 1)),
                _share(figures.false_by_rules / max(figures.traps, 1)),
            )
        )
    head = ("language", "alarms", "heard", "by rules alone", "traps", "false", "by rules alone")
    return _table("Safety", head, rows)


def _table(title: str, head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return f"## {title}\n\n" + "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _share(value: float) -> str:
    return f"{value:.1%}"
