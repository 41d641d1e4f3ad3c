"""CAP messages are believed as far as they are safe to believe, whatever the schema says of them."""

from __future__ import annotations

import datetime as dt

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from notifier.alert import Area, CouncilFacts, FloodFacts, Publisher, WeatherFacts
from notifier.feeds.cap import Cap, CapOptions
from notifier.feeds.cap_message import references
from notifier.refusal import Refusal
from notifier.warning import Warning
from tests.unit.notifier.warnings.samples import NOW, area, box, cap, elements


def only(data: bytes, options: CapOptions | None = None) -> Warning:
    found = Cap("cap", options).parse(data, NOW)
    assert not found.refusals
    (warning,) = found.warnings
    return warning


def refused(data: bytes, options: CapOptions | None = None) -> tuple[str, str]:
    found = Cap("cap", options).parse(data, NOW)
    assert not found.warnings
    (refusal,) = found.refusals
    return refusal.reason, refusal.detail


def test_a_message_is_read_whole() -> None:
    said = only(
        cap(
            onset="2026-11-21T18:00:00+01:00",
            instruction="Stay in.",
            senderName="Met Office",
            web="https://metoffice.gov.uk/x",
        )
    )
    assert said == Warning(
        feed="cap",
        id="A1",
        order=dt.datetime(2026, 11, 21, 11, tzinfo=dt.UTC).timestamp(),
        status="in_force",
        kind="weather",
        level=3,
        area=Area(geometry=box(), names=("Leeds",)),
        facts=WeatherFacts(("rain",), "", "Heavy rain in Leeds", ("Stay in.",)),
        publisher=Publisher("Met Office", "https://metoffice.gov.uk/x"),
        at=dt.datetime(2026, 11, 21, 11, tzinfo=dt.UTC),
        onset=dt.datetime(2026, 11, 21, 17, tzinfo=dt.UTC),
        expires=dt.datetime(2026, 11, 22, 11, tzinfo=dt.UTC),
    )


@pytest.mark.parametrize(
    "namespace",
    [
        "http://www.incident.com/cap/1.0",
        "urn:oasis:names:tc:emergency:cap:1.1",
        "urn:oasis:names:tc:emergency:cap:1.2",
        "",
    ],
)
def test_all_versions_say_the_same(namespace: str) -> None:
    assert only(cap(namespace=namespace)) == only(cap())


def test_prefixes_are_names_all_the_same() -> None:
    prefixed = cap().decode().replace("<", "<c:").replace("<c:/", "</c:").replace("xmlns=", "xmlns:c=")
    assert only(prefixed.encode()) == only(cap())


@pytest.mark.parametrize("wrapper", ["alerts", "feed"])
def test_several_alerts_in_one_file_are_all_read(wrapper: str) -> None:
    inner = cap() + cap(identifier="A2")
    data = (
        f'<{wrapper} xmlns="urn:x"><entry><content>'.encode()
        + inner
        + f"</content></entry></{wrapper}>".encode()
    )
    assert [one.id for one in Cap().parse(data, NOW).warnings] == ["A1", "A2"]


def test_a_page_without_alerts_warns_of_nothing() -> None:
    found = Cap().parse(b'<feed xmlns="http://www.w3.org/2005/Atom"/>', NOW)
    assert not found.warnings
    assert not found.refusals
    assert not found.complete


@pytest.mark.parametrize(
    ("severity", "level"),
    [("Minor", 1), ("Moderate", 2), ("Severe", 3), ("Extreme", 4), ("Unknown", 2), ("", 2)],
)
def test_severities_are_levels_and_an_unknown_one_matters(severity: str, level: int) -> None:
    assert only(cap(severity=severity)).level == level


@pytest.mark.parametrize(
    ("event", "severity", "level"),
    [
        ("053/055 Issue Severe Flood Warning EA", "Severe", 4),
        ("Flood Warning", "Minor", 3),
        ("Flood Alert", "Minor", 2),
        ("Flood Alert", "Extreme", 4),
        ("Flash Flood Watch", "Severe", 3),
    ],
)
def test_a_flood_is_at_least_as_bad_as_it_is_called(event: str, severity: str, level: int) -> None:
    said = only(cap(event=event, severity=severity, description="The river rises."))
    assert (said.kind, said.level) == ("flood", level)
    assert said.facts == FloodFacts("Leeds", message="The river rises.", raised=said.at)


