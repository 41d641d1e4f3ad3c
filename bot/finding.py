"""One thing that `python -m bot check` has found."""

from __future__ import annotations

from msgspec import Struct


class Finding(Struct, frozen=True):
    """`broken` things keep residents from being served; the rest is to know."""

    says: str
    broken: bool = False
    fine: bool = False

    @property
    def mark(self) -> str:
        return "FAIL" if self.broken else ("ok  " if self.fine else "look")
