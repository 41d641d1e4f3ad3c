"""A service as it is published: Open Referral UK 3, read back the same, and schema.org."""

from __future__ import annotations

import datetime as dt
import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from bot.knowledge.directory.linked_data import government_service
from bot.knowledge.directory.oruk.faults import Report
from bot.knowledge.directory.oruk.reading import service as read
from bot.knowledge.directory.oruk.writing import brief, full
from bot.knowledge.directory.service import Cost, Organisation
from bot.knowledge.directory.timetable import Opening, Timetable
from bot.service_page import embedded
from tests.services_made_up import ORIGIN, PHONE, service

SAMPLES = Path("../shared/data/services/oruk/OpenReferralApi/Mocks/V3.0-UK-Default")
NINE, FIVE = dt.time(9), dt.time(17)
TIMES = Timetable(
    (
        Opening(NINE, FIVE, days=(0,)),
        Opening(NINE, FIVE, days=(1,)),
        Opening(NINE, dt.time(12), "MONTHLY", nth=((2, 5),)),
    ),
    bank_holidays="closed",
)
WHOLE = service(
    "Armley Library",
    miles=1,
    description="Books </script> & more",
    url="https://www.leeds.gov.uk/armley",
    email="library@example.org",
    organisation=Organisation(
        "33333333-3333-4333-8333-333333333333", "Leeds City Council", url="https://www.leeds.gov.uk"
    ),
    times=TIMES,
    phones=(PHONE,),
    costs=(Cost(Decimal("1.50"), "Adults", "a visit"),),
    languages=("pl",),
    areas=("Armley",),
    terms=("Reading",),
    youngest=0,
    access=("Level access",),
)


def test_what_is_published_is_read_back_the_same() -> None:
    report = Report()

    again = read(json.loads(json.dumps(full(WHOLE))), ORIGIN, report)

    assert again is not None
    assert report.faults == []
    kept = (
        "id",
        "name",
        "kinds",
        "description",
        "url",
        "email",
        "phones",
        "costs",
        "languages",
        "areas",
        "youngest",
    )
    assert {name: getattr(again, name) for name in kept} == {name: getattr(WHOLE, name) for name in kept}
    assert again.lgsl == (437,)
    day = dt.date(2026, 11, 24)
    month = [day + dt.timedelta(days=ahead) for ahead in range(60)]
    assert [again.times.on(day) for day in month] == [TIMES.on(day) for day in month]
    assert (again.spots[0].latitude, again.spots[0].line) == (WHOLE.spots[0].latitude, WHOLE.spots[0].line)


def test_days_with_the_same_hours_are_one_rule() -> None:
    assert [(one["freq"], one["byday"]) for one in full(WHOLE)["schedules"]] == [
        ("WEEKLY", "MO,TU"),
        ("MONTHLY", "2SA"),
    ]


def types(value: Any) -> Any:
    """The shape of JSON: names and kinds of values."""
    if isinstance(value, dict):
        return {name: types(one) for name, one in value.items()}
    if isinstance(value, list):
        return [types(one) for one in value[:1]]
    return "number" if isinstance(value, (int, float)) else type(value).__name__


def misfits(sample: Any, ours: Any, at: str = "") -> list[str]:
    """Where ours is of another kind than the sample has it; what only one of them has is no misfit."""
    if isinstance(sample, dict) and isinstance(ours, dict):
        return [
            bad
            for name in sample.keys() & ours.keys()
            for bad in misfits(sample[name], ours[name], f"{at}.{name}")
        ]
    if isinstance(sample, list) and isinstance(ours, list):
        return [
            bad for one, other in zip(sample, ours, strict=False) for bad in misfits(one, other, f"{at}[]")
        ]
    return [] if sample == ours else [f"{at}: {sample} is {ours}"]


@pytest.mark.skipif(not SAMPLES.is_dir(), reason="left out: nothing is at ../shared/data/services/oruk")
@pytest.mark.parametrize(("file", "shape"), [("service_full.json", full), ("service_list.json", brief)])
def test_the_shapes_are_those_of_the_published_samples(file: str, shape: Any) -> None:
    sample = json.loads((SAMPLES / file).read_text(encoding="utf-8"))
    sample = sample["contents"][0] if "contents" in sample else sample
    ours = shape(WHOLE)

    assert misfits(types(sample), types(ours)) == []
    arrays = {name for name, value in sample.items() if isinstance(value, (list, dict))} - {"funding"}
    assert arrays <= ours.keys()


def test_schema_org() -> None:
    data = government_service(WHOLE, "https://bins.example.org/places/1", "Leeds")

    assert (data["@type"], data["serviceType"]) == ("GovernmentService", "Libraries")
    assert data["sameAs"] == ["http://id.esd.org.uk/service/437"]
    channel = data["availableChannel"][0]
    assert channel["servicePhone"]["telephone"] == PHONE
    assert channel["serviceLocation"]["openingHoursSpecification"][0]["dayOfWeek"] == [
        "https://schema.org/Monday"
    ]
    assert len(channel["serviceLocation"]["openingHoursSpecification"]) == 2


def test_nothing_ends_the_script_that_it_stands_in() -> None:
    said = str(embedded({"name": "</script><script>alert('1')\u2028&"}))

    assert not set("<>&'\u2028") & set(said)
    assert json.loads(said)["name"] == "</script><script>alert('1')\u2028&"


def test_a_service_of_which_nothing_is_known_but_its_name() -> None:
    bare = replace(service("Bare", ""), spots=())

    assert full(bare)["service_at_locations"] == []
    assert government_service(bare, "https://x.example/1", "Leeds")["availableChannel"] == [
        {"@type": "ServiceChannel"}
    ]
