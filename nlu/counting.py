"""Numbers as people write and say them: `1,200.50`, `12k`, `nine hundred and fifty`, `六十七`."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from decimal import Decimal

from nlu.normalise import fold
from nlu.tokens import words as split

Item = str | Decimal
"""A word, or the number that some words say together."""

_FIGURE = re.compile(r"\d{1,3}(?:[.,]\d{3})+(?:\.\d{1,2})?(?!\d)|\d+(?:\.\d{1,2}(?!\d))?")
_LONGEST = 3
_TENS = range(20, 100, 10)
_ALONE = 3
"""How long a word is that multiplies without a number before it: `hundred` does, `k` does not."""

Names = Mapping[int, Sequence[str]]


def figures(text: str) -> list[Item]:
    """The words of a text, folded, with what stands in figures as numbers; a comma or a point before three
    digits parts thousands."""
    found: list[Item] = []
    folded, at = fold(text), 0
    for match in _FIGURE.finditer(folded):
        found += split(folded[at : match.start()])
        found.append(_value(match.group()))
        at = match.end()
    return [*found, *split(folded[at:])]


def _value(figure: str) -> Decimal:
    whole, point, part = figure.rpartition(".")
    if point and len(part) < _LONGEST:
        return Decimal(f"{re.sub('[.,]', '', whole)}.{part}")
    return Decimal(re.sub("[.,]", "", figure))


class Counting:
    """The number words of some languages, the first of which keeps a word that several have."""

    def __init__(
        self, numbers: Iterable[Names], times: Iterable[Names], and_: Collection[str], joined: Collection[str]
    ) -> None:
        self._numbers = _by_words(numbers)
        self._times = {words[0]: value for words, value in _by_words(times).items() if len(words) == 1}
        self._and = frozenset(and_)
        self._joined = tuple(joined)

    def read(self, items: Sequence[Item]) -> list[Item]:
        """The same words with each number in one piece."""
        found: list[Item] = []
        at = 0
        while at < len(items):
            number, size = self._number(items, at)
            found.append(items[at] if number is None else number)
            at += size or 1
        return found

    def _number(self, items: Sequence[Item], start: int) -> tuple[Decimal | None, int]:
        """The number that begins here and how many words it takes; None and 0 where there is none."""
        sum_, last, room, at, after = Decimal(0), None, Decimal(0), start, 0
        while at < len(items):
            value, size, joined = self._value_at(items, at, room if last is not None else None)
            times = self._multiplier(items[at], alone=last is None)
            if times and not size and (last is None or times > last or last < 1000):
                last, room, size, after = (last or Decimal(1)) * times, Decimal(times), 1, times
            elif value is None or not (
                last is None or 0 < value < room or (joined and _makes_up(last, value))
            ):
                break
            else:
                if after >= 100 and value < 10 and self._ends_in_chinese(items, at):
                    value *= after // 10  # two behind a thousand is two hundred
                sum_, last, after = sum_ + (last or 0), value, 0
                room = Decimal(0) if isinstance(items[at], Decimal) else _room(value)
            at += size
        return (None, 0) if last is None else (sum_ + last, at - start)

    def _ends_in_chinese(self, items: Sequence[Item], at: int) -> bool:
        """Whether this is the last sign of a Chinese number, which leaves out what it counts."""
        item, follows = items[at], items[at + 1] if at + 1 < len(items) else ""
        chinese = isinstance(item, str) and len(item) == 1 and "\u4e00" <= item <= "\u9fff"
        return chinese and not self._multiplier(follows, alone=False)

    def _value_at(
        self, items: Sequence[Item], at: int, room: Decimal | None
    ) -> tuple[Decimal | None, int, bool]:
        """The number in the next word or words, how many they are, and whether it is tied to the one before.
        `room` is what it must stay under to be joined by `and`."""
        item = items[at]
        if isinstance(item, Decimal):
            return item, 1, False
        for size in range(min(_LONGEST, len(items) - at), 0, -1):
            words = tuple(str(one) for one in items[at : at + size])
            multiplies = room is not None and words[0] in self._times
            if words in self._numbers and not multiplies:
                return Decimal(self._numbers[words]), size, False
        prefix = next((one for one in self._joined if item.startswith(one)), "")
        if prefix and room is not None and (item.removeprefix(prefix),) in self._numbers:
            return Decimal(self._numbers[item.removeprefix(prefix),]), 1, True
        if room and item in self._and and at + 1 < len(items):
            value, size, _ = self._value_at(items, at + 1, None)
            return (value, size + 1, False) if value is not None and value < room else (None, 0, False)
        return None, 0, False

    def _multiplier(self, item: Item, *, alone: bool) -> int:
        if isinstance(item, Decimal) or (alone and item.isascii() and len(item) < _ALONE):
            return 0
        return self._times.get(item, 0)


def _room(value: Decimal) -> Decimal:
    """What a number that is added to a word must stay under: sixty takes ones, nine hundred takes tens."""
    sizes = (size for size in (1000, 100, 10) if value >= 2 * size and value % size == 0)
    return Decimal(next(sizes, 0))


def _makes_up(last: Decimal, value: Decimal) -> bool:
    """Whether tens follow the ones, as in Arabic: seven and sixty."""
    return last < 10 and value in _TENS


def _by_words(each: Iterable[Names]) -> dict[tuple[str, ...], int]:
    found: dict[tuple[str, ...], int] = {}
    for names in each:
        for value, words in names.items():
            for said in words:
                found.setdefault(tuple(split(fold(said))), value)
    return found
