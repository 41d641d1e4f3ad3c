"""Every version of every kind is a message that other software can read: valid CAP 1.2, and right."""

from __future__ import annotations

import datetime as dt

import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree
from msgspec import structs

from notifier.alert import OVER, Alert, Area, Level, Phase
from notifier.cap_out import Earlier, Info, Origin, identifier, message, moment
from tests.unit.notifier.alerts_out import AIR, EVERY, FLOOD, LEEDS, NOON, SAID, SENSOR, WEATHER, over
from tests.unit.notifier.cap_reading import named, text, texts, valid

ORIGIN = Origin(
    "assistant.council.test", "Leeds City Council", "Leeds", "E08000035", "https://www.leeds.gov.uk"
)
ENGLISH = Info("en", "air pollution", "Air pollution is HIGH near LS9.", "Air pollution is HIGH.\nTake care.")
URDU = Info("ur", "فضائی آلودگی", "فضائی آلودگی زیادہ ہے۔", "فضائی آلودگی زیادہ ہے۔", machine=True)
FIRST = Earlier(7, NOON)


def cap(alert: Alert, *infos: Info, earlier: tuple[Earlier, ...] = ()) -> bytes:
    return message(8, alert, infos or (ENGLISH,), earlier, ORIGIN)


@pytest.mark.parametrize("alert", EVERY, ids=lambda alert: alert.kind)
def test_every_kind_is_valid_new_and_over(alert: Alert) -> None:
    new = valid(cap(alert, ENGLISH, URDU))
    assert text(new, "msgType") == "Alert"
    assert text(new, "scope") == "Public"
    assert text(new, "status") == "Actual"
    cleared = valid(cap(over(alert), earlier=(FIRST,)))
    assert text(cleared, "msgType") == "Update"
    assert text(cleared, "info/responseType") == "AllClear"
    assert text(cleared, "info/urgency") == "Past"
    assert text(cleared, "info/severity") == "Minor"


def test_who_says_it_and_when_are_in_it() -> None:
    root = valid(cap(WEATHER))
    assert text(root, "identifier") == "alert-8-20261120T120000"
    assert text(root, "sender") == "assistant.council.test"
    assert text(root, "sent") == "2026-11-20T12:00:00-00:00"
    assert text(root, "source") == "Met Office"
    assert text(root, "info/senderName") == "Leeds City Council"
    assert text(root, "info/effective") == "2026-11-20T12:00:00-00:00"
    assert text(root, "info/onset") == "2026-11-20T18:00:00-00:00"
    assert text(root, "info/expires") == "2026-11-21T06:00:00-00:00"
    assert text(root, "info/web") == "https://www.metoffice.gov.uk"
    assert named(root, "info/parameter")["licence"] == "OGL v3"


def test_a_moment_is_utc_as_the_standard_wants_it() -> None:
    summer = dt.datetime(2026, 7, 1, 13, 0, 59, 999, tzinfo=dt.timezone(dt.timedelta(hours=1)))
    assert moment(summer) == "2026-07-01T12:00:59-00:00"


@pytest.mark.parametrize(
    ("phase", "type"),
    [
        ("update", "Update"),
        ("upgrade", "Update"),
        ("downgrade", "Update"),
        ("cancelled", "Cancel"),
        ("expired", "Update"),
        ("clear", "Update"),
    ],
)
def test_what_came_before_is_referred_to(phase: Phase, type: str) -> None:
    level: Level = 0 if phase in OVER else 2
    then = structs.replace(WEATHER, phase=phase, level=level, version=3)
    second = Earlier(9, NOON + dt.timedelta(minutes=5))
    root = valid(message(10, then, (ENGLISH,), (FIRST, second), ORIGIN))
    assert text(root, "msgType") == type
    assert text(root, "references").split() == [
        "assistant.council.test,alert-7-20261120T120000,2026-11-20T12:00:00-00:00",
        "assistant.council.test,alert-9-20261120T120500,2026-11-20T12:05:00-00:00",
    ]


def test_a_reference_is_the_identifier_of_the_message_that_it_names() -> None:
    before = valid(message(7, WEATHER, (ENGLISH,), (), ORIGIN))
    after = valid(cap(over(WEATHER), earlier=(FIRST,)))
    sender, name, sent = text(after, "references").split(",")
    assert (sender, name, sent) == (text(before, "sender"), text(before, "identifier"), text(before, "sent"))


def test_what_nobody_had_seen_before_is_an_alert_whatever_it_was_to_us() -> None:
    root = valid(cap(structs.replace(WEATHER, phase="upgrade", version=2)))
    assert text(root, "msgType") == "Alert"
    assert texts(root, "references") == []


@pytest.mark.parametrize(
    ("alert", "categories", "certainty"),
    [
        (AIR, ["Env", "Health"], "Observed"),
        (WEATHER, ["Met"], "Likely"),
        (FLOOD, ["Met"], "Likely"),
        (structs.replace(FLOOD, level=2), ["Met"], "Possible"),
        (SENSOR, ["Env"], "Likely"),
        (SAID, ["Safety"], "Observed"),
    ],
    ids=["air", "weather", "severe flood", "flood alert", "sensor", "council"],
)
def test_what_it_is_and_how_certain(alert: Alert, categories: list[str], certainty: str) -> None:
    root = valid(cap(alert))
    assert texts(root, "info/category") == categories
    assert text(root, "info/certainty") == certainty


