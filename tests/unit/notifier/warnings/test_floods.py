"""The Environment Agency's flood warnings, of which 1 is the worst."""

from __future__ import annotations

import datetime as dt
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from notifier.alert import Area, FloodFacts
from notifier.feeds.feed import Parsed
from notifier.feeds.floods import FloodOptions, Floods
from notifier.feeds.follow import MOST
from tests.unit.notifier.warnings.samples import LEEDS, NOW, box, document, flood, floods, recorded

LEEDS_ONLY = FloodOptions(counties=("Leeds",))
PAGE = "https://flood.example/id/floods"
SHAPE = "https://flood.example/id/floodAreas/123WAF984/polygon"
DRAWN = document({"type": "Feature", "geometry": {"type": "Polygon", "coordinates": [[*LEEDS, LEEDS[0]]]}})


def read(*items: Any, options: FloodOptions | None = LEEDS_ONLY, **more: Any) -> Parsed:
    return Floods("ea", options).parse(floods(*items, **more), NOW)


@pytest.mark.parametrize(
    ("severity", "level", "status"),
    [(1, 4, "in_force"), (2, 3, "in_force"), (3, 2, "in_force"), (4, 0, "over")],
)
def test_the_lower_its_severity_the_worse_it_is(severity: int, level: int, status: str) -> None:
    (said,) = read(flood(severityLevel=severity)).warnings
    assert (said.level, said.status) == (level, status)


@pytest.mark.parametrize("severity", [0, 5, -1, "two", 1.5e300, True])
def test_a_severity_that_there_is_not_is_refused(severity: Any) -> None:
    found = read(flood(severityLevel=severity))
    assert [one.reason for one in found.refusals] == ["wrong_shape"]
    assert not found.complete


def test_a_warning_is_read_whole() -> None:
    (said,) = read(flood()).warnings
    assert (said.id, said.kind, said.feed) == ("123WAF984", "flood", "ea")
    assert said.facts == FloodFacts(
        "Lower River Aire at Leeds",
        "River Aire",
        "River levels are rising.",
        dt.datetime(2026, 11, 21, 9, 0, 14, tzinfo=dt.UTC),
    )
    assert said.at == dt.datetime(2026, 11, 21, 10, tzinfo=dt.UTC)
    assert said.order == said.at.timestamp()
    assert said.expires is None
    assert said.publisher.name == "Environment Agency"
    assert said.publisher.url.endswith("/target-area/123WAF984")


def test_without_a_polygon_it_holds_for_the_whole_city_when_its_county_is_the_citys() -> None:
    (said,) = read(flood()).warnings
    assert said.area == Area(everywhere=True, names=("Lower River Aire at Leeds", "Leeds", "Wakefield"))


def test_another_county_is_elsewhere_and_the_list_is_whole_all_the_same() -> None:
    found = read(flood(floodArea={"county": "Kent"}))
    assert [(one.reason, one.detail) for one in found.refusals] == [("elsewhere", "Kent")]
    assert found.complete


def test_without_counties_or_polygon_nobody_knows_where_it_holds() -> None:
    found = read(flood(), options=None)
    assert [one.reason for one in found.refusals] == ["no_area"]
    assert not found.complete


def test_the_settings_may_say_which_districts_a_target_area_is() -> None:
    (said,) = read(flood(), options=FloodOptions(places={"123WAF984": ("LS9", "LS10")})).warnings
    assert said.area == Area(districts=("LS9", "LS10"), names=("Lower River Aire at Leeds",))
    (said,) = read(flood(), options=FloodOptions(places={"123WAF984": ("everywhere",)})).warnings
    assert said.area.everywhere


def test_polygons_are_fetched_by_https_of_what_is_in_force_the_worst_first() -> None:
    page = floods(
        flood(
            floodAreaID="B", severityLevel=3, floodArea={"county": "Leeds", "polygon": f"http{SHAPE[5:]}3"}
        ),
        flood(
            floodAreaID="A", severityLevel=1, floodArea={"county": "Leeds", "polygon": f"http{SHAPE[5:]}1"}
        ),
        flood(floodAreaID="C", severityLevel=4, floodArea={"county": "Leeds", "polygon": f"{SHAPE}4"}),
        flood(floodAreaID="D", floodArea={"county": "Kent", "polygon": f"{SHAPE}5"}),
        flood(floodAreaID="E", floodArea={"county": "Leeds", "polygon": "https://evil.example/1"}),
    )
    reads = Floods("ea", LEEDS_ONLY)
    wanted = reads.wanted(PAGE, page, ())
    assert wanted.urls == (f"{SHAPE}1", f"{SHAPE}3")
    assert wanted.lasting
    assert reads.wanted(PAGE, page, {f"{SHAPE}1"}).urls == (f"{SHAPE}3",)
    assert reads.wanted(PAGE, b"no", ()).urls == ()


def test_only_so_many_polygons_are_fetched() -> None:
    many = [flood(floodAreaID=f"{n}", floodArea={"polygon": f"{SHAPE}{n}"}) for n in range(300)]
    wanted = Floods().wanted(PAGE, floods(*many), ())
    assert len(wanted.urls) == MOST
    assert len(wanted.keep) == 300


def test_with_its_polygon_it_holds_there() -> None:
    page = floods(flood(floodArea={"county": "Leeds", "polygon": f"http{SHAPE[5:]}"}))
    (said,) = Floods("ea").read_all(page, {SHAPE: DRAWN}, NOW).warnings
    assert said.area == Area(geometry=box(), names=("Lower River Aire at Leeds",))


