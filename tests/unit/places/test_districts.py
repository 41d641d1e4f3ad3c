"""What residents say for a place, as a postcode or district of the city."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from bot.knowledge.places.districts import Districts
from bot.knowledge.places.positions import Positions
from notifier.subscription import Place


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ("ls9 8aa", "LS9 8AA"),
        ("LS98AA", "LS9 8AA"),
        ("near LS9", "LS9"),
        ("ls 9", "LS9"),
        ("LS9 8", "LS9"),
        ("l s 9 8 a a", "LS9 8AA"),
        ("near my school in ls17 6qt please", "LS17 6QT"),
        ("M1 1AA", ""),
        ("LS88", ""),
        ("near the park", ""),
        ("", ""),
    ],
)
def test_what_is_said_becomes_a_code_of_the_city(said: str, code: str) -> None:
    assert Districts("leeds", Positions(None)).code(said) == code


def test_where_postcodes_are_loaded_only_those_count(tmp_path: Path) -> None:
    path = tmp_path / "postcodes.sqlite"
    with closing(sqlite3.connect(path)) as database, database:
        database.execute("CREATE TABLE position (code TEXT PRIMARY KEY, latitude REAL, longitude REAL)")
        database.execute("INSERT INTO position VALUES ('LS9 8AA', 53.8, -1.5)")
    districts = Districts("leeds", Positions(path))
    assert districts.place("ls98aa", "home") == Place("home", "LS9 8AA")
    assert districts.place("ls98ab") is None
    assert districts.place("ls8") == Place("other", "LS8")


@pytest.mark.parametrize("city", ["leeds", "leicester"])
def test_every_city_says_where_its_districts_are_and_who_says_so(city: str) -> None:
    districts = Districts(city, Positions(None)).each
    assert len(districts) > 20
    for one in districts.values():
        assert 52 < one.latitude < 55
        assert -2.5 < one.longitude < 0
        assert 0 < one.km < 25


def test_without_a_file_no_postcode_is_known_and_none_is_near() -> None:
    positions = Positions(None)
    assert positions.all().codes == ()
    assert not positions.has("LS9 8AA")
