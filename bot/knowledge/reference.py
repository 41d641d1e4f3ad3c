"""References that residents read out: six characters that cannot be mistaken for one another, and how they
are read back, alone or in a sentence.

Rule R29: no O/0, I/1. Also left out: the vowels and Y (no words by accident), and what looks or sounds like
another that is kept (B and 8, L, S, Z). What is left is 23 characters, a prime number: with it the check
character finds every single wrong character and every two that have changed places.
"""

from __future__ import annotations

import re

ALPHABET = "2345679CDFGHJKMNPQRTVWX"
LENGTH = 6
_PART = re.compile(r"[^\W_]+")


def read_reference(text: str) -> str | None:
    """The reference that a resident typed or said, in any case and spacing; None when it cannot be one."""
    code = "".join(text.split()).replace("-", "").upper()
    if len(code) != LENGTH or any(character not in ALPHABET for character in code):
        return None
    return code if check(code[:-1]) == code[-1] else None


def find_reference(text: str) -> str | None:
    """The first reference in a sentence: `what about my repair k7p 4mw`; None when there is none."""
    parts = _PART.findall(text)
    starts = (parts[at:] for at in range(len(parts)))
    return next((code for rest in starts if (code := _leading(rest))), None)


def _leading(parts: list[str]) -> str | None:
    """The reference that the first parts make together."""
    code = ""
    for part in parts:
        code += part
        if len(code) >= LENGTH:
            break
    return read_reference(code)


def check(body: str) -> str:
    """The check character of the first five. Weighted sum with the weights 2, 3, … modulo 23; the check
    character itself has the weight 1, so no two places weigh the same."""
    total = sum(weight * ALPHABET.index(character) for weight, character in enumerate(body, 2))
    return ALPHABET[-total % len(ALPHABET)]
