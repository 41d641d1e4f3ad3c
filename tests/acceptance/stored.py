"""A look into the database of a running program, from outside."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

TABLES = ("conversations", "inbox", "transcript", "effects", "reports")


def rows(folder: Path) -> dict[str, int]:
    """How many rows each table has."""
    with closing(_open(folder)) as database:
        return {table: database.execute(f"SELECT count(*) FROM {table}").fetchone()[0] for table in TABLES}


def lines(folder: Path) -> list[tuple[int, int, str]]:
    """(message, conversation, who) of each line of all transcripts, in order."""
    asked = "SELECT inbox_id, conversation_id, who FROM transcript ORDER BY conversation_id, seq"
    with closing(_open(folder)) as database:
        return list(database.execute(asked))


def unfinished(folder: Path) -> int:
    """How many messages are still to be answered."""
    with closing(_open(folder)) as database:
        return int(database.execute("SELECT count(*) FROM inbox WHERE done_at IS NULL").fetchone()[0])


def everything(folder: Path) -> bytes:
    """All bytes of the database: the file, and its log where it has one."""
    return b"".join(path.read_bytes() for path in sorted(folder.glob("snicket.db*")))


def _open(folder: Path) -> sqlite3.Connection:
    return sqlite3.connect(f"file:{folder / 'snicket.db'}?mode=ro", uri=True, timeout=10)
