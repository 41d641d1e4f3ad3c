"""What is pushed: the fact first, then what to do, in one text message where it can be, by all the rules."""

from __future__ import annotations

import datetime as dt

import pytest
from msgspec import structs

from accessibility.renderers import MODALITIES, Modality
from accessibility.text import Count, Plain
from notifier.air.advice import Step
from notifier.alert import Alert, CouncilFacts, FloodFacts, Level, Phase, SensorFacts, WeatherFacts
from notifier.reading import UNITS
from notifier.words import advice as advices
from notifier.words.names import IN_THE_AIR, KINDS, QUANTITIES, measure
from notifier.words.reader import number
from notifier.words.said import said
from tests.unit.notifier.alert_words import alert, every, facts, faults, made_up, read, segments, text, words

EVERY = [
    pytest.param(one, told, at_risk, id=f"{one.kind}-{told}-{one.level}{'-at_risk' if at_risk else ''}")
    for one, told, at_risk in every()
]


# All of them


@pytest.mark.parametrize("modality", MODALITIES)
@pytest.mark.parametrize(("of", "told", "at_risk"), EVERY)
def test_every_alert_keeps_all_rules(of: Alert, told: Phase, at_risk: bool, modality: Modality) -> None:
    for near in ("LS9", "LS12", ""):
        assert faults(words(of, told, at_risk=at_risk, near=near), modality) == []


@pytest.mark.parametrize("modality", MODALITIES)
@pytest.mark.parametrize("kind", ["air", "sensor"])
@pytest.mark.parametrize("level", [2, 3, 4])
def test_made_up_data_of_simple_sensors_keep_them_too(kind: str, level: Level, modality: Modality) -> None:
    reply = words(made_up("air" if kind == "air" else "sensor", level), at_risk=True)
    assert faults(reply, modality) == []
    assert "indicative" in text(reply)
    assert "made" in text(reply)


@pytest.mark.parametrize(("of", "told", "at_risk"), EVERY)
def test_new_alerts_all_clears_and_dangers_fit_one_text_message(
    of: Alert, told: Phase, at_risk: bool
) -> None:
    reply = words(of, told, at_risk=at_risk, near="LS9")
    longer = {
        ("weather", "new"),
        ("flood", "new"),
        ("flood", "clear"),
        ("sensor", "new"),
        ("sensor", "expired"),
    }
    short = told in ("new", "clear", "cancelled", "expired") and (of.kind, told) not in longer
    assert segments(reply) <= (1 if short or reply.importance == "safety" else 2)


@pytest.mark.parametrize(("of", "told", "at_risk"), EVERY)
def test_only_what_is_in_force_and_dangerous_is_about_safety(of: Alert, told: Phase, at_risk: bool) -> None:
    danger = of.level == 4 and of.kind != "sensor"
    assert words(of, told, at_risk=at_risk).importance == ("safety" if danger else "normal")


@pytest.mark.parametrize(("of", "told", "at_risk"), EVERY)
def test_what_can_be_replied_is_the_first_thing_that_is_left_out(
    of: Alert, told: Phase, at_risk: bool
) -> None:
    reply = words(of, told, at_risk=at_risk)
    last = reply.text.after[-1]
    assert last.spare
    assert "STOP" in last.msgid
    assert not reply.choices


def test_the_same_words_do_for_all_who_read_the_same() -> None:
    first, second = (words(alert("air", 3), near="LS9") for _ in range(2))
    assert first == second


# The air


def test_air_says_the_band_the_place_the_index_and_what_makes_it() -> None:
    assert text(words(alert("air", 3), near="LS9")) == (
        "Air pollution is HIGH near LS9 (index 7, fine particles). If you feel unwell, go outside less. "
        "Reply WHY, CHANGE or STOP."
    )


def test_for_the_whole_city_it_says_the_city() -> None:
    assert "is HIGH in Leeds (index 7" in text(words(alert("air", 3), near=""))


