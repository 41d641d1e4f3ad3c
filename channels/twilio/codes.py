"""What an error code of Twilio means for us: the table in `codes.yaml`."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Literal

import msgspec
import yaml
from msgspec import Struct

Act = Literal["retry", "quiet", "refuse", "elsewhere", "gone"]

_FILE = Path(__file__).with_name("codes.yaml")


class Code(Struct, frozen=True, forbid_unknown_fields=True):
    """One row; the file's head says what each `act` is."""

    code: int
    act: Act
    says: str
    source: str


@cache
def codes() -> Mapping[int, Code]:
    """The table by code."""
    rows = msgspec.convert(yaml.safe_load(_FILE.read_text(encoding="utf-8")), tuple[Code, ...])
    return {row.code: row for row in rows}


def act(code: str) -> Act:
    """What to do about a code; one that is not known refuses this one message and no more."""
    known = codes().get(int(code)) if code.isascii() and code.isdecimal() and len(code) < 10 else None
    return known.act if known else "refuse"
