"""What is said in one turn, as text messages: one, wherever it fits.

One message is kinder than three that may arrive in any order, and cheaper: the council's name stands in it
once. Up to three segments are sent. What is longer is cut at the end of a sentence, with a link to the rest,
where there is a link. Where there is none, or where a word of it is about safety, it is sent whole, up to
what the provider takes and in several messages if it must be: a message too many is better than half an
answer.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence

from msgspec import structs

from accessibility import sms
from accessibility.isolate import RLM
from accessibility.text import Rendered, RenderedLink
from channels.can import CAN

SEGMENTS = CAN["sms"].longest
"""How many segments one turn may fill."""

Rest = Callable[[Sequence[Rendered]], RenderedLink | None]
"""Makes the link under which all that is said can be read, labelled in the reader's language; None where
there is none. The link stands in the packed message's `links`, too, so that whoever keeps the message can
keep it."""

_ENDS = re.compile(r"(?<=[.!?؟۔。！？।։])\s+|\n")
_SPACES = re.compile(r"\s+")


def pack(
    lines: Sequence[Rendered], prefix: str, longest: int, rest: Rest | None = None
) -> Sequence[Rendered]:
    """`prefix` is the council's name with which each line begins, `longest` how many 16-bit units the
    provider takes in one message."""
    said = [line for line in lines if line.text.strip()]
    if not said:
        return ()
    words = _words(said, prefix)
    whole = "\n".join(words)
    if not _fits(whole) and rest and not any(line.safety or line.english for line in said):
        link = rest(lines)
        shorter = _cut(words, f"{link.label}: {link.url}", bool(said[-1].choices)) if link else ""
        if link and shorter:
            return (structs.replace(_one(said, shorter), links=(link,)),)
    return tuple(_one(said, part) for part in _parts(whole, longest))


def _words(lines: Sequence[Rendered], prefix: str) -> list[str]:
    """The texts, of which only the first begins with the council's name."""
    opening = f"{prefix}: "
    first, *more = [line.text for line in lines]
    return [first, *(_without(text, opening) for text in more)] if prefix else [first, *more]


def _without(text: str, opening: str) -> str:
    mark = RLM if text.startswith(RLM) else ""
    bare = text.removeprefix(mark)
    return mark + bare.removeprefix(opening) if bare.startswith(opening) else text


def _one(lines: Sequence[Rendered], text: str) -> Rendered:
    """One message for all lines. What can be picked is what the last of them offers."""
    last = lines[-1]
    machine, safety = any(line.machine for line in lines), any(line.safety for line in lines)
    return Rendered(text, last.language, last.direction, machine, last.choices, safety=safety)


def _fits(text: str) -> bool:
    return sms.measure(text).segments <= SEGMENTS


def _cut(words: Sequence[str], link: str, offers: bool) -> str:
    """As much as there is room for before the link. The last line, which asks, is kept where it is not the
    one that is too long, and always when it `offers` choices. Empty when nothing can be cut so."""
    *told, asked = words
    if told and (shorter := _begun("\n".join(told), lambda text: _fits("\n".join((text, asked, link))))):
        return "\n".join((shorter, asked, link))
    if offers:
        return ""
    shorter = _begun("\n".join(words), lambda text: _fits(f"{text}\n{link}"))
    return f"{shorter}\n{link}" if shorter else ""


def _begun(text: str, fits: Callable[[str], bool]) -> str:
    """The longest beginning of whole sentences that fits."""
    for end in reversed([found.start() for found in _ENDS.finditer(text)]):
        if text[:end].strip() and fits(text[:end]):
            return text[:end]
    return ""


def units(text: str) -> int:
    """16-bit units, as providers count characters at worst."""
    return len(text) + sum(char > "\uffff" for char in text)


def _parts(text: str, longest: int) -> Iterator[str]:
    """The text in as few messages as may be, each ending with a sentence, else with a word."""
    while units(text) > longest:
        end = _end(text, longest)
        yield text[:end].rstrip()
        text = text[end:].lstrip()
    if text:
        yield text


def _end(text: str, longest: int) -> int:
    room = len(text)
    while units(text[:room]) > longest:
        room -= max(1, (units(text[:room]) - longest) // 2)
    for ends in (_ENDS, _SPACES):
        found = [one.end() for one in ends.finditer(text, 0, room)]
        if found and found[-1] > room // 2:
            return found[-1]
    return room
