"""Open Referral UK 3 and 1 as they are published: what is right is read, what is wrong is said."""

from __future__ import annotations

import datetime as dt
import gzip
import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from bot.knowledge.bins.loading.refused import LoadRefused
from bot.knowledge.directory.oruk.faults import Report, grouped
from bot.knowledge.directory.oruk.reading import service
from bot.knowledge.directory.oruk.services import read_services
from bot.knowledge.directory.service import Service
from tests.services_made_up import ORIGIN, published

SAMPLES = Path("../shared/data/services/oruk/OpenReferralApi/Mocks")
LIBRARY_TERM = {
    "taxonomy_term": {"id": "t", "name": "Libraries", "term_uri": "http://id.esd.org.uk/service/437"}
}
DEEP: list[Any] = []
for _ in range(2_000):
    DEEP = [DEEP]
VERSION_1: dict[str, Any] = {
    "id": "1502",
    "name": "Harehills Lunch Club",
    "organization": {"id": "9", "name": "A charity", "url": "http://charity.example.org"},
    "contacts": [{"phones": [{"number": "01132224444"}]}],
    "eligibilitys": [{"minimum_age": 60, "maximum_age": None}],
    "regular_schedules": [{"weekday": "Friday", "opens_at": "12:00", "closes_at": "14:00"}],
    "holiday_schedules": [{"start_date": "2026-12-24", "end_date": "2027-01-03", "closed": True}],
    "languages": [{"language": "Urdu"}, {"language": "pl"}],
    "service_taxonomys": [{"taxonomy": {"id": "x", "name": "Food banks", "vocabulary": "esd"}}],
    "service_at_locations": [
        {
            "location": {
                "id": "7",
                "latitude": "53.81",
                "longitude": "-1.51",
                "physical_addresses": [{"address_1": "1 Roundhay Road", "postal_code": "LS8 1AA"}],
                "accessibility_for_disabilities": [{"accessibility": "Level access"}],
            }
        }
    ],
}


def read(raw: dict[str, Any]) -> tuple[Service | None, list[str]]:
    """A service, and its faults as `field: what`."""
    report = Report("a.json", 2)
    found = service(raw, ORIGIN, report)
    return found, [f"{fault.field}: {fault.says}" for fault in report.faults]


def test_version_3() -> None:
    costs = [{"amount": 2.5, "option": "Adults", "valid_to": "2027-03-31"}]
    languages = [{"code": "ur"}, {"name": "Polish"}]
    one, faults = read(
        published(attributes=[LIBRARY_TERM], cost_options=costs, languages=languages, url="x.org/a")
    )

    assert one is not None
    assert faults == []
    assert (one.kinds, one.lgsl, one.terms) == (("library",), (437,), ("Libraries",))
    assert one.spots[0].line == "2 Stocks Hill, Leeds, LS12 1UQ"
    assert one.times.openings[0].days == (0, 1)
    assert one.times.openings[0].closes == dt.time(17)
    assert one.costs[0].pounds == Decimal("2.50")
    assert one.languages == ("ur", "pl")
    assert one.url == "https://x.org/a"
    assert one.organisation is not None
    assert one.organisation.url == "https://www.leeds.gov.uk"


def test_version_1() -> None:
    one, faults = read(VERSION_1)

    assert one is not None
    assert faults == []
    assert (one.original, one.kinds, one.youngest, one.oldest) == ("1502", ("food_bank",), 60, None)
    assert one.phones == ("0113 222 4444",)
    assert one.languages == ("ur", "pl")
    assert one.spots[0].access == ("Level access",)
    assert (one.spots[0].latitude, one.spots[0].postcode) == (53.81, "LS8 1AA")
    assert one.times.on(dt.date(2026, 11, 27)) == (
        (dt.datetime(2026, 11, 27, 12), dt.datetime(2026, 11, 27, 14)),  # noqa: DTZ001 - city time
    )
    assert one.times.on(dt.date(2027, 1, 1)) == ()


