"""The voice of each language that can be spoken on the phone."""

from __future__ import annotations

from pathlib import Path

import msgspec
import yaml
from msgspec import Struct

_FILE = Path(__file__).with_name("voices.yaml")


class Speaks(Struct, frozen=True, forbid_unknown_fields=True):
    """One row: see the head of the file."""

    tag: str
    say: str
    hear: str


_ROWS = msgspec.convert(yaml.safe_load(_FILE.read_text(encoding="utf-8")), tuple[Speaks, ...])
VOICES = {row.tag: row for row in _ROWS}

SPOKEN = tuple(VOICES)
"""The languages that can be spoken; the first is used in place of another."""


def voice(tag: str) -> Speaks:
    """The voice for a language; the English one where there is none."""
    return VOICES.get(tag, _ROWS[0])
