"""Two providers as one: what one cannot do the other does, and no message goes out twice."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accessibility.text import Rendered
from channels.sending import CannotTell, Later, Outgoing, Receipt, Refused, Uncertain
from channels.sms.provider import Elsewhere
from notifier.providers.failover import Failover
from tests.unit.channels.conftest import START, Ticker

MESSAGE = Outgoing("key", "+447700900123", Rendered("Thursday.", "en"), START)

WAYS = ("sent", "later", "quiet", "refused", "gone", "elsewhere", "lost after", "lost before")


class Carrier:
    """Does at each call what its script says, the last thing for ever. `arrived` are keys that went out."""

    def __init__(
        self, name: str, script: Sequence[str] = ("sent",), finds: Sequence[str] = ("knows",)
    ) -> None:
        self.name = name
        self.longest = 1_600
        self.script, self.finds = list(script), list(finds)
        self.arrived: list[str] = []
        self.calls = 0

    async def send(self, message: Outgoing) -> Receipt:
        self.calls += 1
        way = self.script.pop(0) if len(self.script) > 1 else self.script[0]
        if way in ("sent", "lost after"):
            self.arrived.append(message.key)
        problems: dict[str, Exception] = {
            "later": Later("later", 5),
            "quiet": Later("quiet", 60, everyone=True),
            "refused": Refused("refused"),
            "gone": Refused("gone", gone=True),
            "elsewhere": Elsewhere("elsewhere"),
        }
        if way in problems:
            raise problems[way]
        if way.startswith("lost"):
            raise Uncertain(way)
        return Receipt(self.name, "id", "accepted")

    async def find(self, message: Outgoing) -> Receipt | None:
        way = self.finds.pop(0) if len(self.finds) > 1 else self.finds[0]
        if way == "silent":
            raise CannotTell("silent")
        if way == "later":
            raise Later("later")
        return Receipt(self.name, "id", "sent") if message.key in self.arrived else None

    async def close(self) -> None: ...


def both(first: Carrier, second: Carrier, clock: Ticker | None = None) -> Failover:
    return Failover(first, second, clock or Ticker())


async def test_the_first_is_the_first() -> None:
    first, second = Carrier("first"), Carrier("second")
    assert (await both(first, second).send(MESSAGE)).provider == "first"
    assert second.calls == 0


@pytest.mark.parametrize("way", ["later", "quiet", "elsewhere"])
async def test_the_second_when_the_first_surely_did_not(way: str) -> None:
    assert (await both(Carrier("first", [way]), Carrier("second")).send(MESSAGE)).provider == "second"


@pytest.mark.parametrize(
    ("way", "problem"), [("refused", Refused), ("gone", Refused), ("lost after", Uncertain)]
)
async def test_the_second_is_not_asked(way: str, problem: type[Exception]) -> None:
    second = Carrier("second")
    with pytest.raises(problem):
        await both(Carrier("first", [way]), second).send(MESSAGE)
    assert second.calls == 0


async def test_while_the_first_wants_quiet_it_is_left_alone() -> None:
    clock, first, second = Ticker(), Carrier("first", ["quiet", "sent"]), Carrier("second")
    pair = both(first, second, clock)
    for _ in range(3):
        assert (await pair.send(MESSAGE)).provider == "second"
    assert first.calls == 1
    clock.advance(61)
    assert (await pair.send(MESSAGE)).provider == "first"


async def test_when_neither_can() -> None:
    with pytest.raises(Later) as later:
        await both(Carrier("first", ["later"]), Carrier("second", ["quiet"])).send(MESSAGE)
    assert (later.value.seconds, later.value.everyone) == (5, False)
    with pytest.raises(Later) as later:
        await both(Carrier("first", ["quiet"]), Carrier("second", ["quiet"])).send(MESSAGE)
    assert (later.value.seconds, later.value.everyone) == (60, True)
    with pytest.raises(Elsewhere):
        await both(Carrier("first", ["elsewhere"]), Carrier("second", ["elsewhere"])).send(MESSAGE)
    with pytest.raises(Later) as later:
        await both(Carrier("first", ["quiet"]), Carrier("second", ["elsewhere"])).send(MESSAGE)
    assert (later.value.seconds, later.value.everyone) == (60, False)
    with pytest.raises(Later):
        await both(Carrier("first", ["elsewhere"]), Carrier("second", ["later"])).send(MESSAGE)
    with pytest.raises(Refused) as gone:
        await both(Carrier("first", ["later"]), Carrier("second", ["gone"])).send(MESSAGE)
    assert gone.value.gone


async def test_both_are_asked_whether_they_have_it() -> None:
    first, second = Carrier("first", ["later"]), Carrier("second", ["lost after"])
    pair = both(first, second)
    with pytest.raises(Uncertain):
        await pair.send(MESSAGE)
    found = await pair.find(MESSAGE)
    assert found == Receipt("second", "id", "sent")


@pytest.mark.parametrize(
    ("finds", "problem"),
    [(("silent", "knows"), CannotTell), (("knows", "later"), Later), (("later", "silent"), CannotTell)],
)
async def test_neither_has_it_only_when_both_say_so(finds: tuple[str, str], problem: type[Exception]) -> None:
    pair = both(Carrier("first", finds=[finds[0]]), Carrier("second", finds=[finds[1]]))
    with pytest.raises(problem):
        await pair.find(MESSAGE)


async def test_as_long_as_both_take() -> None:
    first, second = Carrier("first"), Carrier("second")
    second.longest = 900
    assert both(first, second).longest == 900


FINDS = st.lists(st.sampled_from(["knows", "silent", "later"]), min_size=1, max_size=4)
SCRIPT = st.lists(st.sampled_from(WAYS), min_size=1, max_size=6)


@given(SCRIPT, SCRIPT, FINDS, FINDS, st.lists(st.integers(0, 90), max_size=8))
async def test_no_message_goes_out_twice(
    first: list[str], second: list[str], one: list[str], other: list[str], waits: list[int]
) -> None:
    """As the outbox does: after a send that is uncertain it asks, and sends again only when none has it."""
    clock = Ticker()
    carriers = Carrier("first", first, one), Carrier("second", second, other)
    pair = both(*carriers, clock)
    uncertain = False
    for wait in (*waits, *[90] * 8):
        try:
            if uncertain and await pair.find(MESSAGE):
                break
            uncertain = False
            await pair.send(MESSAGE)
            break
        except (Refused, CannotTell):
            break
        except Uncertain:
            uncertain = True
        except Later:
            clock.advance(wait)
    assert len(carriers[0].arrived) + len(carriers[1].arrived) <= 1
