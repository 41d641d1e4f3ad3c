"""What is in force, as residents ask for it: at their place, worst first, where feeds have been read."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from bot.clock import FixedClock
from bot.knowledge.places.districts import Districts
from bot.knowledge.places.positions import Positions
from bot.store.in_force import StoredWarnings
from bot.store.spots import Spots
from bot.store.store import Store
from notifier.alert import Area
from tests.integration.fan_out.crowd import Crowd, warning


@pytest.fixture
def warnings(store: Store, crowd: Crowd, tmp_path: Path) -> StoredWarnings:
    """Those of a city of which no postcodes are loaded."""
    places = Positions(tmp_path / "none.sqlite")
    spots = Spots(crowd.keys, Districts("leeds", places), places)
    return StoredWarnings(
        store.alerts, store.feeds, spots, crowd.clock, {"rain": "weather", "river": "flood"}
    )


async def test_what_holds_at_a_place_comes_worst_first(crowd: Crowd, warnings: StoredWarnings) -> None:
    for level, id, area in (
        (2, "everywhere", Area(everywhere=True)),
        (3, "here", Area(districts=("LS9",))),
        (4, "elsewhere", Area(districts=("LS8",))),
    ):
        await crowd.store.alerts.warn(warning(level, id=id, area=area))  # type: ignore[arg-type]
    names = [alert.name for alert in await warnings.near("LS9 8AA")]
    assert names == ["test:here", "test:everywhere"]
    assert len(await warnings.near("")) == 3
    assert [alert.name for alert in await warnings.near("LS8")] == ["test:elsewhere", "test:everywhere"]


async def test_what_has_run_out_is_not_told_although_nobody_has_ended_it_yet(
    crowd: Crowd, warnings: StoredWarnings, clock: FixedClock
) -> None:
    await crowd.store.alerts.warn(warning(3, expires=clock.now() + dt.timedelta(minutes=1)))
    clock.advance(seconds=61)
    assert await warnings.near("") == []


async def test_only_kinds_whose_feed_has_answered_lately_are_known(
    store: Store, warnings: StoredWarnings, clock: FixedClock
) -> None:
    assert await warnings.reads() == []
    await store.feeds.answered("rain")
    await store.feeds.answered("river")
    clock.advance(seconds=3601)
    await store.feeds.answered("river")
    assert await warnings.reads() == ["flood"]
