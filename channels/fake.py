"""An assistant in memory that answers by a script: what the tests of every channel talk to.

It keeps the promises of `Receive` and `Transcript`: lines are numbered from 1, the same (channel, id) is
handled once, and `wait` wakes for a new line. Faults can be switched on: `fail` and `hold`.
"""

from __future__ import annotations

import asyncio
import datetime as dt
from collections.abc import Callable, Mapping, Sequence

from accessibility.text import Rendered, RenderedChoice, RenderedLink
from channels.limits import Clock
from channels.message import Entry, Inbound, Media, Speaker

Script = Callable[[Inbound], Sequence[Rendered]]
Key = tuple[str, str]


def said(
    text: str,
    *choices: tuple[str, str],
    links: Mapping[str, str] | None = None,
    language: str = "en",
    direction: str = "ltr",
    machine: bool = False,
    english: str = "",
) -> Rendered:
    """A reply as a renderer would make it; `choices` are (id, label) and get the keys 1, 2, 3 …"""
    keyed = tuple(RenderedChoice(id, str(key), label) for key, (id, label) in enumerate(choices, 1))
    shown = tuple(RenderedLink(url, label) for label, url in (links or {}).items())
    return Rendered(text, language, direction, machine, keyed, shown, english)


def by_words(
    answers: Mapping[str, Rendered | Sequence[Rendered]], otherwise: Rendered | None = None
) -> Script:
    """A script that looks up the pressed choice, else the typed words without their case, else the choice
    whose number was typed, wherever it was offered."""
    offered = {
        choice.key: choice.id
        for found in answers.values()
        for reply in ((found,) if isinstance(found, Rendered) else found)
        for choice in reply.choices
    }

    def answer(inbound: Inbound) -> Sequence[Rendered]:
        words = inbound.choice or inbound.text.casefold()
        found = answers.get(words if words in answers else offered.get(words, ""), otherwise)
        if found is None:
            return (said(f"You said: {inbound.text}"),)
        return (found,) if isinstance(found, Rendered) else found

    return answer


class Assistant:
    """A `receive` and a `Transcript` in one. `received` holds every message once, in order."""

    def __init__(self, script: Script, clock: Clock, *, languages: Mapping[str, str] | None = None) -> None:
        self.script = script
        self.received: list[Inbound] = []
        self._clock = clock
        self._directions = dict(languages or {"en": "ltr"})
        self._lines: dict[Key, list[Entry]] = {}
        self._languages: dict[Key, str] = {}
        self._answers: dict[Key, Sequence[Entry]] = {}
        self._news: dict[Key, asyncio.Event] = {}
        self._faults = 0
        self._gate = asyncio.Event()
        self._gate.set()

    def fail(self, times: int) -> None:
        """The next `times` messages raise, before anything is stored."""
        self._faults = times

    def hold(self) -> Callable[[], None]:
        """Messages are stored but not answered until the returned function is called."""
        self._gate.clear()
        return self._gate.set

    async def receive(self, inbound: Inbound) -> Sequence[Entry]:
        if self._faults:
            self._faults -= 1
            raise RuntimeError("the assistant was told to fail")
        once = (inbound.channel, inbound.id)
        if once in self._answers:
            return self._answers[once]
        self._answers[once] = ()
        self._open(inbound)
        await self._gate.wait()
        where = (inbound.channel, inbound.address)
        replies = self.script(inbound)
        self._answers[once] = tuple(self.push(*where, reply, at=inbound.at) for reply in replies)
        return self._answers[once]

    def push(
        self,
        channel: str,
        address: str,
        rendered: Rendered,
        who: Speaker = "assistant",
        at: dt.datetime | None = None,
        media: tuple[Media, ...] = (),
    ) -> Entry:
        """A line that comes of itself, as from an adviser or an alert."""
        lines = self._lines.setdefault((channel, address), [])
        entry = Entry(len(lines) + 1, at or self._clock(), who, rendered, bool(rendered.choices), media=media)
        lines.append(entry)
        self._news.pop((channel, address), asyncio.Event()).set()
        return entry

    async def read(self, channel: str, address: str, after: int = 0) -> Sequence[Entry]:
        return self._lines.get((channel, address), [])[after:]

    async def wait(self, channel: str, address: str, after: int, seconds: float) -> Sequence[Entry]:
        if not await self.read(channel, address, after):
            news = self._news.setdefault((channel, address), asyncio.Event())
            try:
                await asyncio.wait_for(news.wait(), seconds)
            except TimeoutError:
                return ()
        return await self.read(channel, address, after)

    async def language(self, channel: str, address: str) -> str | None:
        return self._languages.get((channel, address))

    def _open(self, inbound: Inbound) -> None:
        """The resident's line joins the transcript, in the language they write in or ask for."""
        where = (inbound.channel, inbound.address)
        asked = inbound.choice.removeprefix("language:") if inbound.choice.startswith("language:") else ""
        tag = asked or self._languages.get(where) or inbound.locale_hint or "en"
        self._languages[where] = tag
        self.received.append(inbound)
        words = Rendered(inbound.text, tag, self._directions.get(tag, "ltr"))
        self.push(*where, words, "resident", inbound.at, media=inbound.media)