@pytest.mark.parametrize(
    ("told", "begins"),
    [
        ("update", "Air pollution is still HIGH near LS9"),
        ("upgrade", "Air pollution is up to HIGH near LS9"),
        ("downgrade", "Air pollution is down to HIGH near LS9"),
    ],
)
def test_air_that_rises_or_falls_says_so_first(told: Phase, begins: str) -> None:
    assert text(words(alert("air", 3), told, near="LS9")).startswith(begins)


def test_the_all_clear_of_the_air() -> None:
    assert text(words(alert("air", 0, "clear"), "clear", near="LS9")) == (
        "Air pollution is LOW again near LS9. Reply WHY, CHANGE or STOP."
    )


def test_who_asked_for_high_or_worse_hears_that_moderate_is_below_that() -> None:
    assert text(words(alert("air", 2, "downgrade", before=3), "clear", near="LS9")).startswith(
        "Air pollution is down to MODERATE near LS9. That is below the level you asked for."
    )


def test_air_of_which_nobody_knows_is_not_called_low() -> None:
    said_ = text(words(alert("air", 0, "expired"), "expired", near="LS9"))
    assert said_.startswith("We no longer know how bad the air is near LS9. No new readings come in.")
    assert "The last one was at 9am, Fri 20 Nov" in said_


def test_people_at_risk_are_told_of_heart_and_lungs() -> None:
    plain, at_risk = (text(words(alert("air", 3), at_risk=risk)) for risk in (False, True))
    assert "If your heart or lungs feel worse, go outside less." in at_risk
    assert "heart" not in plain


def test_at_moderate_people_go_on_as_usual() -> None:
    assert "Go on as usual, but go outside less if you feel unwell." in text(words(alert("air", 2)))


def test_unconfirmed_advice_is_never_said() -> None:
    for level in (2, 3, 4):
        for at_risk in (False, True):
            told = text(words(alert("air", level), at_risk=at_risk), "screen")
            assert "inhaler" not in told
            assert "exercise" not in told


def test_every_step_of_the_advice_has_words() -> None:
    assert set(advices.ADVICE) == set(Step.__args__)  # type: ignore[attr-defined]
    old = advices.advice("high", at_risk=True, day=dt.date(2020, 1, 1))
    assert [one.msgid for one in old] == [
        "Exercise less hard, above all outside.",
        "With asthma, you may need your inhaler more often.",
    ]


def test_before_any_advice_was_published_only_the_fact_is_told() -> None:
    assert advices.advice("high", at_risk=True, day=dt.date(2000, 1, 1)) == ()


@pytest.mark.parametrize("pollutant", list(IN_THE_AIR))
def test_every_pollutant_is_named(pollutant: str) -> None:
    about = structs.replace(facts("air", 3), pollutant=pollutant)
    assert text(words(alert("air", 3, about=about))).count("(index 7, ") == 1


# The weather


def test_a_warning_says_who_what_colour_and_what_that_means() -> None:
    assert text(words(alert("weather", 3), near="LS9")) == (
        "Met Office AMBER warning of snow and ice near LS9. It could be dangerous. Be prepared. "
        "It is for Sat 21 Nov, 5am to 11pm. Reply WHY, CHANGE or STOP."
    )


@pytest.mark.parametrize(
    ("level", "colour", "meaning"),
    [(2, "YELLOW", "Be aware"), (3, "AMBER", "Be prepared"), (4, "RED", "Danger to life")],
)
def test_no_colour_is_without_its_meaning(level: Level, colour: str, meaning: str) -> None:
    for told in ("new", "update"):
        for modality in MODALITIES:
            said_ = text(words(alert("weather", level), told), modality)
            assert colour in said_
            assert meaning in said_


def test_over_several_days_both_are_said() -> None:
    long = alert("weather", 2, onset=20, expires=48)
    assert "It is from Sat 21 Nov, 5am to Sun 22 Nov, 9am." in text(words(long))


