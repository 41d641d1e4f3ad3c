"""A replay says what recorded feeds bring about, the same every time, and sends nothing."""

from __future__ import annotations

import datetime as dt
import io
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from notifier.__main__ import main
from notifier.refusal import REASONS
from notifier.replay import replay
from tests.unit.notifier.warnings.samples import cap, document, feature, flood, floods, recorded

Lines = list[dict[str, Any]]

AURN = """Data supplied by UK-AIR on 1/12/2026
All Data GMT hour ending

,,Leeds Centre,,
Date,time,"PM<sub>2.5</sub> particulate matter (Hourly measured)",status,unit
"""


def run(*arguments: object) -> Lines:
    """The lines of the command."""
    sink = io.StringIO()
    assert main(["replay", *map(str, arguments)], sink) == 0
    return [json.loads(line) for line in sink.getvalue().splitlines()]


def alerts(lines: Lines) -> list[tuple[str, int, str, int]]:
    said = [line for line in lines if line["event"] == "alert"]
    return [(line["name"], line["version"], line["phase"], line["level"]) for line in said]


@pytest.fixture
def write(tmp_path: Path) -> Any:
    def _write(name: str, data: bytes) -> Path:
        (tmp_path / name).write_bytes(data)
        return tmp_path / name

    return _write


def test_an_alert_is_told_with_all_that_an_operator_looks_for(write: Any) -> None:
    file, line = run(write("a.cap", cap(senderName="Met Office", onset="2026-11-21T18:00:00+01:00")))
    assert file == {
        "event": "file",
        "file": "a.cap",
        "source": "cap",
        "at": "2026-11-21T11:00:00Z",
        "warnings": 1,
    }
    assert line == {
        "event": "alert",
        "name": "cap:A1",
        "version": 1,
        "kind": "weather",
        "phase": "new",
        "level": 3,
        "before": 0,
        "about": "rain, Heavy rain in Leeds",
        "area": {"box": [-1.8, 53.7, -1.3, 54.0], "names": ["Leeds"]},
        "publisher": "Met Office",
        "said": "2026-11-21T11:00:00Z",
        "at": "2026-11-21T11:00:00Z",
        "onset": "2026-11-21T17:00:00Z",
        "expires": "2026-11-22T11:00:00Z",
    }


def test_files_come_in_the_order_of_time_whatever_the_shell_makes_of_it(write: Any) -> None:
    first = write("z.cap", cap())
    worse = write(
        "m.cap",
        cap(
            identifier="A2",
            msgType="Update",
            severity="Extreme",
            sent="2026-11-21T12:00:00Z",
            references="s,A1,2026-11-21T11:00:00Z",
        ),
    )
    over = write(
        "a.cap",
        cap(
            identifier="A3",
            msgType="Cancel",
            sent="2026-11-21T13:00:00Z",
            references="s,A2,2026-11-21T12:00:00Z",
        ),
    )
    said = run(over, worse, first)
    assert alerts(said) == [
        ("cap:A1", 1, "new", 3),
        ("cap:A1", 2, "upgrade", 4),
        ("cap:A1", 3, "cancelled", 0),
    ]
    assert said == run(first, worse, over)


def test_a_refusal_says_why_in_words(write: Any) -> None:
    _file, line = run(write("test.cap", cap(status="Test")))
    assert line == {
        "event": "refused",
        "source": "cap",
        "file": "test.cap",
        "reason": "not_actual",
        "why": REASONS["not_actual"],
        "what": "A1",
        "detail": "Test",
    }


def test_what_runs_out_between_two_files_is_told(write: Any) -> None:
    later = cap(identifier="B1", sent="2026-11-25T11:00:00Z", expires="2026-11-26T11:00:00Z")
    said = run(write("a.cap", cap()), write("b.cap", later))
    assert alerts(said) == [("cap:A1", 1, "new", 3), ("cap:A1", 2, "expired", 0), ("cap:B1", 1, "new", 3)]


def test_at_another_time_old_warnings_are_over(write: Any) -> None:
    file = write("a.cap", cap())
    said = run(file, "--now", "2026-11-23T00:00:00Z")
    assert [line.get("reason") for line in said] == [None, "over"]
    assert said[0]["at"] == "2026-11-23T00:00:00Z"
    assert alerts(run(file, "--now", "2026-11-22T00:00")) == [("cap:A1", 1, "new", 3)]


def test_a_list_of_floods_tells_what_is_over_by_leaving_it_out(write: Any) -> None:
    county = {
        "county": "Leeds",
        "polygon": "http://environment.data.gov.uk/flood-monitoring/id/floodAreas/A/polygon",
    }
    page = write("floods_2026-11-21_10-05-00.json", floods(flood(floodArea=county)))
    said = run(page)
    assert said[0]["fetches"] == ["https://environment.data.gov.uk/flood-monitoring/id/floodAreas/A/polygon"]
    assert said[0]["at"] == "2026-11-21T10:05:00Z"
    assert said[1]["reason"] == "no_area"


def test_the_format_can_be_said(write: Any) -> None:
    file = write("a.json", document(feature()))
    assert run(file)[0]["source"] == "nswws"
    assert [line.get("reason") for line in run(file, "--as", "ea")] == [None, "unreadable"]


