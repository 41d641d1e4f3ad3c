"""Formats by name, and by what a file looks like."""

from __future__ import annotations

import subprocess
import sys

import msgspec
import pytest

from notifier.feeds.cap import Cap
from notifier.feeds.feed import Parsed
from notifier.feeds.sources import SOURCES, BadSource, parser, sniff
from notifier.refusal import Refusal
from tests.unit.notifier.warnings.samples import NOW, cap, document, feature, flood, floods, recorded

PROMISED = ("cap", "nswws", "ea", "ngsi-ld", "tts", "chirpstack", "sensorthings", "aurn")


def test_the_promised_names_are_there() -> None:
    assert set(PROMISED) <= set(SOURCES)


@pytest.mark.parametrize("source", SOURCES)
def test_each_has_a_parser_that_refuses_what_it_cannot_read(source: str) -> None:
    found = parser(source, "mine").parse(b"\x00 nothing of the kind", NOW)
    assert isinstance(found, Parsed)
    assert {one.feed for one in found.refusals} == {"mine"}
    assert found == Parsed(refusals=found.refusals)


def test_settings_are_those_of_the_format() -> None:
    reads = parser("cap", "mine", {"kinds": {"Geo": "council"}})
    assert isinstance(reads, Cap)
    (said,) = reads.parse(cap(category="Geo", event="x"), NOW).warnings
    assert (said.feed, said.kind) == ("mine", "council")


@pytest.mark.parametrize(
    ("source", "options", "says"),
    [
        ("weather", {}, "source is 'weather'; allowed are cap, nswws, ea"),
        ("cap", {"kind": {}}, "options: .*kind"),
        ("cap", {"kinds": {"Geo": "quake"}}, "options: .*kinds"),
        ("ea", {"zone": "Leeds"}, "options: zone is 'Leeds'"),
        ("nswws", {"complete": "yes"}, "options: .*complete"),
    ],
)
def test_what_is_wrong_with_settings_is_named(source: str, options: dict[str, object], says: str) -> None:
    with pytest.raises(BadSource, match=says):
        parser(source, "mine", options)


@pytest.mark.parametrize(
    ("data", "source"),
    [
        (cap(), "cap"),
        (b"\xef\xbb\xbf\n" + cap(), "cap"),
        (cap().decode().encode("utf-16"), "cap"),
        (b"<alerts>" + cap() + b"</alerts>", "cap"),
        (document(feature()), "nswws"),
        (floods(flood()), "ea"),
        (b'{"@context": "http://environment.data.gov.uk/flood-monitoring/meta/x", "items": []}', "ea"),
        (b'{"end_device_ids": {}}', "tts"),
        (b'{"deduplicationId": "1", "deviceInfo": {}}', "chirpstack"),
        (b'{"phenomenonTime": "x", "result": 1}', "sensorthings"),
        (b'{"value": [{"@iot.id": 1}]}', "sensorthings"),
        (b'{"id": "urn:x", "type": "Notification", "data": []}', "ngsi-ld"),
        (b'[{"id": "urn:x", "type": "AirQualityObserved"}]', "ngsi-ld"),
        (b'{"metadata": {}, "body": {}}', "ngsi-ld"),
        (b"x\nAll Data GMT hour ending\n", "aurn"),
        (b"Date,NOx_1,PM10_1\n", "aurn-daily"),
    ],
)
def test_a_file_is_known_by_what_is_in_it(data: bytes, source: str) -> None:
    assert sniff(data) == source


@pytest.mark.parametrize(
    "data", [b"", b"{", b"[]", b"{}", b"7", b"<a/>", b"<a", b"a,b\n1,2\n", b"\x00\xff", b"\xff\xfe"]
)
def test_what_looks_like_nothing_that_is_known_is_unreadable(data: bytes) -> None:
    found = sniff(data)
    assert isinstance(found, Refusal)
    assert found.reason == "unreadable"
    assert found.detail


def test_a_hostile_file_is_told_as_such() -> None:
    found = sniff(b"<!DOCTYPE a><a/>")
    assert isinstance(found, Refusal)
    assert found.reason == "doctype"


def test_recorded_sensor_messages_are_known() -> None:
    folder = recorded("iot", "lorawan")
    for path in sorted(folder.glob("*.json")):
        assert sniff(path.read_bytes()) == path.name.split("-")[0]
    assert sniff(recorded("iot", "ngsi-ld", "fiware-notification-1.json").read_bytes()) == "ngsi-ld"


def test_only_what_is_asked_for_is_loaded() -> None:
    code = "import sys, notifier.feeds.sources as s; print([m for m in sys.modules if 'shapely' in m])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_it_reads_as_much_json_as_a_country_sends() -> None:
    many = document(*(feature(warningId=f"{n}") for n in range(3_000)))
    assert len(many) > 2**20
    assert sniff(many) == "nswws"
    assert msgspec.json.decode(many)
