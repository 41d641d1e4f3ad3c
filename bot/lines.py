"""Replies as lines of a transcript: written the way one channel and one reader need them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Protocol

import msgspec
from msgspec import structs

from accessibility.isolate import isolated
from accessibility.text import Rendered, RenderedChoice, _
from bot.dialogue.events import AnyEvent, Asked, Noted, Said
from bot.store.lines import NewEntry
from bot.unspoken import sayable
from channels.message import Reply
from locales.languages import SOURCE

MACHINE = Reply(_("A computer translated this. No person has checked it yet."))


class Renders(Protocol):
    """Writes replies for one channel."""

    def __call__(self, reply: Reply, language: str, slow: bool) -> Rendered: ...


class Lines:
    """`renders` has a renderer for each channel; `marks` are the channels that mark each message that a
    computer translated, `speaks` those that are heard and not read. `only` has the languages of the channels
    that cannot say them all."""

    def __init__(
        self,
        renders: Mapping[str, Renders],
        marks: Collection[str] = (),
        speaks: Collection[str] = (),
        only: Mapping[str, tuple[str, ...]] | None = None,
    ) -> None:
        self._renders = renders
        self._marks = frozenset(marks)
        self._speaks = frozenset(speaks)
        self._only = only or {}

    def sayable(self, channel: str, language: str) -> str:
        """`language`, or the one that the channel says in place of it."""
        spoken = self._only.get(channel, ())
        return language if not spoken or language in spoken else spoken[0]

    def heard(self, channel: str, events: list[AnyEvent]) -> list[AnyEvent]:
        """The events of a turn, for the languages that the channel says."""
        spoken = self._only.get(channel, ())
        return sayable(events, spoken) if spoken else events

    def write(
        self, channel: str, said: Sequence[Reply], language: str, slow: bool = False, beside: str = ""
    ) -> tuple[NewEntry, ...]:
        """The replies in `language`, in order; each again in `beside` where two languages are read."""
        language = self.sayable(channel, language)
        two = beside and beside != language and channel not in self._speaks
        each = self._pair if two else self._single
        return tuple(line for reply in said for line in each(channel, reply, language, slow, beside))

    def said(
        self, channel: str, events: Iterable[AnyEvent], language: str, *, slow: bool = False, beside: str = ""
    ) -> tuple[NewEntry, ...]:
        """What a turn's events say, in order; a note about languages in its own."""
        lines: tuple[NewEntry, ...] = ()
        for event in events:
            if isinstance(event, Said | Asked):
                lines += self.write(channel, (event.reply,), language, slow, beside)
            elif isinstance(event, Noted):
                lines += self.write(channel, (event.reply,), event.language, beside=event.beside)
        return lines

    def note(
        self, channel: str, lines: Sequence[NewEntry], language: str, before: str
    ) -> tuple[NewEntry, ...]:
        """The note that a computer translated `lines` (R17), when they are the first in `language`.

        `before` is the conversation's language so far.
        """
        first = language != before and channel not in self._marks
        if not first or not any(line.rendered.machine for line in lines):
            return ()
        return self.write(channel, (MACHINE,), language)

    def _single(
        self, channel: str, reply: Reply, language: str, slow: bool, beside: str
    ) -> tuple[NewEntry, ...]:
        return (self._line(channel, reply, language, slow),)

    def _pair(
        self, channel: str, reply: Reply, language: str, slow: bool, beside: str
    ) -> tuple[NewEntry, ...]:
        """The reply twice; its choices stand once, in both languages. English that a safety message carries
        with it is not said again."""
        first = self._line(channel, reply, language, slow)
        if first.rendered.language == beside or (first.rendered.english and beside == SOURCE):
            return (first,)
        second = self._line(channel, reply, beside, slow)
        both = structs.replace(second.rendered, choices=_in_both(first.rendered, second.rendered))
        alone = structs.replace(first.rendered, choices=())
        return (
            structs.replace(first, rendered=alone, expects_answer=False),
            structs.replace(second, rendered=both),
        )

    def _line(self, channel: str, reply: Reply, language: str, slow: bool) -> NewEntry:
        rendered = self._renders[channel](reply, language, slow)
        reply_json = msgspec.json.encode(reply)
        return NewEntry("assistant", rendered, reply_json, reply.expects_answer, reply.importance)


def _in_both(first: Rendered, second: Rendered) -> tuple[RenderedChoice, ...]:
    """The choices with both labels; the listed ones are the same in every language."""
    pairs = zip(first.choices, second.choices, strict=True)
    return tuple(
        other if one.label == other.label else structs.replace(other, label=_labels(one.label, other.label))
        for one, other in pairs
    )


def _labels(one: str, other: str) -> str:
    return f"{isolated(one, rtl=False)} / {isolated(other, rtl=False)}"
