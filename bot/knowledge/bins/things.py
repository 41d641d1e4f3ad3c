"""What household things are called: in English in `things.yaml`, in other languages in `words`."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from accessibility.text import Text
from bot.knowledge.bins.lexicon import Found, Language, Lexicon, Word
from bot.knowledge.bins.tokens import words
from bot.knowledge.data import DataError, read
from nlu.corpus import Names
from nlu.vocabulary import vocabularies

FILE = Path(__file__).with_name("things.yaml")
WORDS = Path(__file__).with_name("words")
ENGLISH = WORDS / "en.yaml"
ALIKE = 86
"""So alike two words are when one is a misspelling of the other (0 to 100, by trial on misspelt items)."""
SHORT = 4
MOST = 8
SEVERAL = (1, 2, 3)
ASKING = re.compile(r"\b(?:can|could|may|should) (?:i|we|you|u|it|they|this|that|these|my|the)\b")
"""Without it "can I put glass in" would be about cans."""

Translated = Callable[[Text], Iterable[str]]
"""What a text reads as in every language that is served: what residents are shown, they may type."""


def untranslated(_text: Text) -> Iterable[str]:
    """No other language."""
    return ()


class Thing(Struct, frozen=True):
    """A household thing: its name for residents, and what else it is called (singular is enough). `first`: a
    text that names it and another thing is about it."""

    id: str
    name: Text
    words: tuple[str, ...] = ()
    first: bool = False


class Reading(Struct, frozen=True):
    """A text as one language has it: `known` is how many of its words are of that language; `likely`, whether
    none knows more, and English fewer. English always is: its words are typed in all languages."""

    lexicon: Lexicon
    words: tuple[Word, ...]
    known: int
    english: bool
    likely: bool = False


class Things:
    """Finds things by their names in all `languages` (files with words by path) at once: nobody says which
    one they write."""

    def __init__(
        self,
        things: tuple[Thing, ...],
        languages: Mapping[Path, Language],
        translated: Translated = untranslated,
    ) -> None:
        self._names = {thing.id: thing.name for thing in things}
        self._first = {thing.id for thing in things if thing.first}
        for file, language in languages.items():
            unknown = [thing for thing in language.things if thing not in self._names]
            if unknown:
                raise DataError(f"{file}: {unknown[0]!r} is no known thing")
        self._english = Lexicon(FILE, languages.get(ENGLISH, Language()), _everyday(ENGLISH), _singular)
        others = (file for file in languages if file != ENGLISH)
        # What residents are shown counts in languages without a file, too.
        self._shown = Lexicon(FILE, Language())
        self._lexicons = (
            self._english,
            *(Lexicon(file, languages[file], _everyday(file)) for file in others),
            self._shown,
        )
        for thing in things:
            for name in (thing.name.msgid, thing.id.replace("_", " "), *thing.words):
                self._english.add(name, thing.id)
            for name in translated(thing.name):
                self._shown.offer(name, thing.id)

    def __contains__(self, thing: str) -> bool:
        return thing in self._names

    def name(self, thing: str) -> Text:
        """What it is called for residents. Raises KeyError for an unknown id."""
        return self._names[thing]

    def named(self, text: str) -> list[str]:
        """The things that the text may mean: the longest name in it; else every name that holds its words;
        else the name that it misspells."""
        if text in self._names:
            return [text]
        said = tuple(ASKING.sub(" ", " ".join(words(text))).split())
        readings = self._readings(said)
        return self._inside(readings) or self._around(readings) or self._misspelt(readings)

    def near(self, text: str) -> list[str]:
        """A few things with a name somewhat like the text, best first."""
        said = words(text)
        if all(map(self._is_little, said)):
            return []
        likely = (reading.lexicon for reading in self._readings(said) if reading.likely)
        found = [near for lexicon in likely for near in lexicon.near(said)]
        found.sort(key=lambda near: -near[0])
        return list(dict.fromkeys(thing for _, thing in found))[:SHORT]

    def _readings(self, said: tuple[str, ...]) -> list[Reading]:
        readings = [
            Reading(each, tuple(each.read(said)), each.knows(said), each is self._english)
            for each in self._lexicons
        ]
        most, english = max(reading.known for reading in readings), readings[0].known
        return [
            replace(one, likely=one.english or (one.known == most and not 0 < most == english))
            for one in readings
        ]

    def _inside(self, readings: list[Reading]) -> list[str]:
        """The longest name; of several as long, that of the language which knows most of the text."""
        found = [
            (
                (not self._first.isdisjoint(one.things), len(" ".join(one.words)), one.exact, reading.known),
                one,
            )
            for reading in readings
            for one in reading.lexicon.inside(reading.words)
            if (one.exact or reading.likely) and _tells(one, readings, reading.known + 1)
        ]
        return _best(found)

    def _around(self, readings: list[Reading]) -> list[str]:
        """Not among what is only shown: nobody knows which of its words are little ones."""
        around = [
            (reading, reading.lexicon.around(reading.words))
            for reading in readings
            if reading.likely and reading.lexicon is not self._shown
        ]
        found = [
            ((len(one.words),), one)
            for reading, one in around
            if one and _tells(one, [other for other in readings if other is not reading], reading.known)
        ]
        return _best(found)[:MOST]

    def _misspelt(self, readings: list[Reading]) -> list[str]:
        """Looks at every run of words that is as long as a name."""
        likely = (reading for reading in readings if reading.likely)
        found = [one for each in likely if (one := each.lexicon.misspelt(self._runs(each.words), ALIKE))]
        return [max(found, key=lambda one: one[0])[1]] if found else []

    def _runs(self, text: tuple[Word, ...]) -> list[tuple[str, ...]]:
        said = tuple(word.typed for word in text)
        runs = {said[at : at + size] for size in SEVERAL for at in range(len(said) - size + 1)}
        return [run for run in sorted(runs) if not all(map(self._is_little, run))]

    def _is_little(self, word: str) -> bool:
        return any(lexicon.is_little(word) for lexicon in self._lexicons)


def _tells(found: Found, readings: list[Reading], least: int) -> bool:
    """Whether not all of the words are little ones of a language that knows so much of the text at least:
    `pan` is a pan, and `sir` in Polish."""
    return not any(
        other.known >= least and all(map(other.lexicon.is_little, found.words)) for other in readings
    )


def _best(found: Sequence[tuple[tuple[int, ...], Found]]) -> list[str]:
    most = max((rank for rank, _ in found), default=())
    return list(dict.fromkeys(thing for rank, one in found if rank == most for thing in one.things))


def _everyday(file: Path) -> list[str]:
    """Words of everyday talk in the language that the file is named for."""
    known = vocabularies().get(file.stem)
    return known.common.split() if known else []


def _singular(word: str) -> str:
    """English plurals made singular."""
    if len(word) <= SHORT - 1 or not word.endswith("s") or word.endswith(("ss", "us", "is")):
        return word
    if word.endswith("ies"):
        return f"{word[:-3]}y"
    return word[:-2] if word.endswith(("ches", "shes", "xes", "sses")) else word[:-1]


@cache
def material_names() -> tuple[Names, ...]:
    """What things are called, for the understanding: the entity `material`, whose value is a thing's id."""
    return tuple(_material_names())


def _material_names() -> Iterator[Names]:
    for thing in read(FILE, tuple[Thing, ...]):
        for said in (thing.name.msgid, thing.id.replace("_", " "), *thing.words):
            yield Names("material", thing.id, said, "en")
    for file in sorted(WORDS.glob("*.yaml")):
        for thing_id, said_so in read(file, Language).things.items():
            yield from (Names("material", thing_id, said, file.stem) for said in said_so)


@cache
def read_things(translated: Translated = untranslated) -> Things:
    """The vocabulary that is shipped; `translated` adds the names as they are shown in other languages."""
    languages = {file: read(file, Language) for file in sorted(WORDS.glob("*.yaml"))}
    return Things(read(FILE, tuple[Thing, ...]), languages, translated)
