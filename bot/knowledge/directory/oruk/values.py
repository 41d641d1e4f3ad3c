"""Single values of a published directory, believed only when they can be: else reported, and empty."""

from __future__ import annotations

import datetime as dt
import re
from functools import lru_cache
from urllib.parse import urlsplit

import phonenumbers
from babel import Locale
from babel.core import UnknownLocaleError

from bot.knowledge.bins.postcodes import is_whole, spaced
from bot.knowledge.directory.oruk.faults import Report

NORTH, EAST = (49.0, 61.5), (-9.0, 2.5)
"""The United Kingdom, degrees of latitude and longitude."""

_TIME = re.compile(r"(?:\d{4}-\d\d-\d\dT)?(\d\d?):(\d\d)(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:?\d\d)?")
_MAIL = re.compile(r"[^@\s<>\"]+@[^@\s<>\"]+\.[^@\s<>\"]+")
LONGEST = 4000
"""Characters of a text that are kept."""


def date_of(text: str, field: str, report: Report) -> dt.date | None:
    """The day of a date or of a moment; None when there is none."""
    if not text:
        return None
    try:
        return dt.date.fromisoformat(text[:10])
    except ValueError:
        report.say(field, f"{text[:40]!r} is not a date")
        return None


def time_of(text: str, field: str, report: Report) -> dt.time | None:
    """`10:00`, `10:00:00`, `10:00Z`: on the city's clock whatever the zone says; 24:00 is midnight."""
    if not text:
        return None
    found = _TIME.fullmatch(text.strip())
    hour, minute = (int(found[1]), int(found[2])) if found else (99, 0)
    if (hour, minute) == (24, 0):
        return dt.time(0)
    if hour > 23 or minute > 59:
        report.say(field, f"{text[:40]!r} is not a time of day")
        return None
    return dt.time(hour, minute)


def position(
    latitude: float | None, longitude: float | None, field: str, report: Report
) -> tuple[float, float] | None:
    """Degrees within the United Kingdom."""
    if latitude is None or longitude is None:
        return None
    if not (NORTH[0] <= latitude <= NORTH[1] and EAST[0] <= longitude <= EAST[1]):
        report.say(f"{field}latitude", f"{latitude:g}, {longitude:g} is not in the United Kingdom")
        return None
    return latitude, longitude


def postcode_of(text: str, field: str, report: Report) -> str:
    """`LS8 1AA`; empty when it is none."""
    code = spaced(text.strip()) if text.strip() else ""
    if code and not is_whole(code):
        report.say(field, f"{text[:20]!r} is not a postcode")
        return ""
    return code


def phone_of(text: str, field: str, report: Report) -> str:
    """A number as it is dialled in this country, `0113 222 4444`; empty when it is none."""
    if not text.strip():
        return ""
    try:
        number = phonenumbers.parse(text, "GB")
    except phonenumbers.NumberParseException:
        number = None
    if number is None or not phonenumbers.is_valid_number(number):
        report.say(field, f"{text[:40]!r} is not a phone number")
        return ""
    form = phonenumbers.PhoneNumberFormat
    home = number.country_code == phonenumbers.country_code_for_region("GB")
    return phonenumbers.format_number(number, form.NATIONAL if home else form.INTERNATIONAL)


def url_of(text: str, field: str, report: Report) -> str:
    """An address on the web; one without `https://` is given it."""
    if not (text := text.strip()):
        return ""
    whole = text if "://" in text else f"https://{text}"
    try:
        parts = urlsplit(whole)
        fits = parts.scheme in ("http", "https") and "." in (parts.hostname or "") and not parts.username
    except ValueError:
        fits = False
    if not fits or re.search(r"\s", whole):
        report.say(field, f"{text[:60]!r} is not a web address")
        return ""
    return whole


def email_of(text: str, field: str, report: Report) -> str:
    """An email address; empty when it is none."""
    text = text.strip().removeprefix("mailto:")
    if text and not _MAIL.fullmatch(text):
        report.say(field, f"{text[:60]!r} is not an email address")
        return ""
    return text


def language_of(code: str, name: str, field: str, report: Report) -> str:
    """The BCP 47 tag; English is what everything is in, and is left out by nobody. Empty when it is none."""
    if not (said := (code or name).strip()):
        return ""
    try:
        return str(Locale.parse(said.replace("-", "_"))).replace("_", "-")
    except (UnknownLocaleError, ValueError):
        tag = _by_name().get(name.strip().casefold() or said.casefold(), "")
    if not tag:
        report.say(field, f"{said[:40]!r} is not a language")
    return tag.replace("_", "-")


@lru_cache(maxsize=1)
def _by_name() -> dict[str, str]:
    return {name.casefold(): tag for tag, name in Locale("en").languages.items()}


def short(text: str) -> str:
    """One line, without what nobody could read out."""
    return " ".join(text.split())[:LONGEST]


def age_of(number: float | None, field: str, report: Report) -> int | None:
    """Years."""
    if number is None:
        return None
    if not 0 <= number <= 130:
        report.say(field, f"{number:g} is not an age")
        return None
    return int(number)
