"""How well a pipeline does on lines with known meanings: the figures of `python -m nlu eval`."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path

from msgspec import Struct

from nlu import corpus
from nlu.corpus import OUT_OF_SCOPE, Example, speaks_of_danger
from nlu.datafile import read_yaml
from nlu.tokens import words
from nlu.understanding import Understanding, Understands

_WORDS_TO_KNOW_A_LANGUAGE = 4
_LATIN_LETTERS = "-Latn"


class Measures(Struct, frozen=True):
    """A folder of lines to measure with: `lines/<tag>.yml` with their intents, `alarms/<tag>.yml` with their
    hazards, `traps/<tag>.yml`, which speak of danger and mean none."""

    lines: tuple[Example, ...] = ()
    alarms: tuple[Example, ...] = ()
    traps: tuple[Example, ...] = ()


def measures(path: Path) -> Measures:
    """What the folder at `path` holds, or the one file of lines there. Raises `DataFileError`."""
    if not path.is_dir():
        return Measures(corpus.read([path]).examples)
    return Measures(
        corpus.read(sorted(path.glob("lines/*.yml"))).examples,
        tuple(
            Example(text, f"safety.{hazard}", each.stem)
            for each in sorted(path.glob("alarms/*.yml"))
            for hazard, texts in read_yaml(each, dict[str, list[str]]).items()
            for text in texts
        ),
        tuple(
            Example(text, "", each.stem)
            for each in sorted(path.glob("traps/*.yml"))
            for text in read_yaml(each, list[str])
        ),
    )


class Outcome(Struct, frozen=True):
    """One line, what it means, and what was understood: None when it was refused."""

    example: Example
    understood: str | None
    heard: Understanding | None = None

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
    found = [(example, await pipeline.understand(example.text, language)) for example in examples]
    return [Outcome(example, heard.intent, heard) for example, heard in found]


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


def groups(found: Sequence[Outcome]) -> dict[str, list[Outcome]]:
    """The lines of each language; of several languages also `Latin letters` (romanised), `own letters` and
    `all`."""
    tags = dict.fromkeys(one.example.language for one in found)
    each = {tag: [one for one in found if one.example.language == tag] for tag in tags}
    if len(each) > 1:
        romanised = [one for one in found if one.example.language.endswith(_LATIN_LETTERS)]
        rest = [one for one in found if not one.example.language.endswith(_LATIN_LETTERS)]
        each |= {"Latin letters": romanised, "own letters": rest, "all": list(found)}
    return each


class SafetyReport(Struct, frozen=True):
    """How many alarms called for a card, and how many traps; `by_rules` without the model."""

    alarms: int
    heard: int
    heard_by_rules: int
    traps: int
    false: int
    false_by_rules: int


def safety_report(alarms: Sequence[Outcome], traps: Sequence[Outcome]) -> SafetyReport:
    """Any card counts: which of several hazards comes first is a matter of order."""
    return SafetyReport(
        alarms=len(alarms),
        heard=sum(map(calls_for_a_card, alarms)),
        heard_by_rules=sum(_by_rules(one) for one in alarms),
        traps=len(traps),
        false=sum(map(calls_for_a_card, traps)),
        false_by_rules=sum(_by_rules(one) for one in traps),
    )


def calls_for_a_card(outcome: Outcome) -> bool:
    """Whether the line is taken for danger, by the rules or the model."""
    return _by_rules(outcome) or speaks_of_danger(outcome.understood or "")


def _by_rules(outcome: Outcome) -> bool:
    return bool(outcome.heard and outcome.heard.hazard)


class LanguageReport(Struct, frozen=True):
    """How many lines of four words or more there are, and how many were heard in their language."""

    lines: int
    right: int


def language_report(found: Iterable[Outcome]) -> LanguageReport:
    """Urdu in Latin letters must be heard as such."""
    long = [one for one in found if len(words(one.example.text)) >= _WORDS_TO_KNOW_A_LANGUAGE]
    return LanguageReport(len(long), sum(_language(one) == one.example.language for one in long))


def _language(outcome: Outcome) -> str:
    heard = outcome.heard
    return f"{heard.language}{_LATIN_LETTERS if heard.romanised else ''}" if heard else ""


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
