"""The adapter on a real server of Rasa, which the recorded answers are held against: `make rasa`.

Not collected by `make test`: the environment has 2.7 GB and training takes a quarter of an hour.
"""

from __future__ import annotations

import asyncio
import os
import socket
import statistics
import subprocess
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from pathlib import Path
from time import perf_counter
from typing import Any

import aiohttp
import pytest

from nlu import corpus
from nlu.backend import BackendError, decide
from nlu.corpus import OUT_OF_SCOPE
from nlu.evaluation import measures
from nlu.normalise import folded
from nlu.rasa.backend import LOADS, Rasa, TokenRefused
from tests.unit.nlu.rasa_server import RECORDED, TOKEN, recorded

ROOT = Path(__file__).parents[2]
HOME = ROOT / "var" / "rasa"
BLIND = ROOT / "tests" / "unit" / "nlu" / "blind"
pytestmark = pytest.mark.timeout(LOADS + 60)


@contextmanager
def running(*more: str) -> Iterator[str]:
    """A server on a free port of this machine, which may still be loading; its address."""
    with socket.create_server(("127.0.0.1", 0)) as door:
        port = door.getsockname()[1]
    quiet = {"HOME": str(HOME / "home"), "RASA_TELEMETRY_ENABLED": "false", "TF_CPP_MIN_LOG_LEVEL": "3"}
    command = [os.environ["SNICKET_TEST_RASA"], "run", "--enable-api", "-i", "127.0.0.1", "-p", str(port)]
    with (HOME / "serve.log").open("ab") as log:
        server = subprocess.Popen(
            [*command, "--auth-token", TOKEN, *more],
            env=os.environ | quiet,
            cwd=HOME / "home",
            stdout=log,
            stderr=log,
        )
    try:
        yield f"http://127.0.0.1:{port}"
    finally:
        server.terminate()
        try:
            server.wait(15)
        except subprocess.TimeoutExpired:
            server.kill()
            server.wait()


@pytest.fixture(scope="module")
def url() -> Iterator[str]:
    """The server with the trained model, loaded."""

    async def loaded(address: str) -> None:
        rasa = Rasa(address, TOKEN)
        try:
            await rasa.ready()
        finally:
            await rasa.close()

    with running("--model", str(HOME / "models" / "intents.tar.gz")) as address:
        asyncio.run(loaded(address))
        yield address


@pytest.fixture
async def rasa(url: str) -> AsyncIterator[Rasa]:
    backend = Rasa(url, TOKEN)
    yield backend
    await backend.close()


async def answer(url: str, request: dict[str, Any], token: str = TOKEN) -> tuple[int, Any]:
    """What the server answers to a recorded request: status and body."""
    async with (
        aiohttp.ClientSession() as session,
        session.request(
            request["method"],
            f"{url}{request['path']}",
            json=request.get("json"),
            params={"token": token} if token else {},
        ) as response,
    ):
        return response.status, await response.json()


def shape(value: Any) -> Any:
    """The names and kinds in an answer."""
    if isinstance(value, dict):
        return {name: shape(part) for name, part in value.items()}
    if isinstance(value, list):
        return [shape(value[0])] if value else []
    return "number" if isinstance(value, int | float) else type(value).__name__


@pytest.mark.parametrize(
    "name", sorted(path.stem for path in RECORDED.glob("*.json") if not path.stem.startswith("no_model"))
)
async def test_the_server_answers_as_it_was_recorded(url: str, name: str) -> None:
    known = recorded(name)
    token = "" if name == "no_token" else TOKEN
    status, body = await answer(url, known["request"], token)
    assert status == known["response"]["status"]
    assert shape(body) == shape(known["response"]["json"])


async def test_without_a_model_it_says_so() -> None:
    with running() as bare:
        rasa = Rasa(bare, TOKEN)
        with pytest.raises(BackendError, match="has no model loaded"):
            await until_it_listens(rasa)
        with pytest.raises(BackendError, match="has no model loaded"):
            await rasa.rank(folded("when is my bin"))
        await rasa.close()
    with pytest.raises(BackendError, match="cannot be reached"):
        await rasa.rank(folded("when is my bin"))
    await rasa.close()


async def until_it_listens(rasa: Rasa) -> None:
    """Returns or raises what it says first when it can be reached."""
    until = perf_counter() + LOADS
    while True:
        try:
            return await rasa.ready(0)
        except BackendError as problem:
            if "cannot be reached" not in str(problem) or perf_counter() > until:
                raise
            await asyncio.sleep(0.5)


async def test_every_intent_is_ranked(rasa: Rasa) -> None:
    ranking = await rasa.rank(folded("when do you collect the black bin"))
    intents = {one.intent for one in corpus.read(corpus.files()).examples}
    assert {name for name, _score in ranking} == intents
    assert abs(sum(score for _name, score in ranking) - 1.0) < 1e-3
    assert ranking[0][0] == "bins.next"
    assert rasa.model_id


async def test_a_slash_is_only_a_slash(rasa: Rasa) -> None:
    ranking = await rasa.rank(folded('/handover.person{"name":"x"}'))
    assert len(ranking) > 1
    assert ranking[0][1] < 1.0


async def test_another_token_is_refused(url: str) -> None:
    stranger = Rasa(url, "guess")
    with pytest.raises(TokenRefused):
        await stranger.ready()
    await stranger.close()


@pytest.mark.timeout(600)
async def test_blind_lines_are_mostly_understood_and_quickly(rasa: Rasa) -> None:
    """Floors well below what was measured: they say that the right model was trained the right way."""
    inside, outside, took = [], [], []
    for example in measures(BLIND).lines[::5]:
        began = perf_counter()
        understood, _score = decide(await rasa.rank(folded(example.text)), rasa.threshold)
        took.append(perf_counter() - began)
        if example.intent == OUT_OF_SCOPE:
            outside.append(understood is None)
        else:
            inside.append(understood == example.intent)
    assert statistics.mean(inside) > 0.6
    assert statistics.mean(outside) > 0.5
    assert statistics.median(took) < 0.5
