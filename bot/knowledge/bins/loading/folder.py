"""The folder that a load works in: one load at a time, nothing left over, swapped in whole."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bot.knowledge.bins.loading.refused import LoadRefused

SUFFIX = ".loading"


class Folder:
    """Working files beside the database; the lock dies with the process that holds it."""

    def __init__(self, database: Path) -> None:
        self.database = database

    def file(self, role: str) -> Path:
        """A new working file, in the database's own folder so that it can be renamed onto it."""
        return self.database.with_name(f"{self.database.name}.{role}{SUFFIX}")

    def swap(self, built: Path) -> None:
        """Puts `built` in the database's place in one step; both are on disk before and after."""
        _to_disk(built)
        built.replace(self.database)
        _to_disk(self.database.parent)

    def clean(self) -> None:
        """Removes working files, those of a load that was killed too."""
        for path in self.database.parent.glob(f"{self.database.name}.*{SUFFIX}*"):
            path.unlink(missing_ok=True)


@contextmanager
def working(database: Path) -> Iterator[Folder]:
    """A clean folder for one load. Raises `LoadRefused` while another load of the same city runs."""
    database.parent.mkdir(parents=True, exist_ok=True)
    with database.with_name(f"{database.name}.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise LoadRefused(f"{database.name}: another load is running.") from None
        folder = Folder(database)
        folder.clean()
        try:
            yield folder
        finally:
            folder.clean()


def _to_disk(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
