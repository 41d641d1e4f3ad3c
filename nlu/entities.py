"""All that a text names: postcodes, house numbers, days, bins, languages. By code, never by guess."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable

from nlu.corpus import Names
from nlu.dates import Dates
from nlu.names import finder
from nlu.normalise import Folded
from nlu.numbers import HouseNumbers
from nlu.phones import phones
from nlu.postcodes import postcodes
from nlu.times import Times
from nlu.understanding import Entity


class Entities:
    """`find` gives every entity in the order of the text, none overlapping another.

    `postcode`: `LS8 1AA`, or `LS8` when only the outward part was said. `house_number`: digits and a capital
    letter. `phone`: E.164. `date`: ISO date. `time`: `HH:MM`. Of the lists: `bin` BLACK GREEN BROWN ORANGE,
    `stood`, how a bin stood: out tagged late, `language`: BCP 47 tag, `room`, `benefit`, `service`; of
    alerts `alert`, `level` 2 3 4, `place` home school work route, `health` at_risk, `change`, `way`, `lasts`;
    and `material`, an id of the city's things.
    """

    def __init__(
        self, names: Iterable[Names], today: Callable[[], dt.date], materials: Iterable[Names] = ()
    ) -> None:
        """`materials` are found last, where nothing else was: a `glass bin` is a bin."""
        self._names = finder(tuple(names))
        self._materials = finder(tuple(materials))
        self._dates = Dates(today)
        self._times = Times()
        self._houses = HouseNumbers()

    def find(self, text: Folded, languages: frozenset[str] = frozenset({"en"})) -> tuple[Entity, ...]:
        """`languages` are the file tags whose word lists may speak, such as `{"ur", "ur-Latn"}`."""
        found = postcodes(text)
        found += [number for number in phones(text) if _free(number, found)]
        found += [name for name in self._names.find(text, languages) if _free(name, found)]
        found += [time for time in self._times.find(text) if _free(time, found)]
        found += [day for day in self._dates.find(text) if _free(day, found)]
        found += self._houses.find(text, found)
        found += [thing for thing in self._materials.find(text, languages) if _free(thing, found)]
        return tuple(sorted(found, key=lambda entity: entity.start))


def _free(entity: Entity, taken: list[Entity]) -> bool:
    return all(entity.end <= other.start or entity.start >= other.end for other in taken)
