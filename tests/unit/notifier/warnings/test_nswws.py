"""The Met Office's feed is followed, and its documents are read."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from notifier.alert import Area, WeatherFacts
from notifier.feeds.feed import Parsed
from notifier.feeds.follow import MOST
from notifier.feeds.nswws import Links, Nswws, Options
from notifier.feeds.nswws_document import MET_OFFICE
from notifier.refusal import Refusal
from notifier.warning import Warning
from tests.unit.notifier.warnings.samples import NOW, box, document, feature, recorded

FEED = "https://nswws.example/v1.0/objects/feed"
ISSUED = "https://nswws.example/v1.0/objects/issued/9/"
UPDATED = "https://nswws.example/v1.0/objects/updated"


def atom(*changes: tuple[str, str], issued: str = ISSUED) -> bytes:
    """The feed, of changes with their times, the newest first."""
    kind = 'type="application/vnd.geo+json"'
    entries = "".join(
        f'<entry><link rel="alternate" {kind} href="{url}"/><updated>{at}</updated></entry>'
        for url, at in changes
    )
    related = f'<link rel="related" {kind} href="{issued}"/>' if issued else ""
    links = f'<link rel="self" href="x"/>{related}{entries}'
    return f'<feed xmlns="http://www.w3.org/2005/Atom">{links}</feed>'.encode()


def only(data: bytes) -> Warning:
    found = Nswws().parse(data, NOW)
    assert not found.refusals
    (warning,) = found.warnings
    return warning


def test_a_warning_is_read_whole() -> None:
    assert only(document(feature())) == Warning(
        feed="nswws",
        id="m1",
        order=1.0,
        status="in_force",
        kind="weather",
        level=3,
        area=Area(geometry=box(), names=("Yorkshire & Humber",)),
        facts=WeatherFacts(("rain", "wind"), "", "Heavy rain and strong winds.", ("Do not drive.",)),
        publisher=MET_OFFICE,
        at=dt.datetime(2026, 11, 21, 11, tzinfo=dt.UTC),
        onset=dt.datetime(2026, 11, 21, 18, tzinfo=dt.UTC),
        expires=dt.datetime(2026, 11, 22, 6, tzinfo=dt.UTC),
    )


@pytest.mark.parametrize(("called", "level"), [("YELLOW", 2), ("AMBER", 3), ("RED", 4)])
def test_colours_are_levels(called: str, level: int) -> None:
    assert only(document(feature(warningLevel=called))).level == level


@pytest.mark.parametrize(
    ("status", "description", "meant"),
    [
        ("ISSUED", None, "in_force"),
        ("ISSUED", "Area extended.", "in_force"),
        ("CANCELLED", "No longer expected.", "cancelled"),
        ("EXPIRED", None, "expired"),
    ],
)
def test_the_four_states_of_its_reference(status: str, description: str | None, meant: str) -> None:
    said = only(document(feature(warningStatus=status, warningUpdateDescription=description)))
    assert said.status == meant


def test_an_end_is_newer_than_what_it_ends_and_older_than_the_next_version() -> None:
    issued, over, again = (
        only(document(feature(**one))).order
        for one in ({}, {"warningStatus": "CANCELLED"}, {"warningVersion": 2.0})
    )
    assert issued < over < again


@pytest.mark.parametrize("types", ["ICE, SNOW", ["ICE", "SNOW"], ["SNOW, ICE"], "SNOW,ICE"])
def test_kinds_of_weather_come_as_a_list_or_with_commas(types: Any) -> None:
    facts = only(document(feature(weatherType=types))).facts
    assert isinstance(facts, WeatherFacts)
    assert facts.types == ("snow", "ice")


@pytest.mark.parametrize(
    ("called", "type"),
    [
        ("RAIN", "rain"),
        ("WIND", "wind"),
        ("SNOW", "snow"),
        ("ICE", "ice"),
        ("FOG", "fog"),
        ("THUNDERSTORM", "thunderstorm"),
        ("LIGHTNING", "lightning"),
        ("EXTREME HEAT", "heat"),
        ("EXTREME_HEAT", "heat"),
    ],
)
def test_every_kind_of_weather_that_it_warns_of_has_our_word(called: str, type: str) -> None:
    facts = only(document(feature(weatherType=called))).facts
    assert isinstance(facts, WeatherFacts)
    assert (facts.types, facts.other) == ((type,), "")


def test_a_kind_that_is_new_is_told_in_its_own_words() -> None:
    facts = only(document(feature(weatherType=["RAIN", "Sandstorm"]))).facts
    assert isinstance(facts, WeatherFacts)
    assert (facts.types, facts.other) == (("rain",), "Sandstorm")


def test_regions_get_their_spaces_back() -> None:
    regions = ["London&SouthEastEngland", "SWScotland,LothianBorders", "Wales"]
    said = only(document(feature(affectedAreas=[{"regionName": name} for name in regions])))
    assert said.area.names == ("London & South East England", "SWScotland, Lothian Borders", "Wales")


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"warningId": None}, "missing"),
        ({"warningVersion": None}, "missing"),
        ({"warningVersion": "new"}, "wrong_shape"),
        ({"warningStatus": "DRAFT"}, "wrong_shape"),
        ({"warningLevel": "GREEN"}, "wrong_shape"),
        ({"validToDate": None}, "missing"),
        ({"validToDate": "2026-11-21"}, "no_offset"),
        ({"validToDate": "2026-11-21T17:00:00Z"}, "wrong_time"),
        ({"geometry": None}, "no_area"),
        ({"geometry": {"type": "Point", "coordinates": [1, 2]}}, "bad_area"),
        ({"geometry": {"type": "MultiPolygon", "coordinates": [[[[1, 2], [3, 4]]]]}}, "bad_area"),
    ],
)
def test_what_cannot_be_told_is_refused(changes: dict[str, Any], reason: str) -> None:
    found = Nswws().parse(document(feature(**changes)), NOW)
    assert [one.reason for one in found.refusals] == [reason]
    assert not found.warnings


def test_an_end_needs_no_area() -> None:
    assert only(document(feature(warningStatus="EXPIRED", geometry=None))).status == "expired"


def test_one_bad_warning_does_not_take_the_others_with_it_but_the_list_is_not_whole() -> None:
    reads = Nswws("nswws", Options(complete=True))
    assert reads.parse(document(feature()), NOW).complete
    found = reads.parse(document(feature(), feature(warningId="m2", geometry=None)), NOW)
    assert [one.id for one in found.warnings] == ["m1"]
    assert not found.complete


def test_the_feed_itself_warns_of_nothing_and_links() -> None:
    page = atom((f"{UPDATED}/2/", "2026-11-21T11:00:00Z"), (f"{UPDATED}/1/", "2026-11-21T10:00:00Z"))
    assert Nswws().links(page) == Links(ISSUED, (f"{UPDATED}/1/", f"{UPDATED}/2/"))
    assert Nswws().parse(page, NOW) == Parsed()


@pytest.mark.parametrize("data", [b"<rss/>", b"<feed/>", b"no", b"<!DOCTYPE a><feed/>"])
def test_what_is_no_such_feed_is_refused(data: bytes) -> None:
    found = Nswws().links(data)
    assert isinstance(found, Refusal)
    assert found.reason in ("unreadable", "doctype")
    assert Nswws().parse(data, NOW).refusals == (found,)


def test_changes_are_fetched_before_the_list_of_everything_and_each_only_once() -> None:
    page = atom((f"{UPDATED}/2/", "2026-11-21T11:00:00Z"), (f"{UPDATED}/1/", "2026-11-21T10:00:00Z"))
    wanted = Nswws().wanted(FEED, page, {f"{UPDATED}/1/"})
    assert wanted.urls == (f"{UPDATED}/2/", ISSUED)
    assert wanted.keep == (f"{UPDATED}/1/", f"{UPDATED}/2/", ISSUED)
    assert wanted.lasting


@pytest.mark.parametrize(
    "link",
    [
        "https://evil.example/updated/1/",
        "https://nswws.example.evil.example/1/",
        "https://nswws.example@evil.example/1/",
        "https://nswws.example:8443/1/",
        "file:///etc/passwd",
        "//evil.example/1/",
        "https://[::1/",
    ],
)
def test_nothing_is_fetched_from_anywhere_else(link: str) -> None:
    wanted = Nswws().wanted(FEED, atom((link, "2026-11-21T11:00:00Z")), ())
    assert wanted.urls == (ISSUED,)
    assert [one.reason for one in wanted.refusals] == ["elsewhere"]


def test_only_so_much_is_fetched_the_newest_changes_and_the_list() -> None:
    changes = [(f"{UPDATED}/{n:03}/", f"2026-11-21T00:{n // 60:02}:{n % 60:02}Z") for n in range(200)]
    wanted = Nswws().wanted(FEED, atom(*reversed(changes)), ())
    assert len(wanted.urls) == MOST
    assert wanted.urls[-2:] == (f"{UPDATED}/199/", ISSUED)


def test_a_day_without_warnings_has_no_list_and_nothing_is_concluded_from_that() -> None:
    page = atom(issued="")
    assert Nswws().wanted(FEED, page, ()).urls == ()
    assert not Nswws().read_all(page, {}, NOW).complete


def test_all_documents_together_say_the_newest_of_each_warning() -> None:
    page = atom((f"{UPDATED}/2/", "2026-11-21T11:00:00Z"), (f"{UPDATED}/1/", "2026-11-21T10:00:00Z"))
    others = {
        f"{UPDATED}/1/": document(feature()),
        f"{UPDATED}/2/": document(feature(warningStatus="CANCELLED")),
        ISSUED: document(feature(warningId="m2")),
    }
    found = Nswws().read_all(page, others, NOW)
    assert [(one.id, one.status) for one in found.warnings] == [("m1", "cancelled"), ("m2", "in_force")]
    assert found.complete


def test_without_the_list_of_everything_nothing_is_over_because_it_was_not_seen() -> None:
    page = atom((f"{UPDATED}/1/", "2026-11-21T10:00:00Z"))
    assert not Nswws().read_all(page, {f"{UPDATED}/1/": document(feature())}, NOW).complete
    assert not Nswws().read_all(page, {ISSUED: b"{}"}, NOW).complete


def test_every_recorded_feed_is_followed() -> None:
    pages = sorted(recorded("alerts", "nswws").glob("*.xml"))
    assert len(pages) == 21
    host = "https://prd.nswws.api.metoffice.gov.uk/v1.0/objects/"
    for page in pages:
        wanted = Nswws().wanted(f"{host}feed", page.read_bytes(), ())
        assert not wanted.refusals
        assert wanted.urls[-1].startswith(f"{host}issued/")
        assert all(url.startswith(f"{host}updated/") for url in wanted.urls[:-1])
        assert len(wanted.urls) >= 2


def test_the_recorded_warnings_are_all_read() -> None:
    found = Nswws().parse(recorded("alerts", "nswws", "geojson", "warnings_sample.json").read_bytes(), NOW)
    assert not found.refusals
    assert len(found.warnings) == 16
    assert sorted({one.level for one in found.warnings}) == [2, 3, 4]
    assert all(isinstance(one.facts, WeatherFacts) and one.facts.types for one in found.warnings)


json = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=9),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=9), inner, max_size=3),
    max_leaves=9,
)
FIELDS = sorted(feature()["properties"])


@given(st.dictionaries(st.sampled_from(FIELDS), json, max_size=4), json)
def test_whatever_stands_in_a_document_it_is_read_or_refused(changes: dict[str, Any], geometry: Any) -> None:
    its = feature()["properties"] | changes
    found = Nswws().parse(document({"properties": its, "geometry": geometry}), NOW)
    assert len(found.warnings) + len(found.refusals) >= 1


def test_a_list_that_is_no_longer_linked_to_does_not_count() -> None:
    others = {
        "https://nswws.example/v1.0/objects/issued/8/": document(feature()),
        ISSUED: document(feature(warningId="m2")),
    }
    found = Nswws().read_all(atom(), others, NOW)
    assert [one.id for one in found.warnings] == ["m2"]
    assert found.complete
