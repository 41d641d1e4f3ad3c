"""The names of household things in one language, and the ways to find them in a text."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import cached_property
from pathlib import Path

from msgspec import Struct
from rapidfuzz import fuzz, process

from bot.knowledge.bins.tokens import parts, words, written
from bot.knowledge.data import DataError
from nlu.normalise import is_chinese

SHORTEST = 3
"""So many letters stay of a word when something is cut off."""
LONG = 4
"""Words must have more letters than this to count as misspelt."""
NEAR = 70
FEW = 4

Name = tuple[str, ...]


class Language(Struct, frozen=True, forbid_unknown_fields=True):
    """The file of a language: `things` are names by thing.

    `common` words say nothing by themselves; `everyday` words only tell the language. `small` words are left
    out wherever they stand, and so are the phrases `aside`, which hold a name and do not mean it.
    `beginnings` and `endings` may be cut off a word. `alike` are letters typed for others: `{aa: a}`.
    """

    things: dict[str, tuple[str, ...]] = {}
    common: tuple[str, ...] = ()
    everyday: tuple[str, ...] = ()
    small: tuple[str, ...] = ()
    aside: tuple[str, ...] = ()
    beginnings: tuple[str, ...] = ()
    endings: tuple[str, ...] = ()
    alike: dict[str, str] = {}


class Word(Struct, frozen=True):
    """A word of a text as it was typed, in the spelling of names, and the words of names that it may mean."""

    typed: str
    spelt: str
    meant: frozenset[str]


class Found(Struct, frozen=True):
    """Things that some words of a text name; `exact` when they are the very words of the name."""

    things: tuple[str, ...]
    words: tuple[str, ...]
    exact: bool = True


def unchanged(word: str) -> str:
    """The word itself."""
    return word


class Lexicon:
    """The names in one language. `file` is where they are from, `spelt` brings words in one spelling,
    `everyday` are words that are no names, either."""

    def __init__(
        self,
        file: Path,
        language: Language,
        everyday: Iterable[str] = (),
        spelt: Callable[[str], str] = unchanged,
    ) -> None:
        self._file = file
        self._alike = tuple(language.alike.items())
        self._spelt = spelt
        self._beginnings, self._endings = _all(language.beginnings), _all(language.endings)
        self._small = {self._spell(word) for word in _all(language.small)}
        self._common = self._all_forms(language.common)
        self._little = self._spelt_parts((*language.common, *language.everyday, *everyday))
        self._everyday = {form for word in self._little for form in self._forms(word)}
        self._aside = {tuple(map(self._spell, words(each))) for each in language.aside}
        self._typed: set[str] = set()
        self._names: dict[Name, str] = {}
        self._by_word: dict[str, list[Name]] = {}
        self._by_form: dict[str, set[str]] = {}
        for thing, names in language.things.items():
            for name in names:
                self.add(name, thing)

    def add(self, name: str, thing: str) -> None:
        """One more name of a thing. Raises `DataError` when it is another thing's."""
        other = self.offer(name, thing)
        if other != thing:
            raise DataError(f"{self._file}: {name!r} names both {other!r} and {thing!r}")

    def offer(self, name: str, thing: str) -> str:
        """A name, unless it is another thing's: whose it is."""
        spelt = tuple(map(self._spell, words(name)))
        self._typed.update(words(name))
        kept = tuple(word for word in spelt if word not in self._small) or spelt
        if not kept or kept in self._names:
            return self._names.get(kept, thing)
        self._names[kept] = thing
        for word in dict.fromkeys(kept):
            self._by_word.setdefault(word, []).append(kept)
            for form in self._forms(word):
                self._by_form.setdefault(form, set()).add(word)
        return thing

    def is_little(self, word: str) -> bool:
        """Whether the word says nothing by itself in this language."""
        spelt = self._spell(word)
        return spelt in self._small or self._is_everyday(spelt)

    def read(self, run: Iterable[str]) -> list[Word]:
        """The words that can be part of a name."""
        text = list(map(self._word, run))
        for aside in self._aside:
            text = _without(text, aside)
        return [word for word in text if word.spelt not in self._small]

    def knows(self, run: Iterable[str]) -> int:
        """How many of the words are of this language, as far as it is known."""
        return sum(self.is_little(word) or bool(self._word(word).meant) for word in run)

    def inside(self, text: Sequence[Word]) -> list[Found]:
        """The names that stand in the text."""
        return [
            self._found(name, text[at : at + len(name)])
            for at, word in enumerate(text)
            for name in dict.fromkeys(name for one in word.meant for name in self._by_word[one])
            if self._stands(name, text, at)
        ]

    def around(self, text: Sequence[Word]) -> Found | None:
        """The names that hold every telling word of the text; a thing's first name before others."""
        asked = self._asked(text)
        around = [
            name
            for name in (self._names if asked else ())
            if not any(meant.isdisjoint(parts(name)) for meant in asked.values())
        ]
        around.sort(key=lambda name: self._first[self._names[name]] != name)
        things = tuple(dict.fromkeys(self._names[name] for name in around))
        return Found(things, tuple(asked)) if things else None

    def misspelt(self, runs: Iterable[Name], least: float) -> tuple[float, str] | None:
        """The name that one of the runs is most like, when it is `least` alike: how much, and whose it is."""
        best = None
        for run in runs:
            said = self._written(run)
            if len(said) > LONG and not self._letters.isdisjoint(said):
                found = process.extractOne(said, self._spelling, scorer=fuzz.ratio, score_cutoff=least)
                if found:
                    best, least = (found[1], self._names[found[2]]), found[1]
        return best

    def near(self, run: Name) -> list[tuple[float, str]]:
        """How much a few names are like the text, and whose they are."""
        found = process.extract(
            self._written(run), self._spelling, scorer=fuzz.ratio, score_cutoff=NEAR, limit=FEW
        )
        return [(score, self._names[name]) for _, score, name in found]

    @cached_property
    def _spelling(self) -> dict[Name, str]:
        return {name: written(name) for name in self._names}

    @cached_property
    def _letters(self) -> set[str]:
        return set("".join(self._by_word))

    @cached_property
    def _first(self) -> dict[str, Name]:
        return {thing: name for name, thing in reversed(self._names.items())}

    @cached_property
    def _parts(self) -> set[str]:
        return {part for name in self._names for part in parts(name)}

    def _written(self, run: Iterable[str]) -> str:
        return written([word for word in map(self._spell, run) if word not in self._small])

    def _spell(self, word: str) -> str:
        for typed, other in self._alike:
            word = word.replace(typed, other)
        return self._spelt(word)

    def _is_common(self, word: str) -> bool:
        return not self._common.isdisjoint(self._forms(word))

    def _is_everyday(self, word: str) -> bool:
        return not self._everyday.isdisjoint(self._forms(word))

    def _all_forms(self, some: Iterable[str]) -> set[str]:
        return {form for word in self._spelt_parts(some) for form in self._forms(word)}

    def _spelt_parts(self, some: Iterable[str]) -> set[str]:
        """Of Chinese words, their characters and every two of them."""
        return {self._spell(word) for each in some for word in (*words(each), *parts(words(each)))}

    def _word(self, typed: str) -> Word:
        spelt = self._spell(typed)
        return Word(typed, spelt, self._meant(typed, spelt))

    def _meant(self, typed: str, spelt: str) -> frozenset[str]:
        """An everyday word means a name's word only when it is that very word, with or without a beginning
        such as an article, or both are everyday ones."""
        meant = {word for form in self._forms(spelt) for word in self._by_form.get(form, ())}
        if self._is_everyday(spelt):
            itself = {self._spell(head) for head in self._heads(typed) if head in self._typed}
            meant &= itself | (self._little & self._typed)
        return frozenset(meant)

    def _forms(self, word: str) -> set[str]:
        """The word, and what stays when a beginning, an ending or both are cut off."""
        heads = self._heads(word)
        tails = {head.removesuffix(each) for head in heads for each in self._endings}
        return {word} | {form for form in heads | tails if len(form) >= SHORTEST}

    def _heads(self, word: str) -> set[str]:
        """The word, and what stays when a beginning is cut off."""
        return {word, *(word.removeprefix(each) for each in self._beginnings)}

    def _found(self, name: Name, run: Sequence[Word]) -> Found:
        typed = tuple(word.typed for word in run)
        exact = name == tuple(word.spelt for word in run) and (
            not self._alike or self._typed.issuperset(typed)
        )
        return Found((self._names[name],), typed, exact)

    def _stands(self, name: Name, text: Sequence[Word], at: int) -> bool:
        """Whether the name begins with this word. A Chinese character stands among common ones only: it may
        be half of another word."""
        run = text[at : at + len(name)]
        if len(run) < len(name) or not all(one in word.meant for one, word in zip(name, run, strict=True)):
            return False
        beside = [*text[max(at - 1, 0) : at], *text[at + 1 : at + 2]] if _is_character(name) else []
        return all(self._is_everyday(word.spelt) or not is_chinese(word.typed[0]) for word in beside)

    def _asked(self, text: Sequence[Word]) -> dict[str, frozenset[str]]:
        """The telling words of a text, and what each may mean."""
        pairs = parts([word.typed for word in text]) & self._parts
        meant = {word.typed: word.meant for word in text if not is_chinese(word.typed[0])}
        meant |= {pair: frozenset({pair}) for pair in pairs if is_chinese(pair[0])}
        return {typed: some for typed, some in meant.items() if not all(map(self._is_common, some))}


def _without(text: list[Word], aside: Name) -> list[Word]:
    size = len(aside)
    for at in range(len(text) - size, -1, -1):
        if tuple(word.spelt for word in text[at : at + size]) == aside:
            del text[at : at + size]
    return text


def _is_character(name: Name) -> bool:
    return len(name) == 1 and is_chinese(name[0])


def _all(some: Iterable[str]) -> list[str]:
    return ["".join(words(each)) for each in some]
