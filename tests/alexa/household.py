"""A household with a speaker: says things, hears answers. Each is sent signed, and each answer is checked."""

from __future__ import annotations

import json
from typing import Any

from aiohttp import ClientResponse, web
from aiohttp.test_utils import TestClient

from bot.parts import Parts
from channels.alexa.package import PATH
from tests.alexa.asking import USER, ended, envelope, intent, launch
from tests.alexa.checked import checked, words
from tests.alexa.signing import signed

Client = TestClient[web.Request, web.Application]


class Household:
    """`heard` is what the speaker said last, `shown` its card; `open` whether it still listens. `endpoint` is
    the server of Amazon's that requests name."""

    def __init__(self, client: Client, parts: Parts, endpoint: str = "", user: str = USER) -> None:
        self._client = client
        self.parts = parts
        self.endpoint = endpoint
        self.user = user
        self.open = False
        self.attributes: dict[str, Any] = {}
        self.response: Any = None
        self.sent: dict[str, Any] = {}

    @property
    def heard(self) -> str:
        return words(self.response["outputSpeech"]["ssml"])

    @property
    def again(self) -> str:
        """The reprompt."""
        return words(self.response["reprompt"]["outputSpeech"]["ssml"])

    @property
    def shown(self) -> str:
        card = self.response.get("card", {})
        return str(card.get("content", card.get("type", "")))

    async def opens(self) -> str:
        """Opens the skill."""
        self.open = False
        return await self.sends(launch())

    async def says(self, name: str, /, **slots: str) -> str:
        """Says something that Alexa takes for the intent."""
        return await self.sends(intent(name, **slots))

    async def answers(self, words: str) -> str:
        """Says something in free words."""
        return await self.says("Answer", query=words)

    async def yes(self) -> str:
        return await self.says("AMAZON.YesIntent")

    async def no(self) -> str:
        return await self.says("AMAZON.NoIntent")

    async def is_silent(self) -> None:
        """Nobody answered the reprompt."""
        answer = await self.post(self.envelope(ended()))
        assert json.loads(await answer.read())["response"] == {}
        self.open = False

    async def sends(self, request: dict[str, Any]) -> str:
        answer = await self.post(self.envelope(request))
        body = await answer.read()
        assert answer.status == 200, body
        shape = checked(body)
        self.response = shape["response"]
        self.open = self.response.get("shouldEndSession") is False
        self.attributes = shape.get("sessionAttributes", {})
        return self.heard if "outputSpeech" in self.response else ""

    def envelope(self, request: dict[str, Any]) -> dict[str, Any]:
        self.sent = envelope(
            request,
            new=not self.open,
            attributes=self.attributes if self.open else {},
            user=self.user,
            at=self.parts.clock.now(),
            endpoint=self.endpoint or "https://api.eu.amazonalexa.com",
        )
        return self.sent

    async def post(self, shape: Any) -> ClientResponse:
        body = shape if isinstance(shape, bytes) else json.dumps(shape).encode()
        return await self._client.post(PATH, data=body, headers=signed(body))
