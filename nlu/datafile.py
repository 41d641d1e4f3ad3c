"""Reads this package's YAML files into types, with errors that name the file."""

from __future__ import annotations

from pathlib import Path
from typing import TypeVar

import msgspec
import yaml

T = TypeVar("T")

DATA = Path(__file__).parent / "data"


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
