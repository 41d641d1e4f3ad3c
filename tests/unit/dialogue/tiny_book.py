"""An address book of one estate: enough streets for every kind of answer that a search can have."""

from __future__ import annotations

import re

from bot.dialogue.address import AddressQuery, Found, Home
from channels.message import Location
from nlu.understanding import Entity

PAGE = 8
STREETS = {"oak road": "LS8 1AA", "elm street": "LS8 1AB", "oakwood court": "LS8 1AC"}
ROUGHLY = {"elm stret": "elm street"}
_POSTCODE = re.compile(r"\bls8\s?1(a[abc])\b")
_FLAT = re.compile(r"\bflat (\d+)")
_NUMBER = re.compile(r"\b(\d+)\b")


def _homes() -> list[tuple[AddressQuery, Home]]:
    """Oak Road 12 and 14, Elm Street 1 to 20, and three flats in Oakwood Court, not in order."""
    houses = [("oak road", number) for number in (12, 14)] + [("elm street", n) for n in range(1, 21)]
    found = [
        (AddressQuery(STREETS[street], str(number), "", street), f"{number}, {street.title()}")
        for street, number in houses
    ]
    found += [
        (
            AddressQuery(STREETS["oakwood court"], "", str(flat), "oakwood court"),
            f"Flat {flat}, Oakwood Court",
        )
        for flat in (15, 3, 2)
    ]
    return [
        (query, Home(line.replace(", ", "-").replace(" ", "-").lower(), f"{line}, {query.postcode}", line))
        for query, line in found
    ]


class TinyBook:
    """`AddressBook` over those homes."""

    def __init__(self) -> None:
        self.homes = _homes()

    def parse(self, text: str, entities: tuple[Entity, ...] = ()) -> AddressQuery:
        low = text.casefold()
        street = next((street for street in (*STREETS, *ROUGHLY) if street in low), "")
        postcode, flat = _POSTCODE.search(low), _FLAT.search(low)
        rest = _FLAT.sub("", _POSTCODE.sub("", low))
        number = _NUMBER.findall(rest)
        return AddressQuery(
            f"LS8 1{postcode[1].upper()}" if postcode else "",
            number[-1] if number else "",
            flat[1] if flat else "",
            street,
        )

    def find(self, query: AddressQuery) -> Found:
        if not (query.postcode or query.street):
            return Found("street")
        street = ROUGHLY.get(query.street, query.street)
        fits = [home for known, home in self.homes if _fits(query, known, street)]
        if len(fits) == 1:
            return Found("one", (fits[0],), 1, sure=street == query.street)
        if len(fits) > PAGE and query.street:
            return Found("number", total=len(fits), place=street.title())
        page = tuple(fits[query.page * PAGE : (query.page + 1) * PAGE])
        more = len(fits) > (query.page + 1) * PAGE
        return Found("some", page, len(fits), more) if page else Found("none")

    def near(self, place: Location) -> AddressQuery:
        """North of the equator is Oakwood Court's postcode."""
        return AddressQuery(postcode="LS8 1AA") if place.latitude > 0 else AddressQuery()

    def query(self, home_id: str) -> AddressQuery:
        return next((known for known, home in self.homes if home.id == home_id), AddressQuery())

    def home(self, home_id: str) -> Home | None:
        return next((home for _known, home in self.homes if home.id == home_id), None)


def _fits(query: AddressQuery, known: AddressQuery, street: str) -> bool:
    asked = (
        (query.postcode, known.postcode),
        (query.number, known.number),
        (query.room, known.room),
        (street, known.street),
    )
    return all(not wanted or wanted == has for wanted, has in asked)
