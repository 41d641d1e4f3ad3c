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


class Choice(Struct, frozen=True):
    """Something that the resident may pick: by button, by number, or by saying its label."""

    id: str
    label: Text


class Reply(Struct, frozen=True, omit_defaults=True):
    """What the assistant says. `expects_answer` is said here, never guessed from a question mark."""

    text: Text
    choices: tuple[Choice, ...] = ()
    links: tuple[Link, ...] = ()
    media: tuple[Media, ...] = ()
    expects_answer: bool = False
    importance: Importance = "normal"


class Capabilities(Struct, frozen=True):
    """What a channel can do, as data: nobody asks which channel it is."""

    modality: Modality = "screen"
    buttons: bool = True
    push: bool = False
    photos: bool = False
    location: bool = False
    max_choices: int = 8


Speaker = Literal["resident", "assistant", "adviser", "system"]


class Entry(Struct, frozen=True):
    """One line of a transcript, as it was read or heard. `seq` counts from 1 within the conversation."""

    seq: int
    at: dt.datetime
    who: Speaker
    rendered: Rendered
    expects_answer: bool = False
    importance: Importance = "normal"

    @property
    def text(self) -> str:
        return self.rendered.text

    @property
    def choices(self) -> tuple[RenderedChoice, ...]:
        return self.rendered.choices

    @property
    def links(self) -> tuple[RenderedLink, ...]:
        return self.rendered.links