def test_what_has_begun_says_only_until_when() -> None:
    assert "It lasts until Sat 21 Nov, 11pm." in text(words(alert("weather", 2, onset=-1)))
    assert "It lasts" not in text(words(alert("weather", 2, expires=None)))


def test_summer_time_is_said_on_the_wall_clock() -> None:
    summer = structs.replace(
        alert("weather", 2),
        at=dt.datetime(2026, 7, 1, 9, tzinfo=dt.UTC),
        onset=dt.datetime(2026, 7, 2, 11, tzinfo=dt.UTC),
        expires=dt.datetime(2026, 7, 2, 23, 30, tzinfo=dt.UTC),
    )
    assert "It is from Thu 2 Jul, midday to Fri 3 Jul, 12:30am." in text(words(summer))


def test_a_colour_that_changed_says_what_it_was() -> None:
    assert "It was YELLOW before." in text(words(alert("weather", 3, before=2), "upgrade"))
    assert "It was AMBER before." in text(words(alert("weather", 2, before=3), "downgrade"))
    assert "This has changed." in text(words(alert("weather", 3, before=3), "update"))


def test_the_end_of_a_warning() -> None:
    over = alert("weather", 0, "expired")
    assert text(words(over, "expired")).startswith(
        "Met Office warning of snow and ice near LS12: it is over."
    )
    assert text(words(over, "cancelled")).startswith("Met Office has cancelled its warning of snow and ice")
    assert text(words(alert("weather", 2), "clear")).startswith(
        "Met Office warning of snow and ice near LS12: now only YELLOW. That is below"
    )


def test_weather_that_our_list_lacks_is_in_its_publishers_words() -> None:
    about = WeatherFacts((), other="Volcanic ash")
    assert "warning of volcanic ash near" in text(words(alert("weather", 2, about=about)))
    assert "warning of bad weather near" in text(words(alert("weather", 2, about=WeatherFacts(()))))


# Floods


def test_a_flood_warning_says_who_where_what_to_do_and_whom_to_ask() -> None:
    assert text(words(alert("flood", 3), near="LS9")) == (
        "Environment Agency FLOOD WARNING near LS9: River Aire at Leeds City Centre. "
        "Flooding is expected: act now. Floodline: 0345 988 1188. Reply WHY, CHANGE or STOP."
    )


@pytest.mark.parametrize(
    ("level", "name", "step"),
    [
        (2, "FLOOD ALERT", "be prepared"),
        (3, "FLOOD WARNING", "act now"),
        (4, "SEVERE FLOOD WARNING", "Danger to life. Leave if told to. In danger, call 999."),
    ],
)
def test_each_of_the_three_says_what_to_do(level: Level, name: str, step: str) -> None:
    told = text(words(alert("flood", level)))
    assert f"Environment Agency {name} near" in told
    assert step in told


@pytest.mark.parametrize("level", [2, 3, 4])
def test_no_number_is_said_that_is_not_known(level: Level) -> None:
    reply = said(alert("flood", level), "new", at_risk=False, near="LS9", place="Leeds")
    assert "999" not in text(reply)
    assert "0345" not in text(reply)
    assert "call" not in text(reply)


def test_the_end_of_a_flood() -> None:
    over = alert("flood", 0, "clear")
    assert text(words(over, "clear")).startswith(
        "Environment Agency: the flood warning is over near LS12: River Aire at Leeds City Centre."
    )
    assert "has cancelled its flood warning" in text(words(over, "cancelled"))
    assert "now only a FLOOD ALERT near LS12" in text(words(alert("flood", 2), "clear"))


def test_a_flood_that_changed_says_what_it_was() -> None:
    assert "It was FLOOD ALERT before." in text(words(alert("flood", 3, before=2), "upgrade"), "screen")
    assert "This has changed." in text(words(alert("flood", 3), "update"), "screen")


def test_a_long_name_of_an_area_keeps_what_to_do() -> None:
    about = FloodFacts(
        "River Aire at Kirkstall, including Burley, Armley Mills and the Kirkstall Retail Park"
    )
    assert "In danger, call 999." in text(words(alert("flood", 4, about=about)))


