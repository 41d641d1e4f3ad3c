"""Premises are read in the order of their ids, in every encoding that has been published."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.knowledge.bins.loading.content import Content
from bot.knowledge.bins.loading.premises import PremisesFile
from bot.knowledge.bins.loading.refused import LoadRefused

Address = tuple[int, str, str, str, str]
LINE = "7,\0,12A,Café Row,OAKWOOD,LEEDS,LS8 1AA\r\n"
QUOTED = LINE.replace("12A", '"12A"').replace(",LEEDS", " , LEEDS ")
ZIPPED = gzip.compress(LINE.encode(), mtime=0)
READ = (7, "", "12A", "CAFÉ ROW,OAKWOOD,LEEDS", "LS81AA")


def content(folder: Path, data: bytes, name: str = "premises.csv") -> Content:
    path = folder / name
    path.write_bytes(data)
    return Content(path, name)


def read(folder: Path, data: bytes) -> list[Address]:
    found: list[Address] = []
    for block in PremisesFile(content(folder, data)).blocks():
        found += zip(block.ids, block.rooms, block.numbers, block.places, block.postcodes, strict=True)
    return found


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(LINE.encode(), id="utf-8"),
        pytest.param(LINE.encode("utf-8-sig"), id="utf-8 with mark"),
        pytest.param(LINE.encode("cp1252"), id="windows-1252"),
        pytest.param(LINE.encode("utf-16"), id="utf-16"),
        pytest.param(b"\xfe\xff" + LINE.encode("utf-16-be"), id="utf-16 big endian"),
        pytest.param(ZIPPED, id="gzip"),
        pytest.param(LINE.replace("\r\n", "\n").encode(), id="lf"),
        pytest.param(LINE.removesuffix("\r\n").encode(), id="no last line end"),
        pytest.param(LINE.replace("\0", "").encode(), id="empty for missing"),
        pytest.param(b"\r\n" + LINE.encode() + b"\0\r\n\r\n", id="blank lines"),
        pytest.param(QUOTED.encode(), id="quotes, spaces"),
    ],
)
def test_forms_that_have_been_published(tmp_path: Path, data: bytes) -> None:
    assert [(*row[:3], row[3].upper(), row[4]) for row in read(tmp_path, data)] == [READ]


def test_a_file_without_the_postcode_column(tmp_path: Path) -> None:
    data = "7,\0,12A,LARCH ROW,OAKWOOD,LEEDS\r\n8,\0,14,LARCH ROW,OAKWOOD,LEEDS,LS8 1AA\r\n"

    assert [row[4] for row in read(tmp_path, data.encode())] == ["", "LS81AA"]


def test_rows_come_by_id_and_a_repeated_id_counts_once(tmp_path: Path) -> None:
    lines = [f"{home},\0,{place},LARCH ROW,OAKWOOD,LEEDS,\0" for place, home in enumerate([9, 3, 9, 5])]
    file = PremisesFile(content(tmp_path, "\r\n".join(lines).encode()))

    rows = [
        (home, number)
        for block in file.blocks()
        for home, number in zip(block.ids, block.numbers, strict=True)
    ]

    assert rows == [(3, "1"), (5, "3"), (9, "0")]
    assert (len(file), file.repeated) == (3, 1)


def test_a_comma_in_quotes_does_not_make_a_field(tmp_path: Path) -> None:
    data = b'7,"FLAT 1, REAR",12,LARCH ROW,OAKWOOD,LEEDS,LS8 1AA\r\n'

    assert [row[1] for row in read(tmp_path, data)] == ["FLAT 1  REAR"]


@pytest.mark.parametrize(
    ("data", "problem"),
    [
        (b"", "premises.csv: the file is empty."),
        (b"\r\n\0\r\n", "premises.csv: the file is empty."),
        (b"1,a,b\r\n", "premises.csv, line 1: 3 fields instead of 7."),
        (LINE.encode() + b"1,2,3,4,5,6,7,8\r\n", "premises.csv, line 2: 8 fields instead of 7."),
        (LINE.encode() + b"x,\0,1,A,B,C,D\r\n", "premises.csv, line 2: 'X' is not a premises number."),
        (LINE.encode() + b",\0,1,A,B,C,D\r\n", "premises.csv, line 2: '' is not a premises number."),
        (b"123456789,\0,1,A,B,C,D\r\n", "premises.csv, line 1: '123456789' is not a premises number."),
        (b"<!DOCTYPE html>\n<html>", "premises.csv, line 1: 1 fields instead of 7."),
        (
            ZIPPED[:-12],
            "premises.csv: the gzip data is broken or ends too early.",
        ),
        (b"\x1f\x8bnot gzip", "premises.csv: the gzip data is broken or ends too early."),
        (LINE.encode("utf-16")[:-1], "premises.csv: the UTF-16 text is broken or ends too early."),
    ],
)
def test_a_wrong_file_is_refused_in_words(tmp_path: Path, data: bytes, problem: str) -> None:
    with pytest.raises(LoadRefused) as refused:
        read(tmp_path, data)

    assert str(refused.value) == problem


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(LoadRefused, match=r"^gone\.csv: cannot be read: No such file or directory\.$"):
        PremisesFile(Content(tmp_path / "gone.csv", "gone.csv"))
    with pytest.raises(LoadRefused, match="cannot be read: Is a directory"):
        PremisesFile(Content(tmp_path, "folder"))


words = st.text(st.characters(categories=("Lu", "Nd", "Zs"), max_codepoint=0x24F), max_size=12).map(
    lambda text: " ".join(text.upper().split())
)
addresses = st.lists(
    st.tuples(st.integers(1, 99_999_999), words, words, words, words),
    min_size=1,
    max_size=30,
    unique_by=lambda row: row[0],
)


@settings(deadline=None)
@given(rows=addresses, encoding=st.sampled_from(["utf-8", "utf-16"]))
def test_what_is_written_is_read(
    tmp_path_factory: pytest.TempPathFactory, rows: list[tuple[int, str, str, str, str]], encoding: str
) -> None:
    text = "".join(
        f"{home},{room or chr(0)},{number or chr(0)},{street},{locality},LEEDS,LS8 1AA\r\n"
        for home, room, number, street, locality in rows
    )

    found = read(tmp_path_factory.mktemp("written"), text.encode(encoding))

    assert found == [
        (home, room, number, f"{street},{locality},LEEDS", "LS81AA")
        for home, room, number, street, locality in sorted(rows)
    ]
