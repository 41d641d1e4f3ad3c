"""Hears danger: gas, fire, water, illness, suicide, abuse, a child at risk, no place to sleep.

Fixed word lists in many languages, before any model: what was tested is what happens. "No" and "last week"
take nothing back: a card too many costs a moment (rules S1, S6, S7 of the safety registry). Two words that
spell danger in a cry for help ("aag lagi") mean something else in a longer tale ("the DJ set the hall on
fire"), so such rules count in a brief message alone; the model hears the tale.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Literal, get_args

from msgspec import Struct

from nlu.datafile import DataFileError, by_language
from nlu.normalise import fold, is_chinese
from nlu.phrases import PhraseError, Phrases
from nlu.tokens import words

Hazard = Literal["fire_electric", "gas", "health", "suicide", "child", "abuse", "water", "homeless"]
HAZARDS: tuple[Hazard, ...] = get_args(Hazard)
"""Most urgent first: the order in which a text with several is answered."""

_ANY = 10**6
_BRIEF = 5


class SafetyList(Struct, frozen=True, forbid_unknown_fields=True):
    """One language's `safety.yml`: rules for each hazard, as `nlu/phrases.py` reads them, the sets that they
    name, everyday phrases that are read over (`ignore`) and everyday words one letter away from one of danger
    (`ordinary`). A rule may name a set of its own file or of the English one. Rules of `brief` count in a
    message of at most 5 words."""

    hazards: dict[Hazard, list[str]] = {}
    brief: dict[Hazard, list[str]] = {}
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
            for longest, rules in ((_ANY, each.hazards), (_BRIEF, each.brief)):
                for hazard, written in rules.items():
                    for rule in written:
                        self._phrases.add(f"{longest}:{tag}:{hazard}", rule, sets)
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
        folded = fold(text)
        length = _length(folded)
        found = [name.split(":") for name in self._phrases.find(folded)]
        heard = {(hazard, tag) for longest, tag, hazard in found if length <= int(longest)}
        spoken = {hazard: frozenset(tag for one, tag in heard if one == hazard) for hazard in HAZARDS}
        return {hazard: tags for hazard, tags in spoken.items() if tags}


def _length(folded: str) -> int:
    """In words. A Chinese one has two characters or so."""
    each = words(folded)
    return len(each) - sum(len(word) == 1 and is_chinese(word) for word in each) // 2
