"""A rule that a message breaks."""

from __future__ import annotations

import re

from msgspec import Struct

from accessibility.text import Rendered

CHOICE_PAUSE = '<break time="700ms"/>'
"""Stands before each spoken choice (R26)."""

TAG = re.compile(r"<[^>]*>")


class Fault(Struct, frozen=True):
    """`rule` is its number, `R01` to `R40`; `message` says what is wrong."""

    rule: str
    message: str


class Reading(Struct, frozen=True):
    """A rendered message and what must be known to judge it.

    `plain` is its text without SSML. `source` is the same message in English, None when it is not at hand.
    `prefix` is the council's name when a text message has to start with it. `accents`: the resident asked to
    keep them in text messages.
    """

    rendered: Rendered
    modality: str
    plain: str
    source: Rendered | None = None
    safety: bool = False
    prefix: str = ""
    accents: bool = False

    @property
    def english(self) -> bool:
        return self.rendered.language == "en"

    @property
    def words(self) -> str:
        """The text without the choices that a text message lists at its end, or speech after it."""
        if self.modality == "speech" and self.rendered.choices:
            return TAG.sub(" ", self.rendered.text.split(CHOICE_PAUSE)[0])
        first = next(iter(self.rendered.choices), None)
        at = self.plain.rfind(f"{first.key} ") if first and self.modality == "sms" else -1
        return self.plain[:at] if at > 0 else self.plain
