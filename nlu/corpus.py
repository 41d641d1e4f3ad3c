"""The training data: Rasa NLU YAML, `lines.yml` and `names.yml` in each language's folder of `nlu/data`.

The format is Rasa's (`version: "3.1"`, blocks of `intent`, `synonym`, `lookup`), so that the same files train
either back end. Marked entities, `[brown](bin)`, are read as their words.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path

from msgspec import Struct

from nlu.datafile import DATA, DataFileError, read_yaml

OUT_OF_SCOPE = "out_of_scope"
DANGER = "danger"
"""The class of all `safety.` intents together, which a model tells from everything else."""
_FILES = ("lines", "names")
_MARKED = re.compile(r"\[([^\]]+)\](?:\([^)]*\)|\{[^}]*\})")


class Example(Struct, frozen=True):
    """One line of a resident. `language` is the tag of its folder, `ur-Latn` for romanised Urdu."""

    text: str
    intent: str
    language: str


def speaks_of_danger(intent: str) -> bool:
    """Whether this is one of the intents that call for a safety card."""
    return intent.startswith("safety.")


class Names(Struct, frozen=True):
    """A word that names something: `words` in `language` mean `value` of `entity`."""

    entity: str
    value: str
    words: str
    language: str


class Corpus(Struct, frozen=True):
    """What the files say together."""

    examples: tuple[Example, ...]
    names: tuple[Names, ...] = ()


class _Block(Struct, frozen=True, forbid_unknown_fields=True):
    examples: str
    intent: str = ""
    synonym: str = ""
    lookup: str = ""


class _File(Struct, frozen=True, forbid_unknown_fields=True):
    version: str
    nlu: tuple[_Block, ...]


def files(folder: Path = DATA) -> tuple[Path, ...]:
    """The lines and names of every language in `folder`, in order."""
    return tuple(sorted(path for name in _FILES for path in folder.glob(f"*/{name}.yml")))


def tag_of(path: Path) -> str:
    """The language of a file: the folder of `pl/lines.yml`, the name of a lone `pl.yml`."""
    return path.parent.name if path.stem in _FILES else path.stem


def read(paths: Iterable[Path]) -> Corpus:
    """The corpus in `paths`. Raises `DataFileError` naming the file when one is missing or malformed."""
    corpora = [_read(path, path.stat().st_mtime_ns if path.exists() else 0) for path in paths]
    return Corpus(
        tuple(example for corpus in corpora for example in corpus.examples),
        tuple(name for corpus in corpora for name in corpus.names),
    )


@lru_cache(maxsize=32)
def _read(path: Path, _changed: int) -> Corpus:
    """One file, read again when it has changed: a model is named after the data that it is made of."""
    blocks = read_yaml(path, _File).nlu
    language = tag_of(path)
    examples = [
        Example(_MARKED.sub(r"\1", line), block.intent, language)
        for block in blocks
        if block.intent
        for line in _lines(block.examples, path)
    ]
    return Corpus(tuple(examples), tuple(_names(blocks, language, path)))


def _names(blocks: tuple[_Block, ...], language: str, path: Path) -> list[Names]:
    """A synonym gives the value; the lookup that lists the same words gives the entity."""
    entity = {
        words: block.lookup for block in blocks if block.lookup for words in _lines(block.examples, path)
    }
    synonyms = [
        (block.synonym, line) for block in blocks if block.synonym for line in _lines(block.examples, path)
    ]
    for value, words in synonyms:
        if words not in entity:
            raise DataFileError(f"{path}: {words!r} means {value} but no lookup lists it")
    return [Names(entity[words], value, words, language) for value, words in synonyms]


def _lines(examples: str, path: Path) -> list[str]:
    lines = [line.strip() for line in examples.splitlines() if line.strip()]
    for line in lines:
        if not line.startswith("- "):
            raise DataFileError(f"{path}: an example must begin with '- ': {line!r}")
    return [line[2:].strip() for line in lines]
