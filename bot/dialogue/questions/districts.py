"""Postcodes, or the first parts of them: as many as are said, each with what it is to the resident."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from msgspec import Struct

from accessibility.text import Items, Postcode, Text, _
from bot.dialogue.heard import Heard
from bot.dialogue.question import NO_MATCH, Base, Got, NoMatch, Outcome
from channels.message import Location
from nlu.understanding import Entity

POSTCODE, LABEL = "postcode", "place"


class Code(Struct, frozen=True):
    """`code` is `LS9 8AA` or `LS9`; `label` what it is: `home`, `school`, `work`, `route`, empty if that was
    not said."""

    code: str
    label: str = ""


Known = Callable[[Sequence[str]], Sequence[str | None]]
"""Codes as they were said to codes of the city; None for each that is not in it."""

Near = Callable[[Location], str]
"""The postcode at a shared position, empty when none is known there."""


class DistrictsQuestion(Base[tuple[Code, ...]]):
    """The answer is at least one code of the city. One that is not in it is named; then none is taken."""

    kind = tuple[Code, ...]
    takes_digits = True

    def __init__(self, asks: Text, known: Known, near: Near, *, label: Text | None = None) -> None:
        hint = _("Please send a postcode, or the first part of one.")
        super().__init__(asks, hint=hint, label=label or _("Place"))
        self.known = known
        self.near = near

    def hear(self, heard: Heard, partial: Any) -> Outcome[tuple[Code, ...]]:
        found = self.prefill(heard)
        if heard.location is not None and isinstance(found, NoMatch):
            code = self.near(heard.location)
            return Got((Code(code),)) if code else NoMatch(_("I do not know a postcode near there."))
        return found

    def prefill(self, opening: Heard) -> Outcome[tuple[Code, ...]]:
        said = codes(opening)
        if not said:
            return NO_MATCH
        known = self.known([one.code for one in said])
        missing = tuple(one.code for one, code in zip(said, known, strict=True) if code is None)
        if missing:
            return NoMatch(_("I have no alerts for %(places)s.", places=Items(tuple(map(Postcode, missing)))))
        return Got(tuple(Code(code, one.label) for one, code in zip(said, known, strict=True) if code))

    def echo(self, value: tuple[Code, ...]) -> Text:
        said = _("%(places)s", places=Items(tuple(Postcode(one.code) for one in value)))
        return said.before_others(_("the place that you gave me"))


def codes(heard: Heard) -> tuple[Code, ...]:
    """The postcodes and parts of them that are named, each once, with the word that says what they are. Who
    says `home` before the first of them says it before all: `home LS9, school LS8`; else behind them."""
    said = [one for one in heard.understanding.entities if one.entity == POSTCODE or _label(one)]
    if said and said[0].entity == POSTCODE:
        said.reverse()
    found: dict[str, Code] = {}
    label = ""
    for one in said:
        if one.entity != POSTCODE:
            label = _label(one)
        else:
            found[one.value] = Code(one.value, label)
            label = ""
    order = dict.fromkeys(heard.entities(POSTCODE))
    return tuple(found[code] for code in order)


def _label(one: Entity) -> str:
    """What a place is called that this word names; a school is a service of the council as well."""
    return one.value if one.entity == LABEL or (one.entity, one.value) == ("service", "school") else ""


def districts(asks: Text, known: Known, near: Near, *, label: Text | None = None) -> DistrictsQuestion:
    """A question for one or more places, as roughly as the resident likes to say them."""
    return DistrictsQuestion(asks, known, near, label=label)
