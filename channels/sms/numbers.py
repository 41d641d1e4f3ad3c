"""Phone numbers as addresses of text messages: E.164, `+447700900123`."""

from __future__ import annotations

import re

import phonenumbers
from phonenumbers import NumberParseException, PhoneNumberType

_E164 = re.compile(r"\+[1-9]\d{6,14}")
_SHOWN = re.compile(r"\+447700900\d{3}")
"""Ofcom's numbers for films and tests: no valid numbers to the library, but providers simulate with them."""

_REFUSED = {
    PhoneNumberType.FIXED_LINE: "landline",
    PhoneNumberType.PREMIUM_RATE: "costly_number",
    PhoneNumberType.SHARED_COST: "costly_number",
    PhoneNumberType.PERSONAL_NUMBER: "costly_number",
    PhoneNumberType.PAGER: "costly_number",
}
"""A landline reads a text message aloud to whoever picks up; the others cost whoever texts them."""


def e164(number: str) -> str:
    """The number as an address; empty when nobody can be answered there: a name, a short code, a messenger's
    prefix. Providers that leave the plus out are understood."""
    plain = number.strip()
    plus = plain if plain.startswith("+") else f"+{plain}"
    return plus if _E164.fullmatch(plus) and _possible(plus) else ""


def _possible(number: str) -> bool:
    """Whether a number of that country may be so long. `+266696687` is how "anonymous" is dialled."""
    try:
        return phonenumbers.is_possible_number(phonenumbers.parse(number))
    except NumberParseException:
        return False


def refusal(number: str) -> str:
    """Why nothing is texted to this number, as a code; empty when something may be."""
    if not _E164.fullmatch(number):
        return "no_number"
    if _SHOWN.fullmatch(number):
        return ""
    try:
        kind = phonenumbers.number_type(phonenumbers.parse(number))
    except NumberParseException:
        return "no_number"
    return _REFUSED.get(kind, "")
