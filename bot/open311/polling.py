"""What becomes of requests in another system: GeoReport v2 tells nobody, so it is asked for regularly.

What they say is shown to staff beside what was sent. What follows from it here is said by a `Says`.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Sequence
from typing import Generic, Protocol, TypeVar

import structlog

from bot.open311.client import Open311
from bot.open311.errors import Open311Error
from bot.open311.shapes import Request
from bot.store.sent_rows import Note, State

FIRST, LONGEST = dt.timedelta(minutes=1), dt.timedelta(hours=1)
"""How long a system that does not answer is left alone, doubled each time."""

DONE = frozenset({"closed", "fixed", "fixed council", "completed"})
NOT_DONE = frozenset(
    {
        "duplicate",
        "no further action",
        "unable to fix",
        "not responsible",
        "not councils responsibility",
        "internal referral",
        "cancelled",
    }
)
"""Statuses in which nothing more happens there. GeoReport v2 has `closed` alone; FixMyStreet's extension of
it has the others. With one of `NOT_DONE` nobody has repaired anything: staff decide what that means."""

_GAPS = re.compile(r"[\s_-]+")
log = structlog.get_logger(__name__)


class One(Protocol):
    """One request of ours, as far as asking about it goes. `number` is by which the outbox knows it."""

    @property
    def number(self) -> int: ...
    @property
    def state(self) -> State: ...
    @property
    def request(self) -> str: ...
    @property
    def token(self) -> str: ...
    @property
    def note(self) -> Note: ...


R = TypeVar("R", bound=One)
R_co = TypeVar("R_co", bound=One, covariant=True)
R_contra = TypeVar("R_contra", bound=One, contravariant=True)


class Relays(Protocol[R_co]):
    """Those that there are: `bot/store/sent_out.py`."""

    async def untold(self) -> Sequence[R_co]: ...
    async def put_again(self) -> tuple[int, int]: ...
    async def due(self) -> Sequence[R_co]: ...
    async def numbered(self, number: int, request: str) -> None: ...
    async def heard(self, number: int, note: Note, *, closed: bool, problem: str = "") -> None: ...


class Says(Protocol[R_contra]):
    """What follows here from what they say there."""

    async def sent(self, one: R_contra) -> None:
        """It is there."""

    async def noted(self, one: R_contra, words: str) -> None:
        """They have said something new, in words for staff."""

    async def done(self, one: R_contra, words: str) -> None:
        """They are done with it; `words` are theirs and may be empty."""


class Polling(Generic[R]):
    """A tick a minute is often enough: what is due is told by the store, also to several processes."""

    def __init__(
        self, relays: Relays[R], client: Open311, says: Says[R], now: Callable[[], dt.datetime]
    ) -> None:
        self._relays = relays
        self._client = client
        self._says = says
        self._now = now
        self._failures = 0
        self._not_before: dt.datetime | None = None

    async def run(self) -> None:
        """Tells residents that what they reported is there, looks after what has not got there, and asks
        about the rest."""
        for one in await self._relays.untold():
            await self._says.sent(one)
        again, unsure = await self._relays.put_again()
        if again or unsure:
            log.warning("open311_left", again=again, unsure=unsure)
        if self._not_before is None or self._now() >= self._not_before:
            await self._ask_all()

    async def _ask_all(self) -> None:
        for one in await self._relays.due():
            try:
                await (self._number(one) if one.state == "token" else self._ask(one))
            except Open311Error as problem:
                if problem.kind != "refused":
                    self._failed(problem)
                    return
                await self._relays.heard(one.number, one.note, closed=False, problem=problem.reason)
            self._failures, self._not_before = 0, None

    async def _number(self, one: R) -> None:
        if number := await self._client.token(one.token):
            await self._relays.numbered(one.number, number)

    async def _ask(self, one: R) -> None:
        found = await self._client.request(one.request)
        if found is None:
            problem = "their answer is about another request"
            await self._relays.heard(one.number, one.note, closed=False, problem=problem)
            return
        note = _note(found)
        if note != one.note and (words := _words(one, note)):
            await self._says.noted(one, words)
        if note.status in DONE:
            await self._says.done(one, note.words)
        await self._relays.heard(one.number, note, closed=note.status in DONE | NOT_DONE)

    def _failed(self, problem: Open311Error) -> None:
        pause = max(min(FIRST * 2**self._failures, LONGEST), dt.timedelta(seconds=problem.after))
        self._failures = min(self._failures + 1, 10)
        self._not_before = self._now() + pause
        log.warning("open311_silent", problem=problem.code, again_in_seconds=pause.total_seconds())


def _note(found: Request) -> Note:
    words = found.notes or found.notice
    return Note(_GAPS.sub(" ", found.status.lower()).strip()[:32], words, found.agency, found.expected)


def _words(one: One, note: Note) -> str:
    """What staff read of it in the history; empty where they say nothing but that it is open."""
    said = [
        f"Status: {note.status}." if note.status not in ("", "open") else "",
        note.words,
        f"With: {note.agency}." if note.agency else "",
        f"Expected by {note.expected:%d %B %Y}." if note.expected else "",
    ]
    told = " ".join(part for part in said if part)
    return f"request {one.request}: {told}" if told else ""
