"""One call to somebody else's software, for everything that it can answer or not answer."""

from __future__ import annotations

import datetime as dt
from collections.abc import AsyncIterator, Callable

import pytest

from accessibility.text import Rendered
from channels.sending import CannotTell, Later, Outgoing, Receipt, Refused
from notifier.hooks import PAUSES, Hooks, Receiver, key_of
from tests.integration.hooks.conftest import HERE, SIGNS
from tests.integration.hooks.receiver import Receiver as Server

NOW = dt.datetime(2026, 11, 20, 9, 0, tzinfo=dt.UTC)
BODY = '{"type":"alert.new","timestamp":"2026-11-20T09:00:00Z","data":{"words":"Zanieczyszczenie: wysokie"}}'
Calls = Callable[[str], Hooks]


def event(attempt: int = 1) -> Outgoing:
    return Outgoing(key_of(7, 1), "1", Rendered(BODY, "en"), NOW, attempt)


@pytest.fixture
async def calls() -> AsyncIterator[Calls]:
    """Calls whatever address it is given, as that of receiver 1."""
    made: list[Hooks] = []

    def to(url: str, patience: float = 5.0) -> Hooks:
        async def find(address: str) -> Receiver | None:
            return Receiver(url, SIGNS) if address == "1" else None

        made.append(Hooks(find, lambda: NOW, HERE, patience))
        return made[-1]

    yield to
    for one in made:
        await one.close()


async def test_an_event_arrives_signed_and_whole(receiver: Server, calls: Calls) -> None:
    assert await calls(receiver.url).send(event()) == Receipt("webhook", "alert_7", "delivered", "204")
    assert receiver.ids == ["alert_7"]
    assert receiver.times == [int(NOW.timestamp())]
    assert receiver.events[0]["data"]["words"] == "Zanieczyszczenie: wysokie"


@pytest.mark.parametrize("status", [200, 201, 202, 204, 299])
async def test_every_yes_is_one(receiver: Server, calls: Calls, status: int) -> None:
    receiver.answers.append(status)
    assert (await calls(receiver.url).send(event())).status == "delivered"


@pytest.mark.parametrize("status", [400, 401, 403, 404, 405, 413, 422])
async def test_a_no_is_not_asked_again(receiver: Server, calls: Calls, status: int) -> None:
    receiver.answers.append(status)
    with pytest.raises(Refused) as refused:
        await calls(receiver.url).send(event())
    assert (refused.value.code, refused.value.gone) == (str(status), False)


async def test_gone_means_that_nothing_more_is_wanted(receiver: Server, calls: Calls) -> None:
    receiver.answers.append(410)
    with pytest.raises(Refused) as refused:
        await calls(receiver.url).send(event())
    assert refused.value.gone


@pytest.mark.parametrize("status", [408, 425, 429, 500, 502, 503, 504])
async def test_a_receiver_in_trouble_is_tried_later(receiver: Server, calls: Calls, status: int) -> None:
    receiver.answers.append(status)
    with pytest.raises(Later) as later:
        await calls(receiver.url).send(event(attempt=3))
    assert (later.value.code, later.value.seconds) == (str(status), PAUSES[2])
    assert not later.value.everyone, "the others have nothing to do with it"


@pytest.mark.parametrize(
    ("asked", "seconds"),
    [("90", 90.0), ("1", PAUSES[0]), ("999999", 7200.0), ("Fri, 20 Nov 2026 10:00:00 GMT", PAUSES[0])],
)
async def test_the_time_that_it_asks_for_is_kept_to(
    receiver: Server, calls: Calls, asked: str, seconds: float
) -> None:
    receiver.answers.append(503)
    receiver.headers["Retry-After"] = asked
    with pytest.raises(Later) as later:
        await calls(receiver.url).send(event())
    assert later.value.seconds == seconds


async def test_a_redirect_is_not_followed(receiver: Server, calls: Calls) -> None:
    receiver.answers.append(307)
    receiver.headers["Location"] = receiver.url.replace("/alerts", "/elsewhere")
    with pytest.raises(Refused) as refused:
        await calls(receiver.url).send(event())
    assert refused.value.code == "307"
    assert len(receiver.calls) == 1


async def test_an_answer_that_does_not_come_is_a_time_out(receiver: Server, calls: Calls) -> None:
    receiver.answers.append(0)
    with pytest.raises(Later) as later:
        await calls(receiver.url, patience=0.2).send(event())  # type: ignore[call-arg]
    assert later.value.code == "timeout"


async def test_nobody_there_is_tried_later(receiver: Server, calls: Calls) -> None:
    await receiver.close()
    with pytest.raises(Later) as later:
        await calls(receiver.url).send(event(attempt=99))
    assert (later.value.code, later.value.seconds) == ("unreachable", PAUSES[-1])


async def test_a_receiver_that_was_removed_is_not_called(receiver: Server, calls: Calls) -> None:
    gone = Outgoing(key_of(7, 2), "2", Rendered(BODY, "en"), NOW)
    with pytest.raises(Refused) as refused:
        await calls(receiver.url).send(gone)
    assert (refused.value.code, refused.value.gone) == ("removed", False)


async def test_our_own_network_is_not_called(receiver: Server) -> None:
    async def find(_address: str) -> Receiver:
        return Receiver(receiver.url, SIGNS)

    sends = Hooks(find, lambda: NOW)
    with pytest.raises(Refused) as refused:
        await sends.send(event())
    assert refused.value.code == "address"
    assert receiver.calls == []


async def test_nor_by_a_name_that_leads_there(receiver: Server) -> None:
    port = receiver.url.split(":")[2].split("/")[0]

    async def find(_address: str) -> Receiver:
        return Receiver(f"https://localhost:{port}/alerts", SIGNS)

    sends = Hooks(find, lambda: NOW)
    with pytest.raises(Later):
        await sends.send(event())
    assert receiver.calls == []
    await sends.close()


async def test_whether_it_has_come_cannot_be_asked(calls: Calls) -> None:
    with pytest.raises(CannotTell):
        await calls("https://example.org/").find(event())
