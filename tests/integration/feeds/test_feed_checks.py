"""`python -m bot check` about feeds: what is set, what is missing, and how they are doing."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from bot.clock import FixedClock
from bot.feeds_checks import feed_findings
from bot.finding import Finding
from bot.settings import Settings
from bot.store.feeds import StoredFeeds
from bot.store.store import Store

FILE = """feeds:
  - {name: air, source: aurn, via: http, url: 'https://uk-air.defra.gov.uk/x.csv', checked: 2026-11-20}
  - {name: damp, source: tts, via: webhook, token_file: damp.token}
"""


@pytest.fixture
def looking(store: Store, clock: FixedClock, tmp_path: Path) -> Any:
    async def look(feeds: str, **settings: str) -> list[Finding]:
        environment = {
            "SNICKET_DATA": str(tmp_path),
            "SNICKET_FEEDS": feeds,
            "SNICKET_PUBLIC_URL": "https://assistant.council.test",
        }
        read = Settings.read(environment | settings)
        parts: Any = SimpleNamespace(settings=read, clock=clock, store=store)
        return [finding async for finding in feed_findings(parts)]

    return look


@pytest.fixture
def file(tmp_path: Path) -> str:
    return written(tmp_path, FILE)


def written(folder: Path, content: str) -> str:
    path = folder / "feeds.yaml"
    path.write_text(content)
    return str(path)


async def test_off(looking: Any) -> None:
    assert await looking("off") == [
        Finding("feeds: off; docs/feeds.md says how to switch them on", fine=True)
    ]


async def test_what_is_set_and_what_is_missing(looking: Any, file: str, tmp_path: Path) -> None:
    air, damp = await looking(file)
    assert air == Finding("feed air: aurn by http, checked 2026-11-20", fine=True)
    assert damp.broken
    assert damp.says == (
        f"feed damp: tts by webhook: does not run: {tmp_path}/damp.token: cannot be read: "
        "No such file or directory"
    )
    (tmp_path / "damp.token").write_text("the-token")
    _air, damp = await looking(file)
    assert damp == Finding("feed damp: tts by webhook, not checked by anybody")


async def test_others_push_to_https_alone(looking: Any, file: str, tmp_path: Path) -> None:
    (tmp_path / "damp.token").write_text("the-token")
    found = await looking(file, SNICKET_PUBLIC_URL="http://assistant.council.test")
    assert "feed damp: tts by webhook: others send only to an https address: set SNICKET_PUBLIC_URL" in [
        finding.says for finding in found
    ]


async def test_a_file_that_is_wrong(looking: Any, tmp_path: Path) -> None:
    file = written(tmp_path, "feeds:\n  - {name: air}\n")
    (finding,) = await looking(file)
    assert finding.broken
    assert finding.says.startswith(f"feeds: {file}:2: ")


async def test_the_public_feeds_of_a_city_run_without_the_key_that_only_some_have(looking: Any) -> None:
    found = await looking("city")
    assert not any(finding.broken for finding in found)
    assert any("feed nswws: nswws by http: does not run" in finding.says for finding in found)


async def test_how_they_are_doing(looking: Any, file: str, store: Store, clock: FixedClock) -> None:
    stored = StoredFeeds(store.database, clock)
    await stored.failed("air", "HTTP 503")
    await stored.alarm("air")
    says = [finding.says for finding in await looking(file)]
    assert "feed air: silent, alarm since 2026-11-20 09:00 UTC" in says
    assert "feed air: failed 1 times in a row: HTTP 503" in says
