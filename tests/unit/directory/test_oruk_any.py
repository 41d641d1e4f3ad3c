"""Whatever is published: a load says what is wrong and never fails; what it kept can be told of."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator
from copy import deepcopy
from typing import Any

import msgspec
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.knowledge.directory.asked import Asked
from bot.knowledge.directory.database import decoded
from bot.knowledge.directory.linked_data import government_service
from bot.knowledge.directory.oruk.faults import Report
from bot.knowledge.directory.oruk.reading import service
from bot.knowledge.directory.oruk.writing import full
from bot.knowledge.directory.search import Match
from bot.knowledge.directory.words import told
from tests.services_made_up import ORIGIN, published

NOW = dt.datetime(2026, 11, 24, 10)  # noqa: DTZ001 - city time
WHOLE = published(
    attributes=[
        {"taxonomy_term": {"id": "t", "name": "Libraries", "term_uri": "http://id.esd.org.uk/service/437"}}
    ],
    cost_options=[{"amount": 2.5, "currency": "GBP", "option": "Adults", "valid_from": "2026-01-01"}],
    languages=[{"code": "ur", "name": "Urdu"}],
    contacts=[{"phones": [{"number": "0113 222 4444", "type": "voice", "extension": "1"}]}],
    holiday_schedules=[{"start_date": "2026-12-24", "end_date": "2027-01-02", "closed": True}],
    regular_schedules=[
        {
            "freq": "MONTHLY",
            "byday": "2TU",
            "bymonthday": "3",
            "interval": 2,
            "dtstart": "2026-01-01",
            "until": "2027-01-01",
        }
    ],
    url="https://www.leeds.gov.uk",
    email="a@example.org",
    assured_date="2026-01-01",
    minimum_age=3,
    fees="free",
    alert="Closed.",
)
ODD = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(allow_nan=False),
    st.text(max_size=20),
    st.sampled_from(["0001-01-01", "9999-12-31", "00:00", "24:00", "-1FR", "MO,,TU", "1e400", "\x00", "٣"]),
    st.just([]),
    st.just({}),
    st.just([[{}]]),
)


def paths(value: Any, at: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """The way to everything in it."""
    steps = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for step, one in steps:
        yield (*at, step)
        yield from paths(one, (*at, step))


PATHS = list(paths(WHOLE))


@settings(max_examples=50)
@given(st.lists(st.tuples(st.sampled_from(PATHS), ODD), min_size=1, max_size=4))
def test_whatever_is_published(changes: list[tuple[tuple[Any, ...], Any]]) -> None:
    raw, report = deepcopy(WHOLE), Report("a.json")
    for path, odd in changes:
        inside: Any = raw
        try:
            for step in path[:-1]:
                inside = inside[step]
            inside[path[-1]] = deepcopy(odd)
        except (KeyError, IndexError, TypeError):
            continue  # an earlier change has taken it away

    one = service(raw, ORIGIN, report)

    assert one is not None or report.faults
    if one is not None:
        assert decoded(msgspec.json.encode(one)) == one
        assert told(Match(one), Asked(), NOW).msgid
        assert json.loads(json.dumps(full(one)))["id"] == one.id
        assert government_service(one, "https://x.example", "Leeds")
        days = [NOW + dt.timedelta(days=ahead) for ahead in range(40)]
        assert len([one.timetable(0).state(day) for day in days]) == len(days)
