"""A case as HACT's UK Housing Data Standards have a repair that is raised (RaiseRepair, schema M3SoR v7).

Required there: `DescriptionOfWork`, `Priority` with code and date, `WorkClass`. Here the date of the report,
how to get in, and the lists of alerts are always there, too. The codes are texts, as the schema has them.
What its alert codes stand for could not be read at the source: `0` is used, and the words beside it say what
it is. A council's own codes of its schedule of rates are `CustomCode`; their wording is licensed and not in
here.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from typing import Any, Final, Literal

import msgspec
from msgspec import Struct

from bot.knowledge.repairs.case import Access, Deadline, Person, Report, Triage, Where
from bot.knowledge.repairs.law import Council

PRIORITIES: Final = {"emergency": "2", "urgent": "3", "routine": "4", "planned": "5"}
"""1 immediate, 2 emergency, 3 urgent, 4 normal, 5 inspection; what is planned is surveyed first."""

IMMEDIATE: Final = "1"
FINISHES: Final = ("safe", "work", "finish")
"""Steps with which the work is done, as far as the schema's one date can say it."""

OTHER: Final = "0"
RISKS: Final[dict[Person, str]] = {
    "under5": "A child under 5 lives here.",
    "over65": "Somebody over 65 lives here.",
    "lungs": "Somebody with a lung condition lives here.",
    "heart": "Somebody with a heart condition lives here.",
    "pregnant": "Somebody who is pregnant lives here.",
    "disability": "Somebody with a disability lives here.",
}
DANGERS: Final = ("gas", "fire_electric", "water", "structure", "lift", "cold", "insecure")
"""The cards that are about the place; what is about a person stays with those who help them."""

_COMES: Final = {
    "any": "Any time.",
    "morning": "Mornings.",
    "afternoon": "Afternoons.",
    "call_first": "Call first.",
}


class Reference(Struct, frozen=True, omit_defaults=True):
    """Whose number of what it is."""

    ID: str
    Description: str = ""
    AllocatedBy: str = ""


class Priority(Struct, frozen=True):
    """How urgent, and by when."""

    PriorityCode: Literal["1", "2", "3", "4", "5"]
    RequiredCompletionDateTime: str


class WorkClass(Struct, frozen=True):
    """0 is what Hackney's housing service sends for every repair."""

    WorkClassCode: Literal["0", "10", "20", "30", "40", "50", "60"] = "0"


class Quantity(Struct, frozen=True):
    """How many."""

    Amount: tuple[float, ...] = (1,)


class RateScheduleItem(Struct, frozen=True):
    """A code of the council's own schedule of rates."""

    CustomCode: str
    Quantity: Quantity


class WorkElement(Struct, frozen=True):
    """One piece of work."""

    RateScheduleItem: tuple[RateScheduleItem, ...]


class Keysafe(Struct, frozen=True):
    """That there is one; neither place nor code is kept here."""

    Location: str


class AccessInformation(Struct, frozen=True, omit_defaults=True):
    """How to get in."""

    Description: str
    Keysafe: Keysafe | None = None


class Alert(Struct, frozen=True):
    """What whoever comes should know. The schema says that those about persons must not be repeated word for
    word on an operative's order."""

    Type: str
    Comments: str


class Address(Struct, frozen=True, omit_defaults=True):
    """Where it is."""

    AddressLine: tuple[str, ...]
    PostalCode: str = ""


class SitePropertyUnit(Struct, frozen=True, omit_defaults=True):
    """The home, or the building."""

    Address: Address
    Reference: tuple[Reference, ...] = ()


class RaiseRepair(Struct, frozen=True, kw_only=True):
    """The whole. `Reference` is the case; the schema has none there, and does not forbid it."""

    Reference: tuple[Reference, ...]
    DescriptionOfWork: str
    Priority: Priority
    WorkClass: WorkClass
    WorkElement: tuple[WorkElement, ...]
    LocationOfRepair: str
    AccessInformation: AccessInformation
    PersonAlert: tuple[Alert, ...]
    LocationAlert: tuple[Alert, ...]
    DateReported: str
    SitePropertyUnit: tuple[SitePropertyUnit, ...]


def raise_repair(
    reference: str, report: Report, triage: Triage, deadlines: Sequence[Deadline], council: Council
) -> dict[str, Any]:
    """The case as JSON values. Raises `ValueError` when no deadline says by when it must be done, which the
    schema requires."""
    whole = RaiseRepair(
        Reference=(Reference(reference, "Case", "Snicket"),),
        DescriptionOfWork=report.said or f"{report.problem} {report.detail}".strip() or "Not said",
        Priority=Priority(_priority(triage), _moment(_due(deadlines))),
        WorkClass=WorkClass(),
        WorkElement=_work(report, council),
        LocationOfRepair=_location(report),
        AccessInformation=_access(report.access),
        PersonAlert=tuple(Alert(OTHER, words) for words in _about_people(report)),
        LocationAlert=tuple(Alert(OTHER, words) for words in _about_the_place(report)),
        DateReported=_moment(report.aware_at),
        SitePropertyUnit=() if report.where is None else (_site(report.where),),
    )
    found: dict[str, Any] = msgspec.json.decode(msgspec.json.encode(whole))
    return found


def _priority(triage: Triage) -> Any:
    return IMMEDIATE if "danger" in triage.reasons else PRIORITIES[triage.priority]


def _due(deadlines: Sequence[Deadline]) -> dt.datetime:
    """The earliest date that is still to be kept on which work is done; else the latest of all."""
    left = [one.due for one in deadlines if one.step in FINISHES and one.met_at is None]
    if left:
        return min(left)
    if not deadlines:
        raise ValueError("no rule says by when it must be done")
    return max(one.due for one in deadlines)


def _work(report: Report, council: Council) -> tuple[WorkElement, ...]:
    codes = council.codes
    code = codes.get(f"{report.problem}.{report.detail}") or codes.get(report.problem)
    return (WorkElement((RateScheduleItem(code, Quantity()),)),) if code else ()


def _location(report: Report) -> str:
    shared = report.where is not None and report.where.communal
    room = report.room.replace("_", " ")
    return f"Shared part of the building: {room}".removesuffix(": ") if shared else room or "Not said"


def _access(access: Access) -> AccessInformation:
    said = [*(_COMES[one] for one in access.comes), access.note]
    safe = Keysafe("There is a key safe. Ask the tenant where it is.") if access.keysafe else None
    return AccessInformation(" ".join(part for part in said if part) or "Not said", safe)


def _about_people(report: Report) -> Iterator[str]:
    yield from (RISKS[one] for one in report.people)
    if report.interpreter:
        yield f"An interpreter is needed: {report.language}."


def _about_the_place(report: Report) -> Iterator[str]:
    if report.access.pets:
        yield "There are pets."
    if report.problem == "asbestos":
        yield "Asbestos is reported here."
    if report.hazard in DANGERS:
        yield f"A danger was reported: {report.hazard.replace('_', ' ')}."


def _site(where: Where) -> SitePropertyUnit:
    line = where.block if where.communal else where.line
    home = (Reference(where.home, "Premises"),) if where.home else ()
    return SitePropertyUnit(Address((line,), where.postcode), home)


def _moment(at: dt.datetime) -> str:
    return f"{at.astimezone(dt.UTC):%Y-%m-%dT%H:%M:%SZ}"
