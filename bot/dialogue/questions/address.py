"""Where somebody lives, asked as shortly as it can be.

What is said is searched at once; only what is still open is asked: the number, the street, or which of a
few, eight choices at most. A name that was matched only roughly is confirmed, never assumed.
"""

from __future__ import annotations

from typing import Any

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from accessibility.text import Count, Place, Plain, Postcode, Text, _, _n
from bot.dialogue.address import AddressBook, AddressQuery, Found, Home
from bot.dialogue.heard import Heard
from bot.dialogue.question import NO_MATCH, Base, Got, Narrow, NoMatch, Outcome
from channels.message import Choice, Location, Reply

PICK, MORE, OTHER = "home:", "homes:more", "homes:other"


class Partial(Struct, frozen=True, omit_defaults=True):
    """What is known so far; `confirm` is the id of the home that was proposed."""

    query: AddressQuery = AddressQuery()
    confirm: str = ""


class AddressQuestion(Base[Home]):
    """The answer is one `Home`; its id is what is stored."""

    takes_digits = True

    def __init__(
        self, book: AddressBook, asks: Text, *, label: Text | None = None, recalled: bool = False
    ) -> None:
        """`recalled`: the answer may come from an earlier talk, so that it is not said before others."""
        hint = _("You can also send the house number and the street.")
        super().__init__(asks, hint=hint, label=label or _("Address"))
        self.book = book
        self.recalled = recalled

    def prompt(self) -> Reply:
        return replace(super().prompt(), wants="home")

    def resume(self, partial: Any) -> Reply:
        known = _partial(partial)
        found = self._search(known.query) if not known.query.empty else NO_MATCH
        return found.reply if isinstance(found, Narrow) else self.prompt()

    def hear(self, heard: Heard, partial: Any) -> Outcome[Home]:
        known = _partial(partial)
        picked = self._picked(heard, known)
        if picked is not None:
            return picked
        said = self.book.parse(heard.text, heard.understanding.entities)
        found = self._searched(known.query, said)
        if heard.location is not None and isinstance(found, NoMatch):
            return self._near(heard.location)
        return found

    def prefill(self, opening: Heard) -> Outcome[Home]:
        """What was said in passing; why it was not found only when it clearly was an address."""
        said = self.book.parse(opening.text, opening.understanding.entities)
        found = NO_MATCH if said.empty else self._search(said)
        clear = said.postcode or (said.number and said.street)
        return found if clear or not isinstance(found, NoMatch) else NO_MATCH

    def correct(self, heard: Heard, value: Home) -> Outcome[Home]:
        said = self.book.parse(heard.text, heard.understanding.entities)
        return self._searched(self.book.query(value.id), said)

    def store(self, value: Home) -> Any:
        return value.id

    def restore(self, stored: Any) -> Home | None:
        return self.book.home(str(stored))

    def echo(self, value: Home) -> Text:
        said = _("%(place)s", place=Place(value.line))
        return said.before_others(_("the address that you gave me")) if self.recalled else said

    def _picked(self, heard: Heard, known: Partial) -> Outcome[Home] | None:
        if known.confirm and heard.word in ("affirm", "deny"):
            picked = PICK + known.confirm if heard.word == "affirm" else OTHER
        else:
            picked = heard.picked
        if picked in (MORE, OTHER) and heard.text.strip().isdecimal():
            numbered = self._search(merged(known.query, AddressQuery(number=heard.text.strip())))
            if isinstance(numbered, Got):
                return numbered
        if picked.startswith(PICK):
            home = self.book.home(picked.removeprefix(PICK))
            return Got(home) if home else NO_MATCH
        if picked == MORE or (heard.word == "more" and not known.query.empty):
            return self._search(replace(known.query, page=known.query.page + 1))
        return Narrow(None, self.prompt()) if picked == OTHER else None

    def _searched(self, before: AddressQuery, said: AddressQuery) -> Outcome[Home]:
        """What was said, with what was known before; another place alone when the two do not go together."""
        if said.empty:
            return NO_MATCH
        found = self._search(merged(before, said))
        if isinstance(found, NoMatch) and (said.street or said.postcode):
            alone = self._search(said)
            return found if isinstance(alone, NoMatch) else alone
        return found

    def _near(self, place: Location) -> Outcome[Home]:
        """The homes around a shared position. It is some houses out: none is taken without asking."""
        query = self.book.near(place)
        found = replace(self.book.find(query), sure=False) if not query.empty else None
        if found is None or found.status == "none":
            return NoMatch(_("I do not know an address near there."))
        confirm = found.homes[0].id if found.status == "one" else ""
        asks = _narrower(found, query)
        near = _("The nearest postcode is %(postcode)s.", postcode=Postcode(query.postcode))
        reply = replace(asks, text=near.then(asks.text))
        return Narrow(msgspec.to_builtins(Partial(query, confirm)), reply)

    def _search(self, query: AddressQuery) -> Outcome[Home]:
        found = self.book.find(query)
        if found.status == "one" and found.sure:
            return Got(found.homes[0])
        if found.status == "none":
            return NoMatch(_not_found(query))
        confirm = found.homes[0].id if found.status == "one" else ""
        return Narrow(msgspec.to_builtins(Partial(query, confirm)), _narrower(found, query))


