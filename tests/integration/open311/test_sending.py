"""A case gets to the council's own system: once, whatever happens on the way, and with no more than it
needs."""

from __future__ import annotations

import asyncio
import datetime as dt

import pytest
from sqlalchemy import Connection

from bot.clock import FixedClock
from bot.knowledge.repairs.case import Where
from bot.knowledge.repairs.changes import Close
from bot.knowledge.repairs.repairs import Repairs
from bot.open311.repairs import request
from bot.store.case_relays import OVER, UNSURE
from tests.databases import OpenStore
from tests.integration.open311.conftest import Clients
from tests.integration.open311.relaying import Relaying
from tests.integration.outbox.posting import rows
from tests.open311_server import FakeOpen311

BLOCK = Where("1001", "Flat 1, Oak Court, Leeds, LS8 1AA", "LS8 1AA", "Oak Court, Leeds, LS8 1AA")
EXTERNAL = {"variable": True, "code": "external_id", "datatype": "string", "required": False, "order": 1}


def sent(council: FakeOpen311, number: int = 0) -> dict[str, str]:
    return dict(council.posted[number])


async def test_a_new_case_is_sent_and_its_tenant_is_to_be_told(
    relaying: Relaying, council: FakeOpen311
) -> None:
    reference = await relaying.file()
    await relaying.drain()
    assert sent(council)["description"].startswith(
        f"Snicket reference {reference}.\nProblem: A tap: It drips"
    )
    found = await relaying.of(reference)
    assert (found.state, found.request, found.status) == ("sent", "293944", "received")
    await relaying.poll()
    assert await relaying.state(reference) == ("sent", "sent")
    assert (await relaying.events(reference))[-1] == "status"
    await relaying.poll()
    assert (await relaying.events(reference)).count("status") == 1, "it is told once"
    assert await rows(relaying.store, "status", "address", "body") == [("delivered", None, None)]


async def test_what_is_sent_is_what_a_repair_needs(relaying: Relaying, council: FakeOpen311) -> None:
    reference = await relaying.file(interpreter=True, language="pl", before="in May")
    await relaying.drain()
    form = sent(council)
    assert form["service_code"] == "repairs"
    assert form["address_string"] == "Flat 1, Oak Court, Leeds, LS8 1AA"
    assert (form["address_id"], form["phone"]) == ("1001", "07700 900001")
    assert form["description"].splitlines() == [
        f"Snicket reference {reference}.",
        "Problem: A tap: It drips",
        "Where in the home: kitchen",
        "Proposed priority: urgent",
        "In the tenant's words: the tap drips all night",
        "Somebody can come: in the morning",
        "There is a key safe.",
        "There are pets.",
        "To get in: ring twice",
        "An interpreter is needed: pl",
        "Reported before, they say: in May",
    ]
    assert not {"email", "first_name", "last_name", "device_id", "media_url", "lat", "long"} & set(form)
    whole = str(council.posted)
    assert "photo-1" not in whole
    assert "under5" not in whole, "who lives there stays here"
    assert "heart" not in whole


async def test_a_shared_part_goes_by_its_building(relaying: Relaying, council: FakeOpen311) -> None:
    await relaying.file(problem="light", detail="out", room="communal", where=BLOCK)
    await relaying.drain()
    assert sent(council)["address_string"] == "Oak Court, Leeds, LS8 1AA"
    assert "address_id" not in sent(council)
    assert "Flat 1" not in str(council.posted)


async def test_a_service_of_the_councils_own_is_used(
    relaying: Relaying, council: FakeOpen311, repairs: Repairs
) -> None:
    codes = {"tap": "plumbing", "tap.dripping": "drips"}
    relaying.relays._service = lambda problem, detail: codes.get(f"{problem}.{detail}") or codes[problem]
    room = {"variable": True, "code": "room", "datatype": "singlevaluelist", "required": True, "order": 1}
    council.service(
        "drips", "Drips", "realtime", {**room, "values": [{"key": "kitchen", "name": "K"}]}, EXTERNAL
    )
    reference = await relaying.file()
    await relaying.drain()
    form = sent(council)
    assert form["service_code"] == "drips"
    assert (form["attribute[room]"], form["attribute[external_id]"]) == ("kitchen", reference)
    assert "attribute[since]" not in form, "what is not asked for is not sent"


async def test_the_same_case_is_put_into_the_outbox_once(relaying: Relaying) -> None:
    reference = await relaying.file()
    case = (await relaying.of(reference)).case
    for event in ("new", "completed", "renewed", "status"):
        await relaying.store.database.write(
            lambda connection, event=event: relaying.relays.enqueue(connection, case, event)  # type: ignore[misc]
        )
    assert len(await rows(relaying.store, "key")) == 1


