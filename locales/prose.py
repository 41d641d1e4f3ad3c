"""Answers that a content designer writes: Markdown with YAML front matter, one message a paragraph.

A paragraph is plain words. A fact in it is a mark, `{phone:main}`: it becomes `%(phone)s` in the message, and
a typed value when it is told. A second mark of one kind becomes `%(phone2)s`.
"""

from __future__ import annotations

import re
from collections import Counter
from itertools import groupby

from msgspec import Struct

FENCE = "---"
FOLDER = "answers"
"""Markdown in folders of this name is read so."""

_MARK = re.compile(r"\{([a-z]+)(?::([^{}]+))?\}")
_NOT_PLAIN = re.compile(r"^(?:[#>|*+-]|\d+[.)])|[*_`\[\]<>%{}]")


class ProseError(ValueError):
    """A file is not written as it should be; the message says which line."""


class Mark(Struct, frozen=True):
    """A fact in a paragraph: the name of its place in the message, what it is, and which."""

    name: str
    kind: str
    value: str


class Paragraph(Struct, frozen=True):
    """One message of the catalogue; `line` is where it begins in the file."""

    line: int
    msgid: str
    marks: tuple[Mark, ...] = ()


class Prose(Struct, frozen=True):
    """A file: its front matter as YAML, whose lines are numbered as in the file, and its paragraphs."""

    front: str
    paragraphs: tuple[Paragraph, ...]


def read(source: str) -> Prose:
    """The file whose text is `source`. Raises `ProseError`."""
    lines = source.splitlines()
    if not lines or lines[0].strip() != FENCE or FENCE not in (line.strip() for line in lines[1:]):
        raise ProseError(f"line 1: an answer begins with front matter between two lines of {FENCE}")
    end = next(at for at, line in enumerate(lines) if at and line.strip() == FENCE)
    numbered = list(enumerate(lines[end + 1 :], end + 2))
    blocks = [list(block) for full, block in groupby(numbered, lambda one: bool(one[1].strip())) if full]
    return Prose("\n".join(["", *lines[1:end]]), tuple(_paragraph(block) for block in blocks))


def _paragraph(block: list[tuple[int, str]]) -> Paragraph:
    line, words = block[0][0], " ".join(text.strip() for _, text in block)
    marks: list[Mark] = []
    seen: Counter[str] = Counter()

    def named(found: re.Match[str]) -> str:
        kind = found[1]
        seen[kind] += 1
        name = kind if seen[kind] == 1 else f"{kind}{seen[kind]}"
        marks.append(Mark(name, kind, found[2] or ""))
        return f"\0{name}\0"

    folded = _MARK.sub(named, words)
    if wrong := _NOT_PLAIN.search(folded):
        raise ProseError(
            f"line {line}: plain words only, no {wrong.group()!r}; a fact is a mark: {{phone:main}}"
        )
    return Paragraph(line, re.sub("\0([a-z0-9]+)\0", r"%(\1)s", folded), tuple(marks))
