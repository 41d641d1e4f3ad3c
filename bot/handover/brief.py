"""What an adviser reads first about a resident: all of it facts, none of it guessed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence

from msgspec import Struct

from bot.handover.request import Handover
from channels.message import Capabilities, Entry, Identity
from locales.languages import SOURCE, Language

REASONS = {
    "asked": "Asked for a person",
    "misses": "The assistant did not understand three times",
    "safety": "Danger was heard",
    "reopened": "Wrote again after the end",
}
HAZARDS = {
    "gas": "Smell of gas",
    "fire_electric": "Fire or electric shock",
    "water": "Water where it is dangerous",
    "health": "Somebody is ill or hurt",
    "suicide": "Thoughts of suicide",
    "abuse": "Violence at home",
    "child": "A child may be in danger",
    "homeless": "No safe place to sleep",
    "structure": "Part of a building may fall",
    "lift": "Stuck in a lift",
    "cold": "No heating in winter",
    "insecure": "A home that cannot be locked",
}
CHANNELS = {
    "web": "Web chat",
    "sms": "Text message",
    "telegram": "Telegram",
    "voice": "Telephone",
    "rest": "Another program",
    "alexa": "Alexa",
    "homeassistant": "Home Assistant",
}
SCRIPTS = {
    "Latn": "Latin letters",
    "Arab": "Arabic letters",
    "Guru": "Gurmukhi letters",
    "Beng": "Bengali letters",
    "Gujr": "Gujarati letters",
    "Hans": "Chinese characters",
    "Ethi": "Ethiopic letters",
    "Deva": "Devanagari letters",
    "Taml": "Tamil letters",
    "Cyrl": "Cyrillic letters",
}
IDENTITIES: Mapping[Identity, str] = {
    "program": "Known only by what another program says of them",
    "household": "Known only by their home's speaker: others there can hear you",
    "session": "Known only by their browser",
    "account": "Known by an account elsewhere: that proves no name",
    "number": "Known by their phone number, which can be made up: ask before you say anything private",
}
"""How sure it is who writes."""

_MISSES = 3
"""After so many misses the assistant offers a person."""


class Brief(Struct, frozen=True):
    """`asked` is what the resident said first of all, `failed` what the assistant understood least, oldest
    first. `contact` is a phone number, empty where the channel has none. `earlier` are former hand-overs."""

    reason: str
    danger: str
    language: str
    script: str
    interpreter: str
    channel: str
    limits: tuple[str, ...]
    asked: Entry | None
    failed: tuple[Entry, ...]
    consent: str
    contact: str
    earlier: tuple[Handover, ...]


class Facts(Struct, frozen=True, kw_only=True):
    """What the brief is made of. `tongue` is the row of the conversation's language, None for one that is not
    served; `lines` is the whole transcript, `all` the hand-overs of the conversation."""

    handover: Handover
    tongue: Language | None
    can: Capabilities
    address: str
    kept: bool
    retention_days: int
    lines: Sequence[Entry]
    all: Sequence[Handover]


def brief(facts: Facts) -> Brief:
    """The brief of one hand-over."""
    found, tongue = facts.handover, facts.tongue
    said = [entry for entry in facts.lines if entry.who == "resident"]
    before = [entry for entry in said if entry.at <= found.queued_at]
    return Brief(
        reason=REASONS[found.reason],
        danger=HAZARDS.get(found.hazard, "Danger was heard") if found.hazard else "",
        language=language_name(tongue, found.language),
        script=SCRIPTS.get(tongue.script, tongue.script) if tongue else "",
        interpreter=_interpreter(tongue, found.language),
        channel=channel_name(found.channel),
        limits=_limits(facts.can),
        asked=_first_of_the_day(before, found.queued_at),
        failed=tuple(before[-_MISSES:]) if found.reason == "misses" else (),
        consent=_consent(facts.kept, facts.retention_days),
        contact=facts.address if facts.can.identity == "number" else "",
        earlier=tuple(other for other in facts.all if other.id != found.id),
    )


def language_name(tongue: Language | None, tag: str) -> str:
    """`Polish (Polski)`; the bare tag of a language that is not served."""
    if tongue is None:
        return tag or "Not known yet"
    return tongue.english if tongue.english == tongue.endonym else f"{tongue.english} ({tongue.endonym})"


def channel_name(channel: str) -> str:
    return CHANNELS.get(channel, channel)


def _interpreter(tongue: Language | None, tag: str) -> str:
    if tag in (SOURCE, ""):
        return "Not needed: the conversation is in English"
    name = tongue.english if tongue else tag
    return f"Needed on the phone: {name}"


def _limits(can: Capabilities) -> tuple[str, ...]:
    """What to mind when writing."""
    found = [IDENTITIES[can.identity]]
    if can.modality == "sms":
        found.append(
            "One text message holds 160 plain letters, or 70 in other scripts; longer ones cost more"
        )
    if can.modality == "speech":
        found.append("What you write is read out: no links, short sentences")
    if not can.push:
        found.append("They see your answer only when they write again")
    if not can.photos:
        found.append("They cannot send photos here")
    return tuple(found)


def _first_of_the_day(said: Sequence[Entry], until: dt.datetime) -> Entry | None:
    """What was said first within a day of the hand-over: earlier talks were about something else."""
    return next((entry for entry in said if until - entry.at < dt.timedelta(days=1)), None)


def _consent(kept: bool, days: int) -> str:
    if kept:
        return "Agreed to be remembered"
    return f"Not asked to be remembered: deleted {days} days after their last message"
