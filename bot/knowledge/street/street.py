"""Reports of streets, as everybody who handles them sees them: what can be wrong, and where places are."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from msgspec import Struct

from bot.dialogue.heard import Heard
from bot.knowledge.data import CITIES
from bot.knowledge.places.positions import Positions
from bot.knowledge.street.kinds import OTHER, Kind, Kinds, Services, read_kinds, read_services
from channels.message import Location
from nlu.street import street_words


class Said(Struct, frozen=True):
    """What was heard; empty what was not. `beside`: it is said what the place is near; `named`: a street may
    be named, whether the address book has it or not."""

    kind: str = ""
    detail: str = ""
    beside: bool = False
    named: bool = False


class Street:
    """One city's. `positions` tell where postcodes are, as far as they are loaded."""

    def __init__(self, kinds: Kinds, services: Services, positions: Positions) -> None:
        self.kinds = kinds
        self.services = services
        self.positions = positions
        self._find = lru_cache(maxsize=512)(_found)

    @classmethod
    def load(cls, city: str, positions: Positions, folder: Path = CITIES) -> Street:
        """The data of a city. Raises `DataError` naming file, line and field."""
        kinds = read_kinds(folder)
        return cls(kinds, read_services(city, kinds, folder), positions)

    def kind(self, id: str) -> Kind:
        """The kind with this id, else whatever is on no list."""
        found = self.kinds.kind(id) or self.kinds.kind(OTHER)
        assert found is not None, "`read_kinds` has seen to it"
        return found

    def heard(self, heard: Heard) -> Said:
        """What a message says of a street, by fixed words. A detail names its kind."""
        names = self._find(heard.text, heard.understanding.language)
        kinds = {**dict.fromkeys(_of("detail", names)), **dict.fromkeys(_of("problem", names))}
        kind = next((one.partition(".")[0] for one in kinds if self.kinds.kind(one.partition(".")[0])), "")
        details = (one.partition(".")[2] for one in kinds if one.startswith(f"{kind}."))
        return Said(kind, next(details, "") if kind else "", "says:near" in names, "says:named" in names)

    def middle(self, postcode: str) -> Location | None:
        """Where a postcode, `LS8 1AA`, is; None where no position of it is loaded."""
        return self.positions.at(postcode) if postcode else None


def _found(text: str, language: str) -> tuple[str, ...]:
    return street_words().find(text, language)


def _of(kind: str, names: tuple[str, ...]) -> list[str]:
    return [one.partition(":")[2] for one in names if one.startswith(f"{kind}:")]
