"""Replies as lines of a transcript: written the way one channel and one reader need them."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Protocol

import msgspec

from accessibility.text import Rendered, _
from bot.store.lines import NewEntry
from channels.message import Reply

MACHINE = Reply(_("A computer translated this. No person has checked it yet."))


class Renders(Protocol):
    """Writes replies for one channel."""

    def __call__(self, reply: Reply, language: str, slow: bool) -> Rendered: ...


class Lines:
    """`renders` has a renderer for each channel; `beside` are the channels that mark each message that a
    computer translated."""

    def __init__(self, renders: Mapping[str, Renders], beside: Collection[str] = ()) -> None:
        self._renders = renders
        self._beside = frozenset(beside)

    def write(
        self, channel: str, said: Sequence[Reply], language: str, slow: bool = False
    ) -> tuple[NewEntry, ...]:
        """The replies in `language`, in order."""
        return tuple(self._line(channel, reply, language, slow) for reply in said)

    def note(
        self, channel: str, lines: Sequence[NewEntry], language: str, before: str
    ) -> tuple[NewEntry, ...]:
        """The note that a computer translated `lines` (R17), when they are the first in `language`.

        `before` is the conversation's language so far.
        """
        first = language != before and channel not in self._beside
        if not first or not any(line.rendered.machine for line in lines):
            return ()
        return self.write(channel, (MACHINE,), language)

    def _line(self, channel: str, reply: Reply, language: str, slow: bool) -> NewEntry:
        rendered = self._renders[channel](reply, language, slow)
        reply_json = msgspec.json.encode(reply)
        return NewEntry("assistant", rendered, reply_json, reply.expects_answer, reply.importance)
