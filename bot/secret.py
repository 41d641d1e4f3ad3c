"""Secrets: text that does not show itself, and the one that an installation makes for itself."""

from __future__ import annotations

import os
import secrets
from contextlib import suppress
from pathlib import Path

SHORTEST = 32
"""Characters that a secret has at least."""


class Secret(str):
    """Text that shows itself nowhere by accident: its `repr` and its `format` are masked."""

    __slots__ = ()

    def __repr__(self) -> str:
        return "'********'"

    def __format__(self, spec: str) -> str:
        return "********"


def kept_in(path: Path) -> Secret:
    """The secret in the file at `path`, made with its folder when it is not there.

    Raises `ValueError`, which says what to do, when the file cannot be used or others may read it.
    """
    try:
        if not path.exists():
            path.parent.mkdir(parents=True, exist_ok=True)
            _make(path)
        return _read(path)
    except OSError as problem:
        raise ValueError(f"{path} cannot be used: {problem.strerror}") from None


def _make(path: Path) -> None:
    """Makes the file whole or not at all; of two processes that start at once, one takes the other's."""
    draft = path.with_suffix(f".{secrets.token_hex(4)}")
    handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(handle, "w", encoding="ascii") as file:
            file.write(secrets.token_urlsafe(SHORTEST) + "\n")
            file.flush()
            os.fsync(file.fileno())
        with suppress(FileExistsError):
            os.link(draft, path)
    finally:
        draft.unlink()


def _read(path: Path) -> Secret:
    if path.stat().st_mode & 0o077:
        raise ValueError(f"{path} can be read by others: run chmod 600 on it")
    secret = Secret(path.read_text(encoding="utf-8").strip())
    if len(secret) < SHORTEST:
        raise ValueError(f"{path} holds no secret of {SHORTEST} characters or more")
    return secret
