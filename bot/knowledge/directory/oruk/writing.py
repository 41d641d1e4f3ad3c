"""A service in the shapes of Open Referral UK 3."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any
from uuid import UUID, uuid5

from babel import Locale

from bot.knowledge.directory.kinds import kinds
from bot.knowledge.directory.oruk.schedules import DAYS
from bot.knowledge.directory.service import Service, Spot
from bot.knowledge.directory.timetable import Opening, Timetable

SAME_AS = "http://id.esd.org.uk/service/"
LGSL = "Local Government Services List"
OWN = "Snicket kinds of places"
Json = dict[str, Any]


def brief(one: Service) -> Json:
    """As in a page of services."""
    return filled(
        {
            "id": one.id,
            "name": one.name,
            "description": one.description,
            "url": one.url,
            "email": one.email,
            "status": one.status,
            "fees": one.fees,
            "minimum_age": one.youngest,
            "maximum_age": one.oldest,
            "assured_date": _date(one.assured),
            "alert": one.alert,
            "last_modified": one.modified or f"{one.origin.read}T00:00:00Z",
            "organization": _organization(one),
        }
    )


def full(one: Service) -> Json:
    """With everything about it."""
    return brief(one) | {
        "schedules": list(_schedules(one, one.times, "schedule")),
        "service_areas": [
            {"id": _id(one, "area", at), "name": area, "service_area": area}
            for at, area in enumerate(one.areas)
        ],
        "service_at_locations": [_at_location(one, at, spot) for at, spot in enumerate(one.spots)],
        "languages": [
            {"id": _id(one, "language", at), "code": tag, "name": _language(tag)}
            for at, tag in enumerate(one.languages)
        ],
        "cost_options": list(_costs(one)),
        "phones": [{"id": _id(one, "phone", at), "number": number} for at, number in enumerate(one.phones)],
        "contacts": [],
        "attributes": list(_attributes(one)),
    }


def term_id(kind: str) -> str:
    """The id of a kind as a term of a taxonomy."""
    return str(uuid5(UUID(int=0), kind))


def _organization(one: Service) -> Json | None:
    runs = one.organisation
    if runs is None:
        return None
    return filled(
        {"id": runs.id, "name": runs.name, "description": runs.description or runs.name, "website": runs.url}
    )


def _schedules(one: Service, times: Timetable, what: str) -> Iterator[Json]:
    """Rules that differ in their days alone are one."""
    grouped: dict[Opening, list[int]] = {}
    for rule in times.openings:
        same = Opening(
            rule.opens,
            rule.closes,
            rule.freq,
            rule.interval,
            (),
            rule.nth,
            rule.month_days,
            rule.start,
            rule.valid_from,
            rule.valid_to,
        )
        grouped.setdefault(same, []).extend(rule.days)
    for at, (rule, days) in enumerate(grouped.items()):
        yield filled(_schedule(rule, days, times) | {"id": _id(one, what, at)})


def _schedule(rule: Opening, days: list[int], times: Timetable) -> Json:
    nth = [f"{which}{DAYS[day]}" for which, day in rule.nth]
    return {
        "valid_from": _date(rule.valid_from),
        "valid_to": _date(rule.valid_to),
        "dtstart": _date(rule.start),
        "freq": rule.freq,
        "interval": rule.interval,
        "byday": ",".join([*(DAYS[day] for day in sorted(set(days))), *nth]),
        "bymonthday": ",".join(map(str, rule.month_days)),
        "opens_at": rule.opens.isoformat(),
        "closes_at": rule.closes.isoformat(),
        "description": " ".join((_bank(times), *_specials(times))).strip(),
    }


def _bank(times: Timetable) -> str:
    words = {"open": "Open on bank holidays.", "closed": "Closed on bank holidays."}
    return words.get(times.bank_holidays, "")


def _specials(times: Timetable) -> Iterator[str]:
    for one in times.specials:
        day = f"{one.first:%d %B}" if one.yearly else f"{one.first.isoformat()} to {one.last.isoformat()}"
        yield f"{day}: {one.hours[0]:%H:%M} to {one.hours[1]:%H:%M}." if one.hours else f"{day}: closed."


def _at_location(one: Service, at: int, spot: Spot) -> Json:
    location = {
        "id": _id(one, "location", at),
        "location_type": "physical",
        "name": spot.name or one.name,
        "latitude": spot.latitude,
        "longitude": spot.longitude,
        "external_identifier": spot.uprn,
        "external_identifier_type": "UPRN" if spot.uprn else "",
        "addresses": [_address(one, at, spot)] if spot.line else [],
        "accessibility": [
            {"id": _id(one, f"access.{at}", n), "description": said} for n, said in enumerate(spot.access)
        ],
    }
    times = list(_schedules(one, spot.times, f"schedule.{at}"))
    return {
        "id": _id(one, "at", at),
        "location": filled(location),
        **({"schedules": times} if times else {}),
    }


def _address(one: Service, at: int, spot: Spot) -> Json:
    *lines, city = spot.lines or ("",)
    fields = {
        "id": _id(one, "address", at),
        "address_1": ", ".join(lines) or city,
        "city": city,
        "state_province": "England",
        "postal_code": spot.postcode,
        "country": "GB",
        "address_type": "physical",
    }
    return filled(fields)


def _costs(one: Service) -> Iterator[Json]:
    for at, cost in enumerate(one.costs):
        yield filled(
            {
                "id": _id(one, "cost", at),
                "valid_from": _date(cost.valid_from),
                "valid_to": _date(cost.valid_to),
                "option": cost.option,
                "currency": "GBP" if cost.pounds is not None else "",
                "amount": float(cost.pounds) if cost.pounds is not None else None,
                "amount_description": cost.per,
            }
        )


def _attributes(one: Service) -> Iterator[Json]:
    terms = [(term_id(kind), kinds()[kind].label.msgid, OWN, "") for kind in one.kinds]
    terms += [(_id(one, "lgsl", code), str(code), LGSL, f"{SAME_AS}{code}") for code in lgsl(one)]
    terms += [(_id(one, "term", at), term, "", "") for at, term in enumerate(one.terms)]
    for at, (id, name, taxonomy, uri) in enumerate(terms):
        term = filled({"id": id, "name": name, "description": name, "taxonomy": taxonomy, "term_uri": uri})
        yield {"id": _id(one, "attribute", at), "link_type": "taxonomy_term", "taxonomy_term": term}


def lgsl(one: Service) -> tuple[int, ...]:
    """The codes of its own, and of what it is."""
    return tuple(dict.fromkeys((*one.lgsl, *(code for kind in one.kinds if (code := kinds()[kind].lgsl)))))


def _language(tag: str) -> str:
    return str(Locale("en").languages.get(tag.partition("-")[0], tag))


def _id(one: Service, what: str, at: int) -> str:
    return str(uuid5(UUID(one.id), f"{what}/{at}"))


def _date(day: dt.date | None) -> str:
    return day.isoformat() if day else ""


def filled(fields: Json) -> Json:
    """Without what is empty: a field that says nothing is left out."""
    return {name: value for name, value in fields.items() if value not in ("", None, [])}