async def test_a_transaction_that_is_undone_sends_nothing(relaying: Relaying, council: FakeOpen311) -> None:
    def fails(connection: Connection, case: int, event: str) -> None:
        raise RuntimeError

    relaying.cases.listeners.append(fails)
    with pytest.raises(RuntimeError):
        await relaying.file()
    await relaying.drain()
    assert (council.posted, await relaying.rows()) == ([], 0)


async def test_two_processes_send_it_once(
    relaying: Relaying,
    open_store: OpenStore,
    clock: FixedClock,
    council: FakeOpen311,
    clients: Clients,
    repairs: Repairs,
) -> None:
    other = Relaying(await open_store(), clock, clients(council.url), repairs, "two")
    for number in range(6):
        await relaying.file(where=Where(str(number), f"{number} Elm Row, Leeds, LS8 1AB", "LS8 1AB"))
    await asyncio.gather(relaying.drain(), other.drain(), relaying.drain(), other.drain())
    references = [form["description"].splitlines()[0] for form in map(dict, council.posted)]
    assert len(references) == 6
    assert len(set(references)) == 6


@pytest.mark.parametrize("fault", ["lost", "504", "slow", "html"])
async def test_a_lost_answer_is_looked_for_in_their_list(
    relaying: Relaying,
    council: FakeOpen311,
    fault: str,
    clock: FixedClock,
    clients: Clients,
    repairs: Repairs,
) -> None:
    if fault == "slow":
        client = clients(council.url, patience=0.3)
        relaying = Relaying(relaying.store, clock, client, repairs, "one")
    reference = await relaying.file()
    council.fault, council.only, council.faults = fault, "POST", 1
    await relaying.drain()
    assert (await relaying.of(reference)).state == "sending"
    if fault in ("504", "html"):  # it came to nothing, or so nobody knows: their list will tell
        council.made["7"] = {**_row(), "description": f"<p>Snicket reference {reference}.</p>"}
    await relaying.drain(1)
    assert (await relaying.of(reference)).state == "sent"
    assert council.asked.count("POST /requests.xml") == 1
    assert (await relaying.of(reference)).request == next(iter(council.made))


async def test_what_their_list_surely_has_not_is_sent_again(relaying: Relaying, council: FakeOpen311) -> None:
    await relaying.file(problem="fence", detail="gate")
    await relaying.drain()
    reference = await relaying.file()
    council.fault, council.only, council.faults = "cut", "POST", 1
    await relaying.drain()
    await relaying.drain(1)
    await relaying.drain(1)
    assert (await relaying.of(reference)).state == "sent"
    assert len(council.made) == 2


async def test_what_nobody_can_tell_is_not_sent_again_by_itself(
    relaying: Relaying, council: FakeOpen311
) -> None:
    council.lists = False
    reference = await relaying.file()
    council.fault, council.only, council.faults = "lost", "POST", 1
    await relaying.drain()
    for _ in range(5):
        await relaying.drain(10)
        await relaying.poll(61)
    found = await relaying.of(reference)
    assert (found.state, found.problem, found.status) == ("unsure", UNSURE, "received")
    assert len(council.posted) == 1
    assert await relaying.relays.again(reference), "a member of staff has looked, and wants it sent"
    council.made.clear()
    await relaying.drain()
    assert (await relaying.of(reference)).state == "sent"
    assert not await relaying.relays.again(reference)


async def test_where_they_know_our_numbers_it_is_safe_to_send_it_again(
    relaying: Relaying, council: FakeOpen311
) -> None:
    council.lists = council.dedupes = False
    council.service("repairs", "Housing repairs", "realtime", EXTERNAL)
    reference = await relaying.file()
    council.fault, council.only, council.faults = "cut", "POST", 1
    await relaying.drain()
    await relaying.drain(1)
    await relaying.drain(1)
    assert (await relaying.of(reference)).state == "sent"
    assert sent(council)["attribute[external_id]"] == reference


async def test_a_server_that_failed_and_kept_it_after_all_says_duplicate(
    relaying: Relaying, council: FakeOpen311
) -> None:
    council.lists = False
    reference = await relaying.file()
    case = await relaying.of(reference)
    council.fault, council.only, council.faults = "500", "POST", 1
    await relaying.drain()
    assert (await relaying.of(reference)).problem == "500: the other system cannot take it now"
    description = request(case, relaying.repairs.tree).description
    council.made["7"] = {**_row(), "description": description}
    await relaying.drain(2)
    assert (await relaying.of(reference)).state == "sent"
    assert council.posted == []


async def test_somebody_elses_duplicate_is_not_ours(relaying: Relaying, council: FakeOpen311) -> None:
    reference = await relaying.file()
    council.fault, council.only = "400", "POST"
    await relaying.drain()
    found = await relaying.of(reference)
    assert (found.state, found.problem) == ("refused", "400: the other system refuses it")
    assert found.note.words == "base is a duplicate"
    assert await rows(relaying.store, "status", "code") == [("failed", "400")]


