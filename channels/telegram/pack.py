"""What is said in one go, as few messages as it fits into: at most 4,096 UTF-16 units each, counted as
Telegram does, without the marks of formatting (Bot API, sendMessage).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from msgspec import structs

from accessibility.isolate import FSI, PDI
from accessibility.text import Rendered
from channels.can import CAN
from channels.telegram import written
from channels.telegram.written import units

LIMIT = CAN["telegram"].longest
LINKS = 6
"""Links of one message when there are too many words for one: they and a list of choices always fit."""

_PLACES = (
    re.compile(r"\n\n+"),
    re.compile(r"\n"),
    re.compile(r"(?<=[.!?؟۔।])\s+|(?<=[。！？])"),
    re.compile(r"\s+"),
)
"""Where a long text is cut, best first: between paragraphs, lines, sentences, words."""


def packed(lines: Sequence[Rendered], limit: int = LIMIT) -> tuple[Rendered, ...]:
    """The messages, in order. A message has the buttons of one line, at its end: a note that comes behind
    them is read before them. Nothing but whitespace is ever left out."""
    made: list[Rendered] = []
    for line in lines:
        for piece in _pieces(line, limit):
            if made and _go_together(made[-1], piece) and _size(joined := _joined(made[-1], piece)) <= limit:
                made[-1] = joined
            else:
                made.append(piece)
    return tuple(made)


def cut(text: str, room: int) -> tuple[str, str]:
    """The start of a text in at most `room` units, cut where it hurts least, and the rest."""
    start = text.encode("utf-16-le", "surrogatepass")[: 2 * room].decode("utf-16-le", "ignore")
    if len(start) == len(text):
        return text, ""
    for place in _PLACES:
        ends = [found for found in place.finditer(text, len(start) // 3, len(start) + 1) if found.start()]
        whole = [found for found in ends if not _torn(text[: found.start()])]
        if whole:
            return text[: whole[-1].start()].rstrip(), text[whole[-1].end() :].lstrip()
    return start, text[len(start) :]


def _torn(start: str) -> bool:
    """Whether an isolate is open at the end: cut there, a number would show the wrong way round."""
    return start.count(FSI) != start.count(PDI)


def _pieces(line: Rendered, limit: int) -> Iterator[Rendered]:
    """The line in pieces that fit; links and choices stay with the last one."""
    if not line.text.strip() and not line.english and not line.links and not line.choices:
        return
    if _size(line) <= limit:
        yield line
        return
    text, links = written.words(line), line.links
    bare = structs.replace(line, text="", english="", links=(), choices=(), wants="")
    tail = structs.replace(line, text="", english="", links=links[-LINKS:])
    room = limit - _size(tail) - 2
    while units(text) > room:
        start, text = cut(text, limit if units(text) > limit else max(room, units(text) // 2))
        yield structs.replace(bare, text=start)
    for at in range(0, len(links) - LINKS, LINKS):
        yield structs.replace(bare, links=links[at : min(at + LINKS, len(links) - LINKS)])
    yield structs.replace(tail, text=text)


def _go_together(one: Rendered, other: Rendered) -> bool:
    """Whether at most one of them has something below it."""
    return not ((one.choices or one.wants) and (other.choices or other.wants))


def _joined(one: Rendered, other: Rendered) -> Rendered:
    """Two messages as one. The words of both come first, then the links, each once, then the choices."""
    return structs.replace(
        other,
        text=f"{written.words(one)}\n\n{written.words(other)}",
        language=one.language,
        direction=one.direction,
        machine=one.machine or other.machine,
        links=tuple(dict.fromkeys((*one.links, *other.links))),
        choices=one.choices or other.choices,
        wants=one.wants or other.wants,
        english="",
    )


def _size(message: Rendered) -> int:
    return units(written.plain(message))
