"""Reads what somebody says of their address. What is about something else gives an empty query."""

from __future__ import annotations

from itertools import pairwise

from bot.dialogue.address import AddressQuery
from bot.knowledge.bins import postcodes
from bot.knowledge.bins.folding import fold
from bot.knowledge.bins.names import Names, spelt
from bot.knowledge.bins.numbers import figures
from bot.knowledge.bins.postcodes import MARK
from bot.knowledge.bins.speech import GAP, speech
from bot.knowledge.bins.street_words import Span, find_street
from nlu.understanding import Entity

LONG_NAME = 5
REACH = 5
"""So many words behind a street its locality is looked for."""


def parse(text: str, entities: tuple[Entity, ...], names: Names, districts: frozenset[str]) -> AddressQuery:
    """What `text` says of an address, with what the understanding found in it."""
    said = {entity.entity: entity.value for entity in entities}
    postcode, rest = postcodes.take(figures(fold(text)), districts)
    if not postcode and "postcode" in said:
        postcode, without = postcodes.take(figures(fold(_written(text, entities))), districts)
        rest = rest if "house_number" in said else without
    words = speech().cut(rest).split()
    street = find_street(words, names)
    room, number = _doors(words, street)
    number = number or _house_name(words, street, names)
    if not (number or room) and "house_number" in said:
        number = fold(said["house_number"]).replace(" ", "")
    return AddressQuery(postcode, number, room, _name(words, street, names))


def _written(text: str, entities: tuple[Entity, ...]) -> str:
    """The text with its last postcode, which was spelt in words, written out: its digits are no house."""
    last = [entity for entity in entities if entity.entity == "postcode"][-1]
    return f"{text[: last.start]} {last.value} {text[last.end :]}"


def _name(words: list[str], street: Span | None, names: Names) -> str:
    """The street's words, with the locality behind a comma when one follows."""
    if street is None:
        return ""
    name = " ".join(words[street.start : street.end])
    after = [word for word in words[street.end : street.end + REACH] if word not in (",", "in")]
    for size in (3, 2, 1):
        locality = " ".join(after[:size])
        if len(after) >= size and locality in names.localities:
            return f"{name}, {locality}"
    return name


def _doors(words: list[str], street: Span | None) -> tuple[str, str]:
    """Room and number: those beside the street or postcode; else of a message that says nothing else.

    The last mention counts: people correct themselves.
    """
    anchor = street or _postcode(words)
    run = _beside(words, anchor) if anchor else list(range(len(words)))
    if anchor is None and not all(_belongs(word) for word in words):
        return "", ""
    room = number = ""
    for at in run:
        before = words[at - 1] if at else ""
        if not speech().is_number(words[at]) or before in speech().negations:
            continue
        if before in speech().units:
            room = words[at]
        else:
            number = words[at]
    room = room or (_flat(words) if street else "")
    return (room, number) if room or number or street else ("", _only_number(words))


def _house_name(words: list[str], street: Span | None, names: Names) -> str:
    """The name of a house right before its street: `lynton, britannia road`."""
    before = [word for word in words[: street.start] if word != ","] if street else []
    for size in (3, 2, 1):
        name = " ".join(before[-size:])
        known = len(before) >= size and spelt(name) in names.known
        if known and len(name) >= LONG_NAME and not speech().is_everyday(before[-size:]):
            return name
    return ""


def _flat(words: list[str]) -> str:
    """The last number that is called a flat's, wherever it stands."""
    numbers = [
        word for before, word in pairwise(words) if before in speech().units and speech().is_number(word)
    ]
    return numbers[-1] if numbers else ""


def _postcode(words: list[str]) -> Span | None:
    return next((Span(at, at + 1) for at, word in enumerate(words) if word == MARK), None)


def _only_number(words: list[str]) -> str:
    """The number of a message with a postcode that has just one."""
    numbers = [word for word in words if speech().is_number(word)]
    return numbers[0] if len(numbers) == 1 and MARK in words else ""


def _belongs(word: str) -> bool:
    return word in speech().beside or word in speech().units or word == MARK or speech().is_number(word)


def _beside(words: list[str], anchor: Span) -> list[int]:
    """The words beside `anchor`, on both sides up to the first that does not belong to an address."""
    start, end = anchor.start, anchor.end
    while start > 0 and _belongs(words[start - 1]) and words[start - 1] != GAP:
        start -= 1
    while end < len(words) and _belongs(words[end]) and words[end] != GAP:
        end += 1
    return [*range(start, anchor.start), *range(anchor.end, end)]
