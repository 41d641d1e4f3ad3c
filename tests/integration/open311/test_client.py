"""What another system answers, and what that means: in both formats, and for everything that can go wrong."""

from __future__ import annotations

import datetime as dt

import pytest

from bot.open311.errors import Open311Error
from bot.open311.shapes import Accepted, Format, NewRequest, Value, Wanted
from tests.integration.open311.conftest import Clients
from tests.open311_server import JURISDICTION, KEY, FakeOpen311

LEAK = NewRequest(
    service="repairs",
    description="Water drips — «zażółć»\non the floor & <b>more</b>",
    address="Flat 1, Oak Court, LS8 1AA",
    address_id="1001",
    attributes=(("room", "kitchen"), ("people", "under5"), ("people", "heart")),
    phone="07700 900001",
)
ROOM = {
    "variable": True,
    "code": "room",
    "datatype": "singlevaluelist",
    "required": True,
    "datatype_description": None,
    "order": 2,
    "description": "Where?",
    "values": [{"key": "kitchen", "name": "Kitchen"}, {"key": "1", "name": "Hall & stairs"}],
}
FREE = {
    "variable": False,
    "code": "hint",
    "datatype": "string",
    "required": False,
    "order": 1,
    "description": ".",
}


async def test_services_and_their_attributes(council: FakeOpen311, clients: Clients, format: Format) -> None:
    council.service("leak", "Leaks", "batch", ROOM, FREE)
    client = clients(council.url, format)
    housing, leak = await client.services()
    assert (housing.code, housing.name, housing.metadata) == ("repairs", "Housing repairs", False)
    assert (leak.gives, leak.metadata, leak.keywords) == ("batch", True, ("a", "b"))
    asked = await client.definition("leak")
    assert [one.code for one in asked.attributes] == ["hint", "room"], "by their order"
    assert asked.attributes[1].required
    assert asked.attributes[1].values == (Value("kitchen", "Kitchen"), Value("1", "Hall & stairs"))
    assert (asked.has("room"), asked.has("hint"), asked.has("other")) == (True, False, False)


async def test_a_request_is_made_and_found_again(
    council: FakeOpen311, clients: Clients, format: Format
) -> None:
    council.jurisdiction = JURISDICTION
    client = clients(council.url, format)
    made = await client.post(LEAK)
    assert made == Accepted("293944", notice="We look at it.")
    found = await client.request(made.id)
    assert found is not None
    assert (found.id, found.status, found.service) == ("293944", "open", "repairs")
    assert found.description == LEAK.description
    assert found.requested == dt.datetime(2026, 11, 20, 9, tzinfo=dt.UTC)
    assert (found.expected, found.latitude) == (None, None)


async def test_the_form_is_that_of_the_specification(council: FakeOpen311, clients: Clients) -> None:
    await clients(council.url).post(LEAK)
    form = council.posted[0]
    assert dict(form)["api_key"] == KEY
    assert dict(form)["jurisdiction_id"] == JURISDICTION
    assert ("attribute[room]", "kitchen") in form
    assert [value for name, value in form if name == "attribute[people][]"] == ["under5", "heart"]
    assert not {"email", "device_id", "lat", "media_url"} & set(dict(form)), "what is empty is not sent"


async def test_a_description_is_no_longer_than_may_be(council: FakeOpen311, clients: Clients) -> None:
    await clients(council.url).post(NewRequest(service="repairs", address_id="1", description="ü" * 9_000))
    assert dict(council.posted[0])["description"] == "ü" * 4_000


async def test_the_key_is_in_no_address(council: FakeOpen311, clients: Clients) -> None:
    client = clients(council.url)
    await client.post(LEAK)
    await client.request("293944")
    assert not any(KEY in one for one in council.asked)
    assert council.keys == ["", KEY], "asked for, it is in a header"


async def test_a_token_stands_for_a_number_that_is_to_come(
    council: FakeOpen311, clients: Clients, format: Format
) -> None:
    council.service("repairs", "Housing repairs", "batch")
    client = clients(council.url, format)
    made = await client.post(LEAK)
    assert made == Accepted("", "t1")
    council.tokens["t1"] = ""
    assert await client.token("t1") == ""
    council.tokens["t1"] = "293944"
    assert await client.token("t1") == "293944"


async def test_a_black_box_gives_nothing(council: FakeOpen311, clients: Clients, format: Format) -> None:
    council.service("repairs", "Housing repairs", "blackbox")
    assert await clients(council.url, format).post(LEAK) == Accepted(notice="We look at it.")


