"""Files from the web: fetched once, asked for with their ETag, refused in words when the server fails."""

from __future__ import annotations

import gzip
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from bot.knowledge.bins.loading.load import Summary, load_bins
from bot.knowledge.bins.loading.refused import LoadRefused
from bot.knowledge.bins.schedule_file import database_path, loaded
from tests.unit.bins import town


class Council:
    """A web server with the two published files, counting what it sends; faults can be switched on."""

    def __init__(self) -> None:
        self.files = {
            "dm_premises.csv": town.premises_text(town.HOMES).encode(),
            "dm_jobs.csv": town.jobs_text(town.JOBS).encode(),
        }
        self.tags = dict.fromkeys(self.files, '"first"')
        self.sent: list[str] = []
        self.status = 200
        self.break_off = False

    async def get(self, request: web.Request) -> web.StreamResponse:
        name = request.match_info["name"]
        if self.status != 200:
            return web.Response(status=self.status)
        if request.headers.get("If-None-Match") == self.tags[name]:
            return web.Response(status=304)
        self.sent.append(name)
        if self.break_off:
            return await self._broken(request, name)
        return web.Response(body=self.files[name], headers={"ETag": self.tags[name]})

    async def _broken(self, request: web.Request, name: str) -> web.StreamResponse:
        response = web.StreamResponse()
        response.content_length = len(self.files[name])
        await response.prepare(request)
        await response.write(self.files[name][:100])
        assert request.transport is not None
        request.transport.abort()
        return response


@pytest.fixture
def council() -> Council:
    return Council()


@pytest.fixture
async def load(
    council: Council, aiohttp_server: Callable[[web.Application], Awaitable[TestServer]], tmp_path: Path
) -> Callable[[], Awaitable[Summary]]:
    application = web.Application()
    application.router.add_get("/{name}", council.get)
    server = await aiohttp_server(application)

    async def once() -> Summary:
        places = {role: str(server.make_url(f"/dm_{role}.csv")) for role in ("premises", "jobs")}
        return await load_bins(
            town.LEEDS,
            database_path(tmp_path, "leeds"),
            now=town.NOW,
            premises=places["premises"],
            jobs=places["jobs"],
        )

    return once


Load = Callable[[], Awaitable[Summary]]


async def test_the_published_files_are_fetched_and_their_tags_kept(
    load: Load, council: Council, tmp_path: Path
) -> None:
    summary = await load()

    kept = loaded(database_path(tmp_path, "leeds"))
    assert summary.changed
    assert council.sent == ["dm_premises.csv", "dm_jobs.csv"]
    assert kept is not None
    assert [file[1] for file in kept.files.values()] == ['"first"', '"first"']
    assert town.left_over(tmp_path) == []


async def test_what_has_not_changed_is_not_fetched_again(load: Load, council: Council) -> None:
    first = await load()
    council.sent.clear()

    second = await load()

    assert (second.changed, council.sent) == (False, [])
    assert (second.source, second.premises, second.scheduled) == (
        first.source,
        first.premises,
        first.scheduled,
    )


async def test_when_one_file_has_changed_both_are_fetched_for_they_belong_together(
    load: Load, council: Council
) -> None:
    await load()
    council.sent.clear()
    council.tags["dm_jobs.csv"] = '"second"'

    assert (await load()).changed
    assert sorted(council.sent) == ["dm_jobs.csv", "dm_premises.csv"]


async def test_a_gzipped_file_is_taken_as_it_comes(load: Load, council: Council) -> None:
    council.files["dm_jobs.csv"] = gzip.compress(council.files["dm_jobs.csv"])

    assert (await load()).source.rows == len(town.JOBS)


@pytest.mark.parametrize(("status", "words"), [(404, "404 Not Found"), (500, "500 Internal Server Error")])
async def test_a_server_that_fails_is_named_with_its_status(
    load: Load, council: Council, tmp_path: Path, status: int, words: str
) -> None:
    await load()
    before = database_path(tmp_path, "leeds").read_bytes()
    council.status = status

    with pytest.raises(LoadRefused, match=rf"^http://.*/dm_premises\.csv: the server answers {words}\.$"):
        await load()

    assert database_path(tmp_path, "leeds").read_bytes() == before


async def test_a_download_that_breaks_off_leaves_the_last_good_one(
    load: Load, council: Council, tmp_path: Path
) -> None:
    await load()
    before = database_path(tmp_path, "leeds").read_bytes()
    council.tags = dict.fromkeys(council.files, '"second"')
    council.break_off = True

    with pytest.raises(LoadRefused, match=r"dm_premises\.csv: cannot be fetched: "):
        await load()

    assert database_path(tmp_path, "leeds").read_bytes() == before
    assert town.left_over(tmp_path) == []


async def test_a_server_that_is_not_there_is_named(tmp_path: Path, unused_tcp_port: int) -> None:
    address = f"http://127.0.0.1:{unused_tcp_port}/dm_premises.csv"

    with pytest.raises(LoadRefused, match="cannot be fetched"):
        await load_bins(
            town.LEEDS, database_path(tmp_path, "leeds"), now=town.NOW, premises=address, jobs=address
        )


async def test_a_bad_file_from_the_web_is_refused_and_asked_for_again(
    load: Load, council: Council, tmp_path: Path
) -> None:
    await load()
    good = council.files["dm_jobs.csv"]
    council.files["dm_jobs.csv"], council.tags["dm_jobs.csv"] = b"", '"second"'
    with pytest.raises(LoadRefused, match=r"^dm_jobs\.csv: the file is empty\.$"):
        await load()

    council.files["dm_jobs.csv"], council.tags["dm_jobs.csv"] = good, '"third"'

    assert (await load()).changed
