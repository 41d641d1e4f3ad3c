"""What is reported, what becomes of it, and by when: the words that all who handle repairs share.

A proposal is never a decision: priority and hazard class are what the facts suggest, for staff to confirm.
"""

from __future__ import annotations

import datetime as dt
from typing import Literal

from msgspec import Struct

Priority = Literal["emergency", "urgent", "routine", "planned"]
PRIORITIES: tuple[Priority, ...] = ("emergency", "urgent", "routine", "planned")

Severity = Literal["emergency", "significant", ""]
"""The hazard class that is proposed (SI 2025/1042, regulation 3); empty where no hazard is suspected."""

Since = Literal["today", "days", "weeks", "months", ""]
Person = Literal["under5", "over65", "lungs", "heart", "pregnant", "disability"]
PEOPLE: tuple[Person, ...] = ("under5", "over65", "lungs", "heart", "pregnant", "disability")
"""Who is more at risk from a home that is not safe (HHSRS operating guidance, vulnerable groups)."""

Tenancy = Literal["council", "leaseholder", "other"]
Comes = Literal["any", "morning", "afternoon", "call_first"]

Status = Literal[
    "received",  # it is with us; nobody has looked at it yet
    "sent",  # it is with the repairs team
    "appointment",  # a visit is booked
    "visited",  # somebody has been there
    "no_access",  # somebody came and could not get in
    "follow_on",  # somebody came, and more has to be done
    "done",  # the work is done, and the tenant is asked whether it is
    "closed",  # it is over
    "not_ours",  # somebody else must do it
    "withdrawn",  # the tenant has taken it back
]
OPEN: tuple[Status, ...] = ("received", "sent", "appointment", "visited", "no_access", "follow_on", "done")
"""Where something is still to happen, if only that the tenant says it is fixed."""

Step = Literal["safe", "investigate", "summary", "work", "begin", "finish"]
"""`safe`: looked at and made safe. `investigate`: looked at. `summary`: told in writing what was found.
`work`: made safe after that. `begin`: further work begun. `finish`: repaired."""

Source = Literal["awaab", "right_to_repair", "council"]


class Where(Struct, frozen=True, omit_defaults=True):
    """A home, by the id of its premises; or the shared part of its building, `block` being how that is read
    out. `line` is the whole address."""

    home: str
    line: str
    postcode: str = ""
    block: str = ""

    @property
    def communal(self) -> bool:
        return bool(self.block)


class Access(Struct, frozen=True, omit_defaults=True):
    """When somebody can come and what they must know to get in. `note` is in the tenant's own words."""

    comes: tuple[Comes, ...] = ()
    keysafe: bool = False
    pets: bool = False
    note: str = ""


class Report(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What a tenant has told. `aware_at` is when the message arrived that first told of it: the clocks of the
    law begin then. `said` is in their own words. `problem`, `detail` and `room` are ids of the tree; of a
    report that was stamped before anything was asked they are empty. `hazard` is the card that was shown.
    `photos` are names in the album. `before` is what they say of an earlier report that we do not have."""

    aware_at: dt.datetime
    said: str
    problem: str = ""
    detail: str = ""
    room: str = ""
    hazard: str = ""
    where: Where | None = None
    since: Since = ""
    worse: bool | None = None
    people: tuple[Person, ...] = ()
    photos: tuple[str, ...] = ()
    access: Access = Access()
    phone: str = ""
    language: str = "en"
    interpreter: bool = False
    tenancy: Tenancy = "council"
    before: str = ""


class Triage(Struct, frozen=True):
    """What the facts of a report suggest. `hazard` is an id of the law's scope, `right` a category of the
    Right to Repair; both may be empty. `reasons` say why it is more urgent than usual: `at_risk`, `winter`,
    `worse`, `danger`."""

    priority: Priority
    severity: Severity = ""
    hazard: str = ""
    right: str = ""
    reasons: tuple[str, ...] = ()


class Moments(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What has happened to a case, as far as the clocks care. `found` is whether the investigation has found
    a hazard, None until it is known."""

    aware_at: dt.datetime
    investigated_at: dt.datetime | None = None
    found: bool | None = None
    summary_at: dt.datetime | None = None
    safe_at: dt.datetime | None = None
    begun_at: dt.datetime | None = None
    done_at: dt.datetime | None = None


class Deadline(Struct, frozen=True):
    """By when something must have happened, and whose rule that is. `exact`: it is a time on the clock; else
    the end of that day on the city's clock. `met_at` is when it happened."""

    step: Step
    source: Source
    due: dt.datetime
    exact: bool = False
    met_at: dt.datetime | None = None


class Filed(Struct, frozen=True):
    """What came of a report. `new`: a case of its own. `added`: their home has this case already, and what
    they said is on it. `joined`: others have reported it for the building. `opened_at` is when the case
    began."""

    reference: str
    kind: Literal["new", "added", "joined"]
    opened_at: dt.datetime
    status: Status = "received"
    deadlines: tuple[Deadline, ...] = ()


class Known(Struct, frozen=True, kw_only=True):
    """A case as its tenant is told of it. `at` is when its status was set; `comes_from` and `comes_until`
    are the visit that is booked. `complete` is False of one that was stamped and never filled in."""

    reference: str
    problem: str
    detail: str
    status: Status
    at: dt.datetime
    opened_at: dt.datetime
    communal: bool = False
    complete: bool = True
    comes_from: dt.datetime | None = None
    comes_until: dt.datetime | None = None
    deadlines: tuple[Deadline, ...] = ()

    @property
    def open(self) -> bool:
        return self.status in OPEN
