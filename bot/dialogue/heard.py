"""One message of the resident, with everything that was understood of it."""

from __future__ import annotations

import datetime as dt

from msgspec import Struct, structs

from channels.message import Location, Media
from nlu.understanding import Understanding


class Heard(Struct, frozen=True, omit_defaults=True):
    """What the ladder decides on.

    `picked` is the id of a shown choice, by button, by its number or by its words. `rest` is what follows
    "no, …" or "I meant …" when the message begins like a correction.
    """

    text: str
    at: dt.datetime
    understanding: Understanding
    picked: str = ""
    media: tuple[Media, ...] = ()
    location: Location | None = None
    rest: Heard | None = None

    def to_keep(self) -> Heard:
        """The message as it is stored: without the ranking, which only its own turn needs."""
        return structs.replace(self, understanding=structs.replace(self.understanding, ranking=()))

    @property
    def intent(self) -> str:
        return self.understanding.intent or ""

    @property
    def word(self) -> str:
        return self.understanding.word

    def entity(self, name: str) -> str | None:
        return self.understanding.last(name)

    def entities(self, name: str) -> tuple[str, ...]:
        """The values of `name` in the order of the text, each once."""
        found = (one.value for one in self.understanding.entities if one.entity == name)
        return tuple(dict.fromkeys(found))
