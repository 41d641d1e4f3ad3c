"""The two questions of a search: what for, and near which place."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from accessibility.text import Place, Postcode, Text, _
from bot.dialogue.heard import Heard
from bot.dialogue.question import NO_MATCH, Base, Got, NoMatch, Outcome
from bot.knowledge.directory.asked import AT, KIND, POSTCODE
from bot.knowledge.directory.kinds import kind_said, kinds
from bot.knowledge.directory.whereabouts import Whereabouts
from channels.message import Choice, Location, Reply

KIND_OF, ANYWHERE = "kind:", "anywhere"
LONGEST = 100


class WhatQuestion(Base[str]):
    """The answer is `kind:library`, or the resident's own words. `known` are the kinds that are told of."""

    takes_anything = True

    def __init__(self, known: Collection[str]) -> None:
        super().__init__(_("What are you looking for?"), hint=_("Please say what kind of place it is."))
        self.known = known

    def prompt(self) -> Reply:
        every = (one for one in kinds().values() if one.id in self.known)
        choices = tuple(Choice(KIND_OF + one.id, one.label) for one in every)
        return Reply(self.asks, choices, expects_answer=True)

    def hear(self, heard: Heard, partial: Any) -> Outcome[str]:
        if heard.picked.startswith(KIND_OF):
            return Got(heard.picked)
        kind = heard.entity(KIND) or kind_said(heard.text)
        if kind in kinds():
            return Got(KIND_OF + kind)
        said = " ".join(heard.text.split())[:LONGEST]
        return Got(said) if said else NO_MATCH

    def correct(self, heard: Heard, value: str) -> Outcome[str]:
        kind = heard.entity(KIND)
        return Got(KIND_OF + kind) if kind in kinds() else NO_MATCH


class NearQuestion(Base[str]):
    """The answer is a postcode or district of the city, a position (`@53.801,-1.545`), or empty: anywhere."""

    takes_digits = True

    def __init__(self, where: Whereabouts, city: str) -> None:
        hint = _("Please send a postcode, or the first part of one.")
        why = _("Then I can tell you which one is the nearest.")
        super().__init__(_("What is your postcode?"), hint=hint, why=why)
        self.where, self.city = where, city

    def prompt(self) -> Reply:
        return Reply(self.asks, (Choice(ANYWHERE, _("Anywhere")),), expects_answer=True)

    def hear(self, heard: Heard, partial: Any) -> Outcome[str]:
        if heard.picked == ANYWHERE:
            return Got("")
        if heard.location is not None:
            return Got(shared(heard.location, self.where))
        return self.prefill(heard)

    def prefill(self, opening: Heard) -> Outcome[str]:
        if opening.location is not None:
            return Got(shared(opening.location, self.where))
        said = opening.entity(POSTCODE)
        if said is None:
            return NO_MATCH
        code = self.where.inside(said)
        unknown = _("I only know about places in %(city)s.", city=Place(self.city))
        return Got(code) if code else NoMatch(unknown)

    def echo(self, value: str) -> Text:
        return near_words(value, home=False) or _("Anywhere")


def shared(place: Location, where: Whereabouts) -> str:
    """The nearest postcode, which says less than the position; where none is known, the position to about a
    hundred metres."""
    return where.nearest(place) or f"{AT}{place.latitude:.3f},{place.longitude:.3f}"


def near_words(near: str, *, home: bool) -> Text | None:
    """A place that somebody gave, within a sentence; None for anywhere. A home is not said again."""
    if home:
        return _("the address that you gave me")
    if not near or near.startswith(AT):
        return _("the place that you gave me") if near else None
    return _("%(place)s", place=Postcode(near)).before_others(_("the place that you gave me"))