def _partial(stored: Any) -> Partial:
    return msgspec.convert(stored, Partial) if stored else Partial()


def merged(before: AddressQuery, said: AddressQuery) -> AddressQuery:
    """What is known after another message: a new street or postcode starts over but keeps the number; a new
    number or flat keeps the place."""
    moved = bool(said.street or said.postcode)
    elsewhere = moved and bool(before.street or before.postcode)
    return AddressQuery(
        postcode=said.postcode or ("" if elsewhere and said.street else before.postcode),
        number=said.number or before.number,
        room=said.room or ("" if moved or said.number else before.room),
        street=said.street or ("" if elsewhere and said.postcode else before.street),
    )


def _not_found(query: AddressQuery) -> Text:
    said = " ".join(filter(None, (query.room, query.number, query.street, query.postcode)))
    return _("I cannot find %(place)s in this city's list.", place=Plain(said))


def _narrower(found: Found, query: AddressQuery) -> Reply:
    """The one short question that is still open."""
    if found.status == "one":
        home = found.homes[0]
        yes_or_no = (Choice(PICK + home.id, _("Yes")), Choice(OTHER, _("No, another address")))
        return Reply(_("Is it %(place)s?", place=Place(home.line)), yes_or_no, expects_answer=True)
    if found.status == "number":
        return Reply(_which_number(found), expects_answer=True)
    if found.status == "street":
        number = Plain(query.room or query.number)
        return Reply(
            _("Which street or postcode is number %(number)s in?", number=number), expects_answer=True
        )
    choices = tuple(Choice(PICK + home.id, _("%(place)s", place=Place(home.short))) for home in found.homes)
    more = (Choice(MORE, _("More addresses")),) if found.more else ()
    text = _("Which address is it?") if not query.page else _("Here are more addresses. Which is it?")
    return Reply(text, (*choices, *more, Choice(OTHER, _("Another address"))), expects_answer=True)


def _which_number(found: Found) -> Text:
    place, count = Place(found.place), Count(found.total)
    if found.flats:
        return _n(
            "%(place)s has %(count)s flat. Which number?",
            "%(place)s has %(count)s flats. Which number?",
            count,
            place=place,
        )
    return _n(
        "%(place)s has %(count)s address. Which number?",
        "%(place)s has %(count)s addresses. Which number?",
        count,
        place=place,
    )


def address(
    book: AddressBook, asks: Text, *, label: Text | None = None, recalled: bool = False
) -> AddressQuestion:
    """A question for a home that the address book knows."""
    return AddressQuestion(book, asks, label=label, recalled=recalled)
