"""Postcodes and where they are: what is near, and the loads that are not taken."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.knowledge.places.load import PositionsRefused, load
from bot.knowledge.places.positions import FAR, MOST, Positions, positions_path
from channels.message import Location

HEAD = "Postcode,lat,long\n"
ROWS = "LS8 1AA,53.8300,-1.5000\nls81ab,53.8310,-1.5000\nLS9 9ZZ,53.9000,-1.5000\n"
HERE = Location(53.8301, -1.5)


def file(folder: Path, words: str, name: str = "ls.csv") -> Path:
    path = folder / name
    path.write_text(words, encoding="utf-8")
    return path


@pytest.fixture
def loaded(tmp_path: Path) -> Path:
    to = positions_path(tmp_path)
    assert load([file(tmp_path, HEAD + ROWS)], to) == 3
    return to


def test_the_nearest_comes_first_and_the_far_not_at_all(loaded: Path) -> None:
    assert Positions(loaded).near(HERE) == ("LS8 1AA", "LS8 1AB")
    assert Positions(loaded).near(Location(53.8309, -1.5)) == ("LS8 1AB", "LS8 1AA")


@pytest.mark.parametrize("place", [Location(0, 0), Location(90, 180), Location(-90, -180)])
def test_nothing_is_near_elsewhere(loaded: Path, place: Location) -> None:
    assert Positions(loaded).near(place) == ()


def test_far_is_measured_the_same_way_north_and_east(tmp_path: Path) -> None:
    north, east = 53.83 + (FAR - 20) / 111_320, -1.5 + (FAR - 20) / (111_320 * 0.59)
    to = positions_path(tmp_path)
    load([file(tmp_path, f"{HEAD}LS8 1AA,{north},-1.5\nLS8 1AB,53.83,{east}\n")], to)
    assert len(Positions(to).near(Location(53.83, -1.5))) == 2
    assert len(Positions(to).near(Location(53.8296, -1.5005))) == 0


def test_no_more_than_a_few(tmp_path: Path) -> None:
    letters = "ABDEFGHJLN"
    rows = "".join(f"LS8 1{a}{b},53.83,-1.5\n" for a in letters for b in letters)
    to = positions_path(tmp_path)
    load([file(tmp_path, HEAD + rows)], to)
    assert len(Positions(to).near(Location(53.83, -1.5))) == MOST


def test_a_postcode_without_a_position_is_passed_over(tmp_path: Path) -> None:
    assert (
        load(
            [file(tmp_path, f"{HEAD}LS11 3YH,,0.0\nLS11 3YJ,99.999999,0.000000\n{ROWS}")],
            positions_path(tmp_path),
        )
        == 3
    )


def test_without_a_load_nothing_is_known(tmp_path: Path) -> None:
    for positions in (Positions(None), Positions(positions_path(tmp_path))):
        assert not positions.known
        assert positions.near(HERE) == ()


def test_several_files_and_the_columns_of_the_directory(tmp_path: Path) -> None:
    ons = file(tmp_path, "\ufeffpcds,oa21,LAT,LONG\nLE1 1AA,E0,52.6,-1.1\n\n", "le.csv")
    to = positions_path(tmp_path)
    assert load([file(tmp_path, HEAD + ROWS), ons], to) == 4
    assert Positions(to).near(Location(52.6, -1.1)) == ("LE1 1AA",)


@pytest.mark.parametrize(
    ("words", "says"),
    [
        ("", "ls.csv:1: the heading needs the columns postcode, lat and long"),
        ("Postcode,x,y\n", "ls.csv:1: the heading needs"),
        (HEAD, "there is no postcode in these files"),
        (HEAD + "LS8 1AA,north,-1.5\n", "ls.csv:2: lat and long must be numbers"),
        (HEAD + "LS8 1AA,53.8\n", "ls.csv:2: lat and long must be numbers"),
        (HEAD + "LS8 1AA,nan,-1.5\n", "ls.csv:2: lat and long must be degrees"),
        (HEAD + "LS8 1AA,99,-1.5\n", "ls.csv:2: lat and long must be degrees"),
        (HEAD + "LS8,53.8,-1.5\n", "ls.csv:2: postcode must be a whole postcode"),
        (HEAD + "LS8 1AA,53.8,-1.5\nLS8 1AB,53.8,-1.5\n", "only 2 postcodes, 3 are known"),
    ],
)
def test_a_load_that_is_refused_leaves_the_last_good_one(loaded: Path, words: str, says: str) -> None:
    with pytest.raises(PositionsRefused) as told:
        load([file(loaded.parent, words)], loaded)
    assert says in str(told.value)
    assert Positions(loaded).near(HERE) == ("LS8 1AA", "LS8 1AB")
    assert not list(loaded.parent.glob("*.draft"))


def test_a_file_that_is_missing_or_is_none(loaded: Path, tmp_path: Path) -> None:
    (tmp_path / "bytes").write_bytes(b"\xff\xfe\x00")
    for name in ("missing.csv", "bytes"):
        with pytest.raises(PositionsRefused, match=name):
            load([tmp_path / name], loaded)
