"""Rasa's server as a back end: intents from `POST /model/parse`, and nothing else of what it answers.

Measured on 3.6.21: an empty text gets a sure answer and a missing one a 500, a leading `/` names any intent
with certainty, a server without a model answers 409, and its 500s repeat what was asked. So only words are
sent, and of an answer that is no ranking only the status is told.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from time import monotonic
from typing import TypeVar
from urllib.parse import urlsplit

import aiohttp
import msgspec
from msgspec import Struct

from nlu.backend import BackendError, Ranking
from nlu.corpus import OUT_OF_SCOPE
from nlu.normalise import Folded
from nlu.rasa.text import spaced

URL = "http://127.0.0.1:5005"
THRESHOLD = 0.3
"""Where 2 % of the rightly understood lines of `tests/unit/nlu/heldout` are refused; found on either half of
them, it does the same on the other."""

PATIENCE = 2.0
"""Seconds for one message."""

LOADS = 180.0
"""Seconds that a server may take to load its model: 30 to 70 when nothing else runs."""

_LARGEST = 256 * 1024
_PIECE = 16 * 1024
_KEPT = 4.0  # seconds that a connection is kept; the server closes it after 5
_LOOK_AGAIN = 60.0  # seconds after which the server is asked again which model it has
_PAUSE = 1.0
_FALLBACK = "nlu_fallback"
_SAYS = {401: "refuses the token", 403: "refuses the token", 409: "has no model loaded"}

T = TypeVar("T")


class TokenRefused(BackendError):
    """The server wants another token: waiting will not help."""


class _Scored(Struct, frozen=True):
    name: str | None
    confidence: float


class _Parsed(Struct, frozen=True):
    intent_ranking: tuple[_Scored, ...]


class _Status(Struct, frozen=True):
    model_id: str


class Rasa:
    """The model of one server. `model_id` is empty until the server has answered once."""

    name = "rasa"

    def __init__(
        self, url: str = URL, token: str = "", threshold: float = THRESHOLD, patience: float = PATIENCE
    ) -> None:
        self.model_id = ""
        self.threshold = threshold
        self._url = url.rstrip("/")
        self._where = f"Rasa at {urlsplit(url).netloc.rpartition('@')[2]}"
        self._token: Mapping[str, str] = {"token": str(token)} if token else {}
        self._patience = patience
        self._look_at = 0.0
        self._session: aiohttp.ClientSession | None = None

    async def rank(self, said: Folded) -> Ranking:
        """Every intent of the text, best first; nothing for a text without a word. Raises `BackendError`."""
        text = spaced(said.text)
        if not text:
            return ()
        async with self._within(self._patience):
            if monotonic() >= self._look_at:
                await self._look()
            parsed = await self._asked("POST", "model/parse", _Parsed, {"text": text})
        found = [(one.name, one.confidence) for one in parsed.intent_ranking if one.name]
        ranking = tuple(
            (name, min(max(score, 0.0), 1.0))
            for name, score in sorted(found, key=lambda one: -one[1])
            if name != _FALLBACK
        )
        if all(name != OUT_OF_SCOPE for name, _score in ranking):
            raise BackendError(f"{self._where} does not rank {OUT_OF_SCOPE}: train with nlu/rasa/config.yml")
        return ranking

    async def ready(self, seconds: float = LOADS) -> None:
        """Returns when the server has loaded its model. Raises `BackendError` when it has not after
        `seconds`, and at once when it refuses the token."""
        until = monotonic() + seconds
        while True:
            try:
                async with self._within(self._patience):
                    return await self._look()
            except TokenRefused:
                raise
            except BackendError:
                if monotonic() + _PAUSE > until:
                    raise
                await asyncio.sleep(_PAUSE)

    async def close(self) -> None:
        """Lets go of the connections. It may be asked again afterwards."""
        if self._session is not None:
            await self._session.close()
            self._session = None

    async def _look(self) -> None:
        self.model_id = (await self._asked("GET", "status", _Status)).model_id
        self._look_at = monotonic() + _LOOK_AGAIN

    async def _asked(self, method: str, path: str, kind: type[T], body: object = None) -> T:
        """What the server answers. Raises `BackendError`."""
        url = f"{self._url}/{path}"
        try:
            async with self._open().request(
                method, url, params=self._token, json=body, allow_redirects=False
            ) as response:
                if response.status in (401, 403):
                    raise TokenRefused(f"{self._where} {_SAYS[response.status]}")
                if response.status != 200:
                    raise BackendError(
                        f"{self._where} {_SAYS.get(response.status, f'answers {response.status}')}"
                    )
                return msgspec.json.decode(await self._read(response), type=kind)
        except aiohttp.ClientConnectorCertificateError:
            raise BackendError(f"{self._where} shows a certificate that is not trusted") from None
        except aiohttp.ClientConnectorError as problem:
            raise BackendError(f"{self._where} cannot be reached: {problem.os_error}") from None
        except aiohttp.ClientError as problem:
            raise BackendError(f"{self._where} gives no answer: {type(problem).__name__}") from None
        except msgspec.DecodeError:  # its message may quote the answer
            raise BackendError(f"{self._where} answers what cannot be read") from None

    async def _read(self, response: aiohttp.ClientResponse) -> bytes:
        read = b""
        while piece := await response.content.read(_PIECE):
            read += piece
            if len(read) > _LARGEST:
                raise BackendError(f"{self._where} answers with more than {_LARGEST} bytes")
        return read

    @asynccontextmanager
    async def _within(self, seconds: float) -> AsyncIterator[None]:
        try:
            async with asyncio.timeout(seconds):
                yield
        except TimeoutError:
            raise BackendError(f"{self._where} gives no answer in {seconds:g} s") from None

    def _open(self) -> aiohttp.ClientSession:
        if self._session is None:
            self._session = aiohttp.ClientSession(
                connector=aiohttp.TCPConnector(keepalive_timeout=_KEPT),
                cookie_jar=aiohttp.DummyCookieJar(),
                timeout=aiohttp.ClientTimeout(total=None),  # `_within` has the time
            )
        return self._session
