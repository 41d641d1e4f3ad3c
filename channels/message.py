"""The words that every channel shares: what comes in, what goes out."""

from __future__ import annotations

import datetime as dt
from typing import Literal

from msgspec import Struct

from accessibility.text import Link, Rendered, RenderedChoice, RenderedLink, Text

Importance = Literal["normal", "safety"]
Modality = Literal["screen", "sms", "speech"]


class Media(Struct, frozen=True):
    """A file that came with a message, kept by the channel; `ref` finds it again."""

    ref: str
    content_type: str
    size: int


class Location(Struct, frozen=True):
    """A shared position, WGS 84 degrees."""

    latitude: float
    longitude: float


class Inbound(Struct, frozen=True):
    """One message from a resident.

    `id` is the provider's own and serves de-duplication: the same (channel, id) is handled once. `address`
    is opaque outside its channel. `choice` is the id of a pressed button, empty when the words were typed.
    `locale_hint` is what the client says of its language, only a hint. `at` is when we received it, UTC.
    `correction`: it stands in place of what they said last, as an edited message does.
    """

    id: str
    channel: str
    address: str
    text: str
    at: dt.datetime
    choice: str = ""
    media: tuple[Media, ...] = ()
    location: Location | None = None
    locale_hint: str = ""
    correction: bool = False


class Choice(Struct, frozen=True):
    """Something that the resident may pick: by button, by number, or by saying its label."""

    id: str
    label: Text


class Reply(Struct, frozen=True, omit_defaults=True):
    """What the assistant says. `expects_answer` is said here, never guessed from a question mark. `wants` is
    `home` where a device that knows where it stands could help with the answer."""

    text: Text
    choices: tuple[Choice, ...] = ()
    links: tuple[Link, ...] = ()
    media: tuple[Media, ...] = ()
    expects_answer: bool = False
    importance: Importance = "normal"
    wants: Literal["", "home"] = ""


Identity = Literal["program", "household", "session", "account", "number"]
"""By what a channel knows who writes, the weakest first: whatever another program says, a home's speaker, a
browser, an account with somebody else, a phone number. None of them proves who a person is."""


class Capabilities(Struct, frozen=True):
    """What a channel can do, as data: nobody asks which channel it is. `languages` are those that it can say,
    all of them when none is named; the first is used in place of another. `shared`: others in the room hear
    and see what is said. `transfers`: it can put a resident through to a phone. `identity` is
    by what a resident is known there, `longest` how much fits into one message: segments of a text message,
    else 16-bit units; 0 where nothing bounds it."""

    modality: Modality = "screen"
    buttons: bool = True
    push: bool = False
    photos: bool = False
    location: bool = False
    max_choices: int = 8
    languages: tuple[str, ...] = ()
    shared: bool = False
    transfers: bool = False
    identity: Identity = "session"
    longest: int = 0


Speaker = Literal["resident", "assistant", "adviser", "system"]


class Entry(Struct, frozen=True):
    """One line of a transcript, as it was read or heard. `seq` counts from 1 within the conversation. `by` is
    the first name of the adviser who wrote it, empty for everybody else; `media` came with it."""

    seq: int
    at: dt.datetime
    who: Speaker
    rendered: Rendered
    expects_answer: bool = False
    importance: Importance = "normal"
    by: str = ""
    media: tuple[Media, ...] = ()

    @property
    def text(self) -> str:
        return self.rendered.text

    @property
    def choices(self) -> tuple[RenderedChoice, ...]:
        return self.rendered.choices

    @property
    def links(self) -> tuple[RenderedLink, ...]:
        return self.rendered.links
