"""What is remembered from one request of a session to the next. Amazon keeps it, so it names nobody."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal

import msgspec
from msgspec import Struct

LONGEST_ID = 1_024

Asked = Literal["", "talk", "more", "postcode"]
"""Whose question waits: the conversation's, "anything else?", or whether the speaker's postcode is right."""


class Session(Struct, frozen=True, omit_defaults=True):
    """`asked` is the question that waits. `late` is the id of a message whose answer is still owed. `device`:
    the household has been asked for the speaker's postcode, or been shown how to allow it."""

    asked: Asked = ""
    late: str = ""
    device: bool = False

    def sent(self) -> dict[str, Any]:
        """As it travels."""
        found: dict[str, Any] = msgspec.to_builtins(self)
        return found


def session_of(attributes: Mapping[str, Any]) -> Session:
    """What came back; a fresh one when it cannot be read."""
    try:
        found = msgspec.convert(dict(attributes), Session)
    except (msgspec.ValidationError, TypeError):
        return Session()
    return found if len(found.late) <= LONGEST_ID else Session()
