"""What is wrong with the words, and where."""

from __future__ import annotations

from msgspec import Struct


class Fault(Struct, frozen=True, order=True):
    """`check` names the kind of fault, `file` is relative to the root, `message` is the msgid or empty."""

    file: str
    message: str
    check: str
    says: str

    def __str__(self) -> str:
        about = f' "{self.message}"' if self.message else ""
        return f"{self.file}:{about} [{self.check}] {self.says}"
