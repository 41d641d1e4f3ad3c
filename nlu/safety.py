"""Hears danger: gas, fire, water, illness, suicide, abuse, a child at risk, no place to sleep.

Fixed word lists in many languages, before any model: what was tested is what happens. "No" and "last week"
take nothing back: a card too many costs a moment (rules S1, S6, S7 of the safety registry). Only words that
name a danger as one talks about it ("domestic violence") are silent beside what makes it a topic ("course").
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Literal, get_args

from msgspec import Struct

from nlu.datafile import DataFileError, by_language
from nlu.normalise import fold
from nlu.phrases import PhraseError, Phrases

Hazard = Literal["fire_electric", "gas", "health", "suicide", "child", "abuse", "water", "homeless"]
HAZARDS: tuple[Hazard, ...] = get_args(Hazard)
"""Most urgent first: the order in which a text with several is answered."""

_HERE, _TOPIC, _ABOUT = "here", "topic", "about"


class SafetyList(Struct, frozen=True, forbid_unknown_fields=True):
    """One language's `safety.yml`: rules for each hazard, as `nlu/phrases.py` reads them, the sets that they
    name, everyday phrases that are read over (`ignore`) and everyday words one letter away from one of danger
    (`ordinary`). A rule may name a set of its own file or of the English one.

    Rules of `topics` name a danger without saying that it is here. They count unless the text also has one
    of `about`, of any language: the words for a danger are borrowed by all."""

    hazards: dict[Hazard, list[str]]
    topics: dict[Hazard, list[str]] = {}
    about: list[str] = []
    sets: dict[str, list[str]] = {}
    ordinary: list[str] = []
    ignore: list[str] = []


class Safety:
    """`hazard` names the card that a text calls for. Every language is looked for in every text."""

    def __init__(self, lists: Mapping[str, SafetyList] | None = None) -> None:
        known = by_language("safety.yml", SafetyList) if lists is None else lists
        self._phrases = Phrases(
            [phrase for each in known.values() for phrase in each.ignore],
            [word for each in known.values() for word in each.ordinary],
        )
        shared = known["en"].sets if "en" in known else {}
        for tag, each in known.items():
            self._add(tag, each, {**shared, **each.sets})

    def _add(self, tag: str, each: SafetyList, sets: Mapping[str, Sequence[str]]) -> None:
        try:
            for kind, rules in ((_HERE, each.hazards), (_TOPIC, each.topics)):
                for hazard, written in rules.items():
                    for rule in written:
                        self._phrases.add(f"{kind}:{tag}:{hazard}", rule, sets)
            for rule in each.about:
                self._phrases.add(f"{_ABOUT}:{tag}:", rule, sets)
        except PhraseError as problem:
            raise DataFileError(f"{tag}/safety.yml: {problem}") from None

    def hazard(self, text: str) -> str:
        """The most urgent hazard that the text speaks of, empty when there is none."""
        return next(iter(self.hazards(text)), "")

    def hazards(self, text: str) -> tuple[str, ...]:
        """Every hazard that the text speaks of, most urgent first."""
        return tuple(self.signs(text))

    def signs(self, text: str) -> dict[str, frozenset[str]]:
        """Every hazard that the text speaks of, most urgent first, with the tags of the languages in whose
        words it does."""
        found = [name.split(":") for name in self._phrases.find(fold(text))]
        about = any(kind == _ABOUT for kind, _, _ in found)
        heard = {
            (hazard, tag) for kind, tag, hazard in found if kind == _HERE or (kind == _TOPIC and not about)
        }
        spoken = {hazard: frozenset(tag for one, tag in heard if one == hazard) for hazard in HAZARDS}
        return {hazard: tags for hazard, tags in spoken.items() if tags}
