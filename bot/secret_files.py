"""Secrets that come as files, as Compose, Kubernetes and systemd hand them over: `SNICKET_X_FILE` names a
file, and what is in it is `SNICKET_X`."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from pathlib import Path

ENDING = "_FILE"
LARGEST = 64 * 1024
"""Bytes of a file at most."""


def with_files(environ: Mapping[str, str], names: Collection[str]) -> dict[str, str]:
    """`environ` with what the files say in place of their names, for the settings called `names`.

    Raises `ValueError`, with words that say which setting and what is wrong. Neither a secret is in them nor
    what the variable holds, because a secret may have been put there by mistake.
    """
    found = dict(environ)
    for name in names:
        file = found.pop(name + ENDING, "").strip()
        if not file:
            continue
        if found.get(name, "").strip():
            raise ValueError(f"{name} and {name}{ENDING} are both set; allowed is one of them")
        try:
            found[name] = _content(Path(file))
        except ValueError as problem:
            raise ValueError(f"{name}{ENDING} names a file that {problem}") from None
    return found


def _content(file: Path) -> str:
    """The one line in the file."""
    try:
        with file.open("rb") as opened:
            raw = opened.read(LARGEST + 1)
    except (OSError, ValueError) as problem:
        why = problem.strerror if isinstance(problem, OSError) else "it is no path"
        raise ValueError(f"cannot be read: {why}") from None
    if len(raw) > LARGEST:
        raise ValueError(f"is larger than {LARGEST // 1024} kB")
    try:
        text = raw.decode("utf-8").strip()
    except UnicodeDecodeError:
        raise ValueError("is not text in UTF-8") from None
    if not text:
        raise ValueError("is empty")
    if len(text.splitlines()) > 1 or "\0" in text:
        raise ValueError("has more than one line")
    return text
