"""The form in which staff write an alert: what was typed, checked, and the alert that it makes."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Final, cast

from msgspec import Struct

from bot.console.alert_words import COUNCIL
from bot.console.visit import Refused
from channels.body import clean
from locales.languages import SOURCE
from notifier.alert import Alert, Area, CouncilFacts, Level, Publisher

TOPIC, WORDS = 60, 600
"""The longest topic and the longest words of one language, in characters."""

LONGEST: Final = dt.timedelta(days=30)
_SHOWN = "%Y-%m-%dT%H:%M"


class Typed(Struct, frozen=True):
    """What stands in the form's fields. `words` are by language; `start` is empty for at once."""

    topic: str = ""
    level: str = "2"
    everywhere: bool = True
    districts: tuple[str, ...] = ()
    start: str = ""
    end: str = ""
    words: Mapping[str, str] = {}


def typed(form: Mapping[str, str], languages: Sequence[str], districts: Sequence[str]) -> Typed:
    """What was sent, as it was typed."""
    words = {tag: clean(form.get(f"words-{tag}", "")) for tag in languages}
    return Typed(
        topic=" ".join(clean(form.get("topic", "")).split()),
        level=form.get("level", ""),
        everywhere=form.get("area") != "districts",
        districts=tuple(name for name in districts if form.get(f"in-{name}")),
        start=form.get("start", ""),
        end=form.get("end", ""),
        words={tag: said for tag, said in words.items() if said},
    )


def shown(alert: Alert, zone: dt.tzinfo) -> Typed:
    """An alert as it stands in the form."""
    facts = cast(CouncilFacts, alert.facts)
    return Typed(
        topic=facts.topic,
        level=str(alert.level or alert.before),
        everywhere=alert.area.everywhere,
        districts=alert.area.districts,
        start=_local(alert.onset, zone),
        end=_local(alert.expires, zone),
        words=facts.words,
    )


def alert(typed: Typed, now: dt.datetime, zone: dt.tzinfo, council: str, url: str = "") -> Alert:
    """The alert, of version 1 and without a name. Raises `Refused` with what is missing or too much."""
    if not typed.topic or len(typed.topic) > TOPIC:
        raise Refused(400, f"Please say in at most {TOPIC} characters what it is about.")
    if typed.level not in map(str, COUNCIL):
        raise Refused(400, "Please choose how much it matters.")
    _check_words(typed.words)
    if not typed.everywhere and not typed.districts:
        raise Refused(400, "Please tick the districts, or choose the whole city.")
    onset = _moment(typed.start, zone) if typed.start else None
    return Alert(
        name="",
        version=1,
        kind="council",
        level=cast(Level, int(typed.level)),
        phase="new",
        area=Area(everywhere=True) if typed.everywhere else Area(districts=typed.districts),
        facts=CouncilFacts(dict(typed.words), typed.topic),
        publisher=Publisher(council, url),
        at=now,
        onset=onset,
        expires=_end(typed.end, max(now, onset or now), zone),
    )


def _check_words(words: Mapping[str, str]) -> None:
    if not words.get(SOURCE):
        raise Refused(400, "Please write it in English: who reads another language gets that otherwise.")
    longest = max(words.values(), key=len)
    if len(longest) > WORDS:
        raise Refused(400, f"One text is too long: {len(longest)} characters, of at most {WORDS}.")


def _end(typed: str, start: dt.datetime, zone: dt.tzinfo) -> dt.datetime:
    end = _moment(typed, zone)
    if end <= start:
        raise Refused(400, "It has to end after it begins, and later than now.")
    if end - start > LONGEST:
        raise Refused(400, f"An alert lasts at most {LONGEST.days} days.")
    return end


def _moment(typed: str, zone: dt.tzinfo) -> dt.datetime:
    """A time on the city's clock."""
    try:
        local = dt.datetime.fromisoformat(typed)
    except ValueError:
        local = None
    if local is None or local.tzinfo is not None or not 2000 <= local.year < 2100:
        raise Refused(400, "Please give the time as day, hour and minute, 2026-11-24 17:30.")
    return local.replace(tzinfo=zone).astimezone(dt.UTC)


def _local(moment: dt.datetime | None, zone: dt.tzinfo) -> str:
    return moment.astimezone(zone).strftime(_SHOWN) if moment else ""
