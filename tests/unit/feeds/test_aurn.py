"""UK-AIR's files: a station's year by the hour, and days of several stations."""

from __future__ import annotations

import datetime as dt
from itertools import pairwise

import pytest

from notifier.feeds.aurn import HOUR, Aurn, Options, hour_ending
from notifier.feeds.aurn_daily import AurnDaily
from notifier.feeds.aurn_daily import Options as DailyOptions
from tests.unit.feeds.iot import NOW, read, reasons, shared

ABOVE = """Data supplied by UK-AIR on 20/11/2026
All Data GMT hour ending
Status: R =Ratified P=Provisional,P*=As supplied
,,Leeds Centre,,,,,,,,,,,
"""
HEADER = (
    'Date,time,"Nitric oxide",status,unit,Nitrogen dioxide,status,unit,'
    '"PM<sub>2.5</sub> particulate matter (Hourly measured)",status,unit,'
    '"Volatile, PM<sub>10</sub>",status,unit\n'
)
ROWS = """19-11-2026,23:00,5.1,P,ugm-3,30.5,P,ugm-3,11.2,P,ugm-3 (FIDAS),1,P,ugm-3
19-11-2026,24:00,5.2,P,ugm-3,31.5,P*,ugm-3,No data,,,1,P,ugm-3
20-11-2026,01:00,5.3,P,ugm-3,32.5,R,ugm-3,,,,1,P,ugm-3
"""


def file(rows: str = ROWS, header: str = HEADER, above: str = ABOVE) -> bytes:
    return (above + header + rows).encode()


def test_values_statuses_and_units_stand_side_by_side() -> None:
    found = read(Aurn(), file())
    assert [(one.quantity, one.value, one.at.isoformat()) for one in found.readings] == [
        ("no2", 30.5, "2026-11-19T23:00:00+00:00"),
        ("pm2_5", 11.2, "2026-11-19T23:00:00+00:00"),
        ("no2", 31.5, "2026-11-20T00:00:00+00:00"),  # 24:00 is the midnight that ends the day
        ("no2", 32.5, "2026-11-20T01:00:00+00:00"),
    ]
    assert {(one.sensor, one.covers) for one in found.readings} == {("Leeds Centre", HOUR)}
    assert not found.refusals


@pytest.mark.parametrize(
    ("day", "hour", "ends"),
    [
        ("31-12-2026", "24:00", "2027-01-01T00:00"),
        ("28-02-2027", "24:00", "2027-03-01T00:00"),
        ("28-02-2028", "24:00", "2028-02-29T00:00"),
        ("29-03-2026", "02:00", "2026-03-29T02:00"),  # GMT all year: this hour is there
        ("25-10-2026", "24:00:00", "2026-10-26T00:00"),
        ("01/07/2026", "1:00", "2026-07-01T01:00"),
    ],
)
def test_hours_end_in_gmt_all_year(day: str, hour: str, ends: str) -> None:
    assert hour_ending(day, hour) == dt.datetime.fromisoformat(ends).replace(tzinfo=dt.UTC)


@pytest.mark.parametrize(
    ("day", "hour"),
    [
        ("30-02-2026", "01:00"),
        ("2026-11-20", "01:00"),
        ("20-11-2026", "25:00"),
        ("", ""),
        ("20-11-2026", "01:30"),
        ("31-12-9999", "24:00"),
    ],
)
def test_what_is_no_hour(day: str, hour: str) -> None:
    assert hour_ending(day, hour) is None


def test_a_day_of_the_clock_change_has_24_hours_in_order() -> None:
    hours = [hour_ending("25-10-2026", f"{hour:02}:00") for hour in range(1, 25)]
    assert all(b and a and b - a == HOUR for a, b in pairwise(hours))


def test_only_the_last_two_days_are_read_unless_all_is_wanted() -> None:
    old = "01-01-2026,01:00,5,R,ugm-3,9,R,ugm-3,8,R,ugm-3,1,R,ugm-3\n"
    assert len(read(Aurn(), file(old + ROWS)).readings) == 4
    assert len(read(Aurn(options=Options(whole=True)), file(old + ROWS)).readings) == 6


