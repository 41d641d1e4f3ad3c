"""What came and went, and the end of a subscription, in words."""

from __future__ import annotations

import datetime as dt

import pytest
from msgspec import structs

from accessibility.renderers import MODALITIES, Modality
from channels.message import Reply
from notifier.alert import Alert, Kind, Level, Phase
from notifier.words.digest import Passed, passed
from notifier.words.renewal import ended, ending
from tests.unit.notifier.alert_words import AT, KINDS, alert, facts, faults, made_up, segments, text

ONE = dt.datetime(2026, 11, 20, 1, 0, tzinfo=dt.UTC)
FIVE = dt.datetime(2026, 11, 20, 5, 0, tzinfo=dt.UTC)


def gone(
    kind: Kind = "air",
    worst: Level = 3,
    now: Level = 0,
    phase: Phase = "clear",
    start: dt.datetime = ONE,
    end: dt.datetime = FIVE,
    of: Alert | None = None,
) -> Passed:
    return Passed(of or alert(kind, worst), alert(kind, now, phase), start, end, "LS9")


def digest(*each: Passed, adviser: bool = False) -> Reply:
    return passed(each, adviser=adviser, place="Leeds")


@pytest.mark.parametrize("modality", MODALITIES)
@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("level", [2, 3, 4])
def test_every_kind_keeps_all_rules(kind: Kind, level: Level, modality: Modality) -> None:
    after: tuple[Level, Phase] = (0, "clear") if level == 2 else (2, "downgrade")
    for adviser in (False, True):
        assert faults(digest(gone(kind, level, *after), adviser=adviser), modality) == []


@pytest.mark.parametrize("modality", MODALITIES)
def test_all_kinds_at_once_keep_them_too(modality: Modality) -> None:
    each = [gone(kind, 3) for kind in KINDS]
    assert faults(digest(*each), modality) == []
    assert segments(digest(*each)) <= 2


def test_what_it_was_from_when_to_when_and_what_it_is_now() -> None:
    assert text(digest(gone())) == (
        "In your quiet hours: "
        "Air pollution was HIGH near LS9 (index 7, fine particles). It was on Fri 20 Nov, 1am to 5am. "
        "It is LOW now. "
        "Reply CHANGE or STOP."
    )


def test_over_midnight_both_days_are_said() -> None:
    told = text(digest(gone(start=dt.datetime(2026, 11, 19, 23, 30, tzinfo=dt.UTC))))
    assert "It was from Thu 19 Nov, 11:30pm to Fri 20 Nov, 5am." in told


@pytest.mark.parametrize(
    ("day", "hours"),
    [
        # 1am UTC is 2am in summer, which ends that night: 2am in summer, 5am in winter.
        (dt.date(2026, 10, 25), "1am to 5am"),
        (dt.date(2026, 3, 29), "2am to 6am"),
    ],
)
def test_on_both_sides_of_a_clock_change_the_times_are_those_of_the_wall(day: dt.date, hours: str) -> None:
    start, end = (dt.datetime.combine(day, one.timetz()) for one in (ONE, FIVE))
    assert hours in text(digest(gone(start=start, end=end)))


def test_what_nobody_knows_any_more_is_not_called_low() -> None:
    told = text(digest(gone(phase="expired")))
    assert "Air pollution was HIGH near LS9" in told
    assert "now" not in told


def test_made_up_air_is_said_to_be() -> None:
    assert "(made up: indicative index 7" in text(digest(gone(of=made_up("air", 3))))


def test_with_an_adviser_it_says_so() -> None:
    assert text(digest(gone(), adviser=True)).startswith("During your talk with us: Air")


def test_the_worst_comes_first_and_only_three_are_told() -> None:
    four = [gone("council", 2), gone("weather", 3), gone("flood", 4), gone("air", 2)]
    told = text(digest(*four), "screen").split("\n")
    assert "SEVERE FLOOD WARNING" in told[1]
    assert "AMBER" in told[4]
    assert told[-2] == "And 1 more."


def test_what_goes_on_more_mildly_says_how() -> None:
    assert "It is down to YELLOW now." in text(digest(gone("weather", 3, 2, "downgrade")))
    assert "It is down to FLOOD ALERT now." in text(digest(gone("flood", 3, 2, "downgrade")))


def test_the_councils_words_are_in_the_readers_language() -> None:
    reply = passed([gone("council")], adviser=False, place="Leeds", language="pl")
    assert "Kirkgate jest zamknięta." in text(reply, "screen")


def test_equal_digests_are_equal() -> None:
    assert digest(gone(), gone("flood")) == digest(gone("flood"), gone())


def test_a_sensor_that_is_not_in_the_list_of_quantities_still_has_a_name() -> None:
    odd = structs.replace(facts("sensor", 3), quantity="noise")
    assert "reading was over your mark" in text(digest(gone("sensor", of=alert("sensor", 3, about=odd))))


@pytest.mark.parametrize("modality", MODALITIES)
def test_the_end_of_a_subscription_keeps_all_rules(modality: Modality) -> None:
    for reply in (ending(dt.date(2027, 11, 20)), ended()):
        assert faults(reply, modality) == []


def test_the_end_is_told_with_the_word_that_puts_it_off() -> None:
    assert text(ending(AT.date())) == (
        "Your alerts end on Fri 20 Nov. To keep them, reply KEEP. Reply STOP to end them now."
    )
    assert text(ended()) == "Your alerts have ended. You can ask for them again at any time."
