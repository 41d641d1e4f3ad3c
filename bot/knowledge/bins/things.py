"""What household things are called, in all languages: the vocabulary of `things.yaml`."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from functools import cache
from pathlib import Path

from msgspec import Struct
from rapidfuzz import fuzz, process

from accessibility.text import Text
from bot.knowledge.bins.folding import fold
from bot.knowledge.data import DataError, read

FILE = Path(__file__).with_name("things.yaml")
ALIKE = 86
"""So alike two words are when one is a misspelling of the other (0 to 100, by trial on misspelt items)."""
NEAR = 70
SHORT = 4
MOST = 8
ASKING = re.compile(r"\b(?:can|could|may|should) (?:i|we|you|u|it|they|this|that|these|my|the)\b")
"""Without it "can I put glass in" would be about cans."""

COMMON = frozenset(
    {
        "a",
        "an",
        "and",
        "bag",
        "bin",
        "box",
        "by",
        "dirty",
        "for",
        "from",
        "in",
        "item",
        "of",
        "old",
        "on",
        "or",
        "put",
    }
    | {"do", "na", "od", "po", "w", "z", "ze", "i", "kosz", "kosza", "koszy"}
    | {"کا", "کی", "کے", "سے", "میں", "والا", "والی", "والے", "کچرا", "کچرے", "دان", "کیا", "ڈبہ", "ڈبے"}
    | {"real", "small", "the", "to", "with", "hot", "big", "large", "broken", "dead", "end", "style"}
)
"""Words of the vocabulary that say nothing by themselves."""


Translated = Callable[[Text], Iterable[str]]
"""What a text reads as in every language that is served: what residents are shown, they may type."""


def untranslated(_text: Text) -> Iterable[str]:
    """No other language."""
    return ()


class Thing(Struct, frozen=True):
    """A household thing: its name for residents, and what else it is called (singular is enough)."""

    id: str
    name: Text
    words: tuple[str, ...] = ()


class Things:
    """Finds things by their names."""

    def __init__(self, things: tuple[Thing, ...], translated: Translated = untranslated) -> None:
        self._names = {thing.id: thing.name for thing in things}
        self._phrases: dict[str, str] = {}
        for thing in things:
            for words in (thing.id.replace("_", " "), thing.name.msgid, *thing.words):
                other = self._phrases.setdefault(_plain(words), thing.id)
                if other != thing.id:
                    raise DataError(f"{FILE}: {words!r} names both {other!r} and {thing.id!r}")
        for thing in things:
            for name in translated(thing.name):
                self._phrases.setdefault(_plain(name), thing.id)
        self._vocabulary = {word for phrase in self._phrases for word in phrase.split()}

    def __contains__(self, thing: str) -> bool:
        return thing in self._names

    def name(self, thing: str) -> Text:
        """What it is called for residents. Raises KeyError for an unknown id."""
        return self._names[thing]

    def named(self, text: str) -> list[str]:
        """The things that the text may mean: the longest name in it; else every name that holds its words;
        else the name that it misspells."""
        words = ASKING.sub(" ", _plain(text)).strip()
        if text in self._names:
            return [text]
        return self._inside(words) or self._around(words) or self._misspelt(words)

    def near(self, text: str) -> list[str]:
        """A few things with a name somewhat like the text, best first."""
        if COMMON.issuperset(_plain(text).split()):
            return []
        found = process.extract(
            _plain(text), list(self._phrases), scorer=fuzz.ratio, score_cutoff=NEAR, limit=4
        )
        return list(dict.fromkeys(self._phrases[phrase] for phrase, _, _ in found))

    def _inside(self, words: str) -> list[str]:
        padded = f" {words} "
        inside = [phrase for phrase in self._phrases if f" {phrase} " in padded]
        longest = max((len(phrase) for phrase in inside), default=0)
        return list(dict.fromkeys(self._phrases[phrase] for phrase in inside if len(phrase) == longest))

    def _around(self, words: str) -> list[str]:
        asked = (set(words.split()) & self._vocabulary) - COMMON
        around = [phrase for phrase in self._phrases if asked and asked <= set(phrase.split())]
        around.sort(key=lambda phrase: phrase != _plain(self._names[self._phrases[phrase]].msgid))
        return list(dict.fromkeys(self._phrases[phrase] for phrase in around))[:MOST]

    def _misspelt(self, words: str) -> list[str]:
        """Looks at every run of words that is as long as a name."""
        tokens = words.split()
        runs = {
            " ".join(tokens[at : at + size]) for size in (1, 2, 3) for at in range(len(tokens) - size + 1)
        }
        best, score = "", float(ALIKE)
        for run in (run for run in runs if len(run) > SHORT):
            found = process.extractOne(run, list(self._phrases), scorer=fuzz.ratio, score_cutoff=score)
            if found:
                best, score = found[0], found[1]
        return [self._phrases[best]] if best else []


def _plain(text: str) -> str:
    """Folded, without commas, English plurals made singular."""
    return " ".join(_singular(word) for word in fold(text).replace(",", " ").replace("-", " ").split())


def _singular(word: str) -> str:
    if len(word) <= SHORT - 1 or not word.endswith("s") or word.endswith(("ss", "us", "is")):
        return word
    if word.endswith("ies"):
        return f"{word[:-3]}y"
    return word[:-2] if word.endswith(("ches", "shes", "xes", "sses")) else word[:-1]


@cache
def read_things(translated: Translated = untranslated) -> Things:
    """The vocabulary that is shipped; `translated` adds the names as they are shown in other languages."""
    return Things(read(FILE, tuple[Thing, ...]), translated)
