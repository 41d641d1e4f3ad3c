"""A UK phone number, kept as E.164."""

from __future__ import annotations

from typing import Any

import phonenumbers

from accessibility.text import Phone, Text, _
from bot.dialogue.heard import Heard
from bot.dialogue.question import NO_MATCH, Base, Got, Outcome

REGION = "GB"


class PhoneQuestion(Base[str]):
    """A number that can be rung from the UK; validity by the numbering plan that `phonenumbers` carries."""

    takes_digits = True

    def hear(self, heard: Heard, partial: Any) -> Outcome[str]:
        return self.prefill(heard)

    def prefill(self, opening: Heard) -> Outcome[str]:
        found = [match.number for match in phonenumbers.PhoneNumberMatcher(opening.text, REGION)]
        if not found:
            return self._spoken(opening)
        return Got(phonenumbers.format_number(found[-1], phonenumbers.PhoneNumberFormat.E164))

    def _spoken(self, opening: Heard) -> Outcome[str]:
        """A number said in words, as the understanding heard it."""
        value = self.restore(opening.entity("phone"))
        return Got(value) if value else NO_MATCH

    def restore(self, stored: Any) -> str | None:
        try:
            number = phonenumbers.parse(str(stored), REGION)
        except phonenumbers.NumberParseException:
            return None
        return str(stored) if phonenumbers.is_valid_number(number) else None

    def echo(self, value: str) -> Text:
        return _("%(phone)s", phone=Phone(national(value)))


def national(number: str) -> str:
    """An E.164 number as people in the country write it."""
    parsed = phonenumbers.parse(number, REGION)
    return phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.NATIONAL)


def phone(asks: Text, *, hint: Text | None = None, label: Text | None = None) -> PhoneQuestion:
    """A question for a phone number."""
    return PhoneQuestion(
        asks, hint=hint or _("Please give all the numbers, with the zero at the start."), label=label
    )
