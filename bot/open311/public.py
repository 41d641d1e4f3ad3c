"""Repairs behind our Open311 server: what other front ends may report, and what is told of it.

A private home's case is never published. By its number, and with a key, its status and dates are told and
nothing else: no address, no words, not even what is broken. Of a shared part of a building everybody may read
what is reported, for which building, and where it stands, but for what tells how to get in.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Callable, Sequence

from bot.dialogue.address import AddressBook, Home
from bot.knowledge.reference import read_reference
from bot.knowledge.repairs.block import block
from bot.knowledge.repairs.case import OPEN, PEOPLE, Report, Where
from bot.knowledge.repairs.cases import Cases
from bot.knowledge.repairs.repairs import Repairs
from bot.knowledge.repairs.reporting import always_shared
from bot.knowledge.repairs.tree import Leaf
from bot.open311.asked import Declined
from bot.open311.questions import answers, attributes, names
from bot.open311.shapes import EXTERNAL_ID, Accepted, Definition, NewRequest, Request, Service, Wanted
from bot.store.case_public import CasePublic, Standing

NO_CONVERSATION = 0
COMMUNAL = "communal"
NOTES = {
    "received": "Received.",
    "sent": "With the repairs team.",
    "appointment": "A visit is booked.",
    "visited": "Somebody has been there.",
    "no_access": "Somebody came and could not get in.",
    "follow_on": "More has to be done.",
    "done": "The work is done.",
    "closed": "It is over.",
    "not_ours": "Somebody else must do it.",
    "withdrawn": "It was taken back.",
}


class RepairsDesk:
    """Implements `bot.open311.server.Desk`. `notice` tells in English what to do at once about a danger, by
    the id of its card; `new_key` makes a key that nobody has had."""

    def __init__(
        self,
        repairs: Repairs,
        cases: Cases,
        public: CasePublic,
        book: AddressBook,
        now: Callable[[], dt.datetime],
        new_key: Callable[[], str],
        notice: Callable[[str], str] = lambda card: "",
    ) -> None:
        self._repairs = repairs
        self._cases = cases
        self._public = public
        self._book = book
        self._now = now
        self._new_key = new_key
        self._notice = notice

    def services(self) -> Sequence[Service]:
        """See `Desk.services`: one for each problem."""
        return [
            Service(
                code=problem.id,
                name=problem.name.msgid,
                description=f"Repairs in council homes: {', '.join(names(problem))}.",
                metadata=True,
                keywords=tuple(names(problem)),
                group=group.name.msgid,
            )
            for group in self._repairs.tree.groups
            for problem in group.problems
        ]

    def definition(self, code: str) -> Definition | None:
        """See `Desk.definition`."""
        problem = self._repairs.tree.problem(code)
        return None if problem is None else Definition(code, tuple(attributes(problem)))

    async def take(self, client: str, new: NewRequest) -> Accepted:
        """See `Desk.take`. The same `external_id` of the same client again returns the same number."""
        problem = self._repairs.tree.problem(new.service)
        if problem is None:
            raise Declined(404, "service_code was not found")
        given = answers(new, problem)
        where = self._where(new, shared=given["room"] == COMMUNAL or always_shared(self._repairs, problem.id))
        report = _report(new, given, where, self._now())
        name = next(iter(new.attribute(EXTERNAL_ID)), "") or self._new_key()
        key = f"open311:{client}:{hashlib.sha256(name.encode()).hexdigest()[:40]}"
        filed = await self._cases.file(report, key, NO_CONVERSATION)
        leaf = self._repairs.leaf(problem.id, report.detail)
        return Accepted(filed.reference, notice=self._said(report, leaf))

    async def one(self, id: str, *, known: bool) -> Request | None:
        """See `Desk.one`."""
        reference = read_reference(id)
        found = await self._public.one(reference) if reference else None
        if found is None or not (known or found.public):
            return None
        return self._request(found, id)

    async def many(self, which: Wanted) -> Sequence[Request]:
        """See `Desk.many`."""
        assert which.start is not None
        assert which.end is not None
        ids = [reference for id in which.ids if (reference := read_reference(id)) is not None]
        if which.ids and not ids:
            return []
        found = await self._public.listed(
            which.start,
            which.end,
            references=ids,
            problems=which.services,
            open=[status == "open" for status in which.statuses],
        )
        return [self._request(one, one.reference) for one in found]

    async def number(self, token: str) -> str:
        """See `Desk.number`: every service is in real time and gives no tokens."""
        return ""

    def _request(self, one: Standing, id: str) -> Request:
        problem = self._repairs.tree.problem(one.problem) if one.public else None
        return Request(
            id=id,
            status="open" if one.status in OPEN else "closed",
            notes=NOTES[one.status],
            service=problem.id if problem else "",
            service_name=problem.name.msgid if problem else "",
            requested=one.filed_at,
            updated=one.status_at,
            address=one.building,
        )

    def _where(self, new: NewRequest, *, shared: bool) -> Where:
        """The home, or the building that it is in. Raises `Declined` 400 when it is not clear."""
        if new.address_id:
            home = self._book.home(new.address_id)
            if home is None:
                raise Declined(400, "address_id is not known")
            return _place(home, shared=shared)
        if not new.address:
            raise Declined(
                400, "address_id or address_string was not provided; a home is not found by lat and long"
            )
        found = self._book.find(self._book.parse(new.address))
        whole = {block(home) for home in found.homes} if shared and not found.more else set()
        if (found.status == "one" and found.sure) or (found.sure and len(whole) == 1):
            return _place(found.homes[0], shared=shared)
        raise Declined(400, "address_string does not lead to one home; give its number, street and postcode")

    def _said(self, report: Report, leaf: Leaf) -> str:
        card = self._repairs.danger(report, leaf)
        shared = report.where is not None and report.where.communal  # nothing there is a tenant's own job
        own = [leaf.because.msgid] if leaf.does == "yours" and leaf.because and not shared else []
        return " ".join([*([self._notice(card)] if card else []), *own]).strip()


def _place(home: Home, *, shared: bool) -> Where:
    return Where(home.id, home.line, home.postcode, block(home) if shared else "")


def _report(new: NewRequest, given: dict[str, str], where: Where, now: dt.datetime) -> Report:
    """What was said, in the shape of a tenant's report. Names and e-mail addresses are not kept."""
    people = new.attribute("people")
    media = f"\n{new.media_url}" if new.media_url.startswith(("https://", "http://")) else ""
    return Report(
        aware_at=now,
        said=new.description + media,
        problem=new.service,
        detail=given["detail"],
        room=given["room"],
        where=where,
        since=given["since"],  # type: ignore[arg-type]
        worse={"yes": True, "no": False}.get(given["worse"]),
        people=tuple(one for one in PEOPLE if one in people),
        phone=new.phone[:20],
    )
