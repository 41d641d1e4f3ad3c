"""Which served language a tag or an Accept-Language header means."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from locales.languages import languages
from locales.matching import accepted, match

TAGS = {row.tag for row in languages()}


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        ("en", "en"), ("en-GB", "en"), ("en_US", "en"), ("EN-us-x-private", "en"),
        ("pl", "pl"), ("pl-PL", "pl"), (" pl ", "pl"),
        ("ur", "ur"), ("ur-PK", "ur"), ("ur-Latn-GB", "ur"),
        ("", None), ("cy", None), ("e", None), ("english", None), ("*", None), ("-", None),
    ],
)  # fmt: skip
def test_a_tag_is_shortened_until_it_fits(wanted: str, found: str | None) -> None:
    assert match(wanted) == found


@pytest.mark.parametrize(
    ("header", "found"),
    [
        ("pl", "pl"),
        ("cy, ur;q=0.5", "ur"),
        ("en;q=0.5, pl;q=0.8", "pl"),
        ("en, pl", "en"),
        ("pl;q=0, en;q=0.1", "en"),
        ("pl;q=0", None),
        ("pl;q=bad, en", "en"),
        ("pl;q=7, en", "en"),
        ("pl;level=1", "pl"),
        ("*", None),
        ("", None),
        (",,;;q=,", None),
    ],
)
def test_the_best_liked_served_language_wins(header: str, found: str | None) -> None:
    assert accepted(header) == found


def test_only_the_languages_handed_in_are_matched() -> None:
    english = [row for row in languages() if row.tag == "en"]
    assert match("pl", english) is None
    assert accepted("pl, en;q=0.1", english) == "en"


def test_a_header_of_ten_thousand_ranges_is_not_read_to_its_end() -> None:
    assert accepted("cy," * 10_000 + "pl") is None


@given(st.text())
def test_no_text_makes_matching_fail(text: str) -> None:
    assert match(text) in TAGS | {None}
    assert accepted(text) in TAGS | {None}