@pytest.mark.parametrize(
    ("cell", "reason"),
    [
        ("30.5,N,ugm-3", "not_actual"),
        ("30.5,S,ugm-3", "not_actual"),
        ("30.5,P,", "no_unit"),
        ("30.5,P,furlong", "wrong_unit"),
        ("30.5,P,degC", "wrong_unit"),
        ("thirty,P,ugm-3", "wrong_shape"),
        ("1e400,P,ugm-3", "wrong_shape"),
        ("nan,P,ugm-3", "wrong_shape"),
    ],
)
def test_a_value_that_is_not_believed(cell: str, reason: str) -> None:
    found = read(Aurn(), file(f"20-11-2026,01:00,1,P,ugm-3,{cell},,,,1,P,ugm-3\n"))
    assert reasons(found) == [reason]
    assert found.refusals[0].what == "Leeds Centre"


def test_carbon_monoxide_comes_in_milligrams() -> None:
    header = "Date,time,Carbon monoxide,status,unit\n"
    found = read(Aurn(), file("20-11-2026,01:00,0.2,P,mgm-3\n", header))
    assert found.readings[0].value == 0.2


def test_negative_values_of_a_drifting_analyser_are_values() -> None:
    found = read(Aurn(), file("20-11-2026,01:00,1,P,ugm-3,-0.9,P,ugm-3,,,,1,P,ugm-3\n"))
    assert found.readings[0].value == -0.9


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"<html>down for maintenance</html>", "unreadable"),
        (b"", "unreadable"),
        (b"\xff\xfe\x00", "unreadable"),
        (b"x" * 9_000_000, "too_big"),
        (file(above="no name here\n"), "missing"),
        (file(header="Date,time,Nitric oxide,status,unit\n"), "unknown_type"),
        (file("20-11-2026,99:00,1,P,ugm-3,2,P,ugm-3,,,,1,P,ugm-3\n"), "wrong_time"),
    ],
)
def test_a_file_that_is_none(data: bytes, reason: str) -> None:
    assert reasons(read(Aurn(), data)) == [reason]


def test_the_settings_may_name_the_station() -> None:
    assert read(Aurn(options=Options(station="LEED")), file()).readings[0].sensor == "LEED"


DAILY = b"Date,NOx_1,PM10_1,PM2.5_2\n2019-01-01,21,No data,7\n2019-01-02,,14,No data\n"


def test_days_of_several_stations() -> None:
    found = read(AurnDaily(options=DailyOptions({"1": "Leeds Centre"})), DAILY)
    assert [(one.sensor, one.quantity, one.value, one.at.isoformat()) for one in found.readings] == [
        ("2", "pm2_5", 7, "2019-01-02T00:00:00+00:00"),
        ("Leeds Centre", "pm10", 14, "2019-01-03T00:00:00+00:00"),
    ]
    assert {one.covers for one in found.readings} == {dt.timedelta(days=1)}
    assert reasons(found) == ["unknown_type"]  # nitrogen oxides are not nitrogen dioxide


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"Day,PM10_1\n", "unreadable"),
        (b"Date,PM10_1\n01-01-2019,14\n", "wrong_time"),
        (b"Date,PM10_1\n2019-01-01,many\n", "wrong_shape"),
    ],
)
def test_days_that_cannot_be_read(data: bytes, reason: str) -> None:
    assert reasons(read(AurnDaily(), data)) == [reason]


def test_three_and_a_half_years_of_leeds() -> None:
    data = shared("air", "leeds_daily_2019_2022.csv").read_bytes()
    found = AurnDaily().parse(data, NOW)
    assert [one.what for one in found.refusals] == ["NOx_1", "NOx_2"]
    assert found.readings[0].at == dt.datetime(2019, 1, 2, tzinfo=dt.UTC)
    assert found.readings[-1].at == dt.datetime(2022, 9, 1, tzinfo=dt.UTC)
    assert len(found.readings) == sum(
        cell not in ("", "No data") for line in data.decode().splitlines()[1:] for cell in line.split(",")[3:]
    )