@pytest.mark.parametrize(
    ("category", "kind"),
    [("Met", "weather"), ("Fire", "council"), ("Safety", "council"), ("CBRNE", "council")],
)
def test_categories_are_kinds(category: str, kind: str) -> None:
    assert only(cap(category=category, event="Something")).kind == kind


@pytest.mark.parametrize("category", ["Geo", "Other", ""])
def test_what_is_no_kind_of_ours_is_refused_unless_the_settings_know_it(category: str) -> None:
    data = cap(category=category, event="Earthquake")
    assert refused(data)[0] == "unknown_type"
    assert only(data, CapOptions(kinds={"earthquake": "council"})).kind == "council"


def test_the_settings_come_before_our_own_list() -> None:
    assert only(cap(category="Met"), CapOptions(kinds={"MET": "council"})).kind == "council"


@pytest.mark.parametrize(
    ("event", "types", "other"),
    [
        ("SEVERE THUNDERSTORM", ("thunderstorm",), ""),
        ("snowfall", ("snow",), ""),
        ("Freezing rain", ("rain", "ice"), ""),
        ("Strong wind and snow", ("wind", "snow"), ""),
        ("Notice of price changes", (), "Notice of price changes"),
        ("Storm", (), "Storm"),
    ],
)
def test_the_weather_is_put_in_our_words_or_left_in_theirs(
    event: str, types: tuple[str, ...], other: str
) -> None:
    facts = only(cap(event=event)).facts
    assert isinstance(facts, WeatherFacts)
    assert (facts.types, facts.other) == (types, other)


@pytest.mark.parametrize(
    ("changes", "reason", "detail"),
    [
        ({"status": "Test"}, "not_actual", "Test"),
        ({"status": "Exercise"}, "not_actual", "Exercise"),
        ({"status": "Draft"}, "not_actual", "Draft"),
        ({"status": "System"}, "not_actual", "System"),
        ({"status": ""}, "missing", "status"),
        ({"scope": "Restricted"}, "not_public", "Restricted"),
        ({"scope": "Private"}, "not_public", "Private"),
        ({"identifier": ""}, "missing", "identifier"),
        ({"sender": ""}, "missing", "sender"),
        ({"sent": ""}, "missing", "sent"),
        ({"sent": "yesterday"}, "wrong_time", "sent"),
        ({"sent": "2026-11-21T11:00:00"}, "no_offset", "sent"),
        ({"msgType": ""}, "missing", "msgType"),
        ({"msgType": "Ack"}, "unknown_type", "Ack"),
        ({"msgType": "Error"}, "unknown_type", "Error"),
        ({"msgType": "Cancel"}, "missing", "references"),
        ({"expires": "soon"}, "wrong_time", "onset or expires"),
        ({"inner": area(name="Leeds")}, "no_area", "Leeds"),
        ({"inner": ""}, "no_area", ""),
        ({"inner": area("1,2 3,4")}, "bad_area", "Leeds"),
        ({"inner": area("{}")}, "bad_area", "Leeds"),
        ({"inner": area(inner="<circle>53.8,-1.5 0.0</circle>")}, "bad_area", "Leeds"),
        ({"inner": area(inner="<circle>53.8 ten</circle>")}, "bad_area", "Leeds"),
    ],
)
def test_what_must_not_be_believed_is_refused_and_says_why(
    changes: dict[str, str], reason: str, detail: str
) -> None:
    assert refused(cap(**changes)) == (reason, detail)


def test_a_message_that_breaks_the_schema_is_read_all_the_same() -> None:
    assert only(cap(scope="", severity="", urgency="", certainty="", headline="")).status == "in_force"


def test_a_message_without_words_is_missing_them() -> None:
    head = cap().decode().split("<info>")[0]
    assert refused(f"{head}</alert>".encode()) == ("missing", "info")


def test_a_cancellation_needs_no_words_but_the_name_of_what_it_cancels() -> None:
    head = cap(identifier="A2", msgType="Cancel", references="s,A1,2026-11-21T11:00:00-00:00").decode()
    said = only((head.split("<info>")[0] + "</alert>").encode())
    assert (said.status, said.id, said.replaces) == ("cancelled", "A2", ("A1",))


