"""A city is data: its containers, the words for them, its rules. Faults are named with file and line."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.knowledge.bins.bins import Bins
from bot.knowledge.bins.city import read_city
from bot.knowledge.data import CITIES, DataError


@pytest.mark.parametrize(
    ("city", "words", "container"),
    [
        ("leeds", "the black one", "BLACK"),
        ("leeds", "recycling", "GREEN"),
        ("leeds", "my garden waste bin", "BROWN"),
        ("leeds", "BROWN", "BROWN"),
        ("leeds", "czarny kosz", "BLACK"),
        ("leeds", "śmieci", "BLACK"),
        ("leeds", "سبز ڈبہ", "GREEN"),
        ("leeds", "orange bag", None),
        ("leeds", "black and green", None),
        ("leeds", "blackboard", None),
        ("leeds", "", None),
        ("leicester", "orange bags", "ORANGE"),
        ("leicester", "recycling", "ORANGE"),
        ("leicester", "pomarańczowe worki", "ORANGE"),
        ("leicester", "black bin", "BLACK"),
    ],
)
def test_the_container_that_somebody_means(city: str, words: str, container: str | None) -> None:
    found = Bins(city, None).container_named(words)

    assert (found.id if found else None) == container


def test_leeds_has_three_bins_and_leicester_a_bin_and_bags() -> None:
    assert [(one.id, one.stream, one.kind) for one in Bins("leeds", None).containers] == [
        ("BLACK", "general", "bin"),
        ("GREEN", "recycling", "bin"),
        ("BROWN", "garden", "bin"),
    ]
    assert [(one.id, one.kind) for one in Bins("leicester", None).containers] == [
        ("BLACK", "bin"),
        ("ORANGE", "bag"),
    ]


def test_only_leeds_publishes_its_schedule() -> None:
    schedule = read_city("leeds").schedule

    assert schedule is not None
    assert schedule.jobs == "https://opendata.leeds.gov.uk/downloads/bins/dm_jobs.csv"
    assert read_city("leicester").schedule is None


def wrong(folder: Path, old: str, new: str) -> str:
    """The error for Leeds' file with one thing changed."""
    text = (CITIES / "leeds" / "bins.yaml").read_text(encoding="utf-8")
    assert old in text
    (folder / "leeds").mkdir()
    (folder / "leeds" / "bins.yaml").write_text(text.replace(old, new), encoding="utf-8")
    with pytest.raises(DataError) as refused:
        read_city("leeds", folder)
    return str(refused.value)


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        ('out_by: "07:00:00"', "out_by: early", "bins.yaml:13: Invalid RFC3339 encoded time"),
        ("month: 3", "month: 13", "Expected `int` <= 12"),
        ("id: GREEN", "id: BLACK", "two containers share an id"),
        ("containers:", "containers: [", "not YAML"),
    ],
)
def test_a_wrong_file_is_named_with_its_line(tmp_path: Path, old: str, new: str, problem: str) -> None:
    assert problem in wrong(tmp_path, old, new)


def test_an_unknown_city_is_named() -> None:
    with pytest.raises(DataError, match=r"atlantis.*cannot be read"):
        read_city("atlantis")