@pytest.mark.parametrize(
    ("level", "severity", "urgency"),
    [
        (1, "Minor", "Expected"),
        (2, "Moderate", "Expected"),
        (3, "Severe", "Immediate"),
        (4, "Extreme", "Immediate"),
    ],
)
def test_how_bad_and_how_soon(level: Level, severity: str, urgency: str) -> None:
    root = valid(cap(structs.replace(AIR, level=level)))
    assert text(root, "info/severity") == severity
    assert text(root, "info/urgency") == urgency
    assert named(root, "info/parameter")["level"] == str(level)


@pytest.mark.parametrize(("minutes", "urgency"), [(-5, "Immediate"), (30, "Expected"), (61, "Future")])
def test_what_begins_later_is_less_urgent(minutes: int, urgency: str) -> None:
    then = structs.replace(WEATHER, onset=NOON + dt.timedelta(minutes=minutes))
    assert text(valid(cap(then)), "info/urgency") == urgency


def test_every_language_has_its_own_words_and_says_who_translated_them() -> None:
    root = valid(cap(AIR, ENGLISH, URDU))
    assert texts(root, "info/language") == ["en-GB", "ur"]
    assert texts(root, "info/headline") == [ENGLISH.headline, URDU.headline]
    said = [named(info, "parameter")["machineTranslated"] for info in root.findall("{*}info")]
    assert said == ["false", "true"]


def test_made_up_data_are_a_test_and_rough_ones_say_so() -> None:
    facts = structs.replace(AIR.facts, demo=True, indicative=True)
    root = valid(cap(structs.replace(AIR, facts=facts)))
    assert text(root, "status") == "Test"
    assert text(root, "info/certainty") == "Likely"
    assert named(root, "info/parameter")["indicative"] == "true"
    assert named(root, "info/parameter")["dailyAirQualityIndex"] == "8"


def test_an_area_is_closed_and_has_its_latitude_first() -> None:
    root = valid(cap(WEATHER))
    assert text(root, "info/area/areaDesc") == "Leeds"
    ring = [point.split(",") for point in text(root, "info/area/polygon").split()]
    assert ring[0] == ring[-1]
    assert {float(latitude) for latitude, _ in ring} == {53.7, 53.9}
    assert {float(longitude) for _, longitude in ring} == {-1.6, -1.4}
    drawn = shapely.Polygon([(float(longitude), float(latitude)) for latitude, longitude in ring])
    assert drawn.equals(LEEDS)


def test_an_area_of_several_pieces_has_them_all() -> None:
    assert len(texts(valid(cap(FLOOD)), "info/area/polygon")) == 2


def test_districts_and_the_whole_city_are_codes() -> None:
    assert named(valid(cap(AIR)), "info/area/geocode") == {"postcode district": "LS9"}
    assert text(valid(cap(AIR)), "info/area/areaDesc") == "East Leeds"
    assert named(valid(cap(SAID)), "info/area/geocode") == {"GSS": "E08000035"}


def test_a_long_headline_is_cut_and_the_description_is_whole() -> None:
    long = structs.replace(ENGLISH, headline="word " * 60, description="word " * 60)
    root = valid(cap(AIR, long))
    assert len(text(root, "info/headline")) <= 160
    assert text(root, "info/headline").endswith("word…")
    assert text(root, "info/description") == long.description


def test_an_address_that_is_no_web_page_is_not_linked() -> None:
    publisher = structs.replace(AIR.publisher, url="javascript:alert(1)")
    assert text(valid(cap(structs.replace(AIR, publisher=publisher))), "info/web") == ORIGIN.web


NASTY = "</description><script>alert(1)</script>&<![CDATA[x]]>\"'\x00\x0b\ud800￾<?xml?>"


def test_words_are_never_taken_for_markup() -> None:
    info = Info("en", NASTY, NASTY, NASTY)
    publisher = structs.replace(AIR.publisher, name=NASTY)
    area = Area(districts=(NASTY,), names=(NASTY,))
    root = valid(cap(structs.replace(AIR, publisher=publisher, area=area), info))
    assert root.findall(".//{*}script") == []
    readable = "</description><script>alert(1)</script>&<![CDATA[x]]>\"'<?xml?>"
    for path in ("info/event", "info/headline", "info/description", "source", "info/area/areaDesc"):
        assert text(root, path) == readable


@settings(max_examples=200)
@given(words=st.text(max_size=60), title=st.text(min_size=1, max_size=300))
def test_whatever_the_words_are_the_message_can_be_read(words: str, title: str) -> None:
    info = Info("en", words, title, words)
    xml = cap(structs.replace(AIR, publisher=structs.replace(AIR.publisher, name=words)), info)
    assert etree.fromstring(xml).tag.endswith("}alert")


@given(st.integers(1, 10**18), st.datetimes(timezones=st.just(dt.UTC)))
def test_an_identifier_has_nothing_that_the_standard_forbids(version: int, at: dt.datetime) -> None:
    assert not set(identifier(version, at)) & set(" ,<&")
