"""One request of somebody who is signed in."""

from __future__ import annotations

from aiohttp import web
from msgspec import Struct, field

from bot.handover.people import Member
from bot.store.staff_sessions import StaffSession

JSON = "application/json"


class Visit(Struct):
    """`form` is what was posted, empty for a page that is only looked at."""

    request: web.Request
    session: StaffSession
    form: dict[str, str] = field(default_factory=dict)

    @property
    def member(self) -> Member:
        return self.session.member

    @property
    def me(self) -> int:
        """The id of who is signed in."""
        return self.session.member.id

    @property
    def by_script(self) -> bool:
        """Whether the page's script asks, which wants data and no page."""
        return JSON in self.request.headers.get("Accept", "")


class Refused(Exception):
    """Nothing was done. `status` is the HTTP status, `words` what the member of staff reads."""

    def __init__(self, status: int, words: str) -> None:
        super().__init__(words)
        self.status = status
        self.words = words


class SignedOut(Exception):
    """Nobody is signed in, or no longer. `draft` is what had been typed: it is given back afterwards."""

    def __init__(self, back: str = "", draft: str = "") -> None:
        super().__init__("nobody is signed in")
        self.back = back
        self.draft = draft
