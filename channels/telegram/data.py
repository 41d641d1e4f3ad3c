"""What a button sends back: `callback_data`, 1 to 64 bytes of UTF-8 (Bot API, InlineKeyboardButton).

A short choice id goes as it is. A longer one goes as the start of its SHA-256: whoever reads it looks
through the choices that were shown for the one with that hash, so nothing has to be kept for it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable

LIMIT = 64
_WHOLE, _HASHED = "c:", "h:"


def written(choice: str) -> str:
    """The choice id as a button sends it; the same id always gives the same data."""
    whole = _WHOLE + choice
    if len(whole.encode()) <= LIMIT:
        return whole
    return _HASHED + hashlib.sha256(choice.encode()).hexdigest()[:40]


def is_hashed(data: str) -> bool:
    return data.startswith(_HASHED)


def read(data: str, shown: Iterable[str] = ()) -> str:
    """The choice id, empty when the data is not ours or names nothing of what was `shown`."""
    if data.startswith(_WHOLE):
        return data.removeprefix(_WHOLE)
    return next((choice for choice in shown if is_hashed(data) and written(choice) == data), "")
