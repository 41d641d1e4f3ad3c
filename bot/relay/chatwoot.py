"""Chatwoot's application API, as far as an inbox of its API channel needs it.

A send without an answer may have arrived: each message carries a `source_id` by which it is found again. Only
a user's access token works. An agent bot's may create conversations and messages, but neither contacts, nor
may it read what is there.
"""

from __future__ import annotations

import asyncio
import io
from collections.abc import Mapping, Sequence
from typing import Any, TypeVar

import aiohttp
import msgspec
from msgspec import Struct

from bot.relay.shapes import (
    Contacts,
    Conversation,
    Conversations,
    Inbox,
    MadeContact,
    Message,
    Messages,
    Numbered,
)
from bot.secret import Secret

API = "Channel::Api"

PATIENCE = 10.0
"""Seconds for one request."""

REFERENCE = "snicket_reference"
"""The conversation's custom attribute that has our reference."""

LONGEST = 100_000
"""Characters of one message; Chatwoot refuses more than 150,000."""

_PAGE = 100  # messages that come at once when those after one are asked for
_LARGEST = 4 * 1024 * 1024
_PIECE = 64 * 1024
_SAYS = {
    401: "refuses the token",
    403: "refuses the token",
    404: "does not know it",
    422: "takes it for wrong",
    429: "is asked too often",
}

T = TypeVar("T")


class Server(Struct, frozen=True):
    """Where Chatwoot is, and who we are there: `account` and `inbox` are numbers that its addresses show."""

    url: str
    account: int
    inbox: int
    token: Secret
    webhook_secret: Secret


class ChatwootError(Exception):
    """Chatwoot gives no answer that helps. `status` is 0 when it gave none; `after` seconds, if it said so,
    it wants to be asked again. The message has nothing personal in it."""

    def __init__(self, says: str, status: int = 0, after: float = 0.0) -> None:
        super().__init__(f"Chatwoot {says}")
        self.status = status
        self.after = after

    @property
    def reason(self) -> str:
        """One word for a counter."""
        return str(self.status) if self.status else "silent"


