"""`python -m bot check` asks Chatwoot whether the settings are right, and never waits long."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from msgspec import structs

from bot import helpline_checks
from bot.finding import Finding
from bot.helpline_checks import helpline_findings
from bot.parts import Parts
from bot.secret import Secret
from tests.conftest import NOW
from tests.integration.relay.chatwoot_server import ACCOUNT, INBOX, OTHER_INBOX, TOKEN, FakeChatwoot
from tests.testbot import put_together


@pytest.fixture
async def parts(tmp_path: Path) -> AsyncIterator[Parts]:
    made = await put_together(tmp_path, NOW)
    yield made
    await made.close()


@pytest.fixture
async def theirs() -> AsyncIterator[FakeChatwoot]:
    async with FakeChatwoot().serving() as server:
        yield server


async def desk(parts: Parts, url: str, **given: Any) -> Finding:
    """What is found with these settings."""
    right = {
        "desk": "chatwoot",
        "chatwoot_url": url,
        "chatwoot_account": ACCOUNT,
        "chatwoot_inbox": INBOX,
        "chatwoot_token": Secret(TOKEN),
    }
    parts.settings = structs.replace(parts.settings, **{**right, **given})
    [found] = [one async for one in helpline_findings(parts) if one.says.startswith("desk:")]
    return found


async def test_it_answers_and_the_inbox_is_right(parts: Parts, theirs: FakeChatwoot) -> None:
    found = await desk(parts, theirs.url)
    assert found == Finding("desk: Chatwoot answers, and the inbox is of the kind API", fine=True)
    assert theirs.writes() == 0, "a look changes nothing"


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ({"chatwoot_token": Secret("a wrong one")}, "refuses the token; see SNICKET_CHATWOOT_TOKEN"),
        ({"chatwoot_inbox": 4711}, "does not know it; see SNICKET_CHATWOOT_ACCOUNT and"),
        ({"chatwoot_account": 4711}, "does not know it; see SNICKET_CHATWOOT_ACCOUNT and"),
        ({"chatwoot_inbox": OTHER_INBOX}, "is not of the kind API"),
        (
            {"chatwoot_url": "http://127.0.0.1:1"},
            "cannot be reached: ClientConnectorError; see SNICKET_CHATWOOT_URL",
        ),
    ],
)
async def test_what_is_wrong_is_named(
    parts: Parts, theirs: FakeChatwoot, given: dict[str, Any], says: str
) -> None:
    found = await desk(parts, theirs.url, **given)
    assert found.broken
    assert says in found.says
    assert "wrong one" not in found.says


async def test_silence_is_not_waited_for(
    parts: Parts, theirs: FakeChatwoot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(helpline_checks, "PATIENCE", 0.1)
    theirs.fault = "slow"
    found = await desk(parts, theirs.url)
    assert found.broken
    assert "gives no answer in 0.1 s" in found.says


async def test_our_own_members_are_not_asked_about(parts: Parts, theirs: FakeChatwoot) -> None:
    await desk(parts, theirs.url)
    assert not [one async for one in helpline_findings(parts) if one.says.startswith("helpline:")]
