"""Finding services: by kind, by words, near a place, open at a time."""

from __future__ import annotations

import datetime as dt
import os
import sqlite3
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

import pytest
from msgspec.structs import replace

from bot.knowledge.directory.database import LoadedServices, services_path, write
from bot.knowledge.directory.search import Directory, Wanted
from bot.knowledge.directory.service import Cost, Service, Spot
from bot.knowledge.directory.timetable import Opening, Timetable
from bot.knowledge.directory.whereabouts import METRES_OF_A_MILE
from bot.knowledge.facts import Origin
from tests.services_made_up import CENTRE, ORIGIN, TODAY, WEEKDAYS, directory, service

NIGHT = Timetable((Opening(dt.time(18), dt.time(22), "DAILY"),), bank_holidays="open")
FACTS = LoadedServices("A directory", "", "", dt.datetime(2026, 11, 24, tzinfo=dt.UTC), 1, 1, 0)


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Directory:
    every = (
        service("Far Library", miles=5, times=NIGHT, languages=("ur",), access=("No wheelchair access.",)),
        service("Near Library", miles=1, times=WEEKDAYS, access=("There is level access.",)),
        service("Middle Library", miles=2, times=WEEKDAYS, costs=(Cost(pounds=0),), languages=("pl", "ur")),  # type: ignore[arg-type]
        service("Lost Library"),
        service("Secret Library", miles=0, verified=False),
        service("Closed Library", miles=0, status="inactive"),
        service("Old Library", miles=0, origin=replace(ORIGIN, read=dt.date(2025, 1, 1))),
        service("Gipton Lunch Club", "", miles=3, description="Dinner and company for older people"),
        service("Café Łódź", "food_bank", miles=3),
    )
    return directory(tmp_path_factory.mktemp("town"), every)


def names(found: Directory, wanted: Wanted, most: int = 10, skip: int = 0) -> list[str]:
    return [match.service.name for match in found.find(wanted, TODAY, most, skip)]


def near(town: Directory) -> Wanted:
    return Wanted("library", near=town.where.of("LS1 1AA"))


def test_the_nearest_first_and_what_is_not_certain_never(town: Directory) -> None:
    assert names(town, near(town)) == ["Near Library", "Middle Library", "Far Library", "Lost Library"]


def test_how_far_it_is(town: Directory) -> None:
    metres = [match.metres for match in town.find(near(town), TODAY, 4)]

    assert [None if one is None else round(one / METRES_OF_A_MILE) for one in metres] == [1, 2, 5, None]


def test_a_district_orders_but_measures_nothing(town: Directory) -> None:
    (first, *_others) = town.find(Wanted("library", near=town.where.of("LS1")), TODAY)

    assert first.service.name == "Near Library"
    assert first.metres is None


def test_more_of_them(town: Directory) -> None:
    assert names(town, near(town), most=2, skip=1) == ["Middle Library", "Far Library"]
    assert names(town, near(town), skip=4) == []


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"at": dt.datetime(2026, 11, 24, 10)}, ["Near Library", "Middle Library"]),  # noqa: DTZ001
        ({"at": dt.datetime(2026, 11, 28, 19)}, ["Far Library"]),  # noqa: DTZ001
        ({"at": dt.datetime(2026, 12, 25, 10)}, []),  # noqa: DTZ001
        ({"free": True}, ["Middle Library"]),
        ({"language": "ur-Latn"}, ["Middle Library", "Far Library"]),
        ({"accessible": True}, ["Near Library"]),
    ],
)
def test_only_what_surely_fits(town: Directory, fields: dict[str, object], expected: list[str]) -> None:
    assert names(town, replace(near(town), **fields)) == expected


