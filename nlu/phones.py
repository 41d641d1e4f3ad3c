"""Phone numbers as residents type them, by the numbering plan; their value is E.164."""

from __future__ import annotations

from phonenumbers import Leniency, PhoneNumberFormat, PhoneNumberMatcher, format_number

from nlu.normalise import Folded
from nlu.understanding import Entity

COUNTRY = "GB"
_FEWEST_DIGITS = 9


def phones(text: Folded) -> list[Entity]:
    """Every number that could be dialled from here, in order; a number without a country is British. Possible
    is enough: the plan has numbers for plays and tests that are given to nobody."""
    if sum(map(str.isdigit, text.text)) < _FEWEST_DIGITS:
        return []
    found = []
    for match in PhoneNumberMatcher(text.text, COUNTRY, Leniency.POSSIBLE):
        if not match.raw_string.lstrip("( ").startswith(("0", "+")):
            continue
        first, last = text.span(match.start, match.end)
        value = format_number(match.number, PhoneNumberFormat.E164)
        found.append(Entity("phone", first, last, value, "phones"))
    return found