@pytest.mark.parametrize("shape", [b"", b"<html>", b"{}", b'{"type": "Point", "coordinates": [1, 2]}'])
def test_a_polygon_that_is_none_is_told_and_the_county_counts(shape: bytes) -> None:
    page = floods(flood(floodArea={"county": "Leeds", "polygon": SHAPE}))
    found = Floods("ea", LEEDS_ONLY).read_all(page, {SHAPE: shape}, NOW)
    assert found.warnings[0].area.everywhere
    assert [one.reason for one in found.refusals] == ["bad_area"]
    assert not Floods("ea").read_all(page, {SHAPE: shape}, NOW).warnings


@pytest.mark.parametrize(
    ("written", "received", "meant"),
    [
        ("2026-01-15T08:12:00", "2026-01-15T08:20Z", "2026-01-15T08:12Z"),
        ("2026-07-15T08:12:00", "2026-07-15T07:20Z", "2026-07-15T07:12Z"),
        ("2026-07-15T08:12:00Z", "2026-07-15T08:20Z", "2026-07-15T08:12Z"),
        # The hour that comes twice: half past one, before and after the clocks go back.
        ("2026-10-25T01:30:00", "2026-10-25T00:35Z", "2026-10-25T00:30Z"),
        ("2026-10-25T01:30:00", "2026-10-25T01:35Z", "2026-10-25T01:30Z"),
        # The hour that never comes.
        ("2026-03-29T01:30:00", "2026-03-29T02:00Z", "2026-03-29T00:30Z"),
    ],
)
def test_times_are_on_londons_clock(written: str, received: str, meant: str) -> None:
    item = flood(timeRaised=written, timeMessageChanged=None, timeSeverityChanged=None)
    (said,) = Floods("ea", LEEDS_ONLY).parse(floods(item), dt.datetime.fromisoformat(received)).warnings
    assert said.at == dt.datetime.fromisoformat(meant)


def test_another_clock_can_be_set_and_one_that_there_is_not_cannot() -> None:
    options = FloodOptions(counties=("Leeds",), zone="UTC")
    item = flood(timeRaised=None, timeMessageChanged="2026-07-15T08:12:00", timeSeverityChanged=None)
    assert read(item, options=options).warnings[0].at == dt.datetime(2026, 7, 15, 8, 12, tzinfo=dt.UTC)
    with pytest.raises(msgspec.ValidationError, match="allowed is one such as Europe/London"):
        msgspec.convert({"zone": "Leeds"}, FloodOptions)


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"floodAreaID": None, "floodArea": {"county": "Leeds"}}, "missing"),
        ({"timeRaised": None, "timeMessageChanged": None, "timeSeverityChanged": None}, "missing"),
        ({"timeMessageChanged": "today"}, "wrong_time"),
        ({"severityLevel": None, "severity": "Bad"}, "wrong_shape"),
    ],
)
def test_what_cannot_be_told_is_refused(changes: dict[str, Any], reason: str) -> None:
    assert [one.reason for one in read(flood(**changes)).refusals] == [reason]


def test_a_quiet_day_lists_nothing_and_is_whole() -> None:
    found = read()
    assert found.complete
    assert found == Parsed(complete=True)


def test_a_page_that_was_cut_short_is_not_whole() -> None:
    assert not read(flood(), meta={"limit": 1}).complete
    assert read(flood(), meta={"limit": 2}).complete


@pytest.mark.parametrize("data", [b"", b"no", b"{}", b"[]", b'{"items": 1}', b'{"features": []}'])
def test_what_is_no_such_page_is_unreadable_and_nothing_is_over_for_it(data: bytes) -> None:
    found = Floods().parse(data, NOW)
    assert [one.reason for one in found.refusals] == ["unreadable"]
    assert not found.complete


@pytest.mark.parametrize(
    ("called", "value", "level"),
    [
        ("Severe Flood Warning", "3", 4),
        ("Flood Warning", "2", 3),
        ("Flood Alert", "1", 2),
        ("Warning no longer in force", "4", 0),
    ],
)
def test_the_warning_services_own_pages_count_the_other_way_round(
    called: str, value: str, level: int
) -> None:
    item = {
        "situation": "Rising.",
        "attr": {
            "taCode": "065FWC2602",
            "taName": "Littlehampton East Bank",
            "severity": called,
            "severityValue": value,
            "situationChanged": "2026-07-21T17:15:00.000Z",
        },
    }
    options = FloodOptions(places={"065FWC2602": ("LS9",)})
    (said,) = Floods("ea", options).parse(msgspec.json.encode({"warnings": [item]}), NOW).warnings
    assert (said.level, said.id) == (level, "065FWC2602")
    assert said.at == dt.datetime(2026, 7, 21, 17, 15, tzinfo=dt.UTC)


def test_the_recorded_pages_are_read() -> None:
    sample = recorded("alerts", "ea", "floods_handmade.json").read_bytes()
    (said,) = Floods("ea", LEEDS_ONLY).parse(sample, NOW).warnings
    assert (said.level, said.area.everywhere) == (2, True)
    documented = recorded("alerts", "ea", "fws_api_warnings_documented.json").read_bytes()
    (said,) = Floods("ea", FloodOptions(places={"065FWC2602": ("LS9",)})).parse(documented, NOW).warnings
    assert said.level == 4


json = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=9),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=9), inner, max_size=3),
    max_leaves=9,
)


@given(st.dictionaries(st.sampled_from(sorted(flood())), json, max_size=4))
def test_whatever_stands_in_an_item_it_is_read_or_refused(changes: dict[str, Any]) -> None:
    found = read(flood() | changes)
    assert len(found.warnings) + len(found.refusals) == 1
