"""What the tool says of services, on made-up places and the answers of Leeds."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pytest

from accessibility.renderers import renderer
from bot.clock import FixedClock
from bot.handover.cards import Cards
from bot.knowledge.city import city
from bot.tool_inputs import FindService
from bot.tool_services import ServiceTools
from channels.mcp import Answer
from locales import catalogue
from nlu.understanding import Understanding, Understands
from tests.services_made_up import PHONE, WEEKDAYS, directory, service
from tests.unit.answers.resident import DEPARTMENTS, LEEDS, PHONES
from tests.unit.dialogue.hear import hear

NOW = dt.datetime(2026, 11, 24, 10, tzinfo=dt.UTC)
SCREEN = renderer("screen", catalogue.shipped())
PLACES = [service(f"{name} Library", miles=miles, times=WEEKDAYS) for miles, name in enumerate("ABCD", 1)]
SHOWN = (*PLACES, service("The Museum", "museum", phones=(PHONE,)))


class Hears(Understands):
    """Understands each matter as it was set to."""

    def __init__(self, intent: str, **entities: str) -> None:
        self.intent, self.entities = intent, entities

    async def understand(self, text: str, language: str) -> Understanding:
        return hear(text, intent=self.intent, entities=self.entities).understanding


async def found(folder: Path, matter: str, intent: str, place: str = "", **entities: str) -> Answer:
    tools = ServiceTools(
        city("leeds"),
        directory(folder, SHOWN),
        LEEDS,
        DEPARTMENTS,
        PHONES,
        Hears(intent, **entities),
        Cards(PHONES, lambda: NOW.date()).replies,
        FixedClock(NOW),
        lambda text: SCREEN.render(text, "en").text,
        "https://bins.example.org",
    )
    return await tools.find_service(FindService(matter, place))


async def data(folder: Path, matter: str, intent: str, place: str = "", **entities: str) -> dict[str, Any]:
    return dict((await found(folder, matter, intent, place, **entities)).data)


async def test_three_places_the_nearest_first_with_when_they_are_open(tmp_path: Path) -> None:
    told = await data(tmp_path, "a library", "services.find", "ls1 1aa", service="library")
    assert [one["name"] for one in told["places"]] == ["A Library", "B Library", "C Library"]
    first = told["places"][0]
    assert (first["open"], first["opening"]) == (True, "It is open now, until 5pm.")
    assert first["metres"] == 1609
    assert first["address"] == "A Library Street, Leeds"
    assert first["link"].startswith("https://bins.example.org/places/")
    assert first["source"] == {
        "name": "A directory",
        "url": "https://directory.example.org",
        "read": "2026-11-24",
    }


async def test_what_is_not_known_of_a_place_is_left_out(tmp_path: Path) -> None:
    [museum] = (await data(tmp_path, "the museum", "", service="museum"))["places"]
    assert museum["phone"] == PHONE
    assert museum.keys().isdisjoint({"open", "opening", "metres"})


@pytest.mark.parametrize(
    ("matter", "intent", "kind", "said"),
    [
        ("how do i pay my council tax", "council_tax", "answer", "Direct Debit"),
        ("paying it", "", "answer", "Direct Debit"),
        ("an old sofa", "bins.bulky", "answer", "recycling centre"),
        ("register to vote", "services.contact", "line", "voting"),
        ("when is my bin emptied", "bins.next", "line", "bins and rubbish"),
        ("a swimming pool", "services.find", "line", "0113 222 4444"),
        ("gas", "safety.gas", "danger", "0800 111 999"),
    ],
)
async def test_where_there_is_no_place(
    tmp_path: Path, matter: str, intent: str, kind: str, said: str
) -> None:
    answer = await found(tmp_path, matter, intent)
    assert answer.data["status"] == kind
    assert said in answer.text


async def test_of_several_answers_none_is_chosen(tmp_path: Path) -> None:
    answer = await found(tmp_path, "council tax", "council_tax")
    assert len(answer.data["options"]) > 5
    assert "Paying it" in answer.text


@pytest.mark.parametrize(("place", "postcode"), [("M1 1AA", ""), ("", "M1 1AA")])
async def test_a_place_of_another_city_is_none(tmp_path: Path, place: str, postcode: str) -> None:
    told = await data(tmp_path, "a library", "services.find", place, service="library", postcode=postcode)
    assert told == {"status": "unknown_place"}
