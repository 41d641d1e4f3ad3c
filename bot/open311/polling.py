"""What becomes of cases in the council's own system: looked up from time to time, since GeoReport v2 tells
nobody.

What they say is shown to staff beside the case. When they are done, the tenant is asked whether it is.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from typing import Protocol

import structlog

from bot.knowledge.repairs.changes import Change, Done, SetStatus, Stale
from bot.knowledge.repairs.changes import Note as Remark
from bot.open311.client import Open311
from bot.open311.errors import Open311Error
from bot.open311.shapes import Request
from bot.store.case_relay_rows import Note, Relayed
from bot.store.case_relays import StoredRelays

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

NOBODY = 0
"""Changes that no member of staff makes."""

_TRIES = 4
_GAPS = re.compile(r"[\s_-]+")
log = structlog.get_logger(__name__)


class Changes(Protocol):
    """What changes a case: `bot/store/case_changes.py`."""

    async def change(self, reference: str, revision: int, staff: int, change: Change) -> int:
        """The new revision. Raises `Stale` and `LookupError`."""


class Polling:
    """A tick a minute is often enough: what is due is told by the store, also to several processes."""

    def __init__(
        self, relays: StoredRelays, client: Open311, changes: Changes, now: Callable[[], dt.datetime]
    ) -> None:
        self._relays = relays
        self._client = client
        self._changes = changes
        self._now = now
        self._failures = 0
        self._not_before: dt.datetime | None = None

    async def run(self) -> None:
        """Tells tenants that their case is there, looks after what has not got there, and asks about the
        rest."""
        for one in await self._relays.untold():
            await self._change(one, SetStatus("sent"), lambda now: now.status == "received")
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
                await self._relays.heard(one.case, one.note, closed=False, problem=problem.reason)
            self._failures, self._not_before = 0, None

    async def _number(self, one: Relayed) -> None:
        if number := await self._client.token(one.token):
            await self._relays.numbered(one.case, number)

    async def _ask(self, one: Relayed) -> None:
        found = await self._client.request(one.request)
        if found is None:
            problem = "their answer is about another request"
            await self._relays.heard(one.case, one.note, closed=False, problem=problem)
            return
        note = _note(found)
        if note != one.note and (words := _words(one, note)):
            await self._change(one, Remark(words), lambda now: True)
        if note.status in DONE:
            done = Done(f"The repairs system says that it is done. {note.words}".strip())
            await self._change(one, done, lambda now: now.status != "done")
        await self._relays.heard(one.case, note, closed=note.status in DONE | NOT_DONE)

    async def _change(self, one: Relayed, change: Change, still: Callable[[Relayed], bool]) -> None:
        """Changes the case as it stands now, as long as that makes sense."""
        now: Relayed | None = one
        for _ in range(_TRIES):
            if now is None or now.closed or not still(now):
                return
            try:
                await self._changes.change(now.reference, now.revision, NOBODY, change)
                return
            except Stale:
                now = await self._relays.read(one.case)
            except LookupError:
                return

    def _failed(self, problem: Open311Error) -> None:
        pause = max(min(FIRST * 2**self._failures, LONGEST), dt.timedelta(seconds=problem.after))
        self._failures = min(self._failures + 1, 10)
        self._not_before = self._now() + pause
        log.warning("open311_silent", problem=problem.code, again_in_seconds=pause.total_seconds())


def _note(found: Request) -> Note:
    words = found.notes or found.notice
    return Note(_GAPS.sub(" ", found.status.lower()).strip()[:32], words, found.agency, found.expected)


def _words(one: Relayed, note: Note) -> str:
    """What staff read of it in the history; empty where they say nothing but that it is open."""
    said = [
        f"Status: {note.status}." if note.status not in ("", "open") else "",
        note.words,
        f"With: {note.agency}." if note.agency else "",
        f"Expected by {note.expected:%d %B %Y}." if note.expected else "",
    ]
    told = " ".join(part for part in said if part)
    return f"Repairs system, request {one.request}: {told}" if told else ""
