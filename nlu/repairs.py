"""Hears what a tenant says of a repair, by fixed word lists in many languages: `data/<language>/repairs.yml`.

No model and no guess: what was tested is what happens. The order of the file is the order of urgency.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from functools import lru_cache
from itertools import chain

from msgspec import Struct

from nlu.ages import AgeList, Ages, apart
from nlu.datafile import DataFileError, by_language
from nlu.normalise import fold
from nlu.phrases import GAP, PhraseError, Phrases

Rules = dict[str, list[str]]

_ENGLISH = "en"
_SENTENCE_ENDS = re.compile(r"(?<=\S)[.!?;؟۔।]+(?=\s+\S)|[\n。！？；]+(?=\s*\S)")
# No word of any rule, once more than may stand between two: no rule reaches from one sentence into the next.
_PAUSE = " 000" * (GAP + 1) + " "


class RepairList(Struct, frozen=True, forbid_unknown_fields=True):
    """One language's `repairs.yml`: rules as `nlu/phrases.py` reads them, by what they mean. `detail` has
    `problem.detail`. `says`: `worse`, `same`, `keysafe`, `pets`, `before`. `ignore` and `ordinary` as in
    `safety.yml`; `sets` may be named by rules of this file, those of English by all. `ages`: how an age is
    said, which needs numbers. `prefixes` are written together with a word: `+word` in a set of this file is
    the word and each of them with it."""

    problem: Rules = {}
    detail: Rules = {}
    people: Rules = {}
    since: Rules = {}
    comes: Rules = {}
    tenancy: Rules = {}
    says: Rules = {}
    prefixes: list[str] = []
    sets: Rules = {}
    ignore: list[str] = []
    ordinary: list[str] = []
    ages: AgeList = AgeList()


KINDS = ("detail", "problem", "people", "since", "comes", "tenancy", "says")


class RepairWords:
    """`find` gives what a text names, as `kind:value`, in the order of the English file. `file` is what the
    lists are called, for errors."""

    def __init__(self, lists: Mapping[str, RepairList], file: str = "repairs.yml") -> None:
        self._file = file
        self._phrases = Phrases(
            [phrase for each in lists.values() for phrase in each.ignore],
            [word for each in lists.values() for word in each.ordinary],
        )
        shared = lists[_ENGLISH].sets if _ENGLISH in lists else {}
        self._order: dict[str, int] = {}
        self._ages = {tag: Ages(each.ages) for tag, each in lists.items()}
        self._latin = frozenset(tag for tag, each in lists.items() if _in_latin_letters(each))
        for tag, each in lists.items():
            self._add(tag, each, {**shared, **_with_prefixes(each)})

    @classmethod
    def load(cls) -> RepairWords:
        """Those that are shipped, read once. Raises `DataFileError` naming the file."""
        return _shipped()

    def find(self, text: str, language: str) -> tuple[str, ...]:
        """What `text` names, by the words of its language in either writing and by English, which all borrow
        from. In a language that has no list in the script of the text, all lists of other scripts count."""
        counts = self._counted(language, fold(text))
        found: set[str] = set()
        sentences = []
        for sentence in _SENTENCE_ENDS.split(text):
            people, words = self._aged(apart(fold(sentence)), counts)
            found |= people
            sentences.append(" ".join(words))
        for tag, _, name in (one.partition("|") for one in self._phrases.find(_PAUSE.join(sentences))):
            if tag in counts:
                found.add(name)
        return tuple(sorted(found, key=lambda name: self._order.get(name, 0)))

    def _counted(self, language: str, folded: str) -> frozenset[str]:
        """The tags of the lists that count."""
        own = {tag for tag in self._ages if _same(tag, language)}
        foreign = set(self._ages) - self._latin
        if _is_latin(folded) or own & foreign:
            foreign = set()
        return frozenset(own | foreign | {_ENGLISH})

    def _aged(self, words: list[str], counts: Collection[str]) -> tuple[set[str], list[str]]:
        """Who is named by age, and the words without the ages."""
        found: set[str] = set()
        for tag, ages in self._ages.items():
            if tag in counts:
                people, words = ages.take(words)
                found |= {f"people:{person}" for person in people}
        return found, words

    def _add(self, tag: str, each: RepairList, sets: Mapping[str, list[str]]) -> None:
        for kind in KINDS:
            rules: Rules = getattr(each, kind)
            for value, written in rules.items():
                name = f"{kind}:{value}"
                self._order.setdefault(name, len(self._order))
                for rule in written:
                    try:
                        self._phrases.add(f"{tag}|{name}", rule, sets)
                    except PhraseError as problem:
                        raise DataFileError(f"{tag}/{self._file}: {problem}") from None


def _with_prefixes(each: RepairList) -> Rules:
    return {
        name: [form for word in words for form in _forms(word, each.prefixes)]
        for name, words in each.sets.items()
    }


def _forms(word: str, prefixes: Sequence[str]) -> list[str]:
    bare = word.removeprefix("+")
    return [bare] if bare == word else [bare, *(f"{prefix}{bare}" for prefix in prefixes)]


def _same(tag: str, language: str) -> bool:
    return tag.partition("-")[0] == language.partition("-")[0]


def _in_latin_letters(each: RepairList) -> bool:
    written = chain(*(getattr(each, kind).values() for kind in (*KINDS, "sets")))
    return all(_is_latin(fold(rule)) for rule in chain.from_iterable(written))


def _is_latin(folded: str) -> bool:
    """Whether all its letters are Latin: an emoji or a pound sign is none."""
    return folded.isascii() or not any(char.isalpha() and not char.isascii() for char in folded)


@lru_cache(maxsize=1)
def _shipped() -> RepairWords:
    return RepairWords(by_language("repairs.yml", RepairList))
