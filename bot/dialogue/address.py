"""What the address question needs to know of addresses; the knowledge behind it is handed in."""

from __future__ import annotations

from typing import Literal, Protocol

from msgspec import Struct

from channels.message import Location
from nlu.understanding import Entity


class Home(Struct, frozen=True):
    """One address that the city knows. `id` is the city's own key; `line` is how it is read out, in normal
    capitals: `Flat 15, Oakwood Court, Oakwood, LS8 1AA`. `short` is what tells it from its neighbours."""

    id: str
    line: str
    short: str
    postcode: str = ""


class AddressQuery(Struct, frozen=True, omit_defaults=True):
    """What has been said of an address so far; parts from several messages are merged."""

    postcode: str = ""
    number: str = ""
    room: str = ""
    street: str = ""
    page: int = 0

    @property
    def empty(self) -> bool:
        return not (self.postcode or self.number or self.room or self.street)


class Found(Struct, frozen=True):
    """What a search found.

    `one`: exactly `homes[0]`. `some`: at most six of `total` to choose from, `more` when there are further
    pages. `number`: a street or building is clear (`place`) but it has `total` addresses: ask for the number
    (`flats` says that they are flats). `street`: a number is known, the street is missing. `none`: nothing
    like it is known.
    """

    status: Literal["one", "some", "number", "street", "none"]
    homes: tuple[Home, ...] = ()
    total: int = 0
    more: bool = False
    place: str = ""
    flats: bool = False
    sure: bool = True


class AddressBook(Protocol):
    """Finds homes. In process and fast: a call takes milliseconds."""

    def parse(self, text: str, entities: tuple[Entity, ...] = ()) -> AddressQuery:
        """What `text` says of an address; empty when nothing in it looks like one."""

    def find(self, query: AddressQuery) -> Found:
        """The homes that fit. `sure` is False when a name was matched only approximately and another
        reading is near: then the resident is asked, never guessed for."""

    def near(self, place: Location) -> AddressQuery:
        """The postcode at a shared position; empty when none is known there."""

    def query(self, home_id: str) -> AddressQuery:
        """The query that finds this home, so that a correction can change one part of it."""

    def home(self, home_id: str) -> Home | None:
        """The home with this id, None when it is no longer known."""
