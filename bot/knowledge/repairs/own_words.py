"""What a tenant says in their own words, as it is kept with a case."""

from __future__ import annotations

import re
from typing import Final

import phonenumbers

MOST: Final = 1000
HIDDEN: Final = "…"
_CODE: Final = re.compile(r"(?<!\d)[#*]?\d{3,6}[#*]?(?!\d)")
_LOCK: Final = re.compile(r"key ?-?safe|key ?-?box|lock ?-?box|\bcode\b|\bpin\b", re.IGNORECASE)


def kept(text: str, *, keysafe: bool = False) -> str:
    """The words, without the code of a key safe: it opens a home, and nobody has asked for it. `keysafe`:
    one was named, in whatever language. Phone numbers stay."""
    said = " ".join(text.split())[:MOST]
    if not (keysafe or _LOCK.search(said)):
        return said
    phones = [(one.start, one.end) for one in phonenumbers.PhoneNumberMatcher(said, "GB")]

    def hidden(found: re.Match[str]) -> str:
        return found[0] if any(start <= found.start() < end for start, end in phones) else HIDDEN

    return _CODE.sub(hidden, said)


def joined(*texts: str) -> str:
    """Words that were said one after the other; the same ones only once."""
    return " / ".join(dict.fromkeys(filter(None, texts)))[:MOST]
