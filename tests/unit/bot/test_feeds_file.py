"""The feeds file: what is set, and what is wrong with it, by file, line and field."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.feeds_file import feeds_path, read_feeds, secret
from bot.feeds_kinds import NgsiLdFeed, TtsFeed
from bot.knowledge.data import CITIES, DataError
from bot.settings import Settings, SettingsError

GOOD = """feeds:
  - name: air
    source: ngsi-ld
    via: broker
    url: https://broker.example
    token_file: secrets/air.token
    subscription:
      types: [AirQualityObserved]
      watched: [no2]
    options:
      units: {no2: GQ}
      zone: Europe/London
  - name: damp
    source: tts
    via: mqtt
    url: mqtts://eu1.cloud.thethings.network
    topic: v3/damp@ttn/devices/+/up
    user: damp@ttn
    password_file: secrets/tts.key
    silent_after: 3600
    options:
      fields:
        temperature: {quantity: temperature, unit: CEL}
        humidity: {quantity: humidity, unit: "%", zero: true}
  - name: old
    source: aurn
    via: http
    url: https://uk-air.defra.gov.uk/x.csv
    enabled: false
"""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "feeds.yaml"


def test_a_file_of_feeds(file: Path) -> None:
    file.write_text(GOOD)
    air, damp = read_feeds(str(file), "leeds")
    assert isinstance(air, NgsiLdFeed)
    assert air.subscription is not None
    assert air.options.units == {"no2": "GQ"}
    assert isinstance(damp, TtsFeed)
    broker = damp.broker("the-password", "snicket")
    assert (broker.host, broker.port, broker.tls) == ("eu1.cloud.thethings.network", 8883, True)
    assert broker.version == 3  # The Things Stack speaks no other
    assert damp.options.fields["humidity"].zero


WRONG = [
    (
        "  - {name: a, source: carrier-pigeon, via: http}",
        "Invalid value 'carrier-pigeon' - at `$.feeds[0].source`",
    ),
    ("  - {name: A b, source: aurn, via: http, url: 'https://x'}", "name has to be of small letters"),
    (
        "  - {name: a, source: aurn, via: mqtt, url: 'mqtt://x', topic: t}",
        "via mqtt is not possible here: http",
    ),
    ("  - {name: a, source: aurn, via: http}", "url is missing"),
    ("  - {name: a, source: aurn, via: http, url: 'ftp://x'}", "url is no address for http"),
    ("  - {name: a, source: aurn, via: http, url: 'https://user:secret@x'}", "url is no address for http"),
    ("  - {name: a, source: aurn, via: http, url: 'https://x', every: 1}", "every is a number of seconds"),
    (
        "  - {name: a, source: aurn, via: http, url: 'https://x', urls: ['https://y']}",
        "url and urls are both set",
    ),
    ("  - {name: a, source: aurn, via: http, url: 'https://x', colour: red}", "unknown field `colour`"),
    ("  - {name: a, source: tts, via: webhook}", "token_file is missing"),
    ("  - {name: a, source: tts, via: mqtt, url: 'mqtt://x'}", "topic is missing"),
    ("  - {name: a, source: tts, via: mqtt, url: 'http://x', topic: t}", "url is no address for mqtt"),
    (
        "  - {name: a, source: tts, via: webhook, token_file: t, topic: t}",
        "topic and share are for mqtt alone",
    ),
    ("  - {name: a, source: ngsi-ld, via: broker, url: 'http://x', token_file: t}", "subscription is needed"),
    (
        "  - {name: a, source: ngsi-ld, via: webhook, token_file: t, options: {zone: Leeds}}",
        "zone is 'Leeds'; allowed is one such as Europe/London - at `$.feeds[0].options`",
    ),
    (
        "  - {name: a, source: tts, via: webhook, token_file: t, options: {fields: {t: {quantity: joy}}}}",
        "Invalid enum value 'joy'",
    ),
]


@pytest.mark.parametrize(("line", "why"), WRONG)
def test_what_is_wrong_is_named_with_file_and_line(file: Path, line: str, why: str) -> None:
    file.write_text(f"# feeds\nfeeds:\n{line}\n")
    with pytest.raises(DataError) as caught:
        read_feeds(str(file), "leeds")
    assert str(caught.value).startswith(f"{file}:3: ")
    assert why in str(caught.value)
    assert "secret" not in str(caught.value)


def test_two_feeds_of_one_name(file: Path) -> None:
    feed = "  - {name: a, source: aurn, via: http, url: 'https://x'}\n"
    file.write_text("feeds:\n" + 2 * feed)
    with pytest.raises(DataError, match="the name a is there twice"):
        read_feeds(str(file), "leeds")


@pytest.mark.parametrize("city", ["leeds", "leicester"])
def test_the_feeds_of_our_cities_can_be_read(city: str) -> None:
    feeds = read_feeds("city", city)
    assert {feed.name for feed in feeds} == {"nswws", "floods", "aurn"}
    for feed in feeds:
        assert feed.parser()
        assert feed.note
        assert feed.silent_after > feed.every
        assert feed.checked is None  # nobody has: this machine reaches none of them


def test_feeds_are_off_unless_they_are_set() -> None:
    assert Settings.read({}).feeds == "off"
    assert read_feeds("off", "leeds") == ()
    assert feeds_path("city", "leeds") == CITIES / "leeds" / "feeds.yaml"
    assert feeds_path("city", "nowhere") is None


def test_the_setting_is_a_file_that_is_there(file: Path) -> None:
    with pytest.raises(
        SettingsError, match=r"SNICKET_FEEDS is .*; allowed are off, city, or a file of feeds"
    ):
        Settings.read({"SNICKET_FEEDS": str(file)})
    file.write_text("feeds: []\n")
    assert Settings.read({"SNICKET_FEEDS": str(file)}).feeds == str(file)
    assert Settings.read({"SNICKET_FEEDS": "City"}).feeds == "city"


def test_a_secret_is_the_one_line_of_its_file(tmp_path: Path) -> None:
    (tmp_path / "a.key").write_text("the-key\n")
    assert secret("a.key", tmp_path) == "the-key"
    assert secret(str(tmp_path / "a.key"), Path("/nowhere")) == "the-key"
    assert secret("", tmp_path) == ""
    assert "the-key" not in repr(secret("a.key", tmp_path))


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (None, "cannot be read"),
        (b"", "one line"),
        (b"a\nb", "one line"),
        (b"\xff", "UTF-8"),
        (b"a" * 5_000, "one line"),
    ],
)
def test_a_secret_that_cannot_be_used(tmp_path: Path, content: bytes | None, why: str) -> None:
    if content is not None:
        (tmp_path / "a.key").write_bytes(content)
    with pytest.raises(DataError, match=why) as caught:
        secret("a.key", tmp_path)
    assert str(tmp_path / "a.key") in str(caught.value)
