"""What the words and letters of a text say of its language."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path

from msgspec import Struct

from nlu.corpus import Example
from nlu.datafile import DATA, read_yaml
from nlu.normalise import fold
from nlu.tokens import words as split

ARABIC_SCRIPT = ("ur", "fa", "ar", "ckb")
_A_LETTER = 1.5
_A_WORD_OF_THE_CORPUS = 0.5
_SHORTEST = 3


class LanguageData(Struct, frozen=True, forbid_unknown_fields=True):
    """See the comments in `data/languages.yml`."""

    scripts: dict[str, str]
    letters: dict[str, str]
    words: dict[str, str]
    others: list[str]


class Evidence:
    """Words of the lists count 1, shared by the languages that have them; letters that only one language has
    1.5; words that stand in one language's training lines alone count ½, for they may be chance."""

    def __init__(self, examples: Iterable[Example] = (), path: Path = DATA / "languages.yml") -> None:
        data = read_yaml(path, LanguageData)
        self.scripts = data.scripts
        self.others = tuple(data.others)
        self._letters = {letter: tag for tag, letters in data.letters.items() for letter in letters}
        weights: defaultdict[str, dict[str, float]] = defaultdict(dict)
        for tag, words in data.words.items():
            for word in split(fold(words)):
                weights[word][tag] = 1.0
        self._words = {
            word: {tag: weight / len(tags) for tag, weight in tags.items()} for word, tags in weights.items()
        }
        for word, tag in _alone(examples).items():
            self._words.setdefault(word, {tag: _A_WORD_OF_THE_CORPUS})

    def scores(self, text: str, script: str) -> list[tuple[str, float]]:
        """Languages of that script with what speaks for them, best first."""
        scores: defaultdict[str, float] = defaultdict(float)
        for word in split(fold(text)):
            for tag, weight in self._words.get(word, {}).items():
                scores[tag] += weight
        for letter in text.casefold():
            if letter in self._letters:
                scores[self._letters[letter]] += _A_LETTER
        fitting = [item for item in scores.items() if (item[0] in ARABIC_SCRIPT) == (script == "ARABIC")]
        return sorted(fitting, key=lambda item: -item[1])


def _alone(examples: Iterable[Example]) -> dict[str, str]:
    """Words that only one language's lines have, with that language's file tag."""
    seen: defaultdict[str, set[str]] = defaultdict(set)
    for example in examples:
        for word in split(fold(example.text)):
            seen[word].add(example.language)
    return {
        word: next(iter(tags))
        for word, tags in seen.items()
        if len(tags) == 1 and len(word) >= _SHORTEST and word.isalpha()
    }
