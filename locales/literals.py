"""What may not stand in a message or its translation: anything that is a fact.

Digits, links, addresses and phone numbers are values. A translator cannot mistype what is not there.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

_HOLES = re.compile(r"%\([a-z_][a-z0-9_]*\)s|%%")
_LINK = re.compile(r"https?:|www\.|\b[\w-]+\.(?:uk|com|org|net|gov)\b", re.IGNORECASE)
_PAIRS = (("(", ")"), ("[", "]"), ("«", "»"), ("„“", "”"))
"""What opens and what closes; a language opens a quotation with either of two marks."""


def faults(text: str) -> Iterator[tuple[str, str]]:
    """Each fault of one form as (check, what is wrong)."""
    bare = _HOLES.sub("", text)
    if any(char.isdigit() for char in bare):
        yield "literal", "a digit: use a typed value"
    if _LINK.search(bare) or "@" in bare:
        yield "literal", "a link or an address: use a typed value"
    if "%" in bare:
        yield "format", "a % that is neither %(name)s nor %%"
    if "{" in bare or "}" in bare:
        yield "format", "a brace: only %(name)s is filled"
    if "  " in text or "\n" in text or "\t" in text or text != text.strip():
        yield "spacing", "a double space, a line break, or a space at an end"
    if any(sum(map(text.count, opens)) != text.count(closes) for opens, closes in _PAIRS):
        yield "brackets", "a bracket or quotation mark without its other half"
    if any(
        char in "\u200e\u200f" or "\u202a" <= char <= "\u202e" or "\u2066" <= char <= "\u2069"
        for char in text
    ):
        yield "bidi", "a direction mark: the renderer isolates the values"
