"""Finds message ids in the program: Python, page templates, and data files.

In Python they are the literal arguments of `_`, `_n`, `_c` (accessibility/text.py) and
`gettext`, in templates those of Jinja's i18n extension, in YAML the scalars tagged `!_`, in answers
(`locales/prose.py`) each paragraph and the tagged scalars of the front matter.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator, Mapping
from io import BytesIO
from pathlib import Path
from tokenize import TokenError
from typing import Any

import yaml
from babel.messages.extract import extract
from jinja2 import TemplateSyntaxError
from msgspec import Struct

from locales import prose
from locales.message import Key, Message

PACKAGES = ("accessibility", "bot", "channels", "locales", "nlu", "notifier")
SAFETY_FILES = ("safety", "cards")
"""Files of these names hold the words of the safety cards, which are held to stricter rules."""

EVERYWHERE_FILES = ("emergency",)
"""Files of these names hold the few messages that every language has, also one that is not talked in."""

_PYTHON: dict[str, Any] = {"_": None, "_n": (1, 2), "_c": ((1, "c"), 2), "gettext": None}
_PAGES: dict[str, Any] = {
    "_": None,
    "gettext": None,
    "ngettext": (1, 2),
    "pgettext": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
}
_HOW = {".py": "python", ".html": "page", ".j2": "page", ".yml": "data", ".yaml": "data"}


class SourceError(ValueError):
    """A file cannot be searched for message ids; the message says which file and line."""


class Found(Struct, frozen=True):
    """One message and the files that say it, relative to the root, with the translators' comments."""

    message: Message
    files: tuple[str, ...]
    comments: tuple[str, ...] = ()

    @property
    def safety(self) -> bool:
        """Whether it is said by a safety card."""
        return self._in(SAFETY_FILES + EVERYWHERE_FILES)

    @property
    def everywhere(self) -> bool:
        """Whether every language has it, also one that is not talked in."""
        return self._in(EVERYWHERE_FILES)

    def _in(self, names: tuple[str, ...]) -> bool:
        return any(Path(file).stem in names for file in self.files)


class Place(Struct, frozen=True):
    """Where one mention of a message is."""

    file: str
    line: int
    message: Message
    comments: tuple[str, ...] = ()


def find(root: Path) -> tuple[Found, ...]:
    """Every message under `root`, sorted by id; those of one key are joined, the plural kept.

    Raises `SourceError` naming file and line.
    """
    merged: dict[Key, list[Place]] = {}
    for place in places(root):
        merged.setdefault(place.message.key, []).append(place)
    return tuple(sorted(map(_join, merged.values()), key=lambda found: found.message))


def _join(mentions: list[Place]) -> Found:
    message = max((place.message for place in mentions), key=lambda message: message.plural)
    files = sorted({place.file for place in mentions})
    comments = dict.fromkeys(comment for place in mentions for comment in place.comments)
    return Found(message, tuple(files), tuple(comments))


def places(root: Path) -> Iterator[Place]:
    """Every mention of a message under `root`, file by file in order of name."""
    for path in sorted(path for package in PACKAGES for path in (root / package).rglob("*")):
        how = "prose" if _is_answer(path) else _HOW.get(path.suffix)
        if how and path.is_file():
            yield from _read(path, path.relative_to(root).as_posix(), how)


def _is_answer(path: Path) -> bool:
    return path.suffix == ".md" and path.parent.name == prose.FOLDER


def _read(path: Path, name: str, how: str) -> Iterator[Place]:
    source = path.read_bytes()
    try:
        if how == "prose":
            yield from _prose(name, source)
        elif how == "data":
            yield from _data(name, source)
        elif how == "page":
            yield from _babel(name, source, "jinja2", _PAGES, {"silent": "false", "newstyle_gettext": "true"})
        else:
            yield from _babel(name, source, "python", _PYTHON, {})
    except (TemplateSyntaxError, SyntaxError) as problem:
        raise SourceError(f"{name}:{problem.lineno}: {problem}") from None
    except TokenError as problem:
        raise SourceError(f"{name}:{problem.args[1][0]}: {problem.args[0]}") from None
    except (yaml.YAMLError, UnicodeDecodeError, prose.ProseError) as problem:
        raise SourceError(f"{name}: {problem}") from None


def _babel(
    name: str, source: bytes, method: str, keywords: Mapping[str, Any], options: Mapping[str, str]
) -> Iterator[Place]:
    for line, ids, comments, context in extract(
        method, BytesIO(source), keywords, ("Translators:",), options, strip_comment_tags=True
    ):
        msgid, plural = (*ids, "")[:2] if isinstance(ids, tuple) else (ids, "")
        yield Place(name, line, Message(msgid, plural, context or ""), tuple(comments))


def _prose(name: str, source: bytes) -> Iterator[Place]:
    written = prose.read(source.decode("utf-8"))
    yield from _data(name, written.front.encode())
    for one in written.paragraphs:
        yield Place(name, one.line, Message(one.msgid))


class _Tags(yaml.CSafeLoader):
    """Composes YAML of any tags; only the nodes are looked at."""


def _data(name: str, source: bytes) -> Iterator[Place]:
    if b"!_" not in source:
        return
    for node in _scalars(yaml.compose_all(source, Loader=_Tags)):
        if node.tag == "!_":
            yield Place(name, node.start_mark.line + 1, Message(node.value))


def _scalars(nodes: Iterable[Any]) -> Iterator[yaml.ScalarNode]:
    for node in nodes:
        if isinstance(node, yaml.ScalarNode):
            yield node
        elif isinstance(node, yaml.MappingNode):
            yield from _scalars(part for pair in node.value for part in pair)
        elif node is not None:
            yield from _scalars(node.value)


def unreadable(root: Path) -> Iterator[tuple[str, int]]:
    """Calls of `_`, `_n` and `_c` whose id is no literal, as (file, line): the extractor cannot see them.

    Raises `SourceError` for a file that is not Python.
    """
    for path in sorted(path for package in PACKAGES for path in (root / package).rglob("*.py")):
        name = path.relative_to(root).as_posix()
        for node in ast.walk(_parsed(path, name)):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and _hidden(node):
                yield name, node.lineno


def _parsed(path: Path, name: str) -> ast.Module:
    try:
        return ast.parse(path.read_bytes())
    except SyntaxError as problem:
        raise SourceError(f"{name}:{problem.lineno}: not Python: {problem.msg}") from None


def _hidden(call: ast.Call) -> bool:
    name = call.func.id if isinstance(call.func, ast.Name) else ""
    wanted = {"_": 1, "_n": 2, "_c": 2}.get(name, 0)
    literal = [isinstance(arg, ast.Constant) and isinstance(arg.value, str) for arg in call.args[:wanted]]
    return len(literal) < wanted or not all(literal)
