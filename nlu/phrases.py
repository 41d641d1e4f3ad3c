"""A small language for fixed phrases, and its matcher: words in order with at most four others between.

`smel* gas|gaz` is two slots; `a|b` alternatives; `burst*` a beginning; `on_fire` words that stand together;
`<person>` a named set; `=fire` a whole message. Each Chinese character is a word: `漏气` is two that stand
together.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from typing import NoReturn

from msgspec import Struct
from rapidfuzz import process
from rapidfuzz.distance import OSA

from nlu.normalise import fold, is_chinese
from nlu.tokens import words as split

GAP = 4
_SHORTEST_MISSPELT = 6

Words = tuple[str, ...]
Slot = frozenset[Words]


class PhraseError(ValueError):
    """A rule cannot be read: the message shows it."""


class Rule(Struct, frozen=True):
    """`name` is what a match means; each slot is a set of word sequences of which one must follow. `firsts`
    has the first words of each slot: a text without one of them cannot match."""

    name: str
    slots: tuple[Slot, ...]
    firsts: tuple[frozenset[str], ...]


class Phrases:
    """Matches many rules at once against the words of a message. Deterministic; microseconds a message."""

    def __init__(self, ignore: Iterable[str] = (), ordinary: Iterable[str] = ()) -> None:
        self._ignore = _by_first(tuple(split(fold(phrase))) for phrase in ignore)
        self._ordinary = frozenset(map(fold, ordinary))
        self._whole: dict[Words, set[str]] = {}
        self._rules: dict[str, list[Rule]] = {}
        self._exact: set[str] = set()
        self._beginnings: set[str] = set()
        self._spelt: tuple[str, ...] | None = None
        self.forms = lru_cache(maxsize=8192)(self._forms)

    def add(self, name: str, rule: str, sets: Mapping[str, Sequence[str]] | None = None) -> None:
        """Takes in one rule that means `name`; `sets` are those that it may name.

        Raises `PhraseError` when it cannot be read.
        """
        text = fold(rule).strip()
        if text.startswith("="):
            self._whole.setdefault(tuple(split(text[1:])), set()).add(name)
        else:
            self._add_slots(name, tuple(_slot(part, rule, sets or {}) for part in text.split()))

    def find(self, folded: str) -> set[str]:
        """The names whose rules the folded text matches."""
        words = split(folded)
        found = set(self._whole.get(tuple(words), ()))
        forms = [self.forms(word) for word in words]
        for start, length in self._ignored(words):
            forms[start : start + length] = [frozenset()] * length
        for rule in self._candidates(forms):
            if rule.name not in found and _matches(rule.slots, forms):
                found.add(rule.name)
        return found

    def _add_slots(self, name: str, slots: tuple[Slot, ...]) -> None:
        rule = Rule(name, slots, tuple(frozenset(words[0] for words in slot) for slot in slots))
        for first in min(rule.firsts, key=len):
            self._rules.setdefault(first, []).append(rule)
        patterns = {word for slot in slots for words in slot for word in words}
        self._exact |= {word for word in patterns if not word.endswith("*")}
        self._beginnings |= {word for word in patterns if word.endswith("*")}
        self._spelt = None
        self.forms.cache_clear()

    def _forms(self, word: str) -> frozenset[str]:
        """The patterns that a word satisfies: itself, its beginnings, and a near right spelling."""
        forms = {word} & self._exact
        forms |= {f"{word[:size]}*" for size in range(1, len(word) + 1)} & self._beginnings
        if not forms and self._may_be_misspelt(word):
            near = process.extract(word, self._spellings(), scorer=OSA.distance, score_cutoff=1, limit=None)
            forms |= {spelt for spelt, _, _ in near if spelt[0] == word[0]}
        return frozenset(forms)

    def _spellings(self) -> tuple[str, ...]:
        """The words that may be misspelt by a letter, gathered once all rules are in."""
        if self._spelt is None:
            self._spelt = tuple(
                sorted(word for word in self._exact if len(word) >= _SHORTEST_MISSPELT and word.isascii())
            )
        return self._spelt

    def _may_be_misspelt(self, word: str) -> bool:
        return (
            len(word) >= _SHORTEST_MISSPELT
            and word.isascii()
            and word.isalpha()
            and word not in self._ordinary
        )

    def _candidates(self, forms: Sequence[frozenset[str]]) -> list[Rule]:
        seen = frozenset().union(*forms)
        return [
            rule
            for form in seen
            for rule in self._rules.get(form, ())
            if not any(map(seen.isdisjoint, rule.firsts))
        ]

    def _ignored(self, words: Sequence[str]) -> list[tuple[int, int]]:
        return [
            (at, len(phrase))
            for at, word in enumerate(words)
            for phrase in self._ignore.get(word, ())
            if tuple(words[at : at + len(phrase)]) == phrase
        ]


def _slot(part: str, rule: str, sets: Mapping[str, Sequence[str]]) -> Slot:
    choices: list[str] = []
    for choice in part.split("|"):
        if choice.startswith("<"):
            choices += map(_folded, _named(choice[1:-1], rule, sets))
        else:
            choices.append(choice)
    slot = frozenset(_together(choice) for choice in choices)
    if any(not word.strip("*") for words in slot for word in words):
        _refuse(rule, "an empty word")
    return slot


# The words of a set are named by hundreds of rules: each is read once.
_folded = lru_cache(maxsize=16_384)(fold)


@lru_cache(maxsize=16_384)
def _together(choice: str) -> Words:
    """`on_fire` as its words; Chinese characters are words of their own."""
    pieces = (split(part) if any(map(is_chinese, part)) else [part] for part in choice.split("_"))
    return tuple(word for piece in pieces for word in piece)


def _named(name: str, rule: str, sets: Mapping[str, Sequence[str]]) -> Sequence[str]:
    named = next((words for key, words in sets.items() if _folded(key) == name), None)
    return named or _refuse(rule, f"no set <{name}>")


def _matches(slots: Sequence[Slot], forms: Sequence[frozenset[str]]) -> bool:
    """Whether the slots can be found in order: `ends` are the places where what is found so far may end."""
    ends = {end for at in range(len(forms)) for end in _ends(slots[0], forms, at)}
    for slot in slots[1:]:
        starts = {start for end in ends for start in range(end, min(end + GAP + 1, len(forms)))}
        ends = {end for start in starts for end in _ends(slot, forms, start)}
    return bool(ends)


def _ends(slot: Slot, forms: Sequence[frozenset[str]], at: int) -> set[int]:
    return {
        at + len(words)
        for words in slot
        if words[0] in forms[at]
        and at + len(words) <= len(forms)
        and all(word in forms[at + step] for step, word in enumerate(words))
    }


def _by_first(phrases: Iterable[Words]) -> dict[str, list[Words]]:
    found: dict[str, list[Words]] = {}
    for phrase in phrases:
        found.setdefault(phrase[0], []).append(phrase)
    return found


def _refuse(rule: str, why: str) -> NoReturn:
    raise PhraseError(f"rule {rule!r}: {why}")
