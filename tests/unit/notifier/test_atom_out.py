"""The list of alerts is a feed that a newsreader can read."""

from __future__ import annotations

import datetime as dt
from typing import Any

from lxml import etree
from msgspec import structs

from notifier.atom_out import Entry, Head, feed
from tests.unit.notifier.alerts_out import AIR, NOON, WEATHER, over

ATOM = "{http://www.w3.org/2005/Atom}"
HEAD = Head(
    "https://a.test/alerts.atom",
    "Alerts for Leeds",
    "Leeds City Council",
    "en-GB",
    NOON - dt.timedelta(days=7),
)


def read(*entries: Entry) -> Any:
    return etree.fromstring(feed(HEAD, entries))


def entry(alert: Any = AIR, number: int = 7, words: str = "Air pollution is HIGH.") -> Entry:
    return Entry(alert, f"https://a.test/alerts/{number}.cap", words, f"{words}\nTake care.")


def test_the_feed_has_all_that_a_feed_must_have() -> None:
    root = read(entry())
    assert root.tag == f"{ATOM}feed"
    assert root.findtext(f"{ATOM}id") == "https://a.test/alerts.atom"
    assert root.findtext(f"{ATOM}title") == "Alerts for Leeds"
    assert root.findtext(f"{ATOM}updated") == "2026-11-20T12:00:00Z"
    assert root.findtext(f"{ATOM}author/{ATOM}name") == "Leeds City Council"
    link = root.find(f"{ATOM}link")
    assert (link.get("rel"), link.get("href")) == ("self", "https://a.test/alerts.atom")


def test_an_entry_leads_to_its_message() -> None:
    [one] = read(entry(WEATHER)).findall(f"{ATOM}entry")
    assert one.findtext(f"{ATOM}id") == "https://a.test/alerts/7.cap"
    assert one.findtext(f"{ATOM}title") == "Air pollution is HIGH."
    assert one.findtext(f"{ATOM}summary") == "Air pollution is HIGH.\nTake care."
    assert one.findtext(f"{ATOM}author/{ATOM}name") == "Met Office"
    assert [each.get("term") for each in one.findall(f"{ATOM}category")] == ["weather", "Severe"]
    link = one.find(f"{ATOM}link")
    assert (link.get("rel"), link.get("type")) == ("alternate", "application/cap+xml")
    assert link.get("href") == "https://a.test/alerts/7.cap"


def test_a_feed_is_as_new_as_its_newest_entry() -> None:
    root = read(entry(over(AIR), 8), entry())
    assert root.findtext(f"{ATOM}updated") == "2026-11-20T13:00:00Z"
    ids = [one.findtext(f"{ATOM}id") for one in root.findall(f"{ATOM}entry")]
    assert ids == ["https://a.test/alerts/8.cap", "https://a.test/alerts/7.cap"]


def test_a_feed_without_an_alert_is_one_all_the_same() -> None:
    root = read()
    assert root.findtext(f"{ATOM}updated") == "2026-11-13T12:00:00Z"
    assert root.findall(f"{ATOM}entry") == []


def test_words_are_never_taken_for_markup() -> None:
    nasty = "</title><script>alert(1)</script>&\x00\x1f\ud800"
    publisher = structs.replace(AIR.publisher, name=nasty)
    root = read(entry(structs.replace(AIR, publisher=publisher), words=nasty))
    [one] = root.findall(f"{ATOM}entry")
    assert one.findtext(f"{ATOM}title") == "</title><script>alert(1)</script>&"
    assert one.findtext(f"{ATOM}author/{ATOM}name") == "</title><script>alert(1)</script>&"
    assert root.findall(".//script") == []
