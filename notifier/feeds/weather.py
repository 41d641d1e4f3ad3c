"""What publishers call the weather, in the words of our own list."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

TYPES: Final = ("rain", "wind", "snow", "ice", "fog", "thunderstorm", "lightning", "heat", "cold")
"""Our words for it; residents are told of each in their own language."""

_CALLED: Final = {
    "rain": r"rain|downpours?",
    "wind": r"winds?|gales?|hurricane|tornado|storm force",
    "snow": r"snow(?:fall|storm)?|blizzards?|sleet",
    "ice": r"ice|icy|frost|freezing rain|black ice",
    "fog": r"fog|mist",
    "thunderstorm": r"thunderstorms?|thunder",
    "lightning": r"lightning",
    "heat": r"heat|heatwave|high temperatures?",
    "cold": r"cold|low temperatures?|wind chill",
}
_PATTERNS: Final = {type: re.compile(rf"\b(?:{called})\b", re.IGNORECASE) for type, called in _CALLED.items()}


def types(called: Iterable[str]) -> tuple[tuple[str, ...], str]:
    """Our types, in the order of our list, and what fits none of them, in the publisher's own words."""
    named = [one.replace("_", " ").strip() for one in called]
    found = {type for type, pattern in _PATTERNS.items() for one in named if pattern.search(one)}
    other = [one for one in named if one and not any(pattern.search(one) for pattern in _PATTERNS.values())]
    return tuple(type for type in TYPES if type in found), ", ".join(dict.fromkeys(other))
