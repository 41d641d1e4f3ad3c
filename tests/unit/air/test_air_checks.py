"""`python -m bot check` about the air."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from bot.air_checks import air_findings
from bot.clock import FixedClock
from bot.finding import Finding
from bot.knowledge.city import city
from bot.settings import Settings

FEED = "feeds:\n  - {name: %s, source: tts, via: webhook, token_file: a.token}\n"


def found(folder: Path, feeds: str = "off", now: str = "2026-11-20T12:00+00:00") -> list[Finding]:
    settings = Settings.read({"SNICKET_DATA": str(folder), "SNICKET_FEEDS": feeds})
    clock = FixedClock(dt.datetime.fromisoformat(now))
    parts: Any = SimpleNamespace(settings=settings, clock=clock, city=city("leeds"))
    return list(air_findings(parts))


def with_feed(folder: Path, name: str) -> list[str]:
    file = folder / "feeds.yaml"
    file.write_text(FEED % name, encoding="utf-8")
    return [finding.says for finding in found(folder, str(file))]


def test_what_there_is(tmp_path: Path) -> None:
    assert found(tmp_path)[0] == Finding("air: 2 zones, 2 stations", fine=True)


def test_stations_without_a_feed_are_named(tmp_path: Path) -> None:
    missing = "air: no feed is set that stations of air.yaml belong to: aurn"
    assert missing in with_feed(tmp_path, "council")
    assert missing not in with_feed(tmp_path, "aurn")


def test_health_advice_that_is_not_confirmed_is_something_to_look_at(tmp_path: Path) -> None:
    last = found(tmp_path)[-1]
    assert last.says.startswith("air: health advice since 2025-12-19 is not told where unconfirmed")
    assert "(high, moderate, very high)" in last.says
    assert not last.broken
    assert not last.fine


def test_before_there_was_any_advice_there_is_nothing_to_confirm(tmp_path: Path) -> None:
    assert len(found(tmp_path, now="2012-01-01T12:00+00:00")) == 1
