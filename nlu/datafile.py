"""Reads this package's YAML files into types, with errors that name the file."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TypeVar

import msgspec
import yaml

T = TypeVar("T")

DATA = Path(__file__).parent / "data"
_TAG = re.compile(r"[a-z]{2,3}(-[A-Z][a-z]{3})?")


class DataFileError(ValueError):
    """A data file is wrong: the message says which file and what."""


def read_yaml(path: Path, kind: type[T]) -> T:
    """The file at `path` as a `kind`. Raises `DataFileError` when it is missing, not YAML or does not fit."""
    try:
        source = path.read_text(encoding="utf-8")
        return msgspec.convert(yaml.load(source, Loader=yaml.CSafeLoader), kind)
    except OSError as problem:
        raise DataFileError(f"{path}: cannot be read: {problem.strerror}") from None
    except UnicodeDecodeError as problem:
        raise DataFileError(f"{path}: not UTF-8: {problem.reason}") from None
    except yaml.YAMLError as problem:
        mark = getattr(problem, "problem_mark", None)
        line = f":{mark.line + 1}" if mark else ""
        raise DataFileError(f"{path}{line}: not YAML: {getattr(problem, 'problem', problem)}") from None
    except msgspec.ValidationError as problem:
        raise DataFileError(f"{path}: {problem}") from None


def by_language(name: str, kind: type[T], folder: Path = DATA) -> dict[str, T]:
    """The file `name` of every language that has one, by language tag (`ur-Latn` for romanised Urdu), English
    first. Raises `DataFileError`."""
    found = sorted(path for path in folder.glob(f"*/{name}") if _TAG.fullmatch(path.parent.name))
    found.sort(key=lambda path: path.parent.name != "en")
    return {path.parent.name: read_yaml(path, kind) for path in found}
