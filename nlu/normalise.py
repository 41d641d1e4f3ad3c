"""Folds a text for matching, and finds the way back to the original.

Residents type without accents, with Arabic keyboards for Urdu and with the digits of their own script.
Folding makes these the same: compatibility forms (NFKC), lower case, no Latin or Arabic marks, Urdu and
Sorani letters in one form, simplified Chinese characters, ASCII digits. Vowel signs of Indic scripts are
letters and stay.
"""

from __future__ import annotations

import unicodedata
from functools import cache, lru_cache
from pathlib import Path

from msgspec import Struct

_LETTERS = str.maketrans(
    {
        **dict.fromkeys("يىئېۍێ", "ی"),
        **dict.fromkeys("كڪ", "ک"),
        **dict.fromkeys("هھۀةۂە", "ہ"),
        **dict.fromkeys("ۓ", "ے"),
        "ں": "ن",
        **dict.fromkeys("ؤۆ", "و"),
        "ڕ": "ر",
        "ڵ": "ل",
        "ł": "l",
        "đ": "d",
        "ø": "o",
        "ı": "i",
        **dict.fromkeys("’‘`´ʼ", "'"),
        **dict.fromkeys("“”„«»", '"'),
        **dict.fromkeys("–—‐‑−", "-"),
    }
)
_DROPPED_MARKS = (
    (0x0300, 0x036F),  # Latin, Greek and Cyrillic accents
    (0x0610, 0x061A),  # Arabic signs and vowels, optional in writing
    (0x064B, 0x065F),
    (0x0670, 0x0670),
    (0x06D6, 0x06ED),
)
_TATWEEL = "ـ"
_TRADITIONAL = Path(__file__).parent / "data" / "zh-Hans" / "traditional.txt"
"""Each traditional Chinese character and the simplified one, side by side."""


class Folded(Struct, frozen=True):
    """`text` folded; `origin[i]` is the code point of `original` that gave `text[i]`."""

    original: str
    text: str
    origin: tuple[int, ...]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The part of the original, end exclusive, that gave `text[start:end]`, marks with their letter."""
        if end <= start:
            at = self.origin[start] if start < len(self.origin) else len(self.original)
            return at, at
        first, last = self.origin[start], self.origin[end - 1] + 1
        limit = self.origin[end] if end < len(self.origin) else len(self.original)
        while last < limit and unicodedata.combining(self.original[last]):
            last += 1
        return first, last

    def slice(self, start: int, end: int) -> str:
        """The words of the original behind `text[start:end]`."""
        first, last = self.span(start, end)
        return self.original[first:last]


def fold(text: str) -> str:
    """`text` folded, without the way back."""
    return text.lower() if _plain(text) else "".join(map(_fold_char, text))


def folded(text: str) -> Folded:
    """`text` folded, with the way back."""
    if _plain(text):
        return Folded(text, text.lower(), tuple(range(len(text))))
    parts = [_fold_char(char) for char in text]
    origin = tuple(at for at, part in enumerate(parts) for _ in part)
    return Folded(text, "".join(parts), origin)


def _plain(text: str) -> bool:
    return text.isascii() and text.isprintable() and "`" not in text


@lru_cache(maxsize=4096)
def _fold_char(char: str) -> str:
    """One code point folded on its own, so that every result knows where it came from."""
    digit = unicodedata.digit(char, None)
    if digit is not None:
        return str(digit)
    spread = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", char).casefold())
    if is_chinese(spread[:1]):
        return _simplified().get(spread, spread)
    return "".join(_settle(part) for part in spread.translate(_LETTERS))


def is_chinese(char: str) -> bool:
    """Whether this is a Chinese character: each is a word of its own."""
    return "\u3400" <= char <= "\u9fff"


@cache
def _simplified() -> dict[str, str]:
    pairs = "".join(_TRADITIONAL.read_text(encoding="utf-8").split())
    return dict(zip(pairs[::2], pairs[1::2], strict=True))


def _settle(char: str) -> str:
    """Nothing for what cannot be seen, a space for anything that separates, else the character."""
    if char == _TATWEEL or any(low <= ord(char) <= high for low, high in _DROPPED_MARKS):
        return ""
    category = unicodedata.category(char)
    if category in ("Cf", "Cs", "Co", "Cn"):
        return ""
    if category in ("Cc", "Zs", "Zl", "Zp"):
        return " "
    return char
