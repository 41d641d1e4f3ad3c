"""The safety cards: rules S1 to S5 of the safety registry."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator

import pytest

from accessibility.text import Key, Phone, Text
from bot.handover.cards import ADVICE, HAZARDS, OF_REPAIRS, Cards
from bot.handover.cards import HEARD as OF_WORDS
from bot.knowledge.directory.phones import Phones
from nlu.safety import HAZARDS as HEARD

TODAY = dt.date(2026, 11, 20)
CITIES = ("leeds", "leicester")
LONGEST_SENTENCE = 20


def card(hazard: str, city: str = "leeds", today: dt.date = TODAY) -> Text:
    (reply,) = Cards(Phones.load(city), lambda: today).replies(hazard)
    assert reply.importance == "safety"
    assert not reply.choices
    assert not reply.expects_answer
    return reply.text


def lines(text: Text) -> Iterator[Text]:
    yield text
    for more in text.after:
        yield from lines(more)


def numbers(text: Text) -> list[str]:
    return [
        value.number for line in lines(text) for value in line.values.values() if isinstance(value, Phone)
    ]


def test_there_is_a_card_for_everything_that_is_heard() -> None:
    assert set(OF_WORDS) == set(HEARD)
    assert set(HAZARDS) == set(HEARD) | set(OF_REPAIRS)


def test_advice_is_given_of_what_only_a_report_tells() -> None:
    assert set(ADVICE) < set(OF_REPAIRS)


@pytest.mark.parametrize("city", CITIES)
@pytest.mark.parametrize("hazard", HAZARDS)
def test_the_first_line_has_a_number_and_nothing_is_asked(hazard: str, city: str) -> None:
    text = card(hazard, city)
    assert any(isinstance(value, Phone) for value in text.values.values())
    assert not any("?" in line.msgid for line in lines(text))


@pytest.mark.parametrize("hazard", HAZARDS)
def test_the_emergency_number_or_the_gas_line_is_on_every_card(hazard: str) -> None:
    assert {"999"} & set(numbers(card(hazard)))


@pytest.mark.parametrize("hazard", HAZARDS)
def test_no_digits_in_the_words_and_short_sentences(hazard: str) -> None:
    for line in lines(card(hazard)):
        assert not re.search(r"\d", line.msgid)
        sentences = re.split(r"(?<=[.!])\s+", line.msgid)
        assert max(len(sentence.split()) for sentence in sentences) <= LONGEST_SENTENCE


@pytest.mark.parametrize(
    ("hazard", "city", "first"),
    [
        ("gas", "leeds", "0800 111 999"),
        ("fire_electric", "leeds", "999"),
        ("water", "leeds", "999"),
        ("health", "leeds", "999"),
        ("suicide", "leeds", "116 123"),
        ("abuse", "leeds", "999"),
        ("child", "leeds", "999"),
        ("homeless", "leicester", "0116 454 1008"),
        ("homeless", "leeds", "0113 222 4444"),  # the special number is not certain: the main line
    ],
)
def test_who_is_called_first(hazard: str, city: str, first: str) -> None:
    assert numbers(card(hazard, city))[0] == first


@pytest.mark.parametrize(
    ("hazard", "words"),
    [
        (
            "gas",
            (
                "Go outside now",
                "Use no switches",
                "phones indoors",
                "Open windows",
                "Do not go back in",
                "someone is ill",
            ),
        ),
        ("structure", ("Leave that room now", "hurt or more may fall", "Keep everybody out")),
        ("cold", ("Keep one room warm", "thin layers", "warm drinks", "sleepy")),
        ("insecure", ("trying to get in", "a room that locks", "afraid")),
        ("lift", ("alarm button", "is ill", "Do not force the doors")),
    ],
)
def test_what_the_cards_tell_to_do(hazard: str, words: tuple[str, ...]) -> None:
    said = " ".join(line.msgid for line in lines(card(hazard)))
    assert [one for one in words if one not in said] == []


@pytest.mark.parametrize(("hazard", "number"), [("cold", "111"), ("insecure", "101"), ("gas", "999")])
def test_who_is_called_when_it_is_less_urgent(hazard: str, number: str) -> None:
    assert numbers(card(hazard))[-1] == number


def test_a_childs_card_differs_by_city() -> None:
    assert "0116 454 1004" in numbers(card("child", "leicester"))
    assert "0113 222 4403" not in numbers(card("child", "leeds"))


def test_whoever_cannot_speak_is_told_what_to_press() -> None:
    keys = [
        value for line in lines(card("abuse")) for value in line.values.values() if isinstance(value, Key)
    ]
    assert keys == [Key("55")]


def test_years_later_the_emergency_number_still_stands() -> None:
    assert "999" in numbers(card("suicide", today=TODAY + dt.timedelta(days=2000)))


def test_an_unknown_hazard_gets_the_emergency_number() -> None:
    assert numbers(card("volcano")) == ["999"]
