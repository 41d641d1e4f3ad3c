"""What has been done is remembered, so that it is never done twice."""

from __future__ import annotations

from typing import Any

import pytest

from bot.dialogue.house import Journal
from bot.store.store import Store
from tests.databases import OpenStore
from tests.integration.store.talking import message, opened

KEY = "run-1:file"


async def test_an_effect_that_has_not_happened_has_no_result(store: Store) -> None:
    assert await store.effects.begin(KEY) is None


@pytest.mark.parametrize("result", ["K7P4MW", 7, {"id": "K7P4MW", "days": [1, 2]}, [], False])
async def test_a_finished_effect_gives_its_result_again(store: Store, result: Any) -> None:
    await store.effects.begin(KEY)
    await store.effects.finish(KEY, result)
    assert await store.effects.begin(KEY) == result


async def test_an_effect_that_died_half_way_is_begun_again_under_the_same_key(store: Store) -> None:
    await store.effects.begin(KEY)
    assert await store.effects.begin(KEY) is None
    await store.effects.finish(KEY, "done")
    assert await store.effects.begin(KEY) == "done"


async def test_effects_are_told_apart_by_their_key(store: Store) -> None:
    await store.effects.begin(KEY)
    await store.effects.finish(KEY, "one")
    assert await store.effects.begin("run-2:file") is None


async def test_other_processes_know_of_it(open_store: OpenStore) -> None:
    here, there = await open_store(), await open_store()
    await here.effects.begin(KEY)
    await here.effects.finish(KEY, "done")
    assert await there.effects.begin(KEY) == "done"


async def test_an_effect_goes_with_its_conversation(store: Store) -> None:
    turn = await opened(store, message())
    await store.effects.begin(KEY, turn.conversation.id)
    await store.effects.finish(KEY, "done")
    await store.erase(turn.conversation.id)
    assert await store.effects.begin(KEY) is None


async def test_finishing_what_was_erased_brings_nothing_back(store: Store) -> None:
    await store.effects.finish(KEY, "done")
    assert await store.effects.begin(KEY) is None


async def test_it_is_the_engines_journal(store: Store) -> None:
    journal: Journal = store.effects
    assert await journal.begin(KEY, 0) is None
