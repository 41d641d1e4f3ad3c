"""The languages that are served: one frozen row each, read from `languages.yaml`.

Everything that differs from language to language is data in that file. Code that asks "is it Polish?" is
wrong: it should ask the row for what it needs.
"""

from __future__ import annotations

import gettext
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Literal

import msgspec
import yaml
from msgspec import Struct

FOLDER = Path(__file__).resolve().parent
SOURCE = "en"

Direction = Literal["ltr", "rtl"]
Status = Literal["source", "draft", "safety", "complete", "released"]
Seven = tuple[str, str, str, str, str, str, str]
Ten = tuple[str, str, str, str, str, str, str, str, str, str]
Twelve = tuple[str, str, str, str, str, str, str, str, str, str, str, str]


class LanguageError(ValueError):
    """The language table is wrong; the message says which row and field."""


class Plural(Struct, frozen=True):
    """The gettext plural rule: `forms` is nplurals, `rule` the C expression that chooses one for `n`."""

    forms: int
    rule: str

    @property
    def header(self) -> str:
        """The value of a .po file's `Plural-Forms` header."""
        return f"nplurals={self.forms}; plural=({self.rule});"

    def form(self, n: int) -> int:
        """Which form, from 0, the number `n` takes; a negative number takes the form of its size."""
        return _rule(self.rule)(abs(n))


class Voices(Struct, frozen=True):
    """The voice tag at each speech provider, empty where it has no voice for the language."""

    alexa: str = ""
    polly: str = ""
    google: str = ""


class DayWords(Struct, frozen=True):
    """Names Monday first, in the case that stands beside a day number; patterns as in the YAML's head."""

    weekdays: Seven
    short_weekdays: Seven
    months: Twelve
    short_months: Twelve
    written: str
    short: str
    spoken: str
    with_year: str


class TimeWords(Struct, frozen=True):
    """How a time of day is written and said. `midday` and `midnight` are empty where no word is usual."""

    clock: Literal[12, 24]
    periods: tuple[tuple[int, str], ...]
    hour: str
    minutes: str
    span: str
    spoken_periods: tuple[tuple[int, str], ...]
    spoken_hour: str
    spoken_minutes: str
    midday: str = ""
    midnight: str = ""


class ListWords(Struct, frozen=True):
    """`a, b and c`: what stands between two, before the last of more, and between the others."""

    comma: str
    and_two: str
    and_last: str
    or_two: str
    or_last: str


class MoneyWords(Struct, frozen=True):
    """Spoken pounds and pence, one pattern with `{n}` for each plural form."""

    pounds: tuple[str, ...]
    pence: tuple[str, ...]


class Language(Struct, frozen=True, forbid_unknown_fields=True):
    """One served language. `tag` is its BCP 47 tag here and everywhere, `locale` its name in CLDR data.

    `sms_fold` says that accents are dropped in text messages so that they stay in the GSM alphabet (R20).
    `writing_of` is the language that this one is, in Latin letters, for who reads it so: `ur` for `ur-Latn`.
    `digits` are the digit shapes that residents may type besides 0-9. `forbidden_letters` look right and are
    another language's. `group` stands between thousands, `stop` ends a sentence.
    """

    tag: str
    locale: str
    endonym: str
    english: str
    script: str
    direction: Direction
    tier: Literal["A", "B", "C"]
    status: Status
    plural: Plural
    day: DayWords
    time: TimeWords
    lists: ListWords
    money: MoneyWords
    digit_words: Ten
    plus: str
    group: str
    sms_fold: bool = False
    voices: Voices = Voices()
    digits: tuple[str, ...] = ()
    informal: tuple[str, ...] = ()
    gendered: tuple[str, ...] = ()
    forbidden_letters: str = ""
    stop: str = "."
    writing_of: str = ""

    @property
    def talked(self) -> bool:
        """Whether every message has words in it."""
        return self.status in ("source", "complete", "released")

    @property
    def rtl(self) -> bool:
        return self.direction == "rtl"

    def plural_form(self, n: int) -> int:
        """Which form, from 0, the number `n` takes; a negative number takes the form of its size."""
        return self.plural.form(n)


@cache
def _rule(expression: str) -> Callable[[int], int]:
    return gettext.c2py(expression)


def read(path: Path = FOLDER / "languages.yaml") -> dict[str, Language]:
    """The rows of a language table by tag. Raises `LanguageError` naming file, row and field."""
    try:
        rows = msgspec.convert(yaml.safe_load(path.read_text(encoding="utf-8")), tuple[Language, ...])
    except (OSError, yaml.YAMLError, msgspec.ValidationError) as problem:
        raise LanguageError(f"{path.name}: {problem}") from None
    for row in rows:
        _verify(row)
    return {row.tag: row for row in rows}


def _verify(row: Language) -> None:
    """What the types cannot say: the rule parses and names only forms that exist, each with money words."""
    try:
        forms = {row.plural_form(n) for n in range(200)}
    except ValueError as problem:
        raise LanguageError(f"languages.yaml: {row.tag}: plural.rule: {problem}") from None
    if forms != set(range(row.plural.forms)):
        raise LanguageError(f"languages.yaml: {row.tag}: plural.forms: the rule gives {sorted(forms)}")
    if not len(row.money.pounds) == len(row.money.pence) == row.plural.forms:
        raise LanguageError(f"languages.yaml: {row.tag}: money: {row.plural.forms} forms are needed")


@cache
def _served() -> dict[str, Language]:
    return read()


def languages() -> tuple[Language, ...]:
    """The served languages, the source language first, then in the order of the table."""
    return tuple(_served().values())


def language(tag: str) -> Language:
    """The served language with exactly this tag. Raises `LookupError` when there is none."""
    try:
        return _served()[tag]
    except KeyError:
        raise LookupError(f"no language {tag!r} is served") from None