def test_an_update_names_what_it_takes_the_place_of_an_alert_does_not() -> None:
    earlier = "s,A0,2026-11-21T10:00:00Z s,A1,2026-11-21T10:30:00Z"
    assert only(cap(identifier="A2", msgType="Update", references=earlier)).replaces == ("A0", "A1")
    assert only(cap(identifier="A2", msgType="Alert", references=earlier)).replaces == ()
    assert only(cap(msgType="Update", references=earlier)).replaces == ("A0",)


def test_of_two_within_a_second_the_one_that_refers_to_the_other_is_newer() -> None:
    later = only(cap(identifier="A2", msgType="Update", references="s,A1,2026-11-21T11:00:00-00:00"))
    assert later.order > only(cap()).order
    assert later.order < only(cap(sent="2026-11-21T11:00:01-00:00")).order


@pytest.mark.parametrize(
    ("written", "ids"),
    [
        ("", ()),
        ("s,A,t", ("A",)),
        ("s,A,t s,B,t\n s,A,t", ("A", "B")),
        ("s,A,t,s,B,t", ("A", "B")),
        ("rubbish", ()),
        ("s,,t", ()),
    ],
)
def test_references_are_read_with_spaces_or_commas_between_them(written: str, ids: tuple[str, ...]) -> None:
    assert references(written) == ids


@pytest.mark.parametrize("change", [{"responseType": "AllClear"}, {"urgency": "Past"}])
def test_an_all_clear_ends_it(change: dict[str, str]) -> None:
    assert only(cap(**change)).status == "over"


def test_an_all_clear_in_one_part_of_it_alone_does_not() -> None:
    other = elements({"language": "en", "category": "Met", "event": "Rain", "responseType": "AllClear"})
    assert only(cap(more=f"<info>{other}{area('50,0 50,1 51,1')}</info>")).status == "in_force"


def test_the_english_words_are_taken_wherever_they_stand() -> None:
    english = {
        "language": "en-GB",
        "category": "Met",
        "event": "Wind",
        "severity": "Severe",
        "headline": "Windy",
    }
    data = cap(
        language="cy", headline="Gwyntog", more=f"<info>{elements(english)}{area('50,0 50,1 51,1')}</info>"
    )
    facts = only(data).facts
    assert isinstance(facts, WeatherFacts)
    assert facts.summary == "Windy"


def test_words_that_are_not_english_say_so() -> None:
    facts = only(cap(language="cy", headline="Glaw trwm")).facts
    assert isinstance(facts, WeatherFacts)
    assert facts.summary == "[cy] Glaw trwm"


def test_the_councils_words_are_kept_in_every_language() -> None:
    welsh = elements({"language": "cy", "category": "Safety", "event": "x", "headline": "Tân"})
    facts = only(cap(category="Safety", event="Fire", headline="A fire", more=f"<info>{welsh}</info>")).facts
    assert facts == CouncilFacts({"cy": "Tân", "en": "A fire"}, "Fire")


def test_without_a_language_it_is_english_as_the_standard_says() -> None:
    assert only(cap(language="")).facts == only(cap()).facts


def test_several_parts_in_one_language_are_one_alert_at_the_worst_of_their_levels() -> None:
    worse = {
        "language": "en",
        "category": "Met",
        "event": "Snow",
        "severity": "Extreme",
        "headline": "Deep snow",
    }
    said = only(cap(more=f"<info>{elements(worse)}{area('50,0 50,1 51,1', name='Kent')}</info>"))
    assert said.level == 4
    assert said.area.names == ("Kent", "Leeds")
    assert said.expires is None
    assert isinstance(said.facts, WeatherFacts)
    assert said.facts.summary == "Deep snow"


def test_a_part_that_is_broken_is_told_and_the_rest_holds() -> None:
    found = Cap().parse(cap(inner=area("53.7,-1.8 53.7,-1.3 54,-1.3 54,-1.8", "{}")), NOW)
    assert found.warnings[0].area.geometry == box()
    assert [(one.reason, one.what) for one in found.refusals] == [("bad_area", "A1")]


def test_commas_that_are_too_many_and_empty_polygons_do_no_harm() -> None:
    drawn = area("+53.7,-1.8, +53.7,-1.3, 54.0,-1.3 54.0,-1.8", "")
    assert only(cap(inner=drawn)).area.geometry == box()


