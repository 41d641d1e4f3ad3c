"""The terms that a language has agreed on: `<tag>/glossary.csv`.

A translator reads it; the checks hold the translations to it: a term to keep stays as it is in English, a
word to avoid is nowhere used.
"""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Literal

import msgspec
from msgspec import Struct

COLUMNS = ("term", "translation", "keep", "avoid", "note")


class GlossaryError(ValueError):
    """A glossary file is wrong; the message says which file and line."""


class Term(Struct, frozen=True):
    """`keep` is `yes` for a name that stays English. `avoid` are words not to be used, `|` between them.
    `note` is for translators: form of address, gender, case."""

    term: str
    translation: str
    keep: Literal["yes", ""] = ""
    avoid: str = ""
    note: str = ""

    @property
    def avoided(self) -> tuple[str, ...]:
        return tuple(word.strip() for word in self.avoid.split("|") if word.strip())


def read(path: Path) -> tuple[Term, ...]:
    """The terms of a file, none when it does not exist. Raises `GlossaryError` naming file and line."""
    if not path.exists():
        return ()
    with path.open(encoding="utf-8", newline="") as file:
        reader = csv.DictReader(file, strict=True)
        if tuple(reader.fieldnames or ()) != COLUMNS:
            raise GlossaryError(f"{path.name}:1: the columns must be {','.join(COLUMNS)}")
        return tuple(_term(path, reader.line_num, row) for row in reader)


def _term(path: Path, line: int, row: dict[str, str]) -> Term:
    try:
        return msgspec.convert(row, Term)
    except msgspec.ValidationError as problem:
        raise GlossaryError(f"{path.name}:{line}: {problem}") from None
