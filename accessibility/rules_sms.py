"""The rules of text messages: R19 to R23."""

from __future__ import annotations

import re
from collections.abc import Iterator

from accessibility import sms
from accessibility.fault import Reading
from accessibility.render_sms import SAFETY_SEGMENTS, SEGMENTS
from locales.languages import languages

MOST_CHOICES, LONGEST_CHOICE = 3, 30

SWALLOWED = frozenset(
    {"stop", "stopall", "unsubscribe", "end", "quit", "revoke", "optout", "cancel"}
    | {"start", "unstop"}
    | {"help", "info"}
)
"""What Twilio acts on by itself when it is all of a message, whatever the language. YES resumes messages that
were stopped, and comes to us all the same."""

_BACK = frozenset({"start", "unstop"})
"""These bring back what STOP has ended, which is just what they are asked for, and do nothing otherwise."""

_INVITED = re.compile(
    r"""\b(?:answer|press|reply|say|send|text|type|write)(?:\s+(?:with|back|the\s+word))?"""
    r"""\s+["'‘“]?(\w+)["'’”]?(?!\s+to\s+(?:end|stop)\b)(?=[.,;:!?]|\s+(?:and|any|if|or|to|when)\b|$)""",
    re.IGNORECASE,
)
"""English words that ask for one word; `Reply STOP to stop these messages` means what it says. What is said
in another language has the English one beside it in the catalogue."""

LANGUAGES = "language:"
"""What the ids of choices begin with that are languages."""

_URL = re.compile(r"(?:https?://|www\.)\S+", re.IGNORECASE)
_SHORTENER = re.compile(
    r"^https://(?:bit\.ly|tinyurl\.com|goo\.gl|t\.co|ow\.ly|is\.gd|buff\.ly|rb\.gy)/", re.IGNORECASE
)


def size(reading: Reading) -> Iterator[str]:
    """R19: two segments of GSM or three of UCS-2; for safety one and two, the English copy not counted."""
    text = reading.rendered.text
    if reading.safety and reading.rendered.english:
        text = text.split("\n")[0]
    size = sms.measure(text)
    limit = (SAFETY_SEGMENTS if reading.safety else SEGMENTS)[size.encoding]
    if size.segments > limit:
        yield f"{size.segments} segments of {size.encoding}, {limit} at most"


def alphabet(reading: Reading) -> Iterator[str]:
    """R20: the GSM alphabet where the language is folded, and no curly marks anywhere. Names of languages,
    listed to choose from, stay in their own scripts."""
    folds = {row.tag for row in languages() if row.sms_fold}
    own = any(one.id.startswith(LANGUAGES) for one in reading.rendered.choices)
    if reading.rendered.language in folds and not reading.accents and not own:
        foreign = sorted({char for char in reading.rendered.text if not sms.gsm(char)})
        if foreign:
            yield f"not in the GSM alphabet: {' '.join(foreign)}"


def sender(reading: Reading) -> Iterator[str]:
    """R21: the council's name first; one full https link at most."""
    text = reading.rendered.text.lstrip("\u200f")
    if reading.prefix and not text.startswith(reading.prefix):
        yield f"does not start with {reading.prefix!r}"
    links = _URL.findall(text)
    if len(links) > 1:
        yield f"{len(links)} links"
    for link in links:
        if not link.lower().startswith("https://") or _SHORTENER.match(link):
            yield f"{link!r}: a full https link, not a shortened one"


def swallowed(text: str) -> list[str]:
    """The words alone by which `text` invites an answer that a provider would keep for itself."""
    asked = [found[1] for found in _INVITED.finditer(text)]
    return [word for word in asked if word.casefold() in SWALLOWED - _BACK]


def choices(reading: Reading) -> Iterator[str]:
    """R22: three choices at most, each of 30 characters at most. No label is a word, and no words ask for
    one, that alone in a message ends all messages or is answered by the provider."""
    listed = reading.rendered.choices
    for word in swallowed(reading.rendered.text):
        yield f"asks for {word!r}, which the provider swallows"
    for choice in listed:
        if choice.label.strip(" .!").casefold() in SWALLOWED:
            yield f"the choice {choice.label!r} is a word that the provider swallows"
    if len(listed) > MOST_CHOICES:
        yield f"{len(listed)} choices"
    for choice in listed:
        if len(f"{choice.key} {choice.label}") > LONGEST_CHOICE:
            yield f"the choice {choice.label!r} is longer than {LONGEST_CHOICE} characters"


def isolates(reading: Reading) -> Iterator[str]:
    """R23: no isolates, which some handsets draw as boxes."""
    if re.search("[\u2066-\u2069]", reading.rendered.text):
        yield "an isolate: no-break spaces keep a phone number in order"
