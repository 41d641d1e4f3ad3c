"""Times of day: `7:30`, `5pm`, `o 15`, `شام 5 بجے`. Their value is `HH:MM` on the wall clock."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from itertools import chain

from nlu.affixes import Neighbours
from nlu.normalise import Folded, fold
from nlu.tokens import tokens
from nlu.understanding import Entity
from nlu.vocabulary import TimeWords, Vocabulary, vocabularies

_NUMBER = re.compile(
    r"(?<![\w£$€./:#+-])(?P<hour>[01]?\d|2[0-4])(?:[:.h](?P<minute>[0-5]\d)h?)?\s?(?P<half>[ap])?(?(half)\.?m\b)(?![\d/%])"
)
_NOON = 12


class Times:
    """Finds times of day. Without a word for the half of the day 1 to 6 are in the afternoon: nobody is asked
    to be in at three in the morning."""

    def __init__(self, known: Mapping[str, Vocabulary] | None = None) -> None:
        words = [each.times for each in (vocabularies() if known is None else known).values()]
        self._clock = _near(each.clock for each in words)
        self._before = _near(each.before for each in words)
        self._morning = _near(each.morning for each in words)
        self._evening = _near(each.evening for each in words)
        self._named = {
            **_keys(words, lambda each: each.noon, "12:00"),
            **_keys(words, lambda each: each.midnight, "00:00"),
        }

    def find(self, text: Folded) -> list[Entity]:
        """Every time in the order of the text."""
        found = [entity for match in _NUMBER.finditer(text.text) if (entity := self._time(text, match))]
        words = tokens(text.text)
        for at, word in enumerate(words):
            for size in range(1, min(2, len(words) - at) + 1):
                value = self._named.get(tuple(one.text for one in words[at : at + size]))
                if value:
                    first, last = text.span(word.start, words[at + size - 1].end)
                    found.append(Entity("time", first, last, value, "times"))
        return sorted(found, key=lambda entity: entity.start)

    def _time(self, text: Folded, match: re.Match[str]) -> Entity | None:
        start, end = match.start(), match.end()
        hour, minute = int(match["hour"]), int(match["minute"] or 0)
        morning, evening = (
            self._beside(words, text.text, start, end) for words in (self._morning, self._evening)
        )
        half = match["half"] or ("a" if morning else "p" if evening else "")
        told = match["minute"] or match["half"] or self._beside(self._clock, text.text, start, end)
        if not told and not (self._before.before(text.text, start) and half):
            return None
        value = _on_the_clock(hour, minute, half)
        first, last = text.span(start, end)
        return Entity("time", first, last, value, "times") if value else None

    def _beside(self, words: Neighbours, text: str, start: int, end: int) -> bool:
        return words.after(text, end) or words.before(text, start)


def _on_the_clock(hour: int, minute: int, half: str) -> str:
    """`HH:MM`; empty for an hour that is not on the clock."""
    if half and 0 < hour <= _NOON:
        hour = hour % _NOON + (_NOON if half == "p" else 0)
    elif 0 < hour < 7 and not half:
        hour += _NOON
    return f"{hour:02}:{minute:02}" if hour < 24 else ""


def _near(words: Iterable[list[str]]) -> Neighbours:
    return Neighbours(chain.from_iterable(words))


def _keys(
    words: Iterable[TimeWords], which: Callable[[TimeWords], list[str]], value: str
) -> dict[tuple[str, ...], str]:
    said = chain.from_iterable(which(each) for each in words)
    return {tuple(token.text for token in tokens(fold(one))): value for one in said}
