"""Finds homes: the address book behind the address question."""

from __future__ import annotations

from msgspec import structs

from bot.dialogue.address import AddressQuery, Found, Home
from bot.knowledge.bins import postcodes
from bot.knowledge.bins.door import door
from bot.knowledge.bins.folding import fold
from bot.knowledge.bins.homes import as_homes, by_number, distinct, of_door
from bot.knowledge.bins.names import Match, Names
from bot.knowledge.bins.parse import parse
from bot.knowledge.bins.schedule import Premises, Schedule, as_number
from bot.knowledge.places.positions import Positions
from channels.message import Location
from nlu.understanding import Entity

PAGE = 6
"""Homes on one page: with "more" and "another address" they make eight choices."""
SURE = 94.0
NEAR = 6.0
"""Two names that fit almost equally well: so close in score (0 to 100) that the resident is asked."""


class Addresses:
    """An `AddressBook` over the schedule database; without one it still reads what people say."""

    def __init__(self, schedule: Schedule, positions: Positions | None = None) -> None:
        self._schedule = schedule
        self._positions = positions or Positions(None)
        self._generation = -1
        self._names = Names((), ())
        self._districts: frozenset[str] = frozenset()

    def parse(self, text: str, entities: tuple[Entity, ...] = ()) -> AddressQuery:
        """What `text` says of an address; empty when nothing in it looks like one."""
        self._refresh()
        return parse(text, entities, self._names, self._districts)

    def find(self, query: AddressQuery) -> Found:
        """The homes that fit; see `Found` for what the statuses ask for."""
        if query.empty or not self._refresh():
            return Found("none")
        if postcodes.is_whole(query.postcode):
            return self._in_postcode(query)
        return self._in_streets(query) if query.street else Found("street", place=query.postcode)

    def near(self, place: Location) -> AddressQuery:
        """The nearest postcode that has homes here; empty when none is near, or no positions are loaded."""
        codes = self._positions.near(place) if self._refresh() else ()
        known = (code for code in codes if self._schedule.in_postcode(code.replace(" ", "")))
        return AddressQuery(postcode=next(known, ""))

    def query(self, home_id: str) -> AddressQuery:
        """The simplest query that finds this home alone; empty when it is not known."""
        home = self._premises(home_id)
        if home is None:
            return AddressQuery()
        flat, number, name = door(home.room, home.number)
        street = f"{home.street}, {home.locality}" if home.locality else home.street
        code = postcodes.spaced(home.postcode)
        simple = (
            AddressQuery(code, number or flat, flat if number else "", name if not number else street),
            AddressQuery(code, home.number, home.room, street),
        )
        for asked in (
            AddressQuery(q.postcode, q.number.lower(), q.room.lower(), q.street.lower()) for q in simple
        ):
            found = self.find(asked)
            if found.status == "one" and found.homes[0].id == home_id:
                return asked
        return asked

    def home(self, home_id: str) -> Home | None:
        """The home with this id, None when it is no longer known."""
        premises = self._premises(home_id)
        return as_homes([premises])[0] if premises else None

    def _premises(self, home_id: str) -> Premises | None:
        return self._schedule.home(as_number(home_id)) if self._refresh() else None

    def _refresh(self) -> bool:
        """Follows a swap of the database. Returns whether there is one."""
        there = self._schedule.refresh()
        if there and self._generation != self._schedule.generation:
            self._names = Names(self._schedule.streets(), self._schedule.buildings())
            self._districts = self._schedule.districts()
            self._generation = self._schedule.generation
        return there

    def _in_postcode(self, query: AddressQuery) -> Found:
        code = query.postcode.replace(" ", "").upper()
        if query.number and not (query.room or query.street):
            exact = self._schedule.in_postcode(code, query.number.upper())
            if exact:
                return self._told(exact, query)
        homes = self._schedule.in_postcode(code)
        if query.street:
            return self._in_street_of_postcode(query, homes)
        if not homes:
            return Found("none", place=query.postcode)
        fitting = of_door(homes, query, named=False)
        return self._told(fitting or homes, query, sure=bool(fitting))

    def _in_street_of_postcode(self, query: AddressQuery, homes: list[Premises]) -> Found:
        """Both are known. When they contradict each other the street counts, for it is easier to remember,
        and the resident is asked."""
        for match in self._names.matches(_street(query)):
            wanted = {home.id for home in self._of(match)}
            here = [home for home in homes if home.id in wanted]
            fitting = of_door(_wanted(here, query), query, named=bool(match.buildings))
            if fitting:
                return self._told(fitting, query)
        elsewhere = self._in_streets(query)
        if elsewhere.status != "none":
            return structs.replace(elsewhere, sure=False)
        fitting = of_door(homes, query, named=True)
        return (
            self._told(fitting or homes, query, sure=False) if homes else Found("none", place=query.postcode)
        )

    def _in_streets(self, query: AddressQuery) -> Found:
        """By the name alone. Of several names the best counts, with those that fit almost as well."""
        matches = self._names.matches(_street(query))
        near = [match for match in matches if match.score >= matches[0].score - NEAR]
        readings = [homes for match in near if (homes := self._fitting(match, query))]
        if not readings:
            return Found("none", place=matches[0].name.title() if matches else query.street)
        best = matches[0].score
        if len(readings) == 1:
            return self._of_name(readings[0], query, sure=len(near) == 1 or best >= SURE)
        if not (query.number or query.room or query.page):
            return structs.replace(self._of_name(readings[0], query, sure=False), sure=False)
        return self._told([home for homes in readings for home in homes], query, sure=False)

    def _fitting(self, match: Match, query: AddressQuery) -> list[Premises]:
        """The homes of a name that fit what else is known; first those with the very number, it is quick."""
        if query.number and not match.buildings:
            exact = [
                home
                for street in match.streets
                for home in self._schedule.in_street(street, query.number.upper())
            ]
            fitting = of_door(_wanted(exact, query), query, named=False)
            if fitting:
                return fitting
        return of_door(_wanted(self._of(match), query), query, named=bool(match.buildings))

    def _of_name(self, homes: list[Premises], query: AddressQuery, sure: bool) -> Found:
        """One street or building: few homes are offered, of many the number is asked."""
        homes = distinct(homes)
        if len(homes) <= PAGE or query.page or query.number or query.room:
            return self._told(homes, query, sure=sure)
        flats = all(door(home.room, home.number).flat for home in homes)
        return Found("number", total=len(homes), place=_place(homes, query), flats=flats, sure=sure)

    def _of(self, match: Match) -> list[Premises]:
        """The homes of all streets and buildings of a name, each once."""
        homes = [home for street in match.streets for home in self._schedule.in_street(street)]
        homes += [home for building in match.buildings for home in self._schedule.in_building(building)]
        return list({home.id: home for home in homes}.values())

    def _told(self, homes: list[Premises], query: AddressQuery, sure: bool = True) -> Found:
        homes = distinct(homes) if len(homes) > 1 else homes
        if len(homes) == 1:
            found = as_homes(homes)
            return Found("one", found, 1, place=found[0].line, sure=sure)
        homes = sorted(homes, key=by_number)
        start = query.page * PAGE if query.page * PAGE < len(homes) else 0
        page = as_homes(homes[start : start + PAGE])
        return Found("some", page, len(homes), start + PAGE < len(homes), _place(homes, query), sure=sure)


def _wanted(homes: list[Premises], query: AddressQuery) -> list[Premises]:
    """Those in the locality and the part of a postcode that were named."""
    locality = fold(query.street.partition(",")[2])
    if locality:
        homes = [home for home in homes if fold(home.locality) == locality] or homes
    if not query.postcode or postcodes.is_whole(query.postcode):
        return homes
    return [
        home for home in homes if f"{postcodes.spaced(home.postcode)} ".startswith(_district(query.postcode))
    ]


def _district(part: str) -> str:
    """`LS8` must not fit `LS81`: a district ends with a space; a sector does not."""
    return part if " " in part else f"{part} "


def _street(query: AddressQuery) -> str:
    return query.street.partition(",")[0]


def _place(homes: list[Premises], query: AddressQuery) -> str:
    """What all these homes have in common: the building, the street or the postcode."""
    names = {door(home.room, home.number).name for home in homes}
    streets = {home.street for home in homes}
    if len(names) == 1 and "" not in names:
        return names.pop().title()
    return streets.pop().title() if len(streets) == 1 else query.postcode
