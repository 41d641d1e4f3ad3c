"""Where a case is: the same place is recognised however it is written, and no two places are the same."""

from __future__ import annotations

import pytest

from bot.knowledge.repairs.case import Where
from bot.store.case_photos import named
from bot.store.case_where import Places, folded, folded_postcode, places
from bot.store.sealed import Keys

KEYS = Keys(["the new secret, thirty-two characters", "the old secret, thirty-two characters"])
OLD = Keys(["the old secret, thirty-two characters"])
HOME = Where("100091234567", "2 Larch Row, Leeds LS8 1AA", "LS8 1AA")
BLOCK = Where("100090000001", "Flat 3, Marsh House, Leeds LS9 8AB", "LS9 8AB", "Marsh House")


@pytest.mark.parametrize("written", ["LS8 1AA", "ls81aa", " ls8\t1aa "])
def test_postcodes_are_compared_without_spaces_and_case(written: str) -> None:
    assert folded_postcode(written) == "LS81AA"


@pytest.mark.parametrize(
    "written", ["Flat 2, 14 Elm Street", "flat 2 14 elm street", "FLAT 2  -  14, Elm Street."]
)
def test_addresses_are_compared_by_their_words(written: str) -> None:
    assert folded(written) == "flat 2 14 elm street"


def test_a_home_is_known_by_its_id() -> None:
    moved = Where(HOME.home, "Two, Larch Row", "LS8 1AA")
    assert places(KEYS, HOME) == places(KEYS, moved)
    assert places(KEYS, HOME).home == tuple(KEYS.find_any("case.home", HOME.home))


def test_a_home_without_one_is_known_by_its_address() -> None:
    one, two = Where("", "14 Elm Street, Leeds"), Where("", "14 elm street leeds")
    assert places(KEYS, one) == places(KEYS, two)
    assert places(KEYS, one).home != places(KEYS, Where("", "15 Elm Street, Leeds")).home


def test_the_shared_part_is_not_the_home_of_who_reports_it() -> None:
    found = places(KEYS, BLOCK)
    assert (found.place, found.home) == ("block", ())
    neighbour = Where("2", "Flat 9, Marsh House", "LS9 8ZZ", "marsh  house")
    assert found.block == places(KEYS, neighbour).block, "within the postcode district"
    far = Where("2", "Flat 9, Marsh House", "LS28 8AB", "Marsh House")
    assert found.block != places(KEYS, far).block


def test_nothing_is_known_of_nowhere() -> None:
    assert places(KEYS, None) == Places()
    assert places(KEYS, None).row == {
        "place": "",
        "home_lookup": None,
        "block_lookup": None,
        "postcode_lookup": None,
    }
    assert places(KEYS, Where("1", "2 Larch Row")).postcode == ()


def test_what_is_written_is_hashed_with_the_current_secret_and_found_with_both() -> None:
    both, before = places(KEYS, HOME), places(OLD, HOME)
    assert both.row["home_lookup"] == both.home[0] != before.home[0]
    assert before.home[0] in both.home
    assert before.postcode[0] in both.postcode


def test_the_copy_of_a_photo_has_a_name_of_its_own_in_each_case() -> None:
    assert named(1, "a photo") == named(1, "a photo")
    assert len({named(1, "a photo"), named(2, "a photo"), named(1, "another")}) == 3
    assert len(named(1, "a photo")) == 43
