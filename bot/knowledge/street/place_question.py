"""Where in the street it is: a position that is shared, a postcode, a house that stands there, or a street
and what it is near, in one's own words. Who goes to look must find it; no address book has such places."""

from __future__ import annotations

from typing import Any, Final

from msgspec.structs import replace

from accessibility.text import Place, Postcode, Text, _
from bot.dialogue.address import AddressBook, AddressQuery, Home
from bot.dialogue.heard import Heard
from bot.dialogue.question import NO_MATCH, Base, Got, Narrow, Outcome
from bot.knowledge.bins.postcodes import is_whole, spaced
from bot.knowledge.repairs.own_words import kept
from bot.knowledge.street.kind_question import OURS
from bot.knowledge.street.report import FILED_DIGITS, Spot
from bot.knowledge.street.street import Street
from channels.message import Location, Reply

LONGEST: Final = 160
"""Characters of a place in one's own words."""


class PlaceQuestion(Base[Spot]):
    """`near` in the stored part is what was said before it was asked what that is near."""

    kind = Spot
    takes_digits = True

    def __init__(self, street: Street, book: AddressBook) -> None:
        asks = _("Tell me the postcode, or the street and what it is near.")
        super().__init__(asks, hint=_("You can also share where you are."), label=_("Where"))
        self.street = street
        self.book = book

    def resume(self, partial: Any) -> Reply:
        street = bool(partial) and bool(self.book.parse(str(partial)).street)
        return self._asked(street=street) if partial else self.prompt()

    def hear(self, heard: Heard, partial: Any) -> Outcome[Spot]:
        if heard.location is not None:
            return Got(self._shared(heard.location))
        said = kept(heard.text)[:LONGEST]
        if not said or heard.picked or heard.word or heard.intent in ("affirm", "deny"):
            return NO_MATCH
        query, before = self.book.parse(heard.text, heard.understanding.entities), str(partial or "")
        words = self.street.heard(heard)
        if query.empty and not (before or words.beside or words.named or heard.intent in OURS):
            return NO_MATCH
        if before:
            said = f"{before}, {said}"[:LONGEST]
            return Got(self._spot(said, self._both(self.book.parse(before), query)))
        street = bool(query.street) or words.named
        if is_whole(query.postcode) or (street and (query.number or words.beside)):
            return Got(self._spot(said, query))
        return Narrow(said, self._asked(street=street))

    def prefill(self, opening: Heard) -> Outcome[Spot]:
        """What was said in passing, where it leads somewhere: a street alone leads to what it is near."""
        if opening.location is not None:
            return Got(self._shared(opening.location))
        query = self.book.parse(opening.text, opening.understanding.entities)
        if is_whole(query.postcode):
            return Got(self._spot(spaced(query.postcode), query))
        found = self.book.find(query) if query.street else None
        if found is None or found.status == "none" or not found.sure:
            return NO_MATCH
        if query.number or self.street.heard(opening).beside:
            return Got(self._spot(kept(opening.text)[:LONGEST], query))
        street = query.street.title()
        return Narrow(street, self._asked(street=True))

    def correct(self, heard: Heard, value: Spot) -> Outcome[Spot]:
        found = self.prefill(heard)
        return found if isinstance(found, Got) else NO_MATCH

    def echo(self, value: Spot) -> Text:
        if not value.shared:
            return _("%(place)s", place=Place(value.line))
        if value.postcode:
            near = Postcode(value.postcode)
            return _("the place that you shared, near %(postcode)s", postcode=near)
        return _("the place that you shared")

    def _asked(self, *, street: bool) -> Reply:
        """What is still missing: where in the street, or which street."""
        if street:
            return Reply(_("Tell me what it is near: a shop or a house number."), expects_answer=True)
        return Reply(_("Which street or postcode is that in?"), expects_answer=True)

    def _both(self, before: AddressQuery, said: AddressQuery) -> AddressQuery:
        """A street and, from the second answer, what stands there."""
        return replace(
            said,
            postcode=said.postcode or before.postcode,
            street=said.street or before.street,
            number=said.number or before.number,
        )

    def _spot(self, said: str, query: AddressQuery) -> Spot:
        home = self._home(query)
        code = spaced(query.postcode) if is_whole(query.postcode) else home.postcode if home else ""
        middle = self.street.middle(code)
        spot = Spot(line=home.line if home else said, said=said, postcode=code)
        return _at(spot, middle) if middle else spot

    def _home(self, query: AddressQuery) -> Home | None:
        """The house that stands there, if exactly one does."""
        if not query.number or not (query.street or query.postcode):
            return None
        found = self.book.find(query)
        return found.homes[0] if found.status == "one" and found.sure else None

    def _shared(self, place: Location) -> Spot:
        code = self.book.near(place).postcode
        return _at(Spot(line=code, postcode=code, exact=True), place)


def _at(spot: Spot, place: Location) -> Spot:
    """As exactly as it is kept, and no more."""
    latitude, longitude = round(place.latitude, FILED_DIGITS), round(place.longitude, FILED_DIGITS)
    return replace(spot, latitude=latitude, longitude=longitude)
