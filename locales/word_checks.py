"""The checks of one translation: its values, its script, its manners, its terms."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator

from locales import literals
from locales.catalogue import fits
from locales.glossary import Term
from locales.languages import Language
from locales.message import Message
from locales.phrase import placeholders

SHARE = 0.6
"""Of the letters must be in the language's script: fewer means that the words are in the wrong file."""

FEW = 4
"""Letters or fewer are not judged by their script."""

_LETTER = r"[\w\u0300-\u036f\u0900-\u0dff]"
"""Python's `\\b` takes the vowel signs of Indic scripts for the ends of words."""

_SCRIPTS = {
    "Latn": "LATIN",
    "Arab": "ARABIC",
    "Beng": "BENGALI",
    "Gujr": "GUJARATI",
    "Guru": "GURMUKHI",
    "Hans": "CJK",
    "Ethi": "ETHIOPIC",
    "Deva": "DEVANAGARI",
    "Taml": "TAMIL",
    "Cyrl": "CYRILLIC",
}
_HOLES = re.compile(r"%\([a-z_][a-z0-9_]*\)s")

_NAMES = re.compile(
    r"\b[A-Z]{2,}\b"  # PIP, NHS
    r"|\b[A-Z][\w'-]*(?:(?: and)? [A-Z][\w'-]*)+"  # Universal Credit, Crisis and Resilience Fund
    r"|(?<![.?!] )(?<!^)\b[A-Z][\w'-]*"  # a word that no beginning of a sentence makes a capital
)
"""Names in an English message, which a translation may keep as they are."""


def check(
    message: Message, forms: tuple[str, ...], language: Language, terms: Iterable[Term] = ()
) -> Iterator[tuple[str, str]]:
    """Each fault of a translation as (check, what is wrong)."""
    terms = tuple(terms)
    yield from _shape(message, forms, language)
    kept = tuple(term.term for term in terms if term.keep)
    for form in forms:
        yield from literals.faults(form)
        yield from _script(form, language, (*kept, *_names(message)))
        yield from _manners(form, language)
    yield from _terms(message, forms, terms)


def _shape(message: Message, forms: tuple[str, ...], language: Language) -> Iterator[tuple[str, str]]:
    wanted = language.plural.forms if message.plural else 1
    if len(forms) != wanted:
        yield "forms", f"{len(forms)} forms where the language has {wanted}"
    elif not fits(message, forms, language):
        names = ", ".join(placeholders(message.plural or message.msgid)) or "none"
        yield "placeholders", f"the values must be: {names}"


def _script(form: str, language: Language, names: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    bare = _HOLES.sub(" ", form)
    if any(letter in bare for letter in language.forbidden_letters):
        yield "script", f"a letter of another language: one of {' '.join(language.forbidden_letters)}"
    if any(len({_script_of(char) for char in word if char.isalpha()}) > 1 for word in _words(bare)):
        yield "script", "a word whose letters are of two scripts"
    for name in sorted(names, key=len, reverse=True):
        bare = bare.replace(name, " ")
    letters = [_script_of(char) for char in bare if char.isalpha()]
    if len(letters) > FEW and letters.count(_SCRIPTS[language.script]) < SHARE * len(letters):
        yield "script", f"most letters are not {_SCRIPTS[language.script].title()}"


def _names(message: Message) -> set[str]:
    """The names, with and without their first word, which may be an article."""
    found = set(_NAMES.findall(" ".join(message.english)))
    return found | {name.partition(" ")[2] for name in found} - {""}


def _words(text: str) -> list[str]:
    """The words, also where punctuation stands between two without a space, as in Chinese."""
    return "".join(" " if unicodedata.category(char)[0] in "PSZ" else char for char in text).split()


def _script_of(char: str) -> str:
    return unicodedata.name(char, "?").split(" ")[0]


def _manners(form: str, language: Language) -> Iterator[tuple[str, str]]:
    for pattern in language.informal:
        found = re.search(pattern, form, re.IGNORECASE)
        if found:
            yield "manners", f"{found.group()!r} is not how an adult is addressed"
    for pattern in language.gendered:
        found = re.search(pattern, form)
        if found:
            yield "gender", f"{found.group()!r} guesses at gender"


def _terms(message: Message, forms: tuple[str, ...], terms: tuple[Term, ...]) -> Iterator[tuple[str, str]]:
    for term in terms:
        said = re.search(rf"\b{re.escape(term.term)}\b", " ".join(message.english), re.IGNORECASE)
        if term.keep and said and any(term.term.casefold() not in form.casefold() for form in forms):
            yield "glossary", f"{term.term!r} stays in English"
        for word in term.avoided:
            if any(
                re.search(rf"(?<!{_LETTER}){re.escape(word)}(?!{_LETTER})", form, re.IGNORECASE)
                for form in forms
            ):
                yield "glossary", f"{word!r} is to be avoided for {term.term!r}"
