"""Which answer a question gets: by its words, in the languages of the city, the city's own first."""

from __future__ import annotations

from pathlib import Path

import pytest

from accessibility.text import Text
from bot.knowledge.answers.answers import Answers
from locales import catalogue
from tests.unit.answers.files import write

LEEDS = Answers.load("leeds")


def ids(text: str, intent: str = "council_tax") -> list[str]:
    return [one.id.removeprefix("council_tax_") for one in LEEDS.found(intent, text)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("im the only adult in the house now", ["alone"]),
        ("i got a summons and im worried", ["arrears"]),
        ("can i pay over 12 months instead of 10", ["paying"]),
        ("we are all students in this house and got a bill", ["students"]),
        ("what band is my house", ["band"]),
        ("moving out on friday what do i do about council tax", ["moving"]),
        ("i lost my bill", ["bill"]),
        ("we had the house changed for a wheelchair do we pay less", ["disabled"]),
        ("does my landlord pay the council tax", ["who"]),
        ("empty house council tax", ["empty"]),
        ("do i get a rebate on my tax", ["support"]),
        ("mum died and her bungalow is empty", ["alone", "empty"]),
        ("mieszkam sam, zniżka", ["alone"]),
        ("میں سٹوڈنٹ ہوں", ["students"]),
        ("council tax", []),
    ],
)
def test_words_choose_the_answer(text: str, found: list[str]) -> None:
    assert sorted(ids(text)) == found


def test_the_only_answer_to_an_intent_needs_no_words() -> None:
    assert ids("i want one", "bins.order") == ["bins_order"]


def test_a_title_in_the_residents_language_is_understood(cities: Path) -> None:
    write(cities, "uk/yes", title="!_ Yes")
    write(cities, "uk/no", title="!_ No")
    words = catalogue.shipped()

    def names(text: Text) -> list[str]:
        return [words.translate(text.msgid, "pl") or ""]

    assert [one.id for one in Answers.load("leeds", cities, names).found("council_tax", "Tak")] == ["yes"]


def test_a_general_answer_gives_way_to_a_special_one(cities: Path) -> None:
    write(cities, "uk/less", words="You may pay less.", general="true")
    write(cities, "uk/other", general="")
    for name, rule in (("less", "discount"), ("other", "alone")):
        path = cities / "uk" / "answers" / f"{name}.md"
        path.write_text(path.read_text().replace("status:", f"words: {{en: [{rule}]}}\nstatus:"))
    answers = Answers.load("leeds", cities)
    assert [one.id for one in answers.found("council_tax", "discount i live alone")] == ["other"]
    assert [one.id for one in answers.found("council_tax", "any discount")] == ["less"]


def test_a_citys_own_file_stands_in_place_of_the_countrys(cities: Path) -> None:
    write(cities, "uk/alone", "The country says so.")
    write(cities, "uk/band", "The band.")
    write(cities, "leeds/alone", "Leeds says so.")
    write(cities, "leicester/alone", "Leicester says so.")
    told = {one.id: one.paragraphs[0].msgid for one in Answers.load("leeds", cities).all}
    assert told == {"alone": "Leeds says so.", "band": "The band."}
