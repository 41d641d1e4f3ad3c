"""Homes are found by whatever is known of them; the resident is asked one short question when several fit."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.dialogue.address import AddressQuery, Found
from bot.knowledge.bins.bins import Bins
from tests.unit.bins import town


def find(bins: Bins, text: str) -> Found:
    return bins.addresses.find(bins.addresses.parse(text))


def ids(found: Found) -> list[str]:
    return [home.id for home in found.homes]


@pytest.mark.parametrize(
    ("text", "home", "line"),
    [
        ("ls5 3ng 2", "2", "2 Abbey Road, Kirkstall, LS5 3NG"),
        ("12a abbey road", "3", "12A Abbey Road, Kirkstall, LS5 3NG"),
        ("lynton britannia road", "6", "Lynton, Britannia Road, Morley, LS27 0DP"),
        ("flat 2, 116 domestic street", "9", "Flat 2, 116 Domestic Street, Holbeck, LS11 9PG"),
        ("flat 15 oakwood court", "115", "Flat 15, Oakwood Court, Roundhay Road, Oakwood, LS8 2PF"),
        ("15 oakwood court", "115", "Flat 15, Oakwood Court, Roundhay Road, Oakwood, LS8 2PF"),
        ("ls8 2pf flat 15", "115", "Flat 15, Oakwood Court, Roundhay Road, Oakwood, LS8 2PF"),
        ("14 church lane adel", "4", "14 Church Lane, Adel, LS16 8DQ"),
        ("14 church lane ls6", "5", "14 Church Lane, Meanwood, LS6 4NP"),
        ("22a st marys road", "14", "22A St Marys Road, Chapel Allerton, LS7 3JX"),
        ("12a abey road", "3", "12A Abbey Road, Kirkstall, LS5 3NG"),
        ("15 oakwod court", "115", "Flat 15, Oakwood Court, Roundhay Road, Oakwood, LS8 2PF"),
        ("9 nowhere street", "15", "9 Nowhere Street, Harehills"),
    ],
)
def test_one_home(leeds: Bins, text: str, home: str, line: str) -> None:
    found = find(leeds, text)

    assert (found.status, ids(found), found.homes[0].line) == ("one", [home], line)
    assert leeds.addresses.home(home) == found.homes[0]


def test_a_postcode_alone_offers_its_homes_in_the_order_of_the_street(leeds: Bins) -> None:
    found = find(leeds, "LS5 3NG")

    assert found.status == "some"
    assert [home.short for home in found.homes] == ["1 Abbey Road", "2 Abbey Road", "12A Abbey Road"]


def test_a_block_of_flats_asks_for_the_number(leeds: Bins) -> None:
    found = find(leeds, "hi wen is brown bin colected at oakwood court")

    assert found == Found("number", total=24, place="Oakwood Court", flats=True)


def test_a_long_street_asks_for_the_number(leeds: Bins) -> None:
    found = find(leeds, "roundhay road")

    assert (found.status, found.place, found.flats) == ("number", "Roundhay Road", False)
    assert find(leeds, "30 roundhay road").homes[0].id == "230"


def test_a_number_alone_asks_for_the_street(leeds: Bins) -> None:
    assert find(leeds, "14 no sorry 15").status == "street"
    assert find(leeds, "LS8").status == "street"


def test_one_street_name_in_two_places_offers_both_with_the_place(leeds: Bins) -> None:
    found = find(leeds, "14 church lane")

    assert [home.short for home in found.homes] == [
        "14 Church Lane, Adel",
        "14 Church Lane, Meanwood",
    ]


def test_two_names_that_fit_almost_equally_are_asked_about(leeds: Bins) -> None:
    found = find(leeds, "5 harehills plane")

    assert (found.status, found.sure) == ("some", False)
    assert set(ids(found)) == {"12", "13"}


def test_a_number_that_a_postcode_does_not_have_offers_what_it_has(leeds: Bins) -> None:
    found = find(leeds, "ls5 3ng number 99")

    assert (found.status, found.total, found.sure) == ("some", 3, False)


def test_a_street_and_a_postcode_that_contradict_each_other_are_asked_about(leeds: Bins) -> None:
    found = find(leeds, "12a abbey road ls27 0dp")

    assert (ids(found), found.sure) == (["3"], False)


@pytest.mark.parametrize("text", ["M1 1AE", "14 zyxwv street", "99 abbey road", "hello"])
def test_what_is_not_known_is_not_found(leeds: Bins, text: str) -> None:
    assert find(leeds, text).status == "none"


def test_pages_show_every_home_once_and_never_more_than_six(leeds: Bins) -> None:
    seen: list[str] = []
    for page in range(7):
        found = leeds.addresses.find(AddressQuery("LS8 4HT", page=page))
        assert len(found.homes) == (6 if page < 6 else 4)
        assert found.more is (page < 6)
        seen += ids(found)

    assert sorted(seen, key=int) == [str(200 + number) for number in range(1, 41)]


def test_homes_with_the_very_same_address_count_once(tmp_path: Path) -> None:
    twice = [
        (1, "", "1", "ABBEY ROAD", "KIRKSTALL", "LS5 3NG"),
        (2, "", "1", "ABBEY ROAD", "KIRKSTALL", "LS5 3NG"),
    ]
    bins = town.bins(tmp_path, twice, [(2, "BLACK", "26/11/26")])

    assert ids(find(bins, "1 abbey road")) == ["2"], "the one with collections"


def test_without_postcodes_street_and_number_still_find_a_home(tmp_path: Path) -> None:
    premises, jobs = town.write(tmp_path / "published")
    lines = [line.rsplit(b",", 1)[0] for line in premises.read_bytes().split(b"\r\n") if line]
    premises.write_bytes(b"\r\n".join(lines))
    town.load(tmp_path, premises, jobs)
    bins = Bins("leeds", tmp_path / "bins-leeds.sqlite")

    assert find(bins, "12a abbey road").homes[0].line == "12A Abbey Road, Kirkstall"


def test_before_a_load_everything_is_read_and_nothing_found() -> None:
    book = Bins("leeds", None).addresses

    assert book.parse("12 LS8 1AA") == AddressQuery("LS8 1AA", "12")
    assert book.find(AddressQuery("LS8 1AA", "12")).status == "none"
    assert book.home("1") is None
    assert book.query("1").empty


@pytest.mark.parametrize("home", ["0", "999999", "-1", "abc", "", "²"])
def test_an_unknown_id_has_no_home(leeds: Bins, home: str) -> None:
    assert leeds.addresses.home(home) is None
    assert leeds.addresses.query(home).empty


@settings(deadline=None)
@given(st.sampled_from(town.HOMES))
def test_the_query_of_a_home_finds_that_home(leeds: Bins, home: town.Row) -> None:
    found = leeds.addresses.find(leeds.addresses.query(str(home[0])))

    assert ids(found) == [str(home[0])]


def test_a_correction_changes_one_part_of_a_homes_query(leeds: Bins) -> None:
    query = leeds.addresses.query("115")

    corrected = leeds.addresses.find(AddressQuery(query.postcode, "16", query.room, query.street))

    assert ids(corrected) == ["116"]


queries = st.builds(
    AddressQuery,
    st.sampled_from(["", "LS5 3NG", "LS8 2PF", "LS8", "LS8 4", "M1 1AE"]),
    st.sampled_from(["", "1", "12a", "14", "lynton", "-", "²"]),
    st.sampled_from(["", "2", "flat 2", "a"]),
    st.sampled_from(["", "abbey road", "oakwood court", "church lane, adel", "harehills", ",", "x"]),
    st.integers(0, 9),
)


@settings(deadline=None)
@given(queries)
def test_any_query_gets_an_answer_of_at_most_six_homes(leeds: Bins, query: AddressQuery) -> None:
    found = leeds.addresses.find(query)

    assert len(found.homes) <= 6
    assert (found.status in ("one", "some")) is bool(found.homes)
    assert found.total >= len(found.homes)
    assert (found.status == "one") is (len(found.homes) == found.total == 1)
