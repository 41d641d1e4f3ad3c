"""How a channel hands over a resident's photo: bytes in, a `Media` that the message carries out.

Every channel that can receive a file uses this one door: the web chat, Telegram, text messages. What is
kept is a fresh JPEG made from the pixels alone. Nothing else of the file lives on: no place where it was
taken, no name of a camera, no second file hidden behind the picture. The declared type is never believed.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, Protocol

from channels.message import Media

PHOTO_LIMIT = 10 * 1024 * 1024
"""Bytes of one file as it was sent. A channel stops reading there."""

Reason = Literal["too_large", "not_a_picture", "too_many", "too_big_a_picture"]


class NoPhoto(Exception):
    """The photo was not kept. `reason` says why, for the channel to put in the resident's words.

    too_large: over `PHOTO_LIMIT` bytes. not_a_picture: no JPEG, PNG, WEBP or HEIC, or one that is damaged.
    too_many: the conversation, or the service for the day, has as many as it may keep. too_big_a_picture:
    more pixels than are decoded.
    """

    def __init__(self, reason: Reason) -> None:
        super().__init__(reason)
        self.reason: Reason = reason


class Photos(Protocol):
    """Keeps photos; handed to a channel when it is made."""

    async def keep(self, channel: str, address: str, data: bytes) -> Media:
        """The photo, kept safely for the message that will carry it; raises `NoPhoto`.

        `channel` and `address` are those of the message. A photo whose message never arrives is swept
        within a day. The event loop is not held up: the picture is decoded elsewhere.
        """


class Album(Photos, Protocol):
    """Shows photos as well, to the resident who sent them and to nobody else; for pages."""

    async def find(self, channel: str, address: str, refs: Sequence[str]) -> tuple[Media, ...]:
        """Those of the photos that are this resident's, in the order of `refs`."""

    async def look(self, channel: str, address: str, ref: str, *, small: bool = False) -> bytes | None:
        """The JPEG, or its small version; None when it is not there or somebody else's."""

    async def drop(self, channel: str, address: str, ref: str) -> None:
        """Deletes a photo that no message has carried yet; any other stays."""
