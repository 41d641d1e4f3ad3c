"""Recorded files: what each is, and when it is taken as received."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path

import pytest

from notifier.feeds.sources import BadSource
from notifier.recorded import LARGEST, recorded
from tests.unit.notifier.warnings.samples import NOW, cap, document, feature

Write = Callable[[str, bytes], Path]
FEED = '<feed xmlns="http://www.w3.org/2005/Atom">{}</feed>'
LINK = '<link rel="{}" type="application/vnd.geo+json" href="https://prd.nswws.api.metoffice.gov.uk/v1.0/objects/{}/"/>'


@pytest.fixture
def write(tmp_path: Path) -> Write:
    def _write(name: str, data: bytes) -> Path:
        (tmp_path / name).write_bytes(data)
        return tmp_path / name

    return _write


def at(text: str) -> dt.datetime:
    return dt.datetime.fromisoformat(text)


@pytest.mark.parametrize(
    ("name", "time"),
    [
        ("2025-08-04_13-34-48.xml", "2025-08-04T13:34:48Z"),
        ("feed-2025-08-04T13:34:48Z.xml", "2025-08-04T13:34:48Z"),
        ("feed_2025-08-04_133448.xml", "2025-08-04T13:34:48Z"),
        # Not a moment: what the file says counts.
        ("2025-13-40_13-34-48.xml", "2026-11-21T11:00:00Z"),
        ("20250804.xml", "2026-11-21T11:00:00Z"),
        ("a.cap", "2026-11-21T11:00:00Z"),
    ],
)
def test_the_time_is_in_the_name_or_in_the_file(write: Write, name: str, time: str) -> None:
    (file,) = recorded([write(name, cap())])
    assert file.at == at(time)


def test_a_file_without_any_time_comes_with_the_one_before_it(write: Write) -> None:
    files = [write("b.cap", cap()), write("c.bin", b"\x00"), write("a.cap", cap(sent="2026-11-20T11:00:00Z"))]
    assert [(file.name, file.at) for file in recorded(files)] == [
        ("a.cap", at("2026-11-20T11:00:00Z")),
        ("b.cap", at("2026-11-21T11:00:00Z")),
        ("c.bin", at("2026-11-21T11:00:00Z")),
    ]


def test_a_time_that_is_given_is_that_of_all(write: Write) -> None:
    files = recorded([write("2025-08-04_13-34-48.cap", cap()), write("x", b"")], now=NOW)
    assert [file.at for file in files] == [NOW, NOW]


def test_the_order_of_files_at_the_same_time_is_the_one_that_was_given(write: Write) -> None:
    files = [write(name, cap(identifier=name)) for name in ("c", "a", "b")]
    assert [file.name for file in recorded(files)] == ["c", "a", "b"]


def test_a_document_that_was_fetched_for_one_page_is_not_fetched_for_the_next(write: Write) -> None:
    def page(*changes: str, issued: str) -> bytes:
        entries = "".join(f"<entry>{LINK.format('alternate', change)}</entry>" for change in changes)
        return FEED.format(LINK.format("related", issued) + entries).encode()

    later = write("2026-01-02_00-00-00.xml", page("updated/2", "updated/1", issued="issued/2"))
    first = write("2026-01-01_00-00-00.xml", page("updated/1", issued="issued/1"))
    ends = [[url.split("objects/")[1] for url in file.fetches] for file in recorded([later, first])]
    assert ends == [["updated/1/", "issued/1/"], ["updated/2/", "issued/2/"]]


def test_a_document_itself_links_to_nothing(write: Write) -> None:
    (file,) = recorded([write("issued.json", document(feature()))])
    assert (file.source, len(file.found.warnings), file.found.refusals, file.fetches) == ("nswws", 1, (), ())


def test_a_file_that_is_too_large_is_not_read(tmp_path: Path) -> None:
    with (tmp_path / "big.xml").open("wb") as file:
        file.truncate(LARGEST + 1)
    (found,) = recorded([tmp_path / "big.xml"])
    assert [one.reason for one in found.found.refusals] == ["too_big"]


def test_a_format_that_there_is_not_is_named(write: Write) -> None:
    with pytest.raises(BadSource, match="source is 'weather'"):
        recorded([write("a", b"")], "weather")