def test_the_same_id_is_the_same_uuid_each_time() -> None:
    first, _ = read(VERSION_1)
    again, _ = read({**VERSION_1, "name": "Another name"})

    assert first is not None
    assert again is not None
    assert first.id == again.id != "1502"


def location(**fields: Any) -> dict[str, Any]:
    return {"service_at_locations": [{"location": {"id": "l", **fields}}]}


def schedule(**fields: Any) -> dict[str, Any]:
    return {"schedules": [{"opens_at": "09:00", "closes_at": "17:00", "byday": "MO", **fields}]}


@pytest.mark.parametrize(
    ("fields", "fault"),
    [
        (location(latitude=100, longitude=101), "latitude: 100, 101 is not in the United Kingdom"),
        (location(latitude="north", longitude=1), "latitude: Expected `float | null`, got `str`"),
        (location(addresses=[{"postal_code": "ABC 1234"}]), "postal_code: 'ABC 1234' is not a postcode"),
        (location(phones=[{"number": "12"}]), "phones: '12' is not a phone number"),
        (schedule(opens_at="25:00"), "schedules[0].opens_at: '25:00' is not a time of day"),
        (schedule(byday="XX"), "schedules[0].byday: 'XX' is not a list of days"),
        (schedule(byday="2TU"), "schedules[0].byday: a numbered day needs a monthly rule: left out"),
        (schedule(freq="YEARLY"), "schedules[0].freq: 'YEARLY' is not read"),
        (schedule(count=3), "schedules[0]: count, byweekno and byyearday are not read: left out"),
        (
            schedule(bymonthday="2"),
            "schedules[0].bymonthday: days of the month in a rule that is not monthly: not read",
        ),
        (schedule(valid_to="soon"), "schedules[0].valid_to: 'soon' is not a date"),
        ({"schedules": "always"}, "schedules: Expected `array`, got `str`"),
        ({"minimum_age": -1}, "minimum_age: -1 is not an age"),
        ({"url": "javascript:alert(1)"}, "url: 'javascript:alert(1)' is not a web address"),
        ({"url": "https://user@evil.example"}, "url: 'https://user@evil.example' is not a web address"),
        ({"email": "nobody"}, "email: 'nobody' is not an email address"),
        ({"languages": [{"name": "Klingonish"}]}, "languages[0]: 'Klingonish' is not a language"),
        ({"cost_options": [{"amount": 3, "currency": "EUR"}]}, "cost_options[0].amount: 3 EUR is not told"),
        (
            {"holiday_schedules": [{"start_date": "2026-12-25"}]},
            "holiday_schedules[0]: neither closed nor with its times",
        ),
    ],
)
def test_what_is_wrong_is_said_and_the_rest_is_kept(fields: dict[str, Any], fault: str) -> None:
    one, faults = read(published(**fields))

    assert one is not None
    assert one.name == "Armley Library"
    assert one.organisation is not None
    assert len(faults) == 1
    assert faults[0].endswith(fault)


@pytest.mark.parametrize(
    ("raw", "fault"),
    [
        ({"name": "Nameless"}, "Object missing required field `id`"),
        ({"id": "1", "name": " "}, "without an id or a name"),
        ({"id": 1, "name": "A"}, "got `int`"),
        (["a list"], "a service is not a JSON object"),
        ({"id": "1", "name": "A charity", "organization_identifiers": []}, "no service"),
        ({"id": "1", "name": "Libraries", "taxonomy": "kinds"}, "no service"),
        ({"id": "1", "name": "A", "notes": DEEP}, "is nested too deeply"),
    ],
)
def test_without_id_or_name_it_is_left_out(raw: Any, fault: str) -> None:
    one, faults = read(raw)

    assert one is None
    assert any(fault in said for said in faults)


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("The service is not available on public holidays.", "closed"),
        ("Closed bank holidays", "closed"),
        ("Open every day including bank holidays", "open"),
        ("Ring before you come", "unknown"),
    ],
)
def test_bank_holidays_are_read_from_the_description(words: str, expected: str) -> None:
    one, _ = read(published(**schedule(description=words)))

    assert one is not None
    assert one.times.bank_holidays == expected


