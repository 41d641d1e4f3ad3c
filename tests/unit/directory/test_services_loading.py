"""A load of services: checked and swapped in whole, refused when it is empty or far too small."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path
from typing import Any

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from bot.__main__ import parser
from bot.knowledge.bins.loading.refused import LoadRefused
from bot.knowledge.directory.database import known, services_path
from bot.knowledge.directory.loading import LoadReport, Publisher, load_services
from bot.services_commands import told
from bot.settings import read_settings
from tests.services_made_up import published

NOW = dt.datetime(2026, 11, 24, 10, tzinfo=dt.UTC)
COUNCIL = Publisher("Leeds City Council", "https://www.leeds.gov.uk", "OGL v3")


@pytest.fixture
def database(tmp_path: Path) -> Path:
    return services_path(tmp_path / "data", "leeds")


async def load(tmp_path: Path, database: Path, services: list[Any]) -> LoadReport:
    file = tmp_path / "services.json"
    file.write_text(json.dumps(services), encoding="utf-8")
    return await load_services(str(file), database, COUNCIL, NOW)


def some(count: int) -> list[Any]:
    return [published(str(number), f"Library {number}") for number in range(count)]


async def test_what_was_loaded_is_known(tmp_path: Path, database: Path) -> None:
    report = await load(tmp_path, database, [*some(3), {"id": "x"}])

    assert known(database) == report.facts
    assert (report.facts.services, report.facts.rows, report.facts.faults) == (3, 4, 1)
    assert (report.facts.name, report.facts.loaded_at) == ("Leeds City Council", NOW)
    assert told(report, every=False)[0] == "Loaded 3 services of 4 in 1 pages."
    assert (
        told(report, every=True)[1]
        == "services.json, page 1, service x: Object missing required field `name`"
    )


@pytest.mark.parametrize(
    ("services", "why"),
    [
        ([], "there is no service in it"),
        ([{"id": "1"}], "there is no service in it .*required field `name`"),
        (some(8), "8 services are less than 90 % of the 10"),
    ],
)
async def test_a_refused_load_leaves_the_last_good_one(
    tmp_path: Path, database: Path, services: list[Any], why: str
) -> None:
    before = (await load(tmp_path, database, some(10))).facts

    with pytest.raises(LoadRefused, match=why):
        await load(tmp_path, database, services)

    assert known(database) == before
    assert [path.name for path in database.parent.iterdir() if "loading" in path.name] == []


async def test_nine_of_ten_are_enough(tmp_path: Path, database: Path) -> None:
    await load(tmp_path, database, some(10))

    assert (await load(tmp_path, database, some(9))).facts.services == 9


class Published:
    """A directory on the web: two pages of one service each, of which the second is had in the list alone."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    async def page(self, request: web.Request) -> web.Response:
        self.asked.append(request.path_qs)
        number = request.query["page"]
        one = {"id": number, "name": f"Library {number}"}
        return web.json_response({"total_pages": 2, "page_number": int(number), "contents": [one]})

    async def one(self, request: web.Request) -> web.Response:
        self.asked.append(request.path)
        if request.match_info["id"] != "1":
            raise web.HTTPNotFound
        return web.json_response(published("1", "Library 1"))


@pytest.fixture
async def web_directory() -> Any:
    directory, application = Published(), web.Application()
    application.add_routes(
        [web.get("/o/services", directory.page), web.get("/o/services/{id}", directory.one)]
    )
    async with TestServer(application) as server:
        yield directory, str(server.make_url("/o"))


@pytest.mark.parametrize("end", ["", "/", "/services"])
async def test_all_pages_and_each_service_are_fetched(web_directory: Any, database: Path, end: str) -> None:
    directory, address = web_directory

    report = await load_services(address + end, database, COUNCIL, NOW)

    assert sorted(directory.asked) == [
        "/o/services/1",
        "/o/services/2",
        "/o/services?page=1",
        "/o/services?page=2",
    ]
    assert (report.facts.services, report.faults) == (2, ())


async def test_a_server_that_fails_changes_nothing(web_directory: Any, database: Path) -> None:
    _directory, address = web_directory

    with pytest.raises(LoadRefused, match="the server answers 404"):
        await load_services(f"{address}/elsewhere", database, COUNCIL, NOW)

    assert known(database) is None


async def test_the_command_says_what_came_of_it(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "services.json"
    file.write_text(json.dumps([*some(2), {"id": "x"}]), encoding="utf-8")
    options = parser().parse_args(["load", "services", str(file), "--publisher", "A charity"])
    settings = read_settings({"SNICKET_DATA": str(tmp_path), "SNICKET_SECRET": "s" * 40})

    assert await options.run(options, settings) == 0
    said = capsys.readouterr().out.splitlines()
    assert said[0] == "Loaded 2 services of 3 in 1 pages."
    assert "1  Object missing required field `name`; first: services.json, page 1, service x" in said[2]
    loaded = known(services_path(tmp_path, "leeds"))
    assert loaded is not None
    assert loaded.name == "A charity"

    file.write_text("[]", encoding="utf-8")
    assert await options.run(options, settings) == 1
    assert "snicket: not loaded: services.json: there is no service in it." in capsys.readouterr().err