class Chatwoot:
    """One inbox. Every method raises `ChatwootError`."""

    def __init__(self, server: Server, patience: float = PATIENCE) -> None:
        self._server = server
        self._base = f"{server.url.rstrip('/')}/api/v1/accounts/{server.account}/"
        self._patience = patience
        self._session: aiohttp.ClientSession | None = None

    async def inbox(self) -> str:
        """Of which kind our inbox is; `API` is the one that is wanted."""
        return (await self._ask("GET", f"inboxes/{self._server.inbox}", Inbox)).channel_type

    async def contact(self, identifier: str) -> int:
        """The id of the contact with our `identifier`, made when there is none."""
        try:
            return await self._known(identifier) or await self._made(identifier)
        except ChatwootError as problem:
            # It is there after all: it has just been made, or the answer to an earlier try was lost.
            if problem.status == 422 and (found := await self._known(identifier)):
                return found
            raise

    async def conversation(self, contact: int, identifier: str, reference: str) -> str:
        """The id of the contact's conversation about `reference`, made when there is none. It is open."""
        found = await self._ask("GET", f"contacts/{contact}/conversations", Conversations)
        about = (one for one in found.payload if one.custom_attributes.get(REFERENCE) == reference)
        its = next(about, None) or await self._begin(contact, identifier, reference)
        if its.status != "open":  # an inbox with a bot makes them pending
            await self.turn(str(its.id), "open")
        return str(its.id)

    async def status(self, conversation: str) -> str:
        """`open`, `pending`, `snoozed` or `resolved`."""
        return (await self._ask("GET", f"conversations/{conversation}", Conversation)).status

    async def turn(self, conversation: str, status: str) -> None:
        """Gives the conversation a status."""
        await self._ask("POST", f"conversations/{conversation}/toggle_status", Any, {"status": status})

    async def messages(self, conversation: str, after: int = 0) -> list[Message]:
        """The messages with a greater id, by it."""
        found: dict[int, Message] = {}
        while True:
            path = f"conversations/{conversation}/messages"
            page = (await self._ask("GET", path, Messages, params={"after": str(after)})).payload
            fresh = [one for one in page if one.id > after and one.id not in found]
            found |= {one.id: one for one in fresh}
            if len(page) < _PAGE or not fresh:
                return [found[id] for id in sorted(found)]
            after = max(one.id for one in fresh)

    async def send(self, conversation: str, text: str, source: str, photos: Sequence[bytes] = ()) -> int:
        """Something that the resident said, with their photos (JPEG); the message's id. `source` finds it
        again."""
        return await self._write(conversation, text, source, photos, message_type="incoming", private=False)

    async def note(self, conversation: str, text: str, source: str, photos: Sequence[bytes] = ()) -> int:
        """Something for the agents alone."""
        return await self._write(conversation, text, source, photos, message_type="outgoing", private=True)

    async def close(self) -> None:
        """Lets go of the connections. It may be asked again afterwards."""
        if self._session is not None:
            await self._session.close()
            self._session = None

    async def _known(self, identifier: str) -> int | None:
        found = await self._ask("GET", "contacts/search", Contacts, params={"q": identifier})
        return next((one.id for one in found.payload if one.identifier == identifier), None)

    async def _made(self, identifier: str) -> int:
        body = {
            "inbox_id": self._server.inbox,
            "name": f"Resident {identifier[:6]}",
            "identifier": identifier,
            "source_id": identifier,
        }
        return (await self._ask("POST", "contacts", MadeContact, body)).payload.contact.id

    async def _begin(self, contact: int, identifier: str, reference: str) -> Conversation:
        body = {
            "source_id": identifier,
            "inbox_id": self._server.inbox,
            "contact_id": contact,
            "status": "open",
            "custom_attributes": {REFERENCE: reference},
        }
        return await self._ask("POST", "conversations", Conversation, body)

    async def _write(
        self, conversation: str, text: str, source: str, photos: Sequence[bytes], **kind: object
    ) -> int:
        body = {"content": text[:LONGEST], "source_id": source, **kind}
        sent = _form(body, photos) if photos else body
        return (await self._ask("POST", f"conversations/{conversation}/messages", Numbered, sent)).id

    async def _ask(
        self,
        method: str,
        path: str,
        kind: type[T],
        body: object = None,
        params: Mapping[str, str] | None = None,
    ) -> T:
        try:
            async with asyncio.timeout(self._patience):
                return await self._answer(method, path, kind, body, params or {})
        except TimeoutError:
            raise ChatwootError(f"gives no answer in {self._patience:g} s") from None
        except aiohttp.ClientError as problem:
            raise ChatwootError(f"cannot be reached: {type(problem).__name__}") from None
        except msgspec.DecodeError:  # its message may quote the answer
            raise ChatwootError("answers what cannot be read") from None

    async def _answer(
        self, method: str, path: str, kind: type[T], body: object, params: Mapping[str, str]
    ) -> T:
        form = isinstance(body, aiohttp.FormData)
        async with self._open().request(
            method,
            self._base + path,
            json=None if form else body,
            data=body if form else None,
            params=params,
            allow_redirects=False,
        ) as response:
            status = response.status
            if not response.ok:
                says = _SAYS.get(status, f"answers {status}")
                raise ChatwootError(says, status, _seconds(response.headers.get("Retry-After", "")))
            return msgspec.json.decode(await _read(response), type=kind)

    def _open(self) -> aiohttp.ClientSession:
        if self._session is None:
            self._session = aiohttp.ClientSession(
                headers={"api_access_token": str(self._server.token)},
                cookie_jar=aiohttp.DummyCookieJar(),
                timeout=aiohttp.ClientTimeout(total=None),  # `_ask` has the time
            )
        return self._session


def _form(fields: Mapping[str, object], photos: Sequence[bytes]) -> aiohttp.FormData:
    """A message with files: they travel as `attachments[]` of a form."""
    form = aiohttp.FormData()
    for name, value in fields.items():
        form.add_field(name, str(value).lower() if isinstance(value, bool) else str(value))
    for number, photo in enumerate(photos, 1):
        file = io.BytesIO(photo)
        form.add_field("attachments[]", file, filename=f"photo-{number}.jpg", content_type="image/jpeg")
    return form


async def _read(response: aiohttp.ClientResponse) -> bytes:
    read = b""
    while piece := await response.content.read(_PIECE):
        read += piece
        if len(read) > _LARGEST:
            raise ChatwootError(f"answers with more than {_LARGEST} bytes")
    return read


def _seconds(text: str) -> float:
    """What `Retry-After` says, in seconds, the form that Chatwoot uses; 0 for anything else."""
    return float(text) if text.isascii() and text.isdecimal() and len(text) < 9 else 0.0
