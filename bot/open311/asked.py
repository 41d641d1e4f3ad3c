"""Reads what others ask of our server: strict, with errors that name the field."""

from __future__ import annotations

import datetime as dt
import math
import re
from collections.abc import Mapping, Sequence
from urllib.parse import parse_qsl

from bot.open311 import reading
from bot.open311.shapes import LONGEST_DESCRIPTION, POSTED, NewRequest, Wanted
from channels.body import clean

SPAN = dt.timedelta(days=90)
"""Of one list at most, by the specification."""

MOST_FIELDS, MOST_IDS = 100, 100
LONGEST = 500
"""Characters of any field but the description."""

_ATTRIBUTE = re.compile(r"attribute\[([^\[\]]{1,64})\](?:\[\])?")
_PLACE = frozenset({"latitude", "longitude"})
_PLAIN = {name: field for name, field in POSTED.items() if field not in _PLACE}


class Declined(Exception):
    """A request is not answered as it is wanted. `after` is when it may be tried again, in seconds."""

    def __init__(self, status: int, *descriptions: str, after: float = 0.0) -> None:
        super().__init__(", ".join(descriptions))
        self.status = status
        self.descriptions: Sequence[str] = descriptions
        self.after = after


def new_request(body: bytes) -> NewRequest:
    """A request out of a posted form. An empty field counts as none, one that is not known is passed over.
    Raises `Declined` 400."""
    try:
        pairs = parse_qsl(body.decode("ascii"), max_num_fields=MOST_FIELDS, errors="strict")
    except ValueError:
        raise Declined(400, "the form cannot be read") from None
    given = [(name, clean(value)) for name, value in pairs]
    fields = {_PLAIN[name]: value for name, value in given if name in _PLAIN and value}
    attributes = [
        (found[1], value) for name, value in given if (found := _ATTRIBUTE.fullmatch(name)) and value
    ]
    problems = [*_too_long(given), *([] if fields.get("service") else ["service_code was not provided"])]
    if problems:
        raise Declined(400, *problems)
    place = dict(given)
    return NewRequest(
        **{"service": "", **fields},
        attributes=tuple(dict.fromkeys(attributes)),
        latitude=_degrees(place, "lat", 90.0),
        longitude=_degrees(place, "long", 180.0),
    )


def wanted(query: Mapping[str, str], now: dt.datetime) -> Wanted:
    """What a list is asked for; without dates that of the last 90 days. Raises `Declined` 400."""
    ids = _list(query, "service_request_id")
    if len(ids) > MOST_IDS:
        raise Declined(400, f"service_request_id: at most {MOST_IDS}")
    statuses = tuple(one.lower() for one in _list(query, "status"))
    if set(statuses) - {"open", "closed"}:
        raise Declined(400, "status must be open or closed")
    start, end = _moment(query, "start_date"), _moment(query, "end_date")
    end = end or min(now, start + SPAN if start else now)
    start = start or end - SPAN
    if end - start > SPAN:
        raise Declined(400, "start_date and end_date may not span more than 90 days")
    return Wanted(ids=ids, services=_list(query, "service_code"), statuses=statuses, start=start, end=end)


def _too_long(given: Sequence[tuple[str, str]]) -> list[str]:
    limits = {"description": LONGEST_DESCRIPTION}
    return [
        f"{name[:64]}: at most {limits.get(name, LONGEST)} characters"
        for name, value in given
        if len(value) > limits.get(name, LONGEST)
    ]


def _degrees(given: Mapping[str, str], name: str, most: float) -> float | None:
    if not (text := given.get(name, "")):
        return None
    try:
        found = float(text)
    except ValueError:
        found = math.nan
    if not abs(found) <= most:
        raise Declined(400, f"{name} must be a number of degrees")
    return found


def _moment(query: Mapping[str, str], name: str) -> dt.datetime | None:
    text = query.get(name, "").strip()
    if not text:
        return None
    found = reading.moment(text.replace(" ", "+"))  # a plus in a query is a space
    if found is None or not 2000 <= found.year <= 2200:
        raise Declined(400, f"{name} must be a date and time with an offset, such as 2026-11-20T09:00:00Z")
    return found


def _list(query: Mapping[str, str], name: str) -> tuple[str, ...]:
    return tuple(one.strip() for one in query.get(name, "").split(",") if one.strip())
