"""What a posted form says, checked."""

from __future__ import annotations

from collections import OrderedDict

import phonenumbers

from bot.console.visit import Refused, Visit
from channels.body import clean

LONGEST = 2_000
"""Characters of one message to a resident."""

_REGION = "GB"
_REMEMBERED = 10_000


class Once:
    """Remembers the forms that were sent, so that a double click says nothing twice."""

    def __init__(self) -> None:
        self._seen: OrderedDict[tuple[int, str], None] = OrderedDict()

    def first(self, visit: Visit) -> bool:
        """Whether this form is sent for the first time. A form without an id of its own always is."""
        key = visit.me, visit.form.get("once", "")
        if not key[1]:
            return True
        if key in self._seen:
            return False
        self._seen[key] = None
        if len(self._seen) > _REMEMBERED:
            self._seen.popitem(last=False)
        return True

    def again(self, visit: Visit) -> None:
        """What the form asked for was not done: it may be sent again."""
        self._seen.pop((visit.me, visit.form.get("once", "")), None)


def words(visit: Visit, longest: int = LONGEST) -> str:
    """What was typed. Raises `Refused` when it is nothing or too much."""
    found = clean(visit.form.get("words", ""))
    if not found:
        raise Refused(400, "There is nothing to send yet.")
    if len(found) > longest:
        raise Refused(400, f"This is too long: {len(found)} characters, of at most {longest}.")
    return found


def number(visit: Visit, name: str) -> int:
    """A whole number. Raises `Refused`."""
    value = visit.form.get(name, "")
    if value.isascii() and value.isdigit() and len(value) < 16:
        return int(value)
    raise Refused(400, "Something in this form is missing. Please choose again.")


def phone(visit: Visit) -> str:
    """A number that can be rung, as E.164. Raises `Refused`."""
    try:
        found = phonenumbers.parse(visit.form.get("number", ""), _REGION)
    except phonenumbers.NumberParseException:
        found = None
    if found is None or not phonenumbers.is_valid_number(found):
        raise Refused(400, "This is no phone number that can be rung. Give all of it, with the zero.")
    return phonenumbers.format_number(found, phonenumbers.PhoneNumberFormat.E164)
