"""Puts a text into a language: finds its words and writes its values into them."""

from __future__ import annotations

from collections.abc import Iterable

from msgspec import Struct

from accessibility.isolate import FSI
from accessibility.parts import count_of, label_of, lines
from accessibility.text import AnyValue, Items, Link, Text
from accessibility.values import Writer
from locales.catalogue import Catalogue
from locales.languages import SOURCE, Language
from locales.phrase import Phrase, Standing


class Settled(Struct, frozen=True):
    """The language that a whole reply is said in, and how far people stand behind the weakest of its words.

    `fell_back`: the asked language lacks words for some part, so that all of it is in English.
    """

    language: Language
    standing: Standing
    fell_back: bool = False


def settle(catalogue: Catalogue, asked: str, texts: Iterable[Text]) -> Settled:
    """The asked language if each of `texts` has words in it, else English for all of them.

    `texts` are all the messages of a reply, those inside others too (`parts.gather`).

    A reply is never half in one language and half in another (design: whole-message fallback).
    """
    english = Settled(catalogue.languages[SOURCE], Standing.SOURCE, fell_back=asked != SOURCE)
    language = catalogue.languages.get(asked)
    if asked == SOURCE or language is None:
        return english
    weakest = Standing.SOURCE
    for text in texts:
        found = _phrase(catalogue, asked, text)
        if found is None:
            return english
        if found.standing < weakest:
            weakest = found.standing
    return Settled(language, weakest)


class Composer:
    """Writes texts in one language with one writer."""

    def __init__(self, catalogue: Catalogue, writer: Writer) -> None:
        self._catalogue, self._writer = catalogue, writer
        self._tag, self._lists = writer.language.tag, writer.language.lists

    def sentence(self, text: Text) -> str:
        """One line: the text without what follows it.

        Raises `LookupError` when the message has no words in the language (`settle` prevents it) or lacks one
        of its values, which is a fault of the program.
        """
        found = _phrase(self._catalogue, self._tag, text)
        if found is None:
            raise LookupError(f"{self._tag} has no words for {text.msgid!r}")
        values = {name: self._value(text.values[name]) for name in found.holes if name in text.values}
        return found.fill(values, self._writer.words)

    def sentences(self, text: Text) -> list[str]:
        """The text and all that follows it, a line each, with a capital first; empty lines are left out."""
        return [_capital(line) for one in lines(text) if (line := self.sentence(one))]

    def line(self, text: Text) -> str:
        """The text and all that follows it on one line: a label."""
        return " ".join(self.sentences(text))

    def _value(self, value: AnyValue) -> str:
        if isinstance(value, Text):
            return " ".join(line for one in lines(value) if (line := self.sentence(one)))
        if isinstance(value, Items):
            return self._items([self._value(item) for item in value.items], value.any_of)
        if isinstance(value, Link):
            return self._writer.link(value, self.sentence(label_of(value)))
        return self._writer.value(value)

    def _items(self, items: list[str], any_of: bool) -> str:
        lists, words = self._lists, self._writer.words
        if len(items) < 2:
            return "".join(items)
        head, last = words(lists.comma).join(items[:-1]), items[-1]
        two, more = (lists.or_two, lists.or_last) if any_of else (lists.and_two, lists.and_last)
        return (two if len(items) == 2 else more).format(a=head, b=last)


def _phrase(catalogue: Catalogue, tag: str, text: Text) -> Phrase | None:
    return catalogue.phrase(text.msgid, tag, text.plural, count_of(text), text.context)


def _capital(line: str) -> str:
    """A line that begins with a value (`black bin: …`) begins with a capital all the same."""
    start = 1 if line.startswith(FSI) else 0
    return (
        line
        if line.startswith("http")
        else line[:start] + line[start : start + 1].upper() + line[start + 1 :]
    )
