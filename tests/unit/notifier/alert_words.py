"""Alerts of every kind, and how they read on every kind of channel."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from functools import cache

from msgspec import structs

from accessibility import sms
from accessibility.fault import Fault
from accessibility.renderer import Manner, Renderer
from accessibility.renderers import Modality, renderer
from accessibility.rules import check, check_text
from accessibility.text import Rendered
from channels.message import Reply
from locales.catalogue import Catalogue, shipped
from notifier.alert import (
    AirFacts,
    Alert,
    Area,
    CouncilFacts,
    Facts,
    FloodFacts,
    Kind,
    Level,
    Phase,
    Publisher,
    SensorFacts,
    WeatherFacts,
)
from notifier.words.reader import Numbers
from notifier.words.said import said

AT = dt.datetime(2026, 11, 20, 9, 0, tzinfo=dt.UTC)
COUNCIL = "Leeds Council"
NUMBERS = Numbers("999", "0345 988 1188")
INDEX: dict[Level, int] = {0: 2, 1: 2, 2: 5, 3: 7, 4: 10}

PUBLISHERS: dict[Kind, Publisher] = {
    "air": Publisher("UK-AIR"),
    "weather": Publisher("Met Office"),
    "flood": Publisher("Environment Agency"),
    "sensor": Publisher("Leeds City Council"),
    "council": Publisher("Leeds City Council"),
}
KINDS: tuple[Kind, ...] = tuple(PUBLISHERS)


def facts(kind: Kind, level: Level) -> Facts:
    """Facts of a kind that fit the level."""
    if kind == "air":
        return AirFacts("leeds", "Leeds", INDEX[level], "pm2_5", 55.2, 24, 23, AT, "Headingley")
    if kind == "weather":
        return WeatherFacts(("snow", "ice"))
    if kind == "flood":
        return FloodFacts("River Aire at Leeds City Centre")
    if kind == "sensor":
        value = 234.6 if level else 20.0
        return SensorFacts("12", "Kirkstall Road", "no2", value, 200.0, AT)
    return CouncilFacts(
        {"en": "Kirkgate is closed after a fire. Keep away.", "pl": "Kirkgate jest zamknięta."}
    )


def alert(
    kind: Kind,
    level: Level,
    phase: Phase = "new",
    *,
    before: Level = 0,
    about: Facts | None = None,
    onset: float | None = 20,
    expires: float | None = 38,
) -> Alert:
    """A version; `onset` and `expires` are hours from when it was said."""
    return Alert(
        name="x",
        version=1,
        kind=kind,
        level=level,
        phase=phase,
        area=Area(everywhere=True),
        facts=about or facts(kind, level),
        publisher=PUBLISHERS[kind],
        at=AT,
        before=before,
        onset=None if onset is None else AT + dt.timedelta(hours=onset),
        expires=None if expires is None else AT + dt.timedelta(hours=expires),
    )


def every() -> Iterator[tuple[Alert, Phase, bool]]:
    """Every kind, level, meaning and audience that can come together."""
    levels: tuple[Level, ...] = (1, 2, 3, 4)
    for kind in KINDS:
        for level in levels if kind == "council" else levels[1:]:
            for told in _meanings(level):
                for at_risk in (False, True) if kind == "air" else (False,):
                    before: Level = 4 if told == "downgrade" else 2
                    yield alert(kind, level, told, before=before), told, at_risk
        for over in ("clear", "cancelled", "expired"):
            yield alert(kind, 0, over, before=3), over, False


def _meanings(level: Level) -> tuple[Phase, ...]:
    """Nothing rises to the lowest level or falls to the highest; a version below somebody's threshold is an
    all-clear to them."""
    new: tuple[Phase, ...] = ("new", "update")
    rises: tuple[Phase, ...] = ("upgrade",) if level > 2 else ()
    falls: tuple[Phase, ...] = ("downgrade", "clear") if level < 4 else ()
    return new + rises + falls


def made_up(kind: Kind, level: Level) -> Alert:
    """The same from a simple sensor, with data that are made up."""
    before = facts(kind, level)
    assert isinstance(before, AirFacts | SensorFacts)
    return alert(kind, level, about=structs.replace(before, indicative=True, demo=True))


def words(
    of: Alert, told: Phase = "new", *, at_risk: bool = False, near: str = "LS12", language: str = "en"
) -> Reply:
    """As a reader of this kind is told it."""
    return said(of, told, at_risk=at_risk, near=near, place="Leeds", language=language, numbers=NUMBERS)


def read(reply: Reply, modality: Modality = "sms", language: str = "en") -> Rendered:
    """As it is read or heard."""
    prefix = COUNCIL if modality == "sms" else ""
    severe = reply.importance == "safety"
    choices = [(one.id, one.label) for one in reply.choices]
    return _renderer(modality).render(
        reply.text, language, choices, reply.links, safety=severe, manner=Manner(prefix=prefix)
    )


def text(reply: Reply, modality: Modality = "sms") -> str:
    """Only the words, without the council's name."""
    return read(reply, modality).text.removeprefix(f"{COUNCIL}: ")


def faults(reply: Reply, modality: Modality) -> list[Fault]:
    """The rules that it breaks."""
    prefix = COUNCIL if modality == "sms" else ""
    safety = reply.importance == "safety"
    return [*check(read(reply, modality), modality, safety=safety, prefix=prefix), *check_text(reply.text)]


def segments(reply: Reply) -> int:
    """How many it fills as a text message."""
    return sms.measure(read(reply).text).segments


@cache
def _renderer(modality: Modality) -> Renderer:
    return renderer(modality, _catalogue())


@cache
def _catalogue() -> Catalogue:
    return shipped()
