"""An alert in words, for one kind of reader. Nothing here knows a single person: whoever reads the same
shares the words."""

from __future__ import annotations

from accessibility.text import Text
from channels.message import Reply
from notifier.alert import (
    SEVERE,
    AirFacts,
    Alert,
    CouncilFacts,
    FloodFacts,
    Phase,
    SensorFacts,
    WeatherFacts,
)
from notifier.words import air, council, flood, sensor, weather
from notifier.words.reader import Numbers, Reader, replies, where

NO_NUMBERS = Numbers()


def said(
    alert: Alert,
    told: Phase,
    *,
    at_risk: bool,
    near: str,
    place: str,
    language: str = "en",
    numbers: Numbers = NO_NUMBERS,
) -> Reply:
    """One version of an alert for those to whom it means `told`.

    `near` is the postcode district of theirs that it is about, empty for the whole city, whose name is
    `place`. `at_risk`: they want the health advice for people at risk. `language` chooses among the words of
    staff and `numbers` may be told; neither changes anything else. The first line is the fact. It is `safety`
    while there is danger to life; what one sensor shows is no danger yet.
    """
    reader = Reader(told, at_risk, where(near, place), language, numbers)
    severe = alert.level >= SEVERE and not reader.over and alert.kind != "sensor"
    text = _words(alert, reader).then(replies(severe))
    return Reply(text, importance="safety" if severe else "normal")


def _words(alert: Alert, reader: Reader) -> Text:
    match alert.facts:
        case AirFacts():
            return air.said(alert, alert.facts, reader)
        case WeatherFacts():
            return weather.said(alert, alert.facts, reader)
        case FloodFacts():
            return flood.said(alert, alert.facts, reader)
        case SensorFacts():
            return sensor.said(alert, alert.facts, reader)
        case CouncilFacts():
            return council.said(alert, alert.facts, reader)