@pytest.mark.parametrize(
    ("wanted", "first"),
    [
        (Wanted("library", "where is the far library"), "Far Library"),
        (Wanted("library", "middle"), "Middle Library"),
        (Wanted(words="is there a lunch club near gipton"), "Gipton Lunch Club"),
        (
            Wanted(words="somewhere with company for older people dinner"),
            None,
        ),  # what is said of it is no name
        (Wanted(words="cafe lodz"), "Café Łódź"),  # ł is a letter of its own, é is not
        (Wanted(words="café"), "Café Łódź"),
        (Wanted(words='" OR name:* NEAR('), None),
        (Wanted(words=""), None),
        (Wanted("no such kind"), None),
    ],
)
def test_words(town: Directory, wanted: Wanted, first: str | None) -> None:
    assert next(iter(names(town, wanted)), None) == first


def test_whether_the_words_name_one(town: Directory) -> None:
    assert town.names_one(Wanted("library", "the far library"), TODAY)
    assert not town.names_one(Wanted("library", "a library in leeds"), TODAY)


def test_words_that_half_of_a_kind_have_tell_nothing(tmp_path: Path) -> None:
    found = directory(tmp_path, [service("Leeds North", miles=2), service("Leeds South", miles=1)])

    assert names(found, Wanted("library", "leeds", found.where.of("LS1 1AA"))) == [
        "Leeds South",
        "Leeds North",
    ]


def load(path: Path, services: Sequence[Service], stamp: int = 1) -> None:
    path.unlink(missing_ok=True)
    with closing(sqlite3.connect(path)) as database:
        write(database, services, replace(FACTS, services=len(services)))
    os.utime(path, (stamp, stamp))


def test_a_load_counts_at_once_and_goes_before_the_own_list(tmp_path: Path) -> None:
    path, place = services_path(tmp_path, "leeds"), Spot("p", postcode="LS1 1AA", lines=("Here",))
    found = directory(tmp_path, [service("Armley Library", spots=(place,)), service("Other")], path)
    assert (found.loaded, names(found, Wanted("library"))) == (None, ["Armley Library", "Other"])

    load(path, [service("Armley Library and Hub", spots=(place,))])
    assert names(found, Wanted("library")) == ["Armley Library and Hub", "Other"]

    load(path, [service("First"), service("The Library of Armley", spots=(place,))], stamp=2)
    assert names(found, Wanted("library")) == ["First", "The Library of Armley", "Other"]


def test_two_places_of_one_postcode_are_two(tmp_path: Path) -> None:
    path, place = services_path(tmp_path, "leeds"), Spot("p", postcode="LS5 3EH", lines=("Abbey Walk",))
    ours = [service(name, "museum", spots=(place,)) for name in ("Abbey House Museum", "Kirkstall Abbey")]
    found = directory(tmp_path, ours, path)
    assert len(names(found, Wanted("museum"))) == 2

    load(path, ours[:1])

    assert sorted(names(found, Wanted("museum"))) == ["Abbey House Museum", "Kirkstall Abbey"]


def test_a_broken_file_leaves_the_own_list(tmp_path: Path) -> None:
    path = services_path(tmp_path, "leeds")
    path.write_bytes(b"this is no database, by far")

    found = directory(tmp_path, [service("Our Library")], path)

    assert names(found, Wanted("library")) == ["Our Library"]


def test_one_by_its_id_or_its_own_name(town: Directory) -> None:
    first = town.find(near(town), TODAY)[0].service

    assert town.get(first.id) == first
    assert town.get(first.original) == first
    assert town.get("nobody") is None


def test_what_staff_have_to_confirm(town: Directory) -> None:
    assert {one.name for one in town.unsure(TODAY)} == {"Secret Library", "Closed Library", "Old Library"}


def test_a_service_of_two_places_is_found_at_the_nearer(tmp_path: Path) -> None:
    spots = (Spot("a", latitude=54.0, longitude=-1.55), Spot("b", latitude=CENTRE[0], longitude=CENTRE[1]))
    found = directory(tmp_path, [service("Two", spots=spots, origin=Origin("x", "", TODAY))])

    (first, second) = found.find(near(found), TODAY)

    assert (first.spot, second.spot) == (1, 0)
