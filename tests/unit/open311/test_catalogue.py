"""A request is made to fit what the other system asks for, and what it asks for is looked at now and then."""

from __future__ import annotations

import datetime as dt
from collections.abc import AsyncIterator
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.clock import FixedClock
from bot.open311.catalogue import FRESH, Catalogue, Unfit, _given
from bot.open311.client import Endpoint, Open311
from bot.open311.errors import Open311Error
from bot.open311.shapes import Attribute, NewRequest, Value
from bot.secret import Secret
from tests.open311_server import KEY, FakeOpen311

NOW = dt.datetime(2026, 11, 20, 9, 0, tzinfo=dt.UTC)
ANSWERS = (("room", "kitchen"), ("people", "under5"), ("people", "heart"), ("worse", "yes"), ("note", "x"))
TAP = NewRequest(service="tap", address_id="1", attributes=ANSWERS)


def asked(code: str, datatype: str = "string", **more: Any) -> dict[str, Any]:
    values = [{"key": key, "name": key.title()} for key in more.pop("values", ())]
    return {"variable": True, "code": code, "datatype": datatype, "required": False, "order": 1, **more} | (
        {"values": values} if values else {}
    )


@pytest.fixture
def clock() -> FixedClock:
    return FixedClock(NOW)


@pytest.fixture
async def council() -> AsyncIterator[FakeOpen311]:
    async with FakeOpen311().serving() as made:
        yield made


@pytest.fixture
async def catalogue(council: FakeOpen311, clock: FixedClock) -> AsyncIterator[Catalogue]:
    client = Open311(Endpoint(council.url, Secret(KEY)))
    yield Catalogue(client, clock.now)
    await client.close()


async def test_only_what_is_asked_for_is_given(council: FakeOpen311, catalogue: Catalogue) -> None:
    council.service("tap", "Taps", "realtime", asked("room"), asked("worse"))
    assert (await catalogue.fitted(TAP)).attributes == (("room", "kitchen"), ("worse", "yes"))


async def test_nothing_is_given_to_a_service_without_questions(
    council: FakeOpen311, catalogue: Catalogue
) -> None:
    council.service("tap", "Taps")
    assert (await catalogue.fitted(TAP)).attributes == ()
    assert council.asked == ["GET /services.xml"], "nor is it asked for any"


async def test_an_answer_of_a_list_has_to_be_on_it(council: FakeOpen311, catalogue: Catalogue) -> None:
    room = asked("room", "singlevaluelist", values=("hall", "loft"))
    people = asked("people", "multivaluelist", values=("heart", "under5"))
    council.service("tap", "Taps", "realtime", room, people)
    assert (await catalogue.fitted(TAP)).attributes == (("people", "under5"), ("people", "heart"))


async def test_what_is_required_has_to_be_known(council: FakeOpen311, catalogue: Catalogue) -> None:
    room = asked("room", "singlevaluelist", required=True, values=("hall",))
    council.service(
        "tap", "Taps", "realtime", room, asked("asset", required=True), asked("note", required=True)
    )
    with pytest.raises(Unfit, match=r"^they ask for what is not known here: room, asset$"):
        await catalogue.fitted(TAP)


async def test_what_is_only_shown_is_never_answered(council: FakeOpen311, catalogue: Catalogue) -> None:
    council.service("tap", "Taps", "realtime", asked("note", variable=False, required=True))
    assert (await catalogue.fitted(TAP)).attributes == ()


async def test_a_service_that_is_not_there_is_looked_for_again(
    council: FakeOpen311, catalogue: Catalogue
) -> None:
    with pytest.raises(Unfit, match="they have no service with the code tap"):
        await catalogue.fitted(TAP)
    council.service("tap", "Taps")
    await catalogue.fitted(TAP)


async def test_it_is_asked_once_an_hour(
    council: FakeOpen311, catalogue: Catalogue, clock: FixedClock
) -> None:
    council.service("tap", "Taps", "realtime", asked("room"))
    for _ in range(3):
        await catalogue.fitted(TAP)
    assert council.asked == ["GET /services.xml", "GET /services/tap.xml"]
    clock.advance(FRESH)
    council.service("tap", "Taps", "realtime", asked("worse"))
    assert (await catalogue.fitted(TAP)).attributes == (("worse", "yes"),)
    assert len(council.asked) == 4


async def test_a_list_that_cannot_be_had_is_no_empty_one(council: FakeOpen311, catalogue: Catalogue) -> None:
    council.fault = "503"
    with pytest.raises(Open311Error):
        await catalogue.fitted(TAP)
    council.fault = ""
    council.service("tap", "Taps")
    await catalogue.fitted(TAP)


@given(
    keys=st.sets(st.sampled_from("abcdef")),
    values=st.lists(st.sampled_from("abcdefgh"), max_size=6),
    kind=st.sampled_from(("singlevaluelist", "multivaluelist", "string", "number")),
)
def test_what_is_given_always_fits(keys: set[str], values: list[str], kind: str) -> None:
    question = Attribute(code="q", datatype=kind, values=tuple(Value(key, key) for key in sorted(keys)))
    new = NewRequest(service="s", attributes=tuple(("q", value) for value in values))
    found = _given(new, question)
    assert len(found) <= (len(values) if kind == "multivaluelist" else 1)
    assert "list" not in kind or set(found) <= keys
    assert set(found) <= set(values)