def page(folder: Path, name: str, body: Any) -> None:
    (folder / name).write_text(json.dumps(body), encoding="utf-8")


def test_a_folder_of_pages_with_what_is_wrong_in_it(tmp_path: Path) -> None:
    page(tmp_path, "1.json", {"page_number": 1, "contents": [{"id": "1", "name": "Armley Library"}, 7]})
    page(tmp_path, "2.json", {"number": 2, "content": [VERSION_1]})
    page(tmp_path, "3.json", published())  # the same as on the first page, in full
    (tmp_path / "4.json").write_text("{", encoding="utf-8")
    (tmp_path / "5.json.gz").write_bytes(gzip.compress(json.dumps([published("2", "B", url="a b")]).encode()))
    page(tmp_path, "6.json", {"hello": "world"})

    found = read_services(tmp_path, ORIGIN)

    assert {one.name for one in found.services} == {"Armley Library", "Harehills Lunch Club", "B"}
    assert next(one for one in found.services if one.name == "Armley Library").spots
    assert (found.rows, found.pages) == (5, 6)
    assert [str(fault).partition(": ")[0] for fault in found.faults] == [
        "1.json, page 1",
        "4.json, page 4",
        "5.json.gz, page 5, service 2",
        "6.json, page 6",
    ]


@pytest.mark.parametrize("name", ["nowhere", "empty"])
def test_where_nothing_is_a_load_is_refused(tmp_path: Path, name: str) -> None:
    (tmp_path / "empty").mkdir()

    with pytest.raises(LoadRefused, match=name):
        read_services(tmp_path / name, ORIGIN)


def test_a_service_twice_counts_once(tmp_path: Path) -> None:
    page(tmp_path, "1.json", [published(), published()])

    found = read_services(tmp_path / "1.json", ORIGIN)

    assert len(found.services) == 1
    assert [fault.says for fault in found.faults] == ["is there twice"]


def test_faults_are_grouped_for_who_reads_them() -> None:
    report = Report("a.json", 1)
    for number in range(3):
        report.say(f"schedules[{number}].opens_at", f"'2{number + 5}:00' is not a time of day")
    report.say("url", "'x' is not a web address")

    assert [(what, len(faults)) for what, faults in grouped(report.faults).items()] == [
        ("schedules[].opens_at: … is not a time of day", 3),
        ("url: … is not a web address", 1),
    ]


@pytest.mark.skipif(not SAMPLES.is_dir(), reason="left out: nothing is at ../shared/data/services/oruk")
@pytest.mark.parametrize(
    ("file", "services", "faults"),
    [
        ("V3.0-UK-Default/service_full.json", 1, {"latitude", "postal_code", "bymonthday"}),
        ("V3.0-UK-Default/service_list.json", 1, set()),
        ("V3.0-UK-Test/service_list_data.json", 1, {"id"}),
    ],
)
def test_the_published_samples(file: str, services: int, faults: set[str]) -> None:
    found = read_services(SAMPLES / file, ORIGIN)

    assert len(found.services) == services
    assert found.services[0].name == "Community Counselling"
    assert {fault.field.rpartition(".")[2] for fault in found.faults} == faults


@pytest.mark.skipif(not SAMPLES.is_dir(), reason="left out: nothing is at ../shared/data/services/oruk")
def test_of_all_the_samples_together_one_is_a_service() -> None:
    found = read_services(SAMPLES / "V3.0-UK-Test", ORIGIN)

    assert [one.name for one in found.services] == ["Community Counselling"]
    assert found.services[0].spots[0].uprn == "10092008082"
    assert {fault.file for fault in found.faults} >= {"taxonomy.json", "organization_full.json"}
