"""Phone numbers as residents type or say them, by the numbering plan; their value is E.164."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from phonenumbers import (
    Leniency,
    NumberParseException,
    PhoneNumberFormat,
    PhoneNumberMatcher,
    format_number,
    is_possible_number,
    parse,
)

from nlu.normalise import Folded
from nlu.spoken import digits
from nlu.tokens import Token, tokens
from nlu.understanding import Entity

COUNTRY = "GB"
_FEWEST_DIGITS = 9
_FEWEST_WORDS, _MOST_WORDS = 5, 16
"""A number that is said takes so many words, with `double` and all."""


def phones(text: Folded) -> list[Entity]:
    """Every number that could be dialled from here, in order; a number without a country is British. Possible
    is enough: the plan has numbers for plays and tests that are given to nobody."""
    if sum(map(str.isdigit, text.text)) < _FEWEST_DIGITS:
        return _spoken(text)
    found = []
    for match in PhoneNumberMatcher(text.text, COUNTRY, Leniency.POSSIBLE):
        if not match.raw_string.lstrip("( ").startswith(("0", "+")):
            continue
        first, last = text.span(match.start, match.end)
        value = format_number(match.number, PhoneNumberFormat.E164)
        found.append(Entity("phone", first, last, value, "phones"))
    return found


def _spoken(text: Folded) -> list[Entity]:
    """The number that is said in words, or partly: `oh one one three, treble two, double four oh six`."""
    words = tokens(text.text)
    if len(words) < _FEWEST_WORDS:
        return []
    for start, end, number in _runs(words):
        try:
            found = parse(number, COUNTRY)
        except NumberParseException:
            continue
        if number.startswith("0") and is_possible_number(found):
            first, last = text.span(words[start].start, words[end - 1].end)
            value = format_number(found, PhoneNumberFormat.E164)
            return [Entity("phone", first, last, value, "phones")]
    return []


def _runs(words: Sequence[Token]) -> Iterator[tuple[int, int, str]]:
    """Every longest run of words that stand for digits, of enough of them: from, to (exclusive), digits."""
    said, at = [word.text for word in words], 0
    while at < len(words):
        number, taken = digits(said[at : at + _MOST_WORDS])
        if len(number) >= _FEWEST_DIGITS:
            yield at, at + taken, number
        at += taken or 1
