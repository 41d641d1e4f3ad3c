"""Requests on their way out, as a channel of the outbox that residents never see.

No request is made twice. Before it goes out, it is written down that it may be there from now on; when the
answer is lost, their public list is searched for it by its mark. Where the list has not got it and nobody can
tell, it is not sent again: that is said, and a member of staff decides.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from typing import Protocol

import structlog
from msgspec import Struct

from accessibility.text import Rendered
from bot.open311.catalogue import Catalogue, Unfit
from bot.open311.client import Open311
from bot.open311.errors import Open311Error
from bot.open311.shapes import EXTERNAL_ID, Accepted, NewRequest, Wanted
from channels.sending import Later, Outgoing, Pace, Receipt, Refused, Uncertain

CHANNEL = "open311"
PAUSES = (10.0, 60.0, 300.0, 900.0, 1800.0, 3600.0, 7200.0)
"""Seconds after each try that failed. What has not gone then is put into the outbox again."""

SPAN = dt.timedelta(days=80)
"""How far back their list is searched: it spans 90 days at most, by the specification."""

SETTINGS = frozenset({301, 302, 303, 307, 308, 401, 403, 404, 405})
"""Answers that say that a setting is wrong, the address or the key: with the right one it can be sent."""

log = structlog.get_logger(__name__)


class Out(Struct, frozen=True, kw_only=True):
    """One request that is to be made. `mark` stands in its description and in no other; `signs` begins the
    mark of every request of ours. `since` is before it can have been made first. `begun`: it may be there.
    `known` is what they gave, once it is there."""

    new: NewRequest
    mark: str
    signs: str
    since: dt.datetime
    begun: bool = False
    known: Accepted | None = None


class Source(Protocol):
    """What has the requests. An address is that of the outbox."""

    async def out(self, address: str) -> Out | None:
        """The request; None when it is not to be made any more."""

    async def begin(self, address: str) -> bool:
        """Writes down that it may be there from now on; False when it is not to be made."""

    async def back(self, address: str, problem: str, words: str) -> None:
        """It surely is not there, and goes again. `words` are theirs and may be personal."""

    async def refused(self, address: str, problem: str, words: str, *, unsure: bool) -> None:
        """It is not made again by itself; with `unsure` it may be there."""

    async def accepted(self, address: str, service: str, accepted: Accepted) -> None:
        """It is there."""


class RequestSends:
    """Implements `channels.sending.Sends`. `name` is the channel of the outbox."""

    pace = Pace(per_second=10.0, burst=20, at_once=4)

    def __init__(
        self, client: Open311, source: Source, now: Callable[[], dt.datetime], name: str = CHANNEL
    ) -> None:
        self.name = name
        self._client = client
        self._source = source
        self._now = now
        self._catalogue = Catalogue(client, now)

    def pack(self, lines: Sequence[Rendered]) -> Sequence[Rendered]:
        """One request a call."""
        return lines

    async def send(self, message: Outgoing) -> Receipt:
        """See `Sends.send`."""
        out = await self._source.out(message.address)
        if out is None:
            raise Refused("over")
        if out.known is not None:
            return self._receipt(out.known)
        try:
            if (there := await self._looked(message, out)) is not None:
                return there
            fitted = await self._catalogue.fitted(out.new)
        except Unfit as problem:
            await self._source.refused(message.address, str(problem), "", unsure=False)
            raise Refused("unfit") from None
        except Open311Error as problem:
            raise await self._later(message, out, problem) from None
        if not await self._source.begin(message.address):
            raise Refused("over")
        return await self._post(message, out, fitted)

    async def find(self, message: Outgoing) -> Receipt | None:
        """See `Sends.find`."""
        out = await self._source.out(message.address)
        if out is None:
            return Receipt(self.name, "", "failed", "over")
        if out.known is not None:
            return self._receipt(out.known)
        try:
            return await self._there(message, out)
        except Unfit:
            return None
        except Open311Error as problem:
            raise Later(problem.code, max(_pause(message), problem.after)) from None

    async def close(self) -> None:
        """Lets go of the connections."""
        await self._client.close()

    async def _looked(self, message: Outgoing, out: Out) -> Receipt | None:
        """What they have of it already, where that can be. Raises `Open311Error` and `Unfit`."""
        if out.begun:
            return await self._there(message, out)
        if message.attempt == 1:
            return None
        try:
            found, _ = await self._listed(out)
        except Open311Error:  # a server that failed has said that it did not take it
            return None
        return await self._accepted(message, out, Accepted(found)) if found else None

    async def _post(self, message: Outgoing, out: Out, fitted: NewRequest) -> Receipt:
        try:
            accepted = await self._client.post(fitted)
        except Open311Error as problem:
            if problem.duplicate and (out.begun or message.attempt > 1):
                accepted = await self._duplicate(out)
            elif problem.kind in ("lost", "unreadable"):
                raise Uncertain from None
            elif problem.kind != "refused" or problem.status in SETTINGS:
                raise await self._later(message, out, problem, begun=False) from None
            else:
                await self._source.refused(message.address, problem.reason, problem.words, unsure=False)
                log.warning("open311_refused", code=problem.code)
                raise Refused(problem.code) from None
        return await self._accepted(message, out, accepted)

    async def _accepted(self, message: Outgoing, out: Out, accepted: Accepted) -> Receipt:
        await self._source.accepted(message.address, out.new.service, accepted)
        return self._receipt(accepted)

    async def _duplicate(self, out: Out) -> Accepted:
        """They have the same, so it is ours: our mark is in it. Its number is in their list, if anywhere."""
        try:
            found, _ = await self._listed(out)
        except Open311Error:
            found = ""
        return Accepted(found, duplicate=True)

    async def _there(self, message: Outgoing, out: Out) -> Receipt | None:
        """What they have of it; None when it surely is not there, or making it again makes nothing new.
        When nobody can tell, what is returned says so. Raises `Open311Error` and `Unfit`."""
        found, shown = await self._listed(out)
        if found:
            return await self._accepted(message, out, Accepted(found))
        if not out.begun or shown:
            return None
        if (await self._catalogue.definition(out.new.service)).has(EXTERNAL_ID):
            return None
        await self._source.refused(message.address, "", "", unsure=True)
        log.warning("open311_unsure")
        return Receipt(self.name, "", "failed", "unsure")

    async def _listed(self, out: Out) -> tuple[str, bool]:
        """Their number of it, empty where their list has not got it; and whether requests of ours are listed
        at all: if they are, one that is not is not there. Raises `Open311Error` when there is no answer
        now."""
        now = self._now()
        wanted = Wanted(
            services=(out.new.service,), start=max(out.since, now - SPAN), end=now + dt.timedelta(days=1)
        )
        try:
            listed = await self._client.requests(wanted)
        except Open311Error as problem:
            if problem.kind in ("refused", "unreadable"):
                return "", False
            raise
        ours = [one for one in listed if out.signs in one.description]
        return next((one.id for one in ours if out.mark in one.description), ""), bool(ours)

    def _receipt(self, accepted: Accepted) -> Receipt:
        code = "duplicate" if accepted.duplicate else ""
        return Receipt(self.name, accepted.id or accepted.token, "delivered", code)

    async def _later(
        self, message: Outgoing, out: Out, problem: Open311Error, *, begun: bool | None = None
    ) -> Exception:
        """What is raised when it is not sent now."""
        if not (out.begun if begun is None else begun):
            await self._source.back(message.address, problem.reason, problem.words)
        return Later(problem.code, max(_pause(message), problem.after))


def _pause(message: Outgoing) -> float:
    return PAUSES[min(max(message.attempt, 1), len(PAUSES)) - 1]
