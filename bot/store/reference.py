"""New references for what the store keeps. How they are made up and read: `bot/knowledge/reference.py`."""

from __future__ import annotations

import re
from random import Random

from bot.knowledge.reference import ALPHABET, LENGTH, check, read_reference

__all__ = ["ALPHABET", "new_reference", "read_reference"]

_POSTCODE = re.compile("[A-Z]{1,2}[0-9][A-Z0-9]?[0-9][A-Z]{2}")  # by its shape, after the Royal Mail's PAF


def new_reference(random: Random) -> str:
    """A reference, made with `random`: five characters and the check character. It never looks like a
    postcode, which the assistant would take it for when it is typed."""
    while True:
        body = "".join(random.choice(ALPHABET) for _ in range(LENGTH - 1))
        reference = body + check(body)
        if not _POSTCODE.fullmatch(reference):
            return reference
