"""A line of the transcript as the page shows it: the same for the template, the script and the file."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from zoneinfo import ZoneInfo

from babel import Locale, UnknownLocaleError
from babel.dates import format_date
from msgspec import Struct

from accessibility.text import Plain, RenderedChoice, RenderedLink, Text, _
from channels.message import Entry, Speaker
from channels.web.words import PageWords

SPEAKERS: dict[Speaker, Text] = {
    "resident": _("You"),
    "assistant": _("Council assistant"),
    "adviser": _("Adviser"),
    "system": _("Notice"),
}

PHOTO = _("Photo")


BRITISH = {"en": "en-GB", "pt": "pt-PT"}
"""Where the bare tag means another country's way of writing dates."""


class Line(Struct, frozen=True):
    """`at` is ISO 8601, `time` what is read, in the city's zone. `open` says that the choices can still be
    picked: neither the resident nor an adviser has written since. `by` is who said it, in the page's
    language; `photos` came with it."""

    seq: int
    who: Speaker
    at: str
    time: str
    text: str
    language: str
    direction: str
    machine: bool
    english: str
    choices: tuple[RenderedChoice, ...]
    links: tuple[RenderedLink, ...]
    open: bool
    by: str
    photos: tuple[str, ...] = ()


def lines(entries: Sequence[Entry], now: dt.datetime, zone: ZoneInfo, words: PageWords) -> list[Line]:
    """The entries as lines, in their order."""
    answered = max((entry.seq for entry in entries if entry.who in ("resident", "adviser")), default=0)
    return [_line(entry, now, zone, words, answered) for entry in entries]


def _line(entry: Entry, now: dt.datetime, zone: ZoneInfo, words: PageWords, answered: int) -> Line:
    said = entry.rendered
    return Line(
        seq=entry.seq,
        who=entry.who,
        at=entry.at.isoformat(timespec="seconds"),
        time=moment(entry.at, now, zone, words.language.tag),
        text=said.text,
        language=said.language,
        direction=said.direction,
        machine=said.machine,
        english=said.english,
        choices=said.choices,
        links=said.links,
        open=entry.seq > answered,
        by=words.say(speaker(entry)),
        photos=tuple(photo.ref for photo in entry.media),
    )


def speaker(entry: Entry) -> Text:
    """Who said it: an adviser by their first name, where it is known."""
    if entry.who == "adviser" and entry.by:
        return _("%(name)s, council adviser", name=Plain(entry.by))
    return SPEAKERS[entry.who]


def moment(at: dt.datetime, now: dt.datetime, zone: ZoneInfo, tag: str) -> str:
    """The time in 24 hours, which every served language reads alike; with the date when it was not today."""
    local, today = at.astimezone(zone), now.astimezone(zone).date()
    if local.date() == today:
        return f"{local:%H:%M}"
    try:
        day = format_date(local.date(), "medium", Locale.parse(BRITISH.get(tag, tag), sep="-"))
    except (UnknownLocaleError, ValueError):
        day = local.date().isoformat()
    return f"{day}, {local:%H:%M}"
