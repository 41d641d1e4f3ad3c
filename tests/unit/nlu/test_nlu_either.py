"""When the first back end is silent the second answers, and it is told which one did."""

from __future__ import annotations

import pytest

from nlu.backend import Backend, BackendError, Ranking
from nlu.either import RESTS, Either
from nlu.normalise import Folded, folded

SAID = folded("when is my bin")


class Scripted:
    """A back end that answers or is silent, as it is told."""

    model_id, threshold = "1", 0.5

    def __init__(self, name: str) -> None:
        self.name = name
        self.silent = False
        self.asked = 0

    async def rank(self, said: Folded) -> Ranking:
        self.asked += 1
        if self.silent:
            raise BackendError(f"{self.name} is silent")
        return ((self.name, 0.9), ("out_of_scope", 0.1))


class House:
    """Two back ends, a clock and what was missed."""

    def __init__(self) -> None:
        self.first, self.second = Scripted("first"), Scripted("second")
        self.time = 100.0
        self.missed: list[str] = []
        self.either = Either(self.first, self.second, self._missed, lambda: self.time)

    def _missed(self, problem: BackendError) -> None:
        self.missed.append(str(problem))

    async def answered(self) -> str:
        by, ranking = await self.either.rank(SAID)
        assert ranking[0][0] == by.name
        return by.name


async def test_the_first_answers() -> None:
    house = House()
    assert await house.answered() == "first"
    assert (house.second.asked, house.missed) == (0, [])


async def test_the_second_answers_for_a_silent_one_and_every_message_counts() -> None:
    house = House()
    house.first.silent = True
    assert [await house.answered() for _ in range(3)] == ["second"] * 3
    assert house.missed == ["first is silent"] * 3


async def test_a_silent_one_rests_so_that_not_every_resident_waits() -> None:
    house = House()
    house.first.silent = True
    await house.answered()
    await house.answered()
    assert house.first.asked == 1
    house.time += RESTS
    await house.answered()
    assert house.first.asked == 2


async def test_it_is_asked_again_after_its_rest() -> None:
    house = House()
    house.first.silent = True
    await house.answered()
    house.first.silent, house.time = False, house.time + RESTS
    assert [await house.answered() for _ in range(2)] == ["first"] * 2


async def test_alone_its_silence_is_told() -> None:
    first = Scripted("first")
    first.silent = True
    alone: Backend = first
    with pytest.raises(BackendError, match="first is silent"):
        await Either(alone).rank(SAID)


async def test_who_wants_no_other_answer_gets_none() -> None:
    house = House()
    house.first.silent = True

    def give_up(problem: BackendError) -> None:
        raise problem

    with pytest.raises(BackendError):
        await Either(house.first, house.second, give_up).rank(SAID)
    assert house.second.asked == 0
