"""What can go wrong when another system is asked, and what each answer means for a request that was sent."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from bot.open311.shapes import Fault

Kind = Literal["silent", "busy", "lost", "unreadable", "refused"]
"""`silent`: nothing went out. `busy`: it was not taken, and may be later. `lost`: it went out, and no answer
came. `unreadable`: there was an answer that says nothing. `refused`: it is not taken like this."""

MOST_ASKED = 7200.0
"""Seconds of patience at most, whatever is asked for."""

_SAYS: dict[Kind, str] = {
    "silent": "cannot be reached",
    "busy": "cannot take it now",
    "lost": "gave no answer",
    "unreadable": "gave an answer that cannot be read",
    "refused": "refuses it",
}
_BUSY = frozenset({408, 425, 429, 500, 502, 503})
"""A server that says that it has failed has not taken a request; one behind a gateway may have (504)."""


class Open311Error(Exception):
    """`status` is 0 without an answer; `after` the seconds after which it wants to be asked again. The
    message has nothing in it of what was sent."""

    def __init__(self, kind: Kind, status: int = 0, after: float = 0.0, faults: Sequence[Fault] = ()) -> None:
        super().__init__(f"the other system {_SAYS[kind]}{f' (HTTP {status})' if status else ''}")
        self.kind = kind
        self.status = status
        self.after = after
        self.faults = tuple(faults)

    @property
    def code(self) -> str:
        """One word for a counter."""
        return str(self.status) if self.status else self.kind

    @property
    def duplicate(self) -> bool:
        """It has the same already: some say so with 400 `base is a duplicate` and tell no number."""
        said = any("duplicate" in one.description.lower() for one in self.faults)
        return self.kind == "refused" and self.status in (400, 409, 422) and (said or self.status == 409)

    @property
    def reason(self) -> str:
        """What is wrong, in our own words."""
        return f"{self.code}: the other system {_SAYS[self.kind]}" if self.status else str(self)

    @property
    def words(self) -> str:
        """What it says itself, on one line. It may quote what was sent to it."""
        said = " ".join(" ".join(one.description.split()) for one in self.faults[:3])
        return "".join(letter for letter in said if letter.isprintable())[:500]


def meaning(status: int, after: str, faults: Sequence[Fault]) -> Open311Error:
    """What an answer other than 2xx means. `after` is the header `Retry-After`; a date there is passed
    over."""
    plain = after.isascii() and after.isdecimal() and len(after) < 9
    seconds = min(float(after), MOST_ASKED) if plain else 0.0
    kind: Kind = "busy" if status in _BUSY else "lost" if status >= 500 else "refused"
    return Open311Error(kind, status, seconds, faults)
