"""What a message of the Common Alerting Protocol means in our own terms: kind, level, status, times, facts.

- Levels: Minor 1, Moderate 2, Severe 3, Extreme 4; 2 when the severity is unknown, for whoever warns means
  that it matters. A flood's own name counts at least as much as it does in England: alert 2, warning 3,
  severe 4.
- Kinds: by the feed's own list, else a flood when the event says so, weather for the category `Met`,
  council for what concerns people's safety. Nothing else is known: no earthquakes.
- Several `info` in one language are one alert: over all of their areas, at the worst of their levels, in the
  words of the worst.
- An answer of `AllClear`, or an urgency of `Past`, in all of them ends it; so does a `Cancel`.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Mapping
from typing import Final

from notifier.alert import CouncilFacts, Facts, FloodFacts, Kind, Level, Publisher, WeatherFacts
from notifier.feeds.cap_message import Info, Message
from notifier.feeds.fields import excerpt, moment
from notifier.feeds.weather import types
from notifier.refusal import Reason
from notifier.warning import Status

LEVELS: Final[Mapping[str, Level]] = {"minor": 1, "moderate": 2, "severe": 3, "extreme": 4}
UNKNOWN: Final[Level] = 2
FLOODS: Final[tuple[tuple[str, Level], ...]] = (
    ("severe flood warning", 4),
    ("flood warning", 3),
    ("flood alert", 2),
)
KINDS: Final[Mapping[str, Kind]] = {
    "met": "weather",
    "safety": "council",
    "security": "council",
    "rescue": "council",
    "fire": "council",
    "health": "council",
    "env": "council",
    "transport": "council",
    "infra": "council",
    "cbrne": "council",
}
LONGEST: Final = 2_000
"""Characters that are kept of a description or an instruction."""

_MARKUP = re.compile(r"<[a-zA-Z/][^<>]{0,200}>")
_CONTROL = re.compile(r"[^\S\n]+|[\x00-\x09\x0b-\x1f\x7f-\x9f]")


def chosen(infos: tuple[Info, ...]) -> tuple[Info, ...]:
    """Those in English, or else in the first language, the worst first."""
    spoken = {language(info) for info in infos}
    wanted = "en" if "en" in spoken or not infos else language(infos[0])
    same = [info for info in infos if language(info) == wanted]
    return tuple(sorted(same, key=lambda info: -LEVELS.get(info.severity.casefold(), UNKNOWN)))


def language(info: Info) -> str:
    """The language alone, without script or country."""
    return info.language.replace("_", "-").split("-")[0].casefold()


def kind(info: Info, own: Mapping[str, Kind]) -> Kind | None:
    """`own` are the feed's, by event or category."""
    mapped = {name.casefold(): kind for name, kind in own.items()}
    categories = [category.casefold() for category in info.categories]
    for name in (info.event.casefold(), *categories):
        if name in mapped:
            return mapped[name]
    if "flood" in info.event.casefold():
        return "flood"
    return next((KINDS[name] for name in categories if name in KINDS), None)


def level(info: Info, kind: Kind) -> Level:
    """How bad it is."""
    said = LEVELS.get(info.severity.casefold(), UNKNOWN)
    if kind != "flood":
        return said
    called = next((least for name, least in FLOODS if name in info.event.casefold()), said)
    return max(said, called)


def status(message: Message, infos: Iterable[Info]) -> Status:
    """Whether it holds."""
    if message.type == "Cancel":
        return "cancelled"
    past = [info.urgency == "Past" or "AllClear" in info.responses for info in infos]
    return "over" if past and all(past) else "in_force"


def times(infos: Iterable[Info]) -> tuple[dt.datetime | None, dt.datetime | None] | Reason:
    """When it begins, where that is said of all, and when the last of them ends, where that is; or why they
    cannot be read."""
    begins = [moment(info.onset) if info.onset else None for info in infos]
    ends = [moment(info.expires) if info.expires else None for info in infos]
    for one in (*begins, *ends):
        if isinstance(one, str):
            return one
    onsets = [one for one in begins if isinstance(one, dt.datetime)]
    expiries = [one for one in ends if isinstance(one, dt.datetime)]
    onset = min(onsets) if onsets and len(onsets) == len(begins) else None
    return onset, (max(expiries) if expiries and len(expiries) == len(ends) else None)


def facts(message: Message, infos: tuple[Info, ...], kind: Kind, sent: dt.datetime) -> Facts:
    """What it says. Words that are not English carry their language in front."""
    if not infos:
        return WeatherFacts(())
    worst = infos[0]
    summary = _marked(worst, worst.headline or worst.description or worst.event)
    if kind == "flood":
        name = next((part.name for info in infos for part in info.parts if part.name), worst.event)
        message_ = _marked(worst, worst.description or worst.headline)
        return FloodFacts(area=excerpt(name), message=message_, raised=sent)
    if kind == "weather":
        known, other = types([worst.event])
        advice = _marked(worst, worst.instruction)
        return WeatherFacts(known, other, summary, (advice,) if advice else ())
    return CouncilFacts({**_words(message.infos), "en": _said(worst)}, clean(worst.event, 80))


def publisher(message: Message, infos: tuple[Info, ...]) -> Publisher:
    """Who says it."""
    name = next((info.sender for info in infos if info.sender), message.sender)
    url = next((info.web for info in infos if info.web.startswith("https://")), "")
    return Publisher(excerpt(name), url[:500])


def clean(words: str, longest: int = LONGEST) -> str:
    """What was written, without markup and control characters, and not longer."""
    plain = _CONTROL.sub(" ", _MARKUP.sub("\n", words))
    lines = [line.strip() for line in plain.splitlines()]
    whole = "\n".join(line for line in lines if line)
    return whole if len(whole) <= longest else whole[: longest - 1] + "…"


def _marked(info: Info, words: str) -> str:
    written = clean(words)
    return written if language(info) == "en" or not written else f"[{language(info)}] {written}"


def _said(info: Info) -> str:
    parts = (clean(part) for part in (info.headline, info.description, info.instruction))
    return _marked(info, "\n".join(filter(None, parts)))


def _words(infos: tuple[Info, ...]) -> dict[str, str]:
    """The words of the first of each language that is not English."""
    others = {
        language(info): "\n".join(
            filter(None, map(clean, (info.headline, info.description, info.instruction)))
        )
        for info in reversed(infos)
    }
    return {spoken: words for spoken, words in sorted(others.items()) if spoken != "en" and words}
