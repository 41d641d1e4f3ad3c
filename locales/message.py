"""A message of the catalogue as the program names it, and the key and hash by which it is known."""

from __future__ import annotations

import hashlib

from msgspec import Struct

Key = tuple[str, str]
"""(context, msgid): what gettext looks up. The plural is not part of it."""


class Message(Struct, frozen=True, order=True):
    """One id. `plural` is the English plural, empty for a message that does not count."""

    msgid: str
    plural: str = ""
    context: str = ""

    @property
    def key(self) -> Key:
        return (self.context, self.msgid)

    @property
    def english(self) -> tuple[str, ...]:
        """The English forms: one, or singular and plural."""
        return (self.msgid, self.plural) if self.plural else (self.msgid,)

    @property
    def digest(self) -> str:
        """Changes whenever the English, its plural or its context changes."""
        return digest(self.context, self.msgid, self.plural)


def digest(*parts: str) -> str:
    """Sixteen hexadecimal digits of SHA-256 over the parts, kept apart by NUL."""
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()[:16]
