"""Alerts in words for staff: every kind, level, phase and reason has them."""

from __future__ import annotations

import datetime as dt
from typing import get_args

import pytest
from msgspec import structs

from bot.console import alert_words as words
from bot.console.council_page import reading_age
from notifier.alert import (
    AirFacts,
    Area,
    FloodFacts,
    Kind,
    Phase,
    Publisher,
    SensorFacts,
    WeatherFacts,
)
from notifier.status import Status
from tests.alerted import WEATHER, council

AT = dt.datetime(2026, 11, 24, 8, 0, tzinfo=dt.UTC)


def test_every_kind_phase_and_status_has_words() -> None:
    assert set(words.KINDS) == set(get_args(Kind))
    assert set(words.PHASES) == set(get_args(Phase))
    assert set(words.DELIVERY) == set(get_args(Status))


@pytest.mark.parametrize("kind", get_args(Kind))
def test_every_level_of_every_kind_has_words(kind: Kind) -> None:
    said = [words.level_of(kind, level) for level in range(5)]
    assert len(set(said)) == 5
    assert said[0] == "Over"


@pytest.mark.parametrize(
    ("facts", "title"),
    [
        (AirFacts("n", "North", 7, "no2", 1, 1, 1, AT, "x"), "Air in North"),
        (AirFacts("n", "", 7, "no2", 1, 1, 1, AT, "x"), "Air in n"),
        (WeatherFacts(("rain", "thunderstorm")), "Rain, thunderstorm"),
        (WeatherFacts((), other="Coastal event"), "Coastal event"),
        (WeatherFacts(()), "Weather"),
        (FloodFacts("River Aire at Kirkstall"), "River Aire at Kirkstall"),
        (SensorFacts("s", "Lamp 12", "no2", 1, 1, AT), "Lamp 12"),
        (council().facts, "No water"),
    ],
)
def test_an_alert_is_called_by_what_it_is_about(facts: object, title: str) -> None:
    assert words.title(structs.replace(WEATHER, facts=facts)) == title


@pytest.mark.parametrize(
    ("area", "where"),
    [
        (Area(everywhere=True), "The whole city"),
        (Area(districts=("LS9", "LS10")), "LS9, LS10"),
        (Area(geometry=b"x"), "An area on the map"),
        (Area(geometry=b"x", names=("Aire valley",)), "Aire valley"),
        (Area(sensor="s"), "Those who follow the sensor"),
    ],
)
def test_where_it_holds_is_said(area: Area, where: str) -> None:
    assert words.where(structs.replace(WEATHER, area=area)) == where


@pytest.mark.parametrize(
    ("status", "code", "said"),
    [
        ("suppressed", "quiet", "Their quiet hours; they are told when these end"),
        ("suppressed", "", "They want no messages, or cannot be reached"),
        ("suppressed", "novel", "novel"),
        ("expired", "superseded", "Too late to be of use: A newer version came first"),
        ("failed", "21610", "Refused by the provider: 21610"),
        ("undelivered", "", "Not delivered"),
        ("novel", "", "novel"),
    ],
)
def test_why_somebody_was_not_reached_is_said(status: str, code: str, said: str) -> None:
    assert words.why(status, code) == said


def test_the_publisher_is_no_part_of_what_it_is_called() -> None:
    other = structs.replace(WEATHER, publisher=Publisher("Somebody else"))
    assert words.title(other) == words.title(WEATHER)


def test_a_reading_age_needs_two_sentences() -> None:
    assert reading_age("The water is off.") is None
    assert reading_age("The water is off. Get a bottle now.") == 6
    hard = "Infrastructural rehabilitation necessitates relocation. Subsequent notification is forthcoming."
    age = reading_age(hard)
    assert age is not None
    assert age > 20