def test_the_air_of_a_replay_goes_through_the_same_rules_as_live(write: Any) -> None:
    begin = dt.date(2026, 11, 1)
    dirty = [60 if 72 <= hour < 144 else 5 + hour % 3 for hour in range(240)]
    rows = []
    for hour, value in enumerate(dirty):
        day, end = divmod(hour, 24)
        date = begin + dt.timedelta(days=day)
        rows.append(f"{date:%d-%m-%Y},{end + 1:02}:00,{value + hour % 2 / 10},R,ugm-3")
    said = run(write("LEED_2026.csv", (AURN + "\n".join(rows) + "\n").encode()))
    assert said[0]["readings"] == 240
    told = [(line["phase"], line["level"]) for line in said if line["event"] == "alert"]
    assert told[0][0] == "new"
    assert told[-1][1] == 0
    assert all(
        line["kind"] == "air" and "pm2_5" in line["about"] for line in said if line["event"] == "alert"
    )


def test_the_recorded_years_of_leeds_are_told_without_a_flap() -> None:
    lines = run(recorded("air", "leeds_daily_2019_2022.csv"))
    phases = [line["phase"] for line in lines if line["event"] == "alert"]
    assert {phase: phases.count(phase) for phase in phases} == {
        "new": 17,
        "upgrade": 7,
        "downgrade": 6,
        "clear": 17,
    }


def test_a_citys_own_list_of_stations_can_be_used(write: Any, tmp_path: Path) -> None:
    rows = "\n".join(f"{1 + n // 24:02}-11-2026,{n % 24 + 1:02}:00,{80 + n % 7},R,ugm-3" for n in range(60))
    hours = write("LEED_2026.csv", (AURN + rows + "\n").encode())
    places = write(
        "air.yaml",
        b"publisher: {name: UK-AIR}\n"
        b"zones: [{id: centre, name: Leeds centre, districts: [LS1, LS9]}]\n"
        b"stations: [{feed: aurn, name: Leeds Centre, label: Leeds Centre, kind: reference, zone: centre}]\n",
    )
    (line,) = (line for line in run(hours, "--air", places) if line["event"] == "alert")
    assert (line["area"], line["publisher"]) == (
        {"districts": ["LS1", "LS9"], "names": ["Leeds centre"]},
        "UK-AIR",
    )


def test_what_cannot_be_opened_or_read_is_named(write: Any, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["replay", "/no/such/file.cap"], io.StringIO()) == 1
    assert capsys.readouterr().err == "/no/such/file.cap: No such file or directory\n"
    bad = write("air.yaml", b"zones: 7\n")
    assert main(["replay", str(bad), "--air", str(bad)], io.StringIO()) == 1
    assert capsys.readouterr().err.startswith("air.yaml: Expected `array`, got `int`")


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["replay"], "required: FILE"),
        (["replay", "a", "--as", "weather"], "invalid choice: 'weather'"),
        (["replay", "a", "--now", "later"], "'later' is no time such as"),
        ([], "required: command"),
    ],
)
def test_a_wrong_command_line_says_what_is_wrong(
    arguments: list[str], says: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as left:
        main(arguments, io.StringIO())
    assert left.value.code == 2
    assert says in capsys.readouterr().err


def everything() -> list[Path]:
    """All recorded feeds."""
    files = [
        path for part in ("alerts", "iot", "air") for path in recorded(part).rglob("*") if path.is_file()
    ]
    return sorted(files)


def test_all_recorded_feeds_say_the_same_twice() -> None:
    files = everything()
    once = list(replay(files))
    assert once == list(replay(files))
    assert sum(line["event"] == "file" for line in once) == len(files)
    assert all(line["reason"] in REASONS for line in once if line["event"] == "refused")


@pytest.mark.parametrize("seed", ["0", "1", "4711"])
def test_another_process_says_the_same(seed: str) -> None:
    files = everything()
    said = subprocess.run(
        [sys.executable, "-m", "notifier", "replay", *map(str, files)],
        env={**os.environ, "PYTHONHASHSEED": seed, "TZ": "Asia/Kolkata"},
        capture_output=True,
        text=True,
        check=True,
    )
    assert not said.stderr
    assert [json.loads(line) for line in said.stdout.splitlines()] == list(replay(files))


def test_the_recorded_pages_of_the_met_office_say_what_would_be_fetched() -> None:
    lines = list(replay(sorted(recorded("alerts", "nswws").glob("*.xml"), reverse=True)))
    times = [line["at"] for line in lines]
    assert len(lines) == 21
    assert times == sorted(times)
    fetched = [url for line in lines for url in line["fetches"]]
    assert len(fetched) == len(set(fetched))
    assert all(line["fetches"][-1].split("/")[-3] == "issued" for line in lines)


def test_a_reader_that_has_seen_enough_is_no_fault() -> None:
    files = " ".join(f"'{path}'" for path in sorted(recorded("alerts", "nswws").glob("*.xml")))
    done = subprocess.run(
        ["/bin/sh", "-c", f"{sys.executable} -m notifier replay {files} | head -1"],
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.count("\n") == 1
    assert not done.stderr
