"""Every shared file of sensors and brokers is understood, or refused for the right reason."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from notifier.feeds import decoded
from notifier.feeds.chirpstack import ChirpStack
from notifier.feeds.feed import Parsed, Parses
from notifier.feeds.fields import Field
from notifier.feeds.ngsi_ld import NgsiLd
from notifier.feeds.ngsi_options import Options
from notifier.feeds.sanity import Sanity
from notifier.feeds.tts import TheThingsStack
from notifier.refusal import REASONS
from tests.unit.feeds.iot import NOW, said, shared

NO_JSON = ("unreadable",)
SCHEMA = ("missing",)
SUBSCRIPTION = ("not_a_reading",)
BUILDING = ("unknown_type",)
AIR_WITHOUT_OFFSET = ("no_offset",)

EXPECTED: tuple[tuple[str, tuple[str, ...]], ...] = (
    (r".*\.(md|robot)|.*LICENSE", NO_JSON),
    (r"lorawan/chirpstack-00-up\.json", ("not_decoded",)),
    (r"lorawan/chirpstack-0[1-7]-event\.json", ("not_a_reading",)),
    (r"lorawan/tts-01-uplink_message\.json", ("no_unit",)),
    (r"lorawan/tts-0[0234]-.*\.json", ("not_a_reading",)),
    (r"ngsi-ld/fiware-notification-\d\.json", BUILDING),
    (r"ngsi-ld/fiware-subscription-5\.json", SCHEMA),
    (r"ngsi-ld/fiware-subscription-\d\.json", SUBSCRIPTION),
    (r"ngsi-ld/etsi-testsuite/expectations/subscription.*", SUBSCRIPTION),
    (r".*expectations/entity-deleted-name-attribute-on-entity-deleted.*", ("removed",)),
    (r"ngsi-ld/etsi-testsuite/expectations/entity.*", BUILDING),
    (r"ngsi-ld/etsi-testsuite/subscription-empty\.jsonld", SCHEMA),
    (r"ngsi-ld/etsi-testsuite/subscription-invalid-json\.jsonld", NO_JSON),
    (r"ngsi-ld/etsi-testsuite/subscription.*", SUBSCRIPTION),
    (r"sdm/.*schema\.json", SCHEMA),
    (r"sdm/AirQualityForecast/example.*", ("no_unit",)),
    (r"sdm/AirQualityObserved/example-normalized\.json", ("no_offset", "wrong_shape")),
    (r"sdm/AirQualityObserved/example-normalized\.jsonld", AIR_WITHOUT_OFFSET),
    (r"sdm/AirQualityObserved/example\.json(ld)?", ("no_offset", "no_unit")),
    (r"sdm/Alert/example.*", ("not_public",)),
    (r"sdm/WeatherAlert/example.*", ("no_area",)),
    (r"sdm/WeatherObserved/example.*", ()),
)
"""Each file by the first pattern that fits its name, and the reasons for which something in it is refused by
a feed without settings."""


def expected(name: str) -> tuple[str, ...]:
    return next(reasons for pattern, reasons in EXPECTED if re.fullmatch(pattern, name))


def parser(name: str) -> Parses:
    if "/tts-" in name:
        return TheThingsStack()
    return ChirpStack() if "/chirpstack-" in name else NgsiLd()


def parsed(path: Path, reads: Parses) -> Parsed:
    return reads.parse(path.read_bytes(), NOW)


def test_every_file_is_understood_or_refused_for_the_right_reason() -> None:
    folder = shared("iot")
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    assert len(files) > 100
    wrong = {}
    for path in files:
        name = path.relative_to(folder).as_posix()
        found = parsed(path, parser(name))
        reasons = tuple(sorted({one.reason for one in found.refusals}))
        if reasons != expected(name):
            wrong[name] = reasons
        assert reasons or found.readings, f"{name} is neither understood nor refused"
    assert not wrong


def test_every_refusal_can_be_read_by_an_operator() -> None:
    folder = shared("iot")
    for path in folder.rglob("*.json*"):
        for refusal in parsed(path, parser(path.relative_to(folder).as_posix())).refusals:
            assert REASONS[refusal.reason]
            assert refusal.what or refusal.detail
            assert len(refusal.what) <= 80
            assert len(refusal.detail) <= 80


def test_with_its_settings_the_things_stacks_example_is_understood() -> None:
    options = decoded.Options({"temperature": Field("temperature", "CEL")})
    found = parsed(shared("iot", "lorawan", "tts-01-uplink_message.json"), TheThingsStack("a", options))
    assert said(found) == {"temperature": 1.0}
    assert found.readings[0].message == "0004A30B001C0530/AXA50tHUGUucuzS/bCGMNw==/1"


def test_the_things_stacks_own_example_is_no_json() -> None:
    page = shared("iot", "lorawan", "tts-data-formats.md").read_text(encoding="utf-8")
    example = re.search(r"### Uplink Messages.*?```javascript\n(.*?)```", page, re.DOTALL)
    assert example is not None
    found = TheThingsStack().parse(example[1].encode(), NOW)
    assert [one.reason for one in found.refusals] == ["unreadable"]


def test_with_its_settings_the_filling_of_a_tank_is_understood() -> None:
    options = Options(fields={"filling": Field("humidity", "C62")})
    found = parsed(shared("iot", "ngsi-ld", "fiware-notification-2.json"), NgsiLd("a", options))
    assert said(found) == {"humidity": 25.0}


@pytest.mark.parametrize("name", ["example-normalized.json", "example-normalized.jsonld"])
def test_madrids_air_is_understood_once_its_clock_is_known(name: str) -> None:
    options = Options(zone="Europe/Madrid")
    found = parsed(shared("iot", "sdm", "AirQualityObserved", name), NgsiLd("madrid", options))
    assert said(found) == {"no2": 69, "so2": 11, "co": 500, "temperature": 12.2, "humidity": 54} | (
        {"rain": 0} if name.endswith("ld") else {}
    )
    assert found.readings[0].at.isoformat() == "2016-03-15T10:00:00+00:00"
    assert found.readings[0].sensor in (
        "28079004-Pza.deEspanya",
        "urn:ngsi-ld:PointOfInterest:28079004-Pza.deEspanya",
    )


def test_the_official_500_milligrams_of_carbon_monoxide_are_not_believed() -> None:
    path = shared("iot", "sdm", "AirQualityObserved", "example-normalized.jsonld")
    found = parsed(path, NgsiLd("madrid", Options(zone="Europe/Madrid")))
    then = found.readings[0].at
    checked = Sanity(lambda: then).check(found)
    assert [(one.reason, one.detail.split(" at ")[0]) for one in checked.refusals] == [
        ("absurd", "co 500 mg/m³")
    ]


def test_forecasts_are_understood_once_their_scale_is_known() -> None:
    path = shared("iot", "sdm", "AirQualityForecast", "example.json")
    (forecast,) = parsed(path, NgsiLd("nice", Options(index="daqi"))).forecasts
    assert forecast.index == 3
    assert forecast.start.isoformat() == "2022-07-01T17:00:00+00:00"


def test_an_alert_about_traffic_is_told_only_where_the_council_wants_it() -> None:
    path = shared("iot", "sdm", "Alert", "example-1.json")
    (warning,) = parsed(path, NgsiLd("city", Options(alerts=("traffic",), around=3.0))).warnings
    assert (warning.kind, warning.level) == ("council", 3)
