"""A council's list of sensors: all of it or nothing, and never a home in an error."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.knowledge.sensor_file import MOST, NewSensor, SensorsRefused, read_sensors

HEADING = "feed,name,kind,label,latitude,longitude,zone,home,every"
OUTSIDE = "lora,eui-1,indicative,School gate,53.81,-1.57,north-west,,300"
INSIDE = 'lora,eui-2,indoor,Bedroom,,,,"Flat 3, 1 Larch Row, LS8 1AA",600'
ZONES = ("centre", "north-west")


def read(folder: Path, *lines: str, heading: str = HEADING) -> tuple[NewSensor, ...]:
    file = folder / "sensors.csv"
    file.write_text("\n".join((heading, *lines, "")), encoding="utf-8")
    return read_sensors(file, ZONES)


def refused(folder: Path, *lines: str, heading: str = HEADING) -> str:
    with pytest.raises(SensorsRefused) as problem:
        read(folder, *lines, heading=heading)
    return str(problem.value).removeprefix(f"{folder}/")


def test_one_outside_and_one_in_a_home(tmp_path: Path) -> None:
    outside, inside = read(tmp_path, OUTSIDE, INSIDE)
    assert outside == NewSensor("lora", "eui-1", "indicative", "School gate", "north-west", 300, 53.81, -1.57)
    assert inside.home == "Flat 3, 1 Larch Row, LS8 1AA"
    assert (inside.latitude, inside.zone) == (None, "")


def test_columns_may_come_in_any_order_and_lines_may_be_empty(tmp_path: Path) -> None:
    heading = "every,home,zone,longitude,latitude,label,kind,name,feed"
    line = ",".join(reversed(OUTSIDE.split(",")))
    assert read(tmp_path, line, "", heading=heading) == read(tmp_path, OUTSIDE)


@pytest.mark.parametrize(
    ("column", "value", "problem"),
    [
        (0, "", "feed is empty"),
        (0, "x" * 65, "feed must be at most 64 printable characters"),
        (1, "", "name is empty"),
        (1, "eui\x07", "name must be at most 200 printable characters"),
        (2, "outdoor", "kind must be one of reference, indicative, indoor"),
        (4, "", "latitude must be degrees, such as 53.8"),
        (4, "91", "latitude must be degrees from -90 to 90"),
        (4, "nan", "latitude must be degrees from -90 to 90"),
        (5, "west", "longitude must be degrees, such as 53.8"),
        (6, "north", "zone must be empty or one of centre, north-west"),
        (7, "100091234567", "home must be empty for a sensor outside"),
        (8, "0", "every must be seconds between two readings, 1 to 3600"),
        (8, "3601", "every must be seconds"),
        (8, "5 min", "every must be seconds"),
        (8, "٣٠٠", "every must be seconds"),
    ],
)
def test_what_is_wrong_is_named_by_line_and_column(
    tmp_path: Path, column: int, value: str, problem: str
) -> None:
    cells = OUTSIDE.replace("eui-1", "eui-9").split(",")
    cells[column] = value
    assert refused(tmp_path, OUTSIDE, ",".join(cells)).startswith(f"sensors.csv:3: {problem}")


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        ("Bedroom,,", "Bedroom,53.8,", "latitude must be empty for a sensor in a home"),
        ("Bedroom,,,,", "Bedroom,,-1.5,,", "longitude must be empty for a sensor in a home"),
        ("Bedroom,,,,", "Bedroom,,,centre,", "zone must be empty for a sensor in a home"),
        ('"Flat 3, 1 Larch Row, LS8 1AA"', "", "home is empty"),
        ('"Flat 3, 1 Larch Row, LS8 1AA"', "Larch Row" * 40, "home must be at most 300 printable characters"),
    ],
)
def test_a_home_is_never_repeated_in_an_error(tmp_path: Path, old: str, new: str, problem: str) -> None:
    said = refused(tmp_path, INSIDE.replace(old, new))
    assert said == f"sensors.csv:2: {problem}"


def test_a_sensor_that_is_there_twice_is_refused(tmp_path: Path) -> None:
    assert refused(tmp_path, OUTSIDE, OUTSIDE) == "sensors.csv:3: name: line 2 has the same sensor"


def test_other_columns_are_refused(tmp_path: Path) -> None:
    assert refused(tmp_path, OUTSIDE, heading=f"{HEADING},tenant").startswith(
        "sensors.csv:1: the heading must be"
    )
    assert refused(tmp_path, f"{OUTSIDE},more") == "sensors.csv:2: there must be 9 columns"


@pytest.mark.parametrize(
    ("content", "problem"), [(None, "cannot be read"), (b"\xff\xfe\x00", "is no CSV file in UTF-8")]
)
def test_files_that_are_none(tmp_path: Path, content: bytes | None, problem: str) -> None:
    file = tmp_path / "sensors.csv"
    if content is not None:
        file.write_bytes(content)
    with pytest.raises(SensorsRefused, match=problem):
        read_sensors(file, ZONES)


def test_a_file_without_sensors_is_refused(tmp_path: Path) -> None:
    assert refused(tmp_path) == "sensors.csv has no sensor in it"


def test_a_file_has_an_end(tmp_path: Path) -> None:
    assert f"more than {MOST:,} lines" in refused(tmp_path, OUTSIDE, *[""] * MOST)