@pytest.mark.parametrize("fault", ["429", "500", "502", "503", "401", "403", "404", "redirect"])
async def test_what_was_not_taken_goes_later(relaying: Relaying, council: FakeOpen311, fault: str) -> None:
    reference = await relaying.file()
    council.fault, council.only, council.faults = fault, "POST", 2
    for minutes in (0, 3, 5):
        await relaying.drain(minutes)
    assert (await relaying.of(reference)).state == "sent"
    assert len(council.posted) == 1


async def test_a_system_that_is_down_over_a_weekend_gets_it_on_monday(
    relaying: Relaying, council: FakeOpen311
) -> None:
    reference = await relaying.file()
    council.fault = "503"
    for _ in range(22):
        await relaying.drain(180)
        await relaying.poll()
    assert (await relaying.of(reference)).state == "waiting"
    council.fault = ""
    for _ in range(6):
        await relaying.drain(61)
        await relaying.poll()
    assert await relaying.state(reference) == ("sent", "sent")
    assert len(council.posted) == 1


async def test_a_process_that_died_before_the_answer_leaves_it_to_be_looked_for(
    relaying: Relaying, council: FakeOpen311, clock: FixedClock
) -> None:
    reference = await relaying.file()
    dying = relaying.store.outbox("dying")
    [row] = await dying.claim("open311", 1, 0.0)
    await dying.begin([row.id])
    assert await relaying.relays.begin((await relaying.of(reference)).case)
    council.made["7"] = {**_row(), "description": f"Snicket reference {reference}."}
    await relaying.drain(2)
    await relaying.drain(1)
    found = await relaying.of(reference)
    assert (found.state, found.request) == ("sent", "7")
    assert council.posted == []


async def test_a_process_that_died_after_the_answer_sends_nothing_more(
    relaying: Relaying, council: FakeOpen311
) -> None:
    reference = await relaying.file()
    dying = relaying.store.outbox("dying")
    [row] = await dying.claim("open311", 1, 0.0)
    await dying.begin([row.id])
    case = (await relaying.of(reference)).case
    await relaying.relays.begin(case)
    await relaying.relays.accepted(case, "repairs", "4711")
    await relaying.drain(2)
    await relaying.drain(1)
    assert (council.posted, (await relaying.of(reference)).request) == ([], "4711")


async def test_what_they_ask_for_and_is_not_known_is_said(relaying: Relaying, council: FakeOpen311) -> None:
    asked = {"variable": True, "code": "asset", "datatype": "string", "required": True, "order": 1}
    council.service("repairs", "Housing repairs", "realtime", asked)
    reference = await relaying.file()
    await relaying.drain()
    found = await relaying.of(reference)
    assert (found.state, found.problem) == ("refused", "they ask for what is not known here: asset")
    council.service("repairs", "Housing repairs")
    relaying.clock.advance(dt.timedelta(hours=2))
    assert await relaying.relays.again(reference)
    await relaying.drain()
    assert (await relaying.of(reference)).state == "sent"


async def test_a_service_that_they_have_not_got_is_said(relaying: Relaying, council: FakeOpen311) -> None:
    council.services.clear()
    reference = await relaying.file()
    await relaying.drain()
    assert (await relaying.of(reference)).problem == "they have no service with the code repairs"


async def test_a_case_that_is_over_is_not_sent_any_more(relaying: Relaying, council: FakeOpen311) -> None:
    reference = await relaying.file()
    found = await relaying.of(reference)
    await relaying.changes.change(reference, found.revision, 1, Close("it was a mistake"))
    await relaying.drain()
    await relaying.poll(120)
    await relaying.drain()
    assert council.posted == []
    assert await rows(relaying.store, "status", "code") == [("failed", "over")]
    assert (await relaying.of(reference)).problem == OVER


async def test_tokens_and_black_boxes_count_as_sent(relaying: Relaying, council: FakeOpen311) -> None:
    council.service("repairs", "Housing repairs", "batch")
    batch = await relaying.file()
    await relaying.drain()
    assert (await relaying.of(batch)).token == "t1"
    assert (await relaying.of(batch)).state == "token"
    council.service("repairs", "Housing repairs", "blackbox")
    box = await relaying.file(problem="fence", detail="gate")
    await relaying.drain()
    assert ((await relaying.of(box)).state, (await relaying.of(box)).request) == ("sent", "")
    await relaying.poll()
    assert {await relaying.state(one) for one in (batch, box)} == {("token", "sent"), ("sent", "sent")}


def _row() -> dict[str, object]:
    return {"service_request_id": "7", "status": "open", "service_code": "repairs", "service_name": "R"}