async def test_a_list_of_one_that_is_none(council: FakeOpen311, clients: Clients, format: Format) -> None:
    council.single = True
    client = clients(council.url, format)
    made = await client.post(LEAK)
    assert made.id == "293944"
    assert [one.id for one in await client.requests(Wanted())] == ["293944"]
    assert [one.code for one in await client.services()] == ["repairs"]


async def test_all_that_is_public(council: FakeOpen311, clients: Clients, format: Format) -> None:
    client = clients(council.url, format)
    await client.post(LEAK)
    start = dt.datetime(2026, 11, 1, tzinfo=dt.UTC)
    found = await client.requests(Wanted(services=("repairs",), statuses=("open",), start=start))
    assert [one.id for one in found] == ["293944"]


@pytest.mark.parametrize(
    ("fault", "kind", "code"),
    [
        ("400", "refused", "400"),
        ("401", "refused", "401"),
        ("403", "refused", "403"),
        ("404", "refused", "404"),
        ("redirect", "refused", "307"),
        ("429", "busy", "429"),
        ("500", "busy", "500"),
        ("502", "busy", "502"),
        ("503", "busy", "503"),
        ("504", "lost", "504"),
        ("cut", "lost", "lost"),
        ("lost", "lost", "lost"),
        ("slow", "lost", "lost"),
        ("html", "unreadable", "unreadable"),
        ("empty", "unreadable", "unreadable"),
        ("huge", "unreadable", "unreadable"),
        ("broken", "unreadable", "unreadable"),
        ("bomb", "unreadable", "unreadable"),
        ("entity", "unreadable", "unreadable"),
    ],
)
@pytest.mark.parametrize("what", ["post", "services"])
async def test_every_fault_has_its_meaning(
    council: FakeOpen311, clients: Clients, what: str, fault: str, kind: str, code: str
) -> None:
    council.fault = fault
    council.elsewhere = f"{council.url}/services.xml"
    client = clients(council.url, patience=0.3 if fault == "slow" else 5.0)
    with pytest.raises(Open311Error) as problem:
        await (client.post(LEAK) if what == "post" else client.services())
    assert (problem.value.kind, problem.value.code) == (kind, code)
    assert "Oak Court" not in str(problem.value)
    most = 1 if what == "post" or fault == "redirect" else 2  # a connection that is cut is tried anew
    assert len(council.asked) <= most


async def test_nobody_there_means_that_nothing_went_out(clients: Clients, council: FakeOpen311) -> None:
    client = clients("http://127.0.0.1:9/v2")
    with pytest.raises(Open311Error) as problem:
        await client.post(LEAK)
    assert problem.value.kind == "silent"


async def test_what_they_say_is_for_staff_alone(
    council: FakeOpen311, clients: Clients, format: Format
) -> None:
    council.fault, council.message = "400", "phone 07700 900001\nis not valid"
    with pytest.raises(Open311Error) as problem:
        await clients(council.url, format).post(LEAK)
    assert problem.value.words == "phone 07700 900001 is not valid"
    assert "07700" not in str(problem.value)
    assert "07700" not in problem.value.reason
    assert problem.value.reason == "400: the other system refuses it"


async def test_the_same_again_is_a_duplicate(council: FakeOpen311, clients: Clients, format: Format) -> None:
    client = clients(council.url, format)
    await client.post(LEAK)
    with pytest.raises(Open311Error) as problem:
        await client.post(LEAK)
    assert problem.value.duplicate
    assert len(council.made) == 1


@pytest.mark.parametrize("patience", ["90", "999999", "soon", "Fri, 20 Nov 2026 10:00:00 GMT"])
async def test_the_time_that_they_ask_for_is_bounded(
    council: FakeOpen311, clients: Clients, patience: str
) -> None:
    council.fault, council.retry_after = "503", patience
    with pytest.raises(Open311Error) as problem:
        await clients(council.url).services()
    assert problem.value.after == {"90": 90.0, "999999": 7200.0}.get(patience, 0.0)


@pytest.mark.parametrize("id", ["..", ".", ""])
async def test_a_number_of_dots_leads_nowhere_else(council: FakeOpen311, clients: Clients, id: str) -> None:
    with pytest.raises(Open311Error):
        await clients(council.url).request(id)
    assert council.asked == []


async def test_a_number_is_one_part_of_the_address(council: FakeOpen311, clients: Clients) -> None:
    with pytest.raises(Open311Error) as problem:
        await clients(council.url).request("1/../../services")
    assert problem.value.status == 404


async def test_an_answer_about_another_request_is_none(council: FakeOpen311, clients: Clients) -> None:
    client = clients(council.url)
    await client.post(LEAK)
    council.made["1"] = council.made["293944"]
    assert await client.request("1") is None
