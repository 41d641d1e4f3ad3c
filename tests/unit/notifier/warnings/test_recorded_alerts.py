"""Every recorded file of warnings is understood, or refused for the right reason."""

from __future__ import annotations

import pytest

from notifier.feeds.sources import parser, sniff
from notifier.refusal import Refusal
from tests.unit.notifier.warnings.samples import NOW, recorded

GOOGLE = "cap/google-cap-library"
GOVUK = "cap/govuk-emergency-alerts"

UNDERSTOOD = {
    f"{GOOGLE}/australia.cap": ("cap", ["council 1 in_force"]),
    f"{GOOGLE}/canada.cap": ("cap", ["weather 1 over"]),
    f"{GOOGLE}/canada_errors.cap": ("cap", ["weather 1 over"]),
    f"{GOOGLE}/canada_signed.cap": ("cap", ["weather 2 in_force"]),
    f"{GOOGLE}/noaa_errors.cap": ("cap", ["flood 3 in_force"]),
    f"{GOOGLE}/thunderstorm.cap": ("cap", ["weather 3 in_force"]),
    f"{GOVUK}/invalid_area_with_duplicated_vertex.xml": ("cap", ["council 3 in_force"]),
    f"{GOVUK}/invalid_area_with_hole.xml": ("cap", ["council 3 in_force"]),
    f"{GOVUK}/invalid_area_with_intersections.xml": ("cap", ["council 3 in_force"]),
    f"{GOVUK}/long_gsm7.xml": ("cap", ["flood 4 in_force"]),
    f"{GOVUK}/long_ucs2.xml": ("cap", ["flood 4 in_force"]),
    f"{GOVUK}/missing_area_names.xml": ("cap", ["flood 4 in_force"]),
    f"{GOVUK}/valid_area_polygon.xml": ("cap", ["council 3 in_force"]),
    f"{GOVUK}/wainfleet.xml": ("cap", ["flood 4 in_force"]),
    f"{GOVUK}/wainfleet_cancel_minimal.xml": ("cap", ["weather 2 cancelled"]),
    f"{GOVUK}/wainfleet_cancel_with_references.xml": ("cap", ["flood 4 cancelled"]),
    f"{GOVUK}/wainfleet_cancel_with_windmere_references.xml": ("cap", ["flood 4 cancelled"]),
    f"{GOVUK}/windemere.xml": ("cap", ["flood 4 in_force"]),
    f"{GOVUK}/with_placeholder_for_content.xml": ("cap", ["flood 4 in_force"]),
    "nswws/geojson/warnings_sample.json": (
        "nswws",
        ["weather 2 in_force"] * 8 + ["weather 3 in_force"] * 7 + ["weather 4 in_force"],
    ),
}
"""By file: its format, and what it warns of."""

IN_PART = {
    f"{GOVUK}/invalid_degenerate_area.xml": "bad_area",
    f"{GOVUK}/with_placeholder_for_areas.xml": "bad_area",
    f"{GOVUK}/with_two_placeholders_for_areas.xml": "bad_area",
}
"""One of two areas is of no use; the other is `council 3 in_force`."""

REFUSED = {
    f"{GOOGLE}/43b080713727.cap": ("cap", "no_area"),
    f"{GOOGLE}/KAR0-0306112239-SW.cap": ("cap", "no_area"),
    f"{GOOGLE}/earthquake-iso8859-1.cap": ("cap", "unknown_type"),
    f"{GOOGLE}/earthquake.cap": ("cap", "unknown_type"),
    f"{GOOGLE}/earthquake_signed.cap": ("cap", "unknown_type"),
    f"{GOOGLE}/invalid.cap": ("cap", "no_area"),
    f"{GOOGLE}/no_optional_fields.cap": ("cap", "missing"),
    f"{GOOGLE}/wcatwc-warning.cap": ("cap", "unknown_type"),
    f"{GOOGLE}/weather.cap": ("cap", "no_area"),
    f"{GOOGLE}/xee.cap": ("", "doctype"),
    f"{GOVUK}/update.xml": ("cap", "unknown_type"),
    f"{GOVUK}/wainfleet_cancel.xml": ("cap", "missing"),
    f"{GOVUK}/wainfleet_cancel_with_empty_references.xml": ("cap", "missing"),
    f"{GOVUK}/wainfleet_cancel_with_missing_references.xml": ("cap", "missing"),
    f"{GOVUK}/LICENSE": ("", "unreadable"),
    "cap/CAP-v1.2.xsd": ("", "unreadable"),
    "ea/floods_handmade.json": ("ea", "no_area"),
    "ea/fws_api_warnings_documented.json": ("ea", "no_area"),
    "nswws/geojson/mo_turf_Warnings.js": ("", "unreadable"),
    "nws/alerts_featurecollection.json": ("cap", "no_area"),
    "nws/cdtwx_script.test.js": ("", "unreadable"),
}
"""By file: its format, empty where it has none, and the reason."""


def read(name: str) -> tuple[str, list[str], list[str]]:
    """The format of a file, what it warns of, and why the rest is refused; each reason once."""
    data = recorded("alerts", *name.split("/")).read_bytes()
    source = sniff(data)
    if isinstance(source, Refusal):
        return "", [], [source.reason]
    found = parser(source, source).parse(data, NOW)
    warns = sorted(f"{one.kind} {one.level} {one.status}" for one in found.warnings)
    return source, warns, list(dict.fromkeys(one.reason for one in found.refusals))


def test_there_is_no_file_that_is_not_in_these_tables() -> None:
    folder = recorded("alerts")
    files = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}
    pages = {name for name in files if name.startswith("nswws/2")}
    assert len(pages) == 21
    assert files == {*pages, *UNDERSTOOD, *IN_PART, *REFUSED}


@pytest.mark.parametrize("name", UNDERSTOOD)
def test_it_is_understood(name: str) -> None:
    source, warns = UNDERSTOOD[name]
    assert read(name) == (source, warns, [])


@pytest.mark.parametrize("name", IN_PART)
def test_what_of_it_can_be_understood_is(name: str) -> None:
    assert read(name) == ("cap", ["council 3 in_force"], [IN_PART[name]])


@pytest.mark.parametrize("name", REFUSED)
def test_it_is_refused_for_its_reason(name: str) -> None:
    source, reason = REFUSED[name]
    assert read(name) == (source, [], [reason])


def test_the_met_offices_pages_are_known_as_such() -> None:
    for page in sorted(recorded("alerts", "nswws").glob("*.xml")):
        assert sniff(page.read_bytes()) == "nswws"
