"""What other assistants may ask, through the official client of the protocol, of the whole product."""

from __future__ import annotations

import datetime as dt
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from aiohttp.test_utils import TestServer
from mcp import Client
from mcp_types import CallToolResult, ListToolsResult
from msgspec.structs import replace

from bot.application import application
from bot.parts import Parts
from bot.store.sealed import Keys
from notifier.alert import Area
from tests.acceptance.program import data_folder
from tests.alerted import WEATHER, Rows
from tests.conftest import NOW
from tests.testbot import put_together

TOOLS = {"next_bins", "which_bin", "find_service", "air_now", "warnings_now"}


class Asks:
    """One call of the official client; it must be opened and closed in the test's own task."""

    def __init__(self, url: str) -> None:
        self._url = url

    async def call_tool(self, name: str, arguments: dict[str, Any]) -> CallToolResult:
        async with Client(self._url) as client:
            return await client.call_tool(name, arguments)

    async def list_tools(self) -> ListToolsResult:
        async with Client(self._url) as client:
            return await client.list_tools()


@pytest.fixture
async def parts(tmp_path: Path, estate: Path) -> AsyncIterator[Parts]:
    made = await put_together(data_folder(tmp_path / "data", estate), NOW)
    yield made
    await made.close()


@pytest.fixture
async def client(parts: Parts) -> AsyncIterator[Asks]:
    server = TestServer(await application(parts))
    await server.start_server()
    yield Asks(str(server.make_url("/mcp")))
    await server.close()


def words(result: Any) -> str:
    return " ".join(part.text for part in result.content)


async def test_the_official_client_finds_the_tools(client: Asks) -> None:
    tools = (await client.list_tools()).tools
    assert {tool.name for tool in tools} == TOOLS
    for tool in tools:
        assert tool.annotations is not None
        assert tool.annotations.read_only_hint is True
        assert tool.input_schema["type"] == "object"
        assert tool.input_schema["additionalProperties"] is False


async def test_the_next_bins_of_a_home_with_their_source(client: Asks) -> None:
    result = await client.call_tool("next_bins", {"postcode": "LS8 1AD", "house": "12"})
    assert not result.is_error
    assert "12 Hollin Mews" in words(result)
    found = result.structured_content
    assert found is not None
    days = [dt.date.fromisoformat(day["date"]) for day in found["collections"]]
    assert days == sorted(days)
    assert days[0] >= NOW.date()
    assert all(day["bins"] for day in found["collections"])
    assert found["source"]["demo"] is True


async def test_what_the_tool_says_is_what_a_resident_is_told(client: Asks) -> None:
    said = words(await client.call_tool("which_bin", {"item": "pizza box"}))
    assert "bin" in said.lower()


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ({"postcode": "LS8 1AD", "house": ""}, "Ask which of these"),
        ({"postcode": "LS99 9ZZ", "house": "12"}, "No home is known there"),
        ({"postcode": "", "house": ""}, "No home is known there"),
    ],
)
async def test_no_home_is_guessed(client: Asks, arguments: dict[str, str], said: str) -> None:
    result = await client.call_tool("next_bins", arguments)
    assert said in words(result)
    assert "collections" not in (result.structured_content or {})


async def test_a_danger_gets_its_card_whatever_was_asked(client: Asks) -> None:
    said = words(await client.call_tool("find_service", {"matter": "there is a strong smell of gas in here"}))
    assert "0800 111 999" in said


async def test_a_service_is_told_with_its_line_and_hours(client: Asks) -> None:
    result = await client.call_tool("find_service", {"matter": "register to vote"})
    assert "0113 222 4444" in words(result)
    assert result.structured_content is not None
    assert result.structured_content["website"].startswith("https://")


async def test_a_place_is_told_with_its_address_and_source(client: Asks) -> None:
    result = await client.call_tool("find_service", {"matter": "a library", "place": "LS8 1AD"})
    assert "Municipal Buildings" in words(result)
    data = result.structured_content
    assert data is not None
    (place,) = data["places"]
    assert place["address"].endswith("LS1 3AB")
    assert place["source"]["url"].startswith("https://")


async def test_what_staff_have_written_is_told_of_council_tax(client: Asks) -> None:
    result = await client.call_tool("find_service", {"matter": "how do I pay my council tax"})
    assert "Direct Debit" in words(result)
    assert result.structured_content is not None
    assert "leeds.gov.uk/council-tax" in result.structured_content["link"]


@pytest.mark.parametrize("tool", ["air_now", "warnings_now"])
async def test_figures_that_are_not_held_are_not_made_up(client: Asks, tool: str) -> None:
    result = await client.call_tool(tool, {})
    assert result.structured_content is not None
    assert result.structured_content["status"] == "not_held"
    assert result.structured_content["page"].startswith("https://")


@pytest.mark.parametrize("arguments", [{}, {"item": 3}, {"item": "x", "more": 1}, {"item": "x" * 101}])
async def test_wrong_arguments_are_told_to_the_model(client: Asks, arguments: dict[str, Any]) -> None:
    result = await client.call_tool("which_bin", arguments)
    assert result.is_error
    assert "cannot be asked" in words(result)


async def test_the_air_is_told_with_its_source_and_hour(client: Asks, parts: Parts) -> None:
    rows = Rows(parts.store.database, Keys(parts.settings.secrets), parts.clock.now())
    await rows.air("centre", rows.now.replace(minute=0), 7)
    result = await client.call_tool("air_now", {"place": "LS9 8AA"})
    assert "HIGH near LS9" in words(result)
    assert "Leeds Centre" in words(result)
    data = result.structured_content
    assert data is not None
    assert (data["index"], data["band"], data["pollutant"]) == (7, "high", "pm2_5")
    assert data["until"] == "2026-11-24T10:00+00:00"


async def test_warnings_are_told_with_who_gave_them(client: Asks, parts: Parts) -> None:
    rows = Rows(parts.store.database, Keys(parts.settings.secrets), parts.clock.now())
    await rows.alert(replace(WEATHER, area=Area(everywhere=True)))
    result = await client.call_tool("warnings_now", {})
    assert "Met Office AMBER warning" in words(result)
    data = result.structured_content
    assert data is not None
    assert [(one["publisher"], one["level"]) for one in data["warnings"]] == [("Met Office", 3)]
    assert len(data["not_read"]) == 2, "nobody says that there are no floods who does not read them"


@pytest.mark.parametrize(
    ("tool", "more"),
    [("air_now", {}), ("warnings_now", {}), ("find_service", {"matter": "a library"})],
)
async def test_a_place_elsewhere_is_not_guessed_at(client: Asks, tool: str, more: dict[str, str]) -> None:
    result = await client.call_tool(tool, {"place": "M1 1AA", **more})
    assert result.structured_content is not None
    assert result.structured_content["status"] == "unknown_place"
