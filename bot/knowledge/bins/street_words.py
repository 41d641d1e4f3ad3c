"""Finds the words of a message that name a street or building.

Half of the names in a city are made of everyday words, so it matters where a name stands: behind a number,
behind `at` or `on`, or as the whole message.
"""

from __future__ import annotations

from msgspec import Struct

from bot.knowledge.bins.names import LONGEST, Names, spelt
from bot.knowledge.bins.postcodes import MARK
from bot.knowledge.bins.speech import GAP, speech

CLOSE = 80.0
CLOSER = 86.0
CLOSEST = 88.0
LONG_WORD = 6
FEW = 5
STOPS = frozenset({",", MARK, GAP})
"""What no name goes over."""
ARTICLES = frozenset({"the", "of"})


class Span(Struct, frozen=True):
    """Words `start` to `end` (exclusive) of a message."""

    start: int
    end: int


def find_street(words: list[str], names: Names) -> Span | None:
    """Where a street or building is named: in full, else misspelt in a place where an address stands."""
    whole = _whole(words)
    return _in_full(words, whole, names) or _behind(words, names) or _all_of_it(words, whole, names)


def _whole(words: list[str]) -> Span:
    """The message without the small words around it; an article may belong to the name."""
    start, end = 0, len(words)
    while start < end and _small(words[start]):
        start += 1
    while end > start and _small(words[end - 1]):
        end -= 1
    return Span(start - 1 if 0 < start < end and words[start - 1] == "the" else start, end)


def _small(word: str) -> bool:
    known = speech()
    return word in known.beside or word in known.units or word in (MARK, GAP) or known.is_number(word)


def _in_full(words: list[str], whole: Span, names: Names) -> Span | None:
    """The longest run of words that is a name of the city and stands like one."""
    for size in range(min(LONGEST, len(words)), 0, -1):
        for start in range(len(words) - size + 1):
            if not STOPS.isdisjoint(words[start : start + size]):
                continue
            name = spelt(" ".join(words[start : start + size]))
            if name in names.known and _stands(words, Span(start, start + size), whole, name, names):
                return Span(start, start + size)
    return None


def _stands(words: list[str], span: Span, whole: Span, name: str, names: Names) -> bool:
    """Whether a name that was found is meant as one."""
    before = words[span.start - 1] if span.start else ""
    if speech().is_number(before):
        return not all(word in speech().beside or word.isdigit() for word in name.split())
    if span.end == whole.end and words[whole.start : span.start] in ([], ["the"]):
        return len(name) >= LONG_WORD or " " in name
    if speech().is_everyday(name.split()):
        return False
    return " " in name or (before in speech().before and names.is_street(name) and len(name) >= LONG_WORD)


def _behind(words: list[str], names: Names) -> Span | None:
    """A misspelt or unknown name behind a number or a word like `at`."""
    for start in range(1, len(words)):
        span = None
        if speech().is_number(words[start - 1]):
            span = _best(words, start, names, CLOSE, ended=False) or _by_kind(words, start)
        elif words[start - 1] in speech().before:
            span = _best(words, start, names, CLOSER, ended=True) or _by_kind(words, start)
        if span:
            return span
    return None


def _all_of_it(words: list[str], whole: Span, names: Names) -> Span | None:
    """A message that is nothing but a misspelt or unknown name."""
    run = words[whole.start : whole.end]
    name = " ".join(run)
    if not 0 < len(run) <= FEW or len(name) < LONG_WORD or not _of_a_name(run):
        return None
    alike = names.alike(name, CLOSER if len(run) > 1 else CLOSEST)
    return whole if alike or _by_kind(words, whole.start) == whole else None


def _best(words: list[str], start: int, names: Names, least: float, ended: bool) -> Span | None:
    """The run of words from `start` that is most like a name, when it is `least` alike; `ended`: only runs
    that end like a name, for the many sentences that are about something else."""
    best, score = None, 0.0
    for end in range(_end(words, start), start, -1):
        run = words[start:end]
        if len(" ".join(run)) < FEW or not _of_a_name(run) or (ended and run[-1] not in speech().endings):
            continue
        found = names.alike(" ".join(run), least)
        if found > score:
            best, score = Span(start, end), found
    return best


def _by_kind(words: list[str], start: int) -> Span | None:
    """An unknown name that ends like one: `zebra street`."""
    for end in range(start + 1, _end(words, start)):
        if spelt(f"x {words[end]}").split()[-1] in speech().streets:
            return Span(start, end + 1) if _of_a_name(words[start:end]) else None
    return None


def _of_a_name(run: list[str]) -> bool:
    """Whether these words could be a name: not everyday talk, and no small words but articles inside."""
    inside = all(word not in speech().beside or word in ARTICLES for word in run)
    return inside and GAP not in run and not speech().is_everyday(run)


def _end(words: list[str], start: int) -> int:
    """Up to where a name that begins at `start` could go."""
    end = start
    while end < min(len(words), start + FEW) and words[end] not in STOPS:
        end += 1
    return end
