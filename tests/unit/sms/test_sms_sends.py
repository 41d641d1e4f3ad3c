"""The way out: who is not texted, and what a simulated provider keeps to itself."""

from __future__ import annotations

import logging
from contextlib import AbstractContextManager, nullcontext

import pytest

from accessibility.text import Rendered
from channels.sending import Closes, Outgoing, Receipt, Refused, Sends
from channels.sms.sends import SmsSends
from notifier.providers.simulated import MOST, SimulatedSms
from tests.unit.channels.conftest import START


def message(to: str = "+447700900123", text: str = "Leeds: Thursday.", key: str = "k-1") -> Outgoing:
    return Outgoing(key, to, Rendered(text, "en"), START)


@pytest.fixture
def carrier() -> SimulatedSms:
    return SimulatedSms()


@pytest.fixture
def sends(carrier: SimulatedSms) -> SmsSends:
    return SmsSends(carrier, "Leeds")


async def test_it_is_a_way_out(sends: Sends, carrier: SimulatedSms) -> None:
    assert isinstance(sends, Closes)
    assert await sends.send(message()) == Receipt("simulated", "k-1", "delivered")
    assert list(carrier.sent) == ["k-1"]
    await sends.close()


@pytest.mark.parametrize(
    ("to", "code"),
    [("+441132224444", "landline"), ("+449098790000", "costly_number"), ("resident-1", "no_number")],
)
async def test_who_is_not_texted(sends: SmsSends, carrier: SimulatedSms, to: str, code: str) -> None:
    with pytest.raises(Refused) as refused:
        await sends.send(message(to))
    assert (refused.value.code, refused.value.gone) == (code, True)
    assert await sends.find(message(to)) is None
    assert not carrier.sent


@pytest.mark.parametrize(
    ("text", "outcome"),
    [
        ("x" * 1_600, nullcontext()),
        ("x" * 1_601, pytest.raises(Refused, match="too_long")),
        ("🗑" * 801, pytest.raises(Refused, match="too_long")),
    ],
)
async def test_how_long_a_message_may_be(
    sends: SmsSends, text: str, outcome: AbstractContextManager[object]
) -> None:
    with outcome:
        await sends.send(message(text=text))


async def test_what_was_sent_is_found(sends: SmsSends) -> None:
    assert await sends.find(message()) is None
    await sends.send(message())
    assert await sends.find(message()) == Receipt("simulated", "k-1", "delivered")


def test_a_turn_is_packed_for_the_provider(sends: SmsSends) -> None:
    lines = [Rendered("Leeds: One.", "en"), Rendered("Leeds: Two.", "en")]
    assert [one.text for one in sends.pack(lines)] == ["Leeds: One.\nTwo."]


async def test_simulated_messages_are_forgotten_in_time(carrier: SimulatedSms) -> None:
    for number in range(MOST + 5):
        await carrier.send(message(key=f"k-{number}"))
    assert len(carrier.sent) == MOST
    assert "k-4" not in carrier.sent


async def test_of_a_simulated_message_only_its_length_is_logged(
    carrier: SimulatedSms, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.DEBUG):
        await carrier.send(message(text="secret words ł"))
    assert caplog.messages == ["a text message was simulated: 1 segments of ucs2"]
