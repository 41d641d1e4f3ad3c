"""Collections are read in blocks by arithmetic, or row by row: the same, and errors name the line."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.knowledge.bins.loading import jobs as reading
from bot.knowledge.bins.loading.content import Content
from bot.knowledge.bins.loading.digits import as_day, as_number
from bot.knowledge.bins.loading.jobs import JobsFile, columns, row
from bot.knowledge.bins.loading.refused import LoadRefused

BINS = ("BLACK", "GREEN", "BROWN")
dates = st.dates(dt.date(2000, 1, 1), dt.date(2099, 12, 31))
rows = st.tuples(st.integers(0, 99_999_999), st.sampled_from(BINS), dates)


def read(folder: Path, data: bytes) -> list[tuple[int, int, int]]:
    """All rows of a file with these bytes."""
    path = folder / "jobs.csv"
    path.write_bytes(data)
    found: list[tuple[int, int, int]] = []
    for block in JobsFile(Content(path, path.name), BINS).read(lambda done: None):
        found += zip(block.ids.tolist(), block.bins.tolist(), block.days.tolist(), strict=True)
    return found


@settings(deadline=None)
@given(st.lists(rows, min_size=1, max_size=40), st.sampled_from(["\n", "\r\n"]))
def test_the_quick_way_reads_what_the_careful_way_reads(
    given_rows: list[tuple[int, str, dt.date]], end: str
) -> None:
    lines = [f"{home},{name},{day:%d/%m/%y}" for home, name, day in given_rows]

    quick = columns("".join(line + end for line in lines).encode(), BINS)

    assert quick is not None
    found = list(zip(quick.ids.tolist(), quick.bins.tolist(), quick.days.tolist(), strict=True))
    assert found == [row(line, BINS) for line in lines]


@settings(deadline=None)
@given(st.lists(st.text("0123456789,/ABCGREN BLACK\r", max_size=24), min_size=1, max_size=5))
def test_what_the_quick_way_takes_the_careful_way_takes_as_well(lines: list[str]) -> None:
    quick = columns("".join(f"{line}\n" for line in lines).encode(), BINS)

    if quick is not None:
        found = list(zip(quick.ids.tolist(), quick.bins.tolist(), quick.days.tolist(), strict=True))
        assert found == [row(line, BINS) for line in lines]


@settings(deadline=None)
@given(dates)
def test_a_day_and_its_number(day: dt.date) -> None:
    assert as_day(as_number(day)) == day


@pytest.mark.parametrize(
    "data",
    [
        b"42,BLACK,02/11/26\r\n43,GREEN,03/11/26\r\n",
        b"42,BLACK,02/11/26\n43,GREEN,03/11/26",
        b" 42 , black ,02/11/26\r\n\r\n\x00\r\n43,green,03/11/26\r\n",
        b'"42","BLACK","02/11/26"\r\n"43","GREEN","03/11/26"\r\n',
        b"\xef\xbb\xbf42,BLACK,02/11/26\r\n43,GREEN,03/11/26\r\n",
        "42,BLACK,02/11/26\r\n43,GREEN,03/11/26\r\n".encode("utf-16"),
    ],
)
def test_forms_that_have_been_published(tmp_path: Path, data: bytes) -> None:
    assert read(tmp_path, data) == [(42, 0, 261102), (43, 1, 261103)]


def test_lines_are_whole_over_the_edges_of_chunks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.knowledge.bins.loading.content.CHUNK", 7)
    lines = "".join(f"{home},BLACK,02/11/26\r\n" for home in range(1, 50))

    assert [home for home, _, _ in read(tmp_path, lines.encode())] == list(range(1, 50))


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ("42,BLACK", "2 fields instead of 3"),
        ("42,BLACK,02/11/26,x", "4 fields instead of 3"),
        ("abc,BLACK,02/11/26", "'abc' is not a premises number"),
        ("-1,BLACK,02/11/26", "'-1' is not a premises number"),
        ("123456789,BLACK,02/11/26", "'123456789' is not a premises number"),
        (",BLACK,02/11/26", "'' is not a premises number"),
        ("42,PURPLE,02/11/26", "the city has no bin 'PURPLE' (it has BLACK, GREEN, BROWN)"),
        ("42,,02/11/26", "the city has no bin '' (it has BLACK, GREEN, BROWN)"),
        ("42,BLACK,2026-11-02", "'2026-11-02' is not a date in the form DD/MM/YY"),
        ("42,BLACK,31/02/26", "'31/02/26' is not a date in the form DD/MM/YY"),
        ("42,BLACK,00/00/00", "'00/00/00' is not a date in the form DD/MM/YY"),
        ("42,BLACK,02/11/2026", "'02/11/2026' is not a date in the form DD/MM/YY"),
        ("<!DOCTYPE html>", "1 fields instead of 3"),
        ("é,BLACK,02/11/26", "'Ã©' is not a premises number"),
    ],
)
def test_a_wrong_row_is_named_with_its_line(tmp_path: Path, line: str, problem: str) -> None:
    good = "42,BLACK,02/11/26\r\n" * 2

    with pytest.raises(LoadRefused) as refused:
        read(tmp_path, f"{good}{line}\r\n{good}".encode())

    assert str(refused.value) == f"jobs.csv, line 3: {problem}."


def test_progress_is_told_in_bytes(tmp_path: Path) -> None:
    path = tmp_path / "jobs.csv"
    path.write_bytes(b"42,BLACK,02/11/26\r\n" * 100)
    heard: list[int] = []

    assert sum(len(block) for block in JobsFile(Content(path, path.name), BINS).read(heard.append)) == 100
    assert heard == [path.stat().st_size]


def test_a_bin_with_a_long_name_is_read_row_by_row() -> None:
    assert columns(b"42,TURQUOISE,02/11/26\n", ("TURQUOISE",)) is None
    assert reading.row("42,TURQUOISE,02/11/26", ("TURQUOISE",)) == (42, 0, 261102)
