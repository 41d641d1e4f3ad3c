"""What is wrong with an answer is said with file and line; what is over or unconfirmed is not told."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from bot.answer_checks import look
from bot.knowledge.answers.answers import Answers
from bot.knowledge.answers.loading import read_answer, read_answers
from bot.knowledge.answers.values import told
from bot.knowledge.city import city
from bot.knowledge.data import CITIES, DataError
from bot.knowledge.dated import Standing
from bot.knowledge.directory.phones import Phones
from tests.unit.answers.files import write

LEEDS, PHONES = city("leeds"), Phones.load("leeds")
TODAY = dt.date(2026, 11, 24)
DAY = dt.timedelta(days=1)


@pytest.mark.parametrize(
    ("words", "front", "says"),
    [
        ("You pay 3 pounds.", {}, r"line 10: a digit"),
        ("Fine.\n\nSee www.leeds.gov.uk now.", {}, r"line 12: a link"),
        ("Call {phone}.", {}, r"line 10: \{phone:\} is none of"),
        ("On {day:tomorrow}.", {}, r"line 10: \{day:tomorrow\}"),
        ("It is {money:some}.", {}, r"line 10: \{money:some\}"),
        ("A {colour:red} bin.", {}, r"line 10: \{colour:red\}"),
        ("", {}, "no answer below"),
        ("Fine.", {"link": "http://www.gov.uk"}, r"alone\.md:5"),
        ("Fine.", {"link": "https://gov uk/x"}, r"alone\.md:5"),
        ("Fine.", {"link": "council-tax.html"}, r"alone\.md:5"),
        ("Fine.", {"status": "sure"}, r"alone\.md:8"),
        ("Fine.", {"title": "plain words"}, r"alone\.md:2"),
        ("Fine.", {"review": "2026-11-20"}, "review is before"),
        ("Fine.", {"intents": "[]"}, "at least one intent"),
        ("Fine.", {"colour": "red"}, "colour"),
    ],
)
def test_a_fault_is_named_with_its_place(cities: Path, words: str, front: dict[str, str], says: str) -> None:
    path = write(cities, "uk/alone", words, **front)
    with pytest.raises(DataError, match=says) as refused:
        read_answer(path, cities)
    assert str(path) in str(refused.value)


def test_a_rule_that_cannot_be_read_names_its_file(cities: Path) -> None:
    write(cities, "uk/alone", words="Fine.")
    path = cities / "uk" / "answers" / "alone.md"
    path.write_text(path.read_text().replace("status:", "words: {en: ['<nobody>']}\nstatus:"))
    with pytest.raises(DataError, match=r"uk/answers/alone\.md: words: .*nobody"):
        Answers.load("leeds", cities)


@pytest.mark.parametrize(
    ("front", "on", "standing"),
    [
        ({}, TODAY, "fine"),
        ({"review": "2027-01-10"}, TODAY, "soon"),
        ({}, dt.date(2027, 5, 19), "soon"),
        ({}, dt.date(2027, 5, 20), "over"),
        ({"review": "2029-01-01"}, dt.date(2027, 11, 19), "soon"),
        ({"review": "2029-01-01"}, dt.date(2027, 11, 20), "over"),
        ({"status": "unverified"}, TODAY, "unconfirmed"),
    ],
)
def test_only_what_is_confirmed_and_not_over_is_told(
    cities: Path, front: dict[str, str], on: dt.date, standing: Standing
) -> None:
    answer = read_answer(write(cities, "uk/alone", **front), cities)
    assert answer.dated.standing(on) == standing
    assert answer.certain(on) is (standing in ("fine", "soon"))


def test_values_are_typed_and_an_uncertain_number_is_the_main_line(cities: Path) -> None:
    words = "Call {phone:homeless} by {day:2027-04-01}: {count:2} of {money:25.50} for {council}."
    text = told(read_answer(write(cities, "uk/x", words), cities), PHONES, "Leeds City Council", TODAY)
    assert {name: type(value).__name__ for name, value in text.values.items()} == {
        "phone": "Phone",
        "day": "Day",
        "count": "Count",
        "money": "Money",
        "council": "Place",
    }
    assert getattr(text.values["phone"], "number") == "0113 222 4444"  # noqa: B009 - the value is a union


@pytest.mark.parametrize(
    ("words", "front", "says"),
    [
        ("Call {phone:nobody}.", {}, "'nobody'"),
        ("Fine.", {"phone": "nobody"}, "'nobody'"),
        ("Fine.", {"link": "https://example.com/tax"}, "example.com"),
        ("Fine.", {"link": "https://notgov.uk/tax"}, "notgov.uk"),
        ("You should submit a remittance.", {}, "R03"),
        ("Considerable administrative complications necessitate individual determination.", {}, "grade"),
        (f"You {'can ' * 20}go.", {}, "R01"),
    ],
)  # fmt: skip
def test_a_check_finds_what_the_file_alone_does_not_show(
    cities: Path, words: str, front: dict[str, str], says: str
) -> None:
    (cities / "uk").mkdir()
    (cities / "uk" / "departments.yaml").write_text((CITIES / "uk" / "departments.yaml").read_text())
    write(cities, "uk/alone", words, **front)
    found = [one.says for one in look(LEEDS, PHONES, TODAY, cities) if one.broken]
    assert len(found) >= 1
    assert any(says in one for one in found)


@pytest.mark.parametrize("name", ["leeds", "leicester"])
def test_every_shipped_answer_is_sound_and_told_today(name: str) -> None:
    found = list(look(city(name), Phones.load(name), TODAY))
    assert [one.says for one in found if one.broken] == []
    assert all(one.certain(TODAY) for one in read_answers(name))


def test_a_stale_answer_is_found_but_breaks_nothing() -> None:
    later = TODAY + 400 * DAY
    found = [one for one in look(LEEDS, PHONES, later) if "not told" in one.says and ".md" in one.says]
    assert len(found) == len(read_answers("leeds"))
    assert not any(one.broken for one in found)
