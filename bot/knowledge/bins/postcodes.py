"""Finds a postcode in what somebody wrote or said, whole or in part."""

from __future__ import annotations

import re
from functools import lru_cache

WHOLE = re.compile(r"\b([a-z]{1,2}\d[a-z\d]?) ?(\d[abd-hjlnp-uw-z]{2})\b")
SPELT = re.compile(r"\b([a-z](?: ?[a-z])? ?\d(?: ?\d)?) ([\doil](?: ?[abd-hjlnp-uw-z]){2})\b")
PART = re.compile(r"\b([a-z]{1,2} ?\d{1,2})(?: (\d))?\b")
MARK = "\N{WHITE SQUARE}"
"""Stands in the text where the postcode stood."""
MISREAD = str.maketrans("oil", "011")


@lru_cache(maxsize=4096)
def spaced(code: str) -> str:
    """`ls81aa` → `LS8 1AA`; a part of a postcode stays as it is."""
    plain = code.replace(" ", "").upper()
    return f"{plain[:-3]} {plain[-3:]}" if is_whole(plain) else code.upper()


@lru_cache(maxsize=4096)
def is_whole(code: str) -> bool:
    """Whether it has both halves."""
    return WHOLE.fullmatch(code.replace(" ", "").lower()) is not None


def take(text: str, districts: frozenset[str]) -> tuple[str, str]:
    """The last postcode in folded text (`LS8 1AA`, or a part: `LS8`, `LS8 1`), empty for none; and the text
    with a mark in the place of every postcode.

    A postcode spelt letter by letter and a part are only seen when the city has their district.
    """
    found = [(match.start(), "".join(match.groups())) for match in WHOLE.finditer(text)]
    rest = WHOLE.sub(MARK, text)
    for match in SPELT.finditer(rest):
        outward = match[1].replace(" ", "")
        if outward in districts:
            inward = match[2].replace(" ", "")
            found.append((match.start(), outward + inward[0].translate(MISREAD) + inward[1:]))
            rest = rest.replace(match[0], MARK)
    if found:
        return spaced(max(found)[1]), rest
    return _part(rest, districts)


def _part(text: str, districts: frozenset[str]) -> tuple[str, str]:
    parts = [match for match in PART.finditer(text) if match[1].replace(" ", "") in districts]
    if not parts:
        return "", text
    last = parts[-1]
    code = last[1].replace(" ", "").upper() + (f" {last[2]}" if last[2] else "")
    return code, text.replace(last[0], MARK)
