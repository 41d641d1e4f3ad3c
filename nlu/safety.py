"""Hears danger: gas, fire, water, illness, suicide, abuse, a child at risk, no place to sleep.

Fixed word lists in many languages, before any model: what was tested is what happens. "No" and "last week"
take nothing back: a card too many costs a moment (rules S1, S6, S7 of the safety registry).
"""

from __future__ import annotations

from pathlib import Path
from typing import Literal, get_args

from msgspec import Struct

from nlu.datafile import DATA, DataFileError, read_yaml
from nlu.normalise import fold
from nlu.phrases import PhraseError, Phrases

Hazard = Literal["fire_electric", "gas", "health", "suicide", "child", "abuse", "water", "homeless"]
HAZARDS: tuple[Hazard, ...] = get_args(Hazard)


class SafetyLists(Struct, frozen=True, forbid_unknown_fields=True):
    """`order`: most urgent first. `hazards`: hazard → language → rules, as `nlu/phrases.py` reads them."""

    order: list[Hazard]
    sets: dict[str, list[str]]
    ordinary: list[str]
    ignore: list[str]
    hazards: dict[Hazard, dict[str, list[str]]]


class Safety:
    """`hazard` names the card that a text calls for. Every language is looked for in every text."""

    def __init__(self, path: Path = DATA / "safety.yml") -> None:
        lists = read_yaml(path, SafetyLists)
        self._order = lists.order
        self._phrases = Phrases(lists.sets, lists.ignore, lists.ordinary)
        try:
            for hazard, languages in lists.hazards.items():
                for rules in languages.values():
                    for rule in rules:
                        self._phrases.add(hazard, rule)
        except PhraseError as problem:
            raise DataFileError(f"{path}: {problem}") from None

    def hazard(self, text: str) -> str:
        """The most urgent hazard that the text speaks of, empty when there is none."""
        return next(iter(self.hazards(text)), "")

    def hazards(self, text: str) -> tuple[str, ...]:
        """Every hazard that the text speaks of, most urgent first."""
        found = self._phrases.find(fold(text))
        return tuple(hazard for hazard in self._order if hazard in found)
