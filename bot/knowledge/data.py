"""Reads the city's data files: YAML, checked against a type, with errors that name file, line and field.

Words that residents read are tagged `!_` in the YAML (`name: !_ black bin`): they become a `Text`, and the
catalogue's extractor finds them by the same tag.
"""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path
from typing import Any, TypeVar

import msgspec
import yaml

T = TypeVar("T")

CITIES = Path(__file__).resolve().parent.parent / "cities"


class DataError(ValueError):
    """A data file is wrong: the message says which file, line and field."""


class _Loader(yaml.CSafeLoader):
    """Safe YAML with the tag `!_` for words of the catalogue."""


def _text(loader: _Loader, node: yaml.nodes.ScalarNode) -> dict[str, str]:
    return {"is": "text", "msgid": loader.construct_scalar(node)}


_Loader.add_constructor("!_", _text)


def read(path: Path, kind: type[T]) -> T:
    """The file at `path` as a `kind`.

    Raises `DataError` naming file, line and field when it is missing, is not YAML or does not fit.
    """
    try:
        source = path.read_text(encoding="utf-8")
    except OSError as problem:
        raise DataError(f"{path}: cannot be read: {problem.strerror}") from None
    return parse(path, source, kind)


def parse(path: Path, source: str, kind: type[T]) -> T:
    """As `read`, of the YAML in `source`, which stands in the file at `path`."""
    try:
        return msgspec.convert(yaml.load(source, Loader=_Loader), kind)  # noqa: S506 - _Loader is a safe loader
    except yaml.YAMLError as problem:
        mark = getattr(problem, "problem_mark", None)
        line = f":{mark.line + 1}" if mark else ""
        raise DataError(f"{path}{line}: not YAML: {getattr(problem, 'problem', problem)}") from None
    except msgspec.ValidationError as problem:
        raise DataError(f"{path}:{_line(source, str(problem))}: {problem}") from None


def place(path: Path, at: str) -> str:
    """`file:line` of a place in a file that has been read, `$.groups[2].problems[0]`: for errors that show
    only after it fitted its type."""
    return f"{path}:{_line(path.read_text(encoding='utf-8'), f'`{at}`')}"


def _line(source: str, problem: str) -> int:
    """The line that a validation error's path (`$.bins[2].name`) leads to, as near as it can be followed."""
    node: Any = yaml.compose(source, Loader=_Loader)
    path = re.search(r"`(?:key in )?\$([^`]*)`", problem)
    for name, index in re.findall(r"\.([^.\[\]]+)|\[(\d+|\.\.\.)\]", path.group(1) if path else ""):
        node = _step(node, name, index) or node
    return int(node.start_mark.line) + 1 if node is not None else 1


def _step(node: Any, name: str, index: str) -> Any:
    if isinstance(node, yaml.MappingNode):
        return next((value for key, value in node.value if key.value == name), None)
    if isinstance(node, yaml.SequenceNode) and index.isdigit() and int(index) < len(node.value):
        return node.value[int(index)]
    return None


@lru_cache(maxsize=64)
def read_once(path: Path, kind: type[T]) -> T:
    """As `read`, kept: for files that do not change while the program runs."""
    return read(path, kind)
