"""All formats of feeds by the names that settings and commands use, and which of them a file has."""

from __future__ import annotations

import importlib
from collections.abc import Mapping
from typing import Any, Final, cast

import msgspec
from msgspec import Struct

from notifier.feeds.feed import Parses
from notifier.feeds.fields import decode, inside
from notifier.feeds.xml import LARGEST, BadXml, read, tag
from notifier.refusal import Refusal

_CSV_HEAD = 4_096


class Source(Struct, frozen=True):
    """Where the parser of a format is, and the shape of its settings."""

    module: str
    parser: str
    options: str = "Options"


SOURCES: Final[Mapping[str, Source]] = {
    "cap": Source("cap", "Cap", "CapOptions"),
    "nswws": Source("nswws", "Nswws"),
    "ea": Source("floods", "Floods", "FloodOptions"),
    "ngsi-ld": Source("ngsi_ld", "NgsiLd"),
    "tts": Source("tts", "TheThingsStack"),
    "chirpstack": Source("chirpstack", "ChirpStack"),
    "sensorthings": Source("sensorthings", "SensorThings"),
    "aurn": Source("aurn", "Aurn"),
    "aurn-daily": Source("aurn_daily", "AurnDaily"),
}


class BadSource(ValueError):
    """There is no such format, or its settings are wrong; the message says what."""


def parser(source: str, feed: str, options: Mapping[str, object] | None = None) -> Parses:
    """The parser of a format for one feed. `options` are as they stand in the feeds file. Raises
    `BadSource`. Only what is asked for is loaded."""
    its = SOURCES.get(source)
    if its is None:
        raise BadSource(f"source is {source[:40]!r}; allowed are {', '.join(SOURCES)}")
    module = importlib.import_module(f"notifier.feeds.{its.module}")
    try:
        settings = msgspec.convert(dict(options or {}), getattr(module, its.options))
    except msgspec.ValidationError as problem:
        raise BadSource(f"options: {problem}") from None
    return cast(Parses, getattr(module, its.parser)(feed, settings))


def sniff(data: bytes) -> str | Refusal:
    """The name of the format that a file looks like, or why it is none of them."""
    start = data.lstrip()[:1]
    if start == b"<" or data.startswith((b"\xff\xfe", b"\xfe\xff", b"\xef\xbb\xbf")):
        return _xml(data)
    if start in (b"{", b"["):
        return _json(data)
    head = data[:_CSV_HEAD].decode("utf-8", "replace").casefold()
    if head.lstrip("\ufeff").startswith("date,") and "_" in head.partition("\n")[0]:
        return "aurn-daily"
    return "aurn" if "hour ending" in head else _unknown("not XML, not JSON, and no data of UK-AIR")


def _xml(data: bytes) -> str | Refusal:
    try:
        root = read(data)
    except BadXml as bad:
        return Refusal("", bad.reason, detail=bad.detail)
    links = {one.get("type") for one in root.iter() if tag(one) == "link"}
    if tag(root) == "feed" and "application/vnd.geo+json" in links:
        return "nswws"
    if "application/cap+xml" in links or any(tag(one) == "alert" for one in root.iter()):
        return "cap"
    return _unknown(f"<{tag(root)}> is of no known format")


def _json(data: bytes) -> str | Refusal:
    found, refusal = decode(data, "", LARGEST)
    if refusal:
        return refusal
    one = found[0] if isinstance(found, list) and found else found
    looks = (_of_warnings(one), _of_floods(one), _of_sensors(one))
    return next(filter(None, looks), None) or _unknown("JSON of no known format")


def _of_warnings(found: Any) -> str:
    features = inside(found, "features")
    its = inside(features[0], "properties") if isinstance(features, list) and features else None
    if inside(its, "warningId") is not None:
        return "nswws"
    return "cap" if inside(its, "messageType") is not None else ""


def _of_floods(found: Any) -> str:
    listed = inside(found, "items") or inside(found, "warnings")
    first = listed[0] if isinstance(listed, list) and listed else None
    if inside(first, "floodArea") or inside(first, "floodAreaID") or inside(first, "attr", "taCode"):
        return "ea"
    # A quiet day: nothing is listed, but who lists it says so.
    return "ea" if "flood-monitoring" in str(inside(found, "@context")) else ""


def _of_sensors(found: Any) -> str:
    keys = set(found) if isinstance(found, dict) else set()
    if "end_device_ids" in keys:
        return "tts"
    if keys & {"deviceInfo", "deduplicationId", "devEui"}:
        return "chirpstack"
    first = inside(found, "value")
    listed = set(first[0]) if isinstance(first, list) and first and isinstance(first[0], dict) else set()
    if (keys | listed) & {"phenomenonTime", "resultTime", "@iot.id"}:
        return "sensorthings"
    return "ngsi-ld" if {"id", "type"} <= keys or {"metadata", "body"} <= keys else ""


def _unknown(detail: str) -> Refusal:
    return Refusal("", "unreadable", detail=detail)
