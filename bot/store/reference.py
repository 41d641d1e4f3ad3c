"""References that residents read out: six characters that cannot be mistaken for one another.

Rule R29: no O/0, I/1. Also left out: the vowels and Y (no words by accident), and what looks or sounds like
another that is kept (B and 8, L, S, Z). What is left is 23 characters, a prime number: with it the check
character finds every single wrong character and every two that have changed places.
"""

from __future__ import annotations

import re
from random import Random

ALPHABET = "2345679CDFGHJKMNPQRTVWX"
_LENGTH = 5
_POSTCODE = re.compile("[A-Z]{1,2}[0-9][A-Z0-9]?[0-9][A-Z]{2}")  # by its shape, after the Royal Mail's PAF


def new_reference(random: Random) -> str:
    """A reference, made with `random`: five characters and the check character. It never looks like a
    postcode, which the assistant would take it for when it is typed."""
    while True:
        body = "".join(random.choice(ALPHABET) for _ in range(_LENGTH))
        reference = body + _check(body)
        if not _POSTCODE.fullmatch(reference):
            return reference


def read_reference(text: str) -> str | None:
    """The reference that a resident typed or said, in any case and spacing; None when it cannot be one."""
    code = "".join(text.split()).replace("-", "").upper()
    if len(code) != _LENGTH + 1 or any(character not in ALPHABET for character in code):
        return None
    return code if _check(code[:_LENGTH]) == code[_LENGTH] else None


def _check(body: str) -> str:
    """Weighted sum with the weights 2, 3, … modulo 23; the check character itself has the weight 1, so no two
    places weigh the same."""
    total = sum(weight * ALPHABET.index(character) for weight, character in enumerate(body, 2))
    return ALPHABET[-total % len(ALPHABET)]
