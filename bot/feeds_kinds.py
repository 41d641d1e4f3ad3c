"""What the feeds file says of each feed: how it is reached, what reads it, and what its data leave open."""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path
from typing import ClassVar, Literal, TypeAlias
from urllib.parse import urlsplit

from msgspec import Struct

from notifier.feeds import aurn, decoded, floods, ngsi_options, sensorthings
from notifier.feeds.aurn import Aurn
from notifier.feeds.cap import Cap, CapOptions
from notifier.feeds.chirpstack import ChirpStack
from notifier.feeds.feed import Parses
from notifier.feeds.floods import Floods
from notifier.feeds.mqtt import Broker
from notifier.feeds.ngsi_broker import Subscription
from notifier.feeds.ngsi_ld import NgsiLd
from notifier.feeds.nswws import Nswws
from notifier.feeds.sensorthings import SensorThings
from notifier.feeds.tts import TheThingsStack

_NAME = re.compile("[a-z0-9][a-z0-9-]{0,62}")

Via = Literal["http", "mqtt", "webhook", "broker"]


class Entry(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, tag_field="source"):
    """One feed. `url` and `urls` are pages to ask every `every` seconds, or the address of a broker. Nothing
    believed for `silent_after` seconds is an alarm; 0 for never. `checked` is when somebody last saw that
    this is right, `note` what is known of it."""

    name: str
    via: Via
    url: str = ""
    urls: tuple[str, ...] = ()
    topic: str = ""
    share: str = ""
    mqtt: Literal[3, 5] = 5
    user: str = ""
    every: int = 900
    silent_after: int = 0
    key_file: str = ""
    key_header: str = "x-api-key"
    token_file: str = ""
    password_file: str = ""
    ca_file: str = ""
    enabled: bool = True
    checked: dt.date | None = None
    note: str = ""

    WAYS: ClassVar[tuple[Via, ...]] = ("http",)
    RELISTS: ClassVar[bool] = False
    """Whether what was said before comes again, as a file does that grows."""

    MEASURES: ClassVar[bool] = True
    """Whether it is to say something all the time; a feed of warnings has only to answer."""

    def __post_init__(self) -> None:
        for problem in self.problems():
            raise ValueError(problem)

    def problems(self) -> list[str]:
        """What is wrong with it, each in words that name the field."""
        checks = (
            (not _NAME.fullmatch(self.name), "name has to be of small letters, digits and hyphens"),
            (self.via not in self.WAYS, f"via {self.via} is not possible here: {', '.join(self.WAYS)}"),
            (not 5 <= self.every <= 86_400, "every is a number of seconds from 5 to 86400"),
            (self.silent_after < 0, "silent_after is a number of seconds, 0 for never"),
            (self.via == "http" and not self.pages, "url is missing"),
            (self.via in ("broker", "mqtt") and not self.url, "url is missing"),
            (self.via == "mqtt" and not self.topic, "topic is missing"),
            (self.via in ("webhook", "broker") and not self.token_file, "token_file is missing"),
            (self.via != "mqtt" and bool(self.topic or self.share), "topic and share are for mqtt alone"),
            (bool(self.url and self.urls), "url and urls are both set; allowed is one of them"),
            (not all(map(self._reached, self.pages)), f"url is no address for {self.via}"),
        )
        return [words for wrong, words in checks if wrong]

    def _reached(self, url: str) -> bool:
        parts = urlsplit(url)
        schemes = ("mqtt", "mqtts") if self.via == "mqtt" else ("http", "https")
        return parts.scheme in schemes and bool(parts.hostname) and "@" not in parts.netloc

    @property
    def pages(self) -> tuple[str, ...]:
        """The addresses."""
        return self.urls or ((self.url,) if self.url else ())

    @property
    def secrets(self) -> tuple[str, ...]:
        """The files that it needs."""
        return tuple(filter(None, (self.key_file, self.token_file, self.password_file)))

    def broker(self, password: str, session: str) -> Broker:
        """Where to subscribe by MQTT."""
        parts = urlsplit(self.url)
        tls = parts.scheme == "mqtts"
        return Broker(
            parts.hostname or "",
            self.topic,
            session,
            parts.port or (8883 if tls else 1883),
            tls,
            Path(self.ca_file) if self.ca_file else None,
            self.user,
            password,
            self.share,
            self.mqtt,
        )


class CapFeed(Entry, frozen=True, tag="cap"):
    """CAP alerts, one or a feed of them."""

    options: CapOptions = CapOptions()
    WAYS: ClassVar[tuple[Via, ...]] = ("http",)
    MEASURES: ClassVar[bool] = False

    def parser(self) -> Parses:
        """What reads it; so of each kind."""
        return Cap(self.name, self.options)


class NswwsFeed(Entry, frozen=True, tag="nswws"):
    """Warnings of the Met Office."""

    MEASURES: ClassVar[bool] = False

    def parser(self) -> Parses:
        return Nswws(self.name)


class FloodsFeed(Entry, frozen=True, tag="ea"):
    """Flood warnings of the Environment Agency."""

    options: floods.FloodOptions = floods.FloodOptions()
    MEASURES: ClassVar[bool] = False

    def parser(self) -> Parses:
        return Floods(self.name, self.options)


class NgsiLdFeed(Entry, frozen=True, tag="ngsi-ld"):
    """A context broker. With `via: broker` it is subscribed to as `subscription` says, and sends to
    `endpoint`, which is our own address when it is empty."""

    options: ngsi_options.Options = ngsi_options.DEFAULTS
    subscription: Subscription | None = None
    endpoint: str = ""
    WAYS: ClassVar[tuple[Via, ...]] = ("webhook", "mqtt", "broker", "http")

    def parser(self) -> Parses:
        return NgsiLd(self.name, self.options)

    def problems(self) -> list[str]:
        wanted = (self.via == "broker") == (self.subscription is not None)
        needed = "subscription is needed for via broker, and for nothing else"
        return super().problems() + ([] if wanted else [needed])


class TtsFeed(Entry, frozen=True, tag="tts"):
    """The Things Stack, whose own MQTT server speaks 3.1.1."""

    mqtt: Literal[3, 5] = 3
    options: decoded.Options = decoded.Options()
    WAYS: ClassVar[tuple[Via, ...]] = ("webhook", "mqtt")

    def parser(self) -> Parses:
        return TheThingsStack(self.name, self.options)


class ChirpStackFeed(Entry, frozen=True, tag="chirpstack"):
    """ChirpStack."""

    options: decoded.Options = decoded.Options()
    WAYS: ClassVar[tuple[Via, ...]] = ("webhook", "mqtt")

    def parser(self) -> Parses:
        return ChirpStack(self.name, self.options)


class SensorThingsFeed(Entry, frozen=True, tag="sensorthings"):
    """A SensorThings server."""

    options: sensorthings.Options = sensorthings.Options()
    WAYS: ClassVar[tuple[Via, ...]] = ("webhook", "mqtt", "http")

    def parser(self) -> Parses:
        return SensorThings(self.name, self.options)


class AurnFeed(Entry, frozen=True, tag="aurn"):
    """Stations of the national network."""

    options: aurn.Options = aurn.Options()
    RELISTS: ClassVar[bool] = True

    def parser(self) -> Parses:
        return Aurn(self.name, self.options)


AnyFeed: TypeAlias = (
    CapFeed | NswwsFeed | FloodsFeed | NgsiLdFeed | TtsFeed | ChirpStackFeed | SensorThingsFeed | AurnFeed
)