def test_codes_stand_for_districts_where_the_settings_say_so() -> None:
    code = "<geocode><valueName>ward</valueName><value>E05011389</value></geocode>"
    data = cap(inner=area(inner=code))
    assert refused(data) == ("no_area", "E05011389")
    places = {"E05011389": ("LS9", "LS10"), "Leeds": ("LS9",)}
    assert only(data, CapOptions(places=places)).area == Area(districts=("LS9", "LS10"), names=("Leeds",))
    assert only(data, CapOptions(places={"Leeds": ("everywhere",)})).area == Area(
        everywhere=True, names=("Leeds",)
    )
    drawn = cap(inner=area("53.7,-1.8 53.7,-1.3 54,-1.3 54,-1.8", inner=code))
    assert only(drawn, CapOptions(places=places)).area.geometry == box()


def test_markup_and_control_characters_are_not_passed_on() -> None:
    facts = only(cap(headline="Wind &lt;br /&gt;and&#9;  &lt;b&gt;rain&lt;/b&gt; 5 &lt; 7")).facts
    assert isinstance(facts, WeatherFacts)
    assert facts.summary == "Wind\nand\nrain\n5 < 7"


def test_a_list_of_everything_is_complete_when_all_of_it_could_be_read() -> None:
    options = CapOptions(complete=True)
    assert Cap("cap", options).parse(cap(), NOW).complete
    assert not Cap("cap", options).parse(cap(status="Test"), NOW).complete


def test_linked_alerts_are_fetched_from_the_same_host_alone() -> None:
    links = (
        "/a.cap",
        "https://feeds.example/b.cap",
        "https://evil.example/c.cap",
        "http://feeds.example/d.cap",
    )
    entries = "".join(f'<entry><link type="application/cap+xml" href="{one}"/></entry>' for one in links)
    page = f'<feed xmlns="http://www.w3.org/2005/Atom">{entries}<link href="/e"/></feed>'.encode()
    reads = Cap()
    wanted = reads.wanted("https://feeds.example/feed", page, {"https://feeds.example/a.cap"})
    assert wanted.urls == ("https://feeds.example/d.cap", "https://feeds.example/b.cap")
    found = reads.read_all(page, {wanted.urls[0]: cap(), wanted.urls[1]: cap(identifier="A2")}, NOW)
    assert [one.id for one in found.warnings] == ["A1", "A2"]


def test_the_us_weather_services_json_has_the_same_fields() -> None:
    its = {
        "id": "N1",
        "sender": "NWS",
        "sent": "2026-11-21T11:00:00+00:00",
        "status": "Actual",
        "messageType": "Update",
        "references": [{"identifier": "N0"}],
        "category": "Met",
        "event": "Winter Storm Warning",
        "severity": "Severe",
        "headline": "Snow",
        "areaDesc": "Leeds",
        "geocode": {"UGC": ["NMZ508"], "SAME": ["035053"]},
    }
    ring = [[-1.8, 53.7], [-1.3, 53.7], [-1.3, 54.0], [-1.8, 54.0], [-1.8, 53.7]]
    feature = {"type": "Feature", "properties": its, "geometry": {"type": "Polygon", "coordinates": [ring]}}
    said = only(msgspec.json.encode({"features": [feature]}))
    assert (said.id, said.replaces, said.level, said.area.geometry) == ("N1", ("N0",), 3, box())
    assert refused(msgspec.json.encode({"features": [feature | {"geometry": None}]})) == (
        "no_area",
        "NMZ508, 035053",
    )


@pytest.mark.parametrize(
    "data", [b"{}", b"[]", b'{"features": 1}', b'{"features": [{}]}', b"{", b"<a/>", b"no"]
)
def test_what_is_no_cap_is_unreadable(data: bytes) -> None:
    assert refused(data)[0] == "unreadable"


@given(st.text(max_size=60), st.text(max_size=60), st.text(max_size=60))
def test_whatever_stands_in_its_fields_it_is_read_or_refused(sent: str, drawn: str, severity: str) -> None:
    data = msgspec.json.encode(
        {"features": [{"properties": {"messageType": "Alert", "id": "x", "status": "Actual", "sender": "s",
         "sent": sent, "severity": severity, "category": "Met"}, "geometry": {"type": drawn}}]}
    )  # fmt: skip
    found = Cap().parse(data, NOW)
    assert all(isinstance(one, Refusal) for one in found.refusals)
    assert len(found.warnings) + len(found.refusals) >= 1
