"""A conversation on standard input and output, one message a line: for trying out and for scripts."""

from __future__ import annotations

import asyncio
import html
import re
import threading
from collections.abc import AsyncIterator, Callable
from typing import TextIO

import msgspec

from channels.body import clean
from channels.channel import Receive
from channels.limits import Clock
from channels.message import Entry, Inbound, Modality

_TAG = re.compile(r"<[^>]*>")


async def chat(
    receive: Receive,
    lines_in: AsyncIterator[str],
    write: Callable[[str], None],
    *,
    channel_name: str,
    modality: Modality,
    language: str,
    as_json: bool,
    clock: Clock,
    ids: Callable[[], str],
) -> None:
    """Talks until the lines end. `ids` gives the conversation's address and one id a message.

    People read the words with numbered choices; with `as_json` each reply is one JSON object a line with
    `text`, `choices`, `links`, `language` and `expects_answer`. A choice is picked by typing its number or
    its words: what was typed goes on as it is, because only the assistant knows whether `2` is the second
    choice or Flat 2.
    """
    address = ids()
    async for line in lines_in:
        words = clean(line)
        if not words:
            continue
        inbound = Inbound(ids(), channel_name, address, words, clock(), locale_hint=language)
        for entry in await receive(inbound):
            write(as_line(entry) if as_json else as_words(entry, modality))


async def lines(stream: TextIO) -> AsyncIterator[str]:
    """The lines of a file or terminal as they come.

    Read in a daemon thread: a reader in the loop's own executor would hold up the end of the program until
    the next line is typed.
    """
    loop = asyncio.get_running_loop()
    queue: asyncio.Queue[str] = asyncio.Queue()

    def pump() -> None:
        try:
            for line in iter(stream.readline, ""):
                loop.call_soon_threadsafe(queue.put_nowait, line)
            loop.call_soon_threadsafe(queue.put_nowait, "")
        except RuntimeError:  # the loop was closed while a line was awaited: nobody listens any more
            return

    threading.Thread(target=pump, name="terminal", daemon=True).start()
    while line := await queue.get():
        yield line


def as_line(entry: Entry) -> str:
    """One reply as one JSON object on one line."""
    reply = {
        "text": entry.text,
        "choices": entry.choices,
        "links": entry.links,
        "language": entry.rendered.language,
        "expects_answer": entry.expects_answer,
    }
    return msgspec.json.encode(reply).decode()


def as_words(entry: Entry, modality: Modality) -> str:
    """One reply for a person to read. Text messages and speech carry their choices in the text itself."""
    if modality == "speech":
        return html.unescape(_TAG.sub(" ", entry.text)).strip()
    if modality == "sms":
        return entry.text
    english = (entry.rendered.english,) if entry.rendered.english else ()
    links = tuple(f"  {link.label}: {link.url}" for link in entry.links)
    choices = tuple(f"  {choice.key}  {choice.label}" for choice in entry.choices)
    return "\n".join((entry.text, *english, *links, *choices))
