"""Reads a conversation script; `README.md` beside it says how one is written."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from msgspec import Struct


class Line(Struct, frozen=True):
    """`sign` is `>`, `<`, `^` or `@`; a reply's `text` may hold several lines; `number` counts the file's."""

    number: int
    sign: str
    text: str


class ScriptError(ValueError):
    """A script is not written as it should be; the message names file and line."""


def read(path: Path) -> list[Line]:
    """The lines of a script, a reply's further lines joined to it."""
    lines: list[Line] = []
    for number, raw in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        sign, text = raw[:1], raw[1:].strip()
        if not raw.strip() or sign == "#":
            continue
        if sign in "><^@":
            lines.append(Line(number, sign, text))
        elif sign in "|[" and lines and lines[-1].sign == "<":
            more = text if sign == "|" else raw.strip()
            lines[-1] = Line(lines[-1].number, "<", f"{lines[-1].text}\n{more}")
        else:
            raise ScriptError(
                f"{path.name}:{number}: a line begins with >, <, ^, @, | or [, not {raw[:20]!r}"
            )
    return lines


def fits(expected: str, said: str) -> bool:
    """Whether a reply is the expected one; `…` stands for any words."""
    pattern = ".*".join(re.escape(part) for part in expected.split("…"))
    return re.fullmatch(pattern, said, re.DOTALL) is not None


def turns(lines: list[Line]) -> Iterator[tuple[Line, list[Line]]]:
    """Each message, setting or deed with the replies that follow it."""
    for index, line in enumerate(lines):
        if line.sign == "<":
            continue
        replies = []
        for later in lines[index + 1 :]:
            if later.sign != "<":
                break
            replies.append(later)
        yield line, replies


def only(lines: list[Line]) -> tuple[str, ...]:
    """The channels that a script is for, by its line `@ only …`; none named: for all of them."""
    return next(
        (
            tuple(line.text.split()[1:])
            for line in lines
            if line.sign == "@" and line.text.startswith("only ")
        ),
        (),
    )
