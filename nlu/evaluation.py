"""How well a pipeline does on lines with known intents: the figures of `python -m nlu eval`."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from msgspec import Struct

from nlu.corpus import OUT_OF_SCOPE, Example
from nlu.understanding import Understands


class Outcome(Struct, frozen=True):
    """One line, what it means, and what was understood: None when it was refused."""

    example: Example
    understood: str | None

    @property
    def inside(self) -> bool:
        return self.example.intent != OUT_OF_SCOPE

    @property
    def right(self) -> bool:
        return self.understood == (self.example.intent if self.inside else None)


class Report(Struct, frozen=True):
    """Shares from 0 to 1. `accuracy` and `macro_f1` are of the in-scope lines, refused ones being wrong;
    `oos_recall` is the share of out-of-scope lines refused, `false_rejection` of in-scope lines refused.
    `confusions`: (meant, understood, how often), most often first."""

    lines: int
    accuracy: float
    macro_f1: float
    oos_recall: float
    false_rejection: float
    confusions: tuple[tuple[str, str, int], ...]


async def outcomes(pipeline: Understands, examples: Iterable[Example], language: str = "") -> list[Outcome]:
    """What the pipeline makes of every line, each the first of its conversation."""
    return [
        Outcome(example, (await pipeline.understand(example.text, language)).intent) for example in examples
    ]


def report(found: Sequence[Outcome]) -> Report:
    """The figures of these lines."""
    inside = [outcome for outcome in found if outcome.inside]
    outside = [outcome for outcome in found if not outcome.inside]
    wrong = Counter(
        (outcome.example.intent, outcome.understood or "(none)") for outcome in found if not outcome.right
    )
    return Report(
        lines=len(found),
        accuracy=_share(outcome.right for outcome in inside),
        macro_f1=_macro_f1(found),
        oos_recall=_share(outcome.right for outcome in outside),
        false_rejection=_share(outcome.understood is None for outcome in inside),
        confusions=tuple((*pair, times) for pair, times in wrong.most_common()),
    )


def by_language(found: Sequence[Outcome]) -> dict[str, Report]:
    """A report for each language in order, and `all`."""
    languages = dict.fromkeys(outcome.example.language for outcome in found)
    each = {tag: report([one for one in found if one.example.language == tag]) for tag in languages}
    return {**each, "all": report(found)}


def _macro_f1(found: Sequence[Outcome]) -> float:
    """The mean over intents of the harmonic mean of precision and recall."""
    intents = sorted({outcome.example.intent for outcome in found if outcome.inside})
    return sum(_f1(found, intent) for intent in intents) / len(intents) if intents else 0.0


def _f1(found: Sequence[Outcome], intent: str) -> float:
    meant = sum(outcome.example.intent == intent for outcome in found)
    understood = sum(outcome.understood == intent for outcome in found)
    both = sum(outcome.understood == intent == outcome.example.intent for outcome in found)
    return 2 * both / (meant + understood)


def _share(truths: Iterable[bool]) -> float:
    listed = list(truths)
    return sum(listed) / len(listed) if listed else 0.0
