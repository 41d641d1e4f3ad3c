"""What becomes of one message, for everything that a provider can say or not say."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from random import Random

import pytest
from msgspec.structs import replace

from accessibility.text import Rendered
from channels.fake_sends import FakeSends, Fault
from channels.sending import Outgoing
from notifier import policy
from notifier.outbox import REPLY, SAFETY, Due, Kind, Mark
from notifier.policy import TRIES
from notifier.sending import ASKED_FOR, Sending

NOW = dt.datetime(2026, 11, 20, 9, 0, tzinfo=dt.UTC)
ROW = Due(
    id=7,
    key="reply:1:2:0",
    kind="reply",
    channel="sms",
    address="+447700900123",
    rendered=Rendered("Your bin is collected on Thursday.", "en"),
    priority=REPLY,
    created_at=NOW,
    expires_at=NOW + dt.timedelta(minutes=30),
)
BEGUN = replace(ROW, begun=True, attempts=1)


class Desk:
    """One message, a provider, and what was counted."""

    def __init__(self, *faults: Fault, askable: bool = True) -> None:
        self.sends = FakeSends(askable=askable)
        self.sends.fail(*faults)
        self.counts: Counter[str] = Counter()
        self.halts: list[float] = []
        self.now = NOW
        self.sending = Sending(self.sends, lambda: self.now, Middle(), self.count, self.halts.append)

    def count(self, channel: str, outcome: str) -> None:
        assert channel == "sms"
        self.counts[outcome] += 1


class Middle(Random):
    """Chance that always gives the middle."""

    def random(self) -> float:
        return 0.5


def after(seconds: float) -> dt.datetime:
    return NOW + dt.timedelta(seconds=seconds)


async def test_what_a_provider_takes_is_sent() -> None:
    desk = Desk()
    assert await desk.sending.send(ROW) == Mark(7, "sent", "fake", "id of reply:1:2:0")
    assert desk.counts == {"sent": 1}
    assert desk.sends.taken[0].attempt == 1


async def test_a_refusal_ends_it() -> None:
    desk = Desk("refused")
    assert await desk.sending.send(ROW) == Mark(7, "failed", code="21610")
    assert desk.counts == {"refused": 1}


async def test_an_address_that_is_gone_is_said_to_be() -> None:
    assert (await Desk("gone").sending.send(ROW)).gone


async def test_later_waits_as_long_as_the_provider_says() -> None:
    assert await Desk("later").sending.send(ROW) == Mark(7, "waiting", code="20429", not_before=after(3.0))


@pytest.mark.parametrize(("attempts", "pause"), [(0, 3), (1, 4), (2, 8), (3, 16), (6, 128)])
async def test_pauses_grow(attempts: int, pause: float) -> None:
    mark = await Desk("later").sending.send(replace(ROW, attempts=attempts))
    assert mark.not_before == after(pause)


async def test_quiet_halts_everything() -> None:
    desk = Desk("quiet")
    await desk.sending.send(ROW)
    assert desk.halts == [3.0]


async def test_too_many_tries_end_it() -> None:
    desk = Desk("later")
    assert (await desk.sending.send(replace(ROW, attempts=TRIES - 1))).status == "failed"
    assert desk.sending.unsent(replace(ROW, attempts=policy.BEGUN)) == Mark(7, "failed", code="tries")


async def test_what_would_be_too_late_is_not_put_off() -> None:
    desk = Desk("later")
    mark = await desk.sending.send(replace(ROW, expires_at=after(2)))
    assert mark == Mark(7, "expired", code="20429")


@pytest.mark.parametrize("fault", ["lost before", "lost after", "broken"])
async def test_an_answer_that_was_lost_is_asked_after(fault: Fault) -> None:
    desk = Desk(fault)
    assert await desk.sending.send(ROW) == Mark(7, "uncertain", not_before=after(5))
    assert desk.counts == {"unknown": 1}


def test_what_is_not_wanted_or_too_late_is_not_sent() -> None:
    desk = Desk()
    assert desk.sending.unsent(ROW) is None
    assert desk.sending.unsent(replace(ROW, suppressed=True)) == Mark(7, "suppressed")
    desk.now = ROW.expires_at
    assert desk.sending.unsent(ROW) == Mark(7, "expired")
    assert desk.counts == {"suppressed": 1, "expired": 1}


async def test_what_the_provider_has_is_not_sent_again() -> None:
    desk = Desk()
    await desk.sends.send(_outgoing())
    assert await desk.sending.ask(BEGUN) == Mark(7, "sent", "fake", "id of reply:1:2:0")
    assert desk.counts == {"found": 1}


async def test_what_the_provider_has_not_goes_again_while_it_is_of_use() -> None:
    desk = Desk()
    assert await desk.sending.ask(BEGUN) == Mark(7, "waiting", not_before=NOW)
    desk.now = BEGUN.expires_at
    assert await desk.sending.ask(BEGUN) == Mark(7, "expired")


@pytest.mark.parametrize(
    ("kind", "priority", "again"),
    [
        ("reply", REPLY, True),
        ("alert", 20, False),
        ("notice", 20, False),
        ("alert", SAFETY, True),
        ("event", 30, True),
    ],
)
async def test_where_nobody_can_tell_the_kind_decides(kind: Kind, priority: int, again: bool) -> None:
    desk = Desk(askable=False)
    mark = await desk.sending.ask(replace(BEGUN, kind=kind, priority=priority))
    assert mark.status == ("waiting" if again else "dropped")
    assert desk.counts == {"unsure_again" if again else "unsure_dropped": 1}


async def test_what_nobody_can_tell_and_is_too_late_is_not_sent_again() -> None:
    desk = Desk(askable=False)
    desk.now = BEGUN.expires_at
    assert await desk.sending.ask(BEGUN) == Mark(7, "expired")


async def test_a_provider_that_does_not_answer_is_not_asked_for_ever() -> None:
    class Deaf(FakeSends):
        async def find(self, message: object) -> None:
            raise RuntimeError("no answer")

    desk = Desk()
    sending = Sending(Deaf(), lambda: desk.now, Middle(), desk.count, desk.halts.append)
    assert (await sending.ask(BEGUN)).status == "uncertain"
    desk.now = BEGUN.expires_at + ASKED_FOR
    assert (await sending.ask(BEGUN)).status == "dropped"


def _outgoing() -> Outgoing:
    row = BEGUN
    return Outgoing(row.key, row.address, row.rendered, row.created_at)