# One sensor


def test_a_sensor_says_its_name_the_value_the_mark_and_that_it_is_indicative() -> None:
    assert text(words(alert("sensor", 3))).startswith(
        "Kirkstall Road: nitrogen dioxide is 235 micrograms, over the mark (200 micrograms). "
        "It is an indicative sensor."
    )


def test_a_reference_instrument_is_not_called_indicative() -> None:
    about = structs.replace(facts("sensor", 3), indicative=False)
    assert "indicative" not in text(words(alert("sensor", 3, about=about)))


@pytest.mark.parametrize(
    ("told", "says"),
    [
        ("update", "is still 235 micrograms, over the mark"),
        ("upgrade", "is up to 235 micrograms, over the next mark"),
        ("downgrade", "is down to 235 micrograms, still over 200 micrograms"),
        ("clear", "is down to 235 micrograms. That is below the level you asked for."),
        ("expired", "we no longer know the nitrogen dioxide"),
        ("cancelled", "We take back our alert about Kirkstall Road."),
    ],
)
def test_how_a_sensor_goes_on(told: Phase, says: str) -> None:
    assert says in text(words(alert("sensor", 3), told))


def test_a_sensor_that_is_under_its_mark_again() -> None:
    assert "is 20 micrograms, under the mark again." in text(words(alert("sensor", 0, "clear"), "clear"))


@pytest.mark.parametrize("quantity", list(UNITS))
def test_every_quantity_has_a_name_and_a_unit_in_words(quantity: str) -> None:
    about = SensorFacts("1", "Kirkstall", quantity, 21.5, 20.0, alert("sensor", 2).at)
    told = text(words(alert("sensor", 2, about=about)))
    assert quantity in QUANTITIES
    assert "is 21.5 " in told
    assert measure(quantity, 1).msgid != "%(number)s"


@pytest.mark.parametrize(
    ("value", "says"),
    [
        (55.0, Count(55)),
        (55.04, Count(55)),
        (55.26, Plain("55.3")),
        (-0.5, Plain("-0.5")),
        (234.6, Count(235)),
    ],
)
def test_a_number_is_as_exact_as_it_helps(value: float, says: Count | Plain) -> None:
    assert number(value) == says


# The council


def test_the_councils_own_words_come_with_how_much_they_matter() -> None:
    starts = {1: "From the council:", 2: "Important, from", 3: "URGENT. From", 4: "DANGER. From"}
    for level in (1, 2, 3, 4):
        told = text(words(alert("council", level)))
        assert told.startswith(starts[level])
        assert "Kirkgate is closed after a fire. Keep away." in told


def test_readers_get_the_words_in_their_language_where_staff_wrote_them() -> None:
    assert "Kirkgate jest zamknięta." in text(words(alert("council", 3), language="pl"), "screen")


def test_others_get_them_in_english_and_the_way_to_a_person() -> None:
    told = text(words(alert("council", 3), language="ur"), "screen")
    assert "Kirkgate is closed after a fire." in told
    assert "We have this only in English. For a person, reply 0." in told


def test_what_the_council_takes_back_or_ends() -> None:
    assert text(words(alert("council", 0, "cancelled"), "cancelled")).startswith(
        "The council takes this back:"
    )
    assert text(words(alert("council", 0, "expired"), "expired")).startswith("This is over:")


def test_percent_signs_in_staffs_words_are_only_words() -> None:
    about = CouncilFacts({"en": "Half price: 50% off at %(place)s."})
    assert "50% off at %(place)s." in text(words(alert("council", 1, about=about)))


# Names


def test_every_kind_of_alert_has_a_name() -> None:
    assert all(one.msgid for one in KINDS.values())
    assert len(KINDS) == 7


def test_text_of_a_place_is_a_value_and_never_translated() -> None:
    rendered = read(words(alert("air", 3)), "speech")
    assert "near L, S, one, two" in rendered.text
