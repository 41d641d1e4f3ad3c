"""A published service, of version 1 or 3, as a `Service`."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from bot.knowledge.directory.kinds import kinds_in, lgsl_in
from bot.knowledge.directory.oruk.faults import Report, tolerant, without_nulls
from bot.knowledge.directory.oruk.schedules import timetable
from bot.knowledge.directory.oruk.values import (
    age_of,
    date_of,
    email_of,
    language_of,
    phone_of,
    position,
    postcode_of,
    short,
    url_of,
)
from bot.knowledge.directory.oruk.wire import WireAtLocation, WireCost, WirePhone, WireService, WireTerm
from bot.knowledge.directory.service import Cost, Organisation, Service, Spot, uuid_of
from bot.knowledge.facts import Origin

POUNDS = ("", "GBP")
MOST = 1_000_000
NO_SERVICE = {
    *("uri", "version", "taxonomy", "parent_id", "organization_identifiers", "parent_organization_id"),
    *("location_type", "latitude", "service", "location", "service_id", "location_id", "services"),
}
"""What other things have that are published beside services, and no service has."""


def service(raw: Any, origin: Origin, report: Report) -> Service | None:
    """`raw` is JSON. What is wrong in it is reported and left out; None when nothing is left."""
    report.service = ""
    if not isinstance(raw, dict):
        report.say("", "a service is not a JSON object")
        return None
    report.service = str(raw.get("id", ""))[:80]
    if "status" not in raw and NO_SERVICE & raw.keys():
        report.say("", "is an organisation, a place or a term, no service")
        return None
    try:
        wire = tolerant(without_nulls(raw), WireService, report)
    except RecursionError:
        report.say("", "is nested too deeply")
        return None
    if wire is None:
        return None
    if not wire.id.strip() or not short(wire.name):
        report.say("name", "without an id or a name: left out")
        return None
    return _service(wire, origin, report)


def _service(wire: WireService, origin: Origin, report: Report) -> Service:
    terms = list(_terms(wire))
    codes = lgsl_in([f"{term.term_uri} {term.id} {term.code}" for term in terms])
    names = tuple(dict.fromkeys(filter(None, (short(term.name or term.term) for term in terms))))
    return Service(
        id=uuid_of(wire.id.strip(), origin.url or origin.name),
        original=wire.id.strip(),
        name=short(wire.name),
        origin=origin,
        kinds=kinds_in(names, codes) or kinds_in([wire.name]),
        terms=names,
        lgsl=codes,
        description=short(wire.description),
        url=url_of(wire.url, "url", report),
        email=email_of(wire.email, "email", report),
        status=wire.status.strip().lower() or "active",
        alert=short(wire.alert),
        organisation=_organisation(wire, report),
        spots=tuple(_spots(wire, report)),
        times=timetable(
            [*wire.schedules, *wire.regular_schedules], wire.holiday_schedules, "schedules", report
        ),
        phones=_phones(wire, report),
        costs=tuple(_costs(wire.cost_options, report)),
        fees=short(str(wire.fees_description or wire.fees)),
        languages=_languages(wire, report),
        areas=tuple(filter(None, (short(one.name or one.service_area) for one in wire.service_areas))),
        youngest=_age(wire, "minimum_age", report),
        oldest=_age(wire, "maximum_age", report),
        assured=date_of(wire.assured_date, "assured_date", report),
        modified=wire.last_modified[:40],
    )


def _terms(wire: WireService) -> Iterator[WireTerm]:
    yield from (one.taxonomy_term for one in wire.attributes if one.taxonomy_term)
    yield from (one.taxonomy for one in wire.service_taxonomys if one.taxonomy)


def _organisation(wire: WireService, report: Report) -> Organisation | None:
    one = wire.organization
    if one is None:
        return None
    address = url_of(one.website or one.url, "organization.website", report)
    return Organisation(one.id, short(one.name), short(one.description), address)


def _spots(wire: WireService, report: Report) -> Iterator[Spot]:
    for at, one in enumerate(wire.service_at_locations):
        if one.location is not None:
            yield _spot(one, f"service_at_locations[{at}].location.", report)


def _spot(one: WireAtLocation, field: str, report: Report) -> Spot:
    there = one.location
    assert there is not None, "asked before"
    where = position(there.latitude, there.longitude, field, report)
    addresses = [*there.addresses, *there.physical_addresses]
    address = next((one for one in addresses if one.address_type != "postal"), next(iter(addresses), None))
    lines = (address.address_1, address.address_2, address.city) if address else ()
    code = postcode_of(address.postal_code, f"{field}addresses.postal_code", report) if address else ""
    access = [*there.accessibility, *there.accessibility_for_disabilities]
    uprn = there.external_identifier if there.external_identifier_type.upper() == "UPRN" else ""
    schedules = [*one.schedules, *one.regular_schedule, *one.regular_schedules]
    return Spot(
        there.id or one.id,
        short(there.name),
        where[0] if where else None,
        where[1] if where else None,
        uprn if uprn.isdecimal() else "",
        tuple(filter(None, map(short, lines))),
        code,
        tuple(filter(None, (short(each.accessibility or each.description) for each in access))),
        timetable(schedules, one.holiday_schedules, f"{field}schedules", report),
    )


def _phones(wire: WireService, report: Report) -> tuple[str, ...]:
    """Those of the service, of its contacts, of its places; an extension is not dialled and left out."""
    every: list[WirePhone] = [*wire.phones, *(phone for one in wire.contacts for phone in one.phones)]
    every += [phone for one in wire.service_at_locations if one.location for phone in one.location.phones]
    voice = [one.number for one in every if one.type.lower() not in ("fax", "textphone", "sms", "pager")]
    return tuple(dict.fromkeys(filter(None, (phone_of(number, "phones", report) for number in voice))))


def _costs(costs: list[WireCost], report: Report) -> Iterator[Cost]:
    for at, one in enumerate(costs):
        fits = one.amount is None or (one.currency.upper() in POUNDS and 0 <= one.amount <= MOST)
        if not fits:
            report.say(f"cost_options[{at}].amount", f"{one.amount:g} {one.currency} is not told")
            continue
        pounds = None if one.amount is None else Decimal(str(one.amount)).quantize(Decimal("0.01"))
        begins = date_of(one.valid_from, f"cost_options[{at}].valid_from", report)
        ends = date_of(one.valid_to, f"cost_options[{at}].valid_to", report)
        yield Cost(pounds, short(one.option), short(one.amount_description), begins, ends)


def _languages(wire: WireService, report: Report) -> tuple[str, ...]:
    found = [
        language_of(one.code, one.name or one.language, f"languages[{at}]", report)
        for at, one in enumerate(wire.languages)
    ]
    return tuple(dict.fromkeys(filter(None, found)))


def _age(wire: WireService, name: str, report: Report) -> int | None:
    own = getattr(wire, name)
    of_rule = next((value for one in wire.eligibilities if (value := getattr(one, name)) is not None), None)
    return age_of(own if own is not None else of_rule, name, report)
