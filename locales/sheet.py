"""Sheets for the people who read translations: opened in any spreadsheet, read back as approvals.

One row for each message that a role has not approved yet, safety messages first. Whoever agrees with a row
writes `yes` into `approved`; a row that is wrong is put right in the .po file and comes with the next sheet.
"""

from __future__ import annotations

import csv
import datetime as dt
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TextIO

from msgspec import Struct

from locales import approvals, catalogue, pofile
from locales.approvals import Approval, Role, approve, of_translation
from locales.extract import translatable
from locales.languages import FOLDER
from locales.message import Message
from locales.sources import Found

COLUMNS = ("id", "safety", "english", "translation", "context", "comment", "approved")
FORMS = " | "
"""Stands between the plural forms."""

_YES = ("yes", "y", "1", "true")


class SheetError(ValueError):
    """A sheet cannot be read; the message says which line and why."""


class Row(Struct, frozen=True):
    """A message with its translation. `id` holds the hashes of both."""

    found: Found
    forms: tuple[str, ...]

    @property
    def id(self) -> str:
        return f"{self.found.message.digest}-{of_translation(self.forms)}"


class Read(Struct, frozen=True):
    """What a sheet said: the approvals, and the lines whose English or translation has changed since."""

    approved: tuple[Approval, ...]
    changed: tuple[int, ...]


def write(tag: str, role: Role, sink: TextIO, root: Path = FOLDER.parent, folder: Path = FOLDER) -> int:
    """Writes what `role` has not approved yet; returns how many rows."""
    given = {(row.message, row.translation) for row in _file(tag, folder).rows if row.role == role}
    rows = [row for row in _rows(tag, root, folder) if tuple(row.id.split("-")) not in given]
    rows.sort(key=lambda row: not row.found.safety)
    writer = csv.writer(sink)
    writer.writerow(COLUMNS)
    writer.writerows(map(_cells, rows))
    return len(rows)


def read(
    tag: str,
    role: Role,
    date: dt.date,
    source: Iterable[str],
    root: Path = FOLDER.parent,
    folder: Path = FOLDER,
) -> Read:
    """Keeps the approvals of a sheet in `approvals/<tag>.csv`; `SheetError` when it cannot be read."""
    present: dict[str, tuple[Message, tuple[str, ...]]] = {
        row.id: (row.found.message, row.forms) for row in _rows(tag, root, folder)
    }
    approved, changed = [], []
    for line, id, words in _agreed(source):
        if id in present and words == FORMS.join(present[id][1]):
            approved.append(approve(*present[id], role, date))
        else:
            changed.append(line)
    path = _path(tag, folder)
    path.parent.mkdir(exist_ok=True)
    approvals.write(path, [*_file(tag, folder).rows, *approved])
    return Read(tuple(approved), tuple(changed))


def _agreed(source: Iterable[str]) -> Iterator[tuple[int, str, str]]:
    """Line, id and translation of each row that says yes."""
    reader = csv.DictReader(source)
    if missing := {"id", "translation", "approved"} - set(reader.fieldnames or ()):
        raise SheetError(f"line 1: no column {', '.join(sorted(missing))}")
    for row in reader:
        said = (row["approved"] or "").strip().lower()
        if said in _YES:
            yield reader.line_num, (row["id"] or "").strip(), row["translation"] or ""
        elif said:
            raise SheetError(f"line {reader.line_num}: approved is {said!r}, not yes or nothing")


def _rows(tag: str, root: Path, folder: Path) -> Iterator[Row]:
    """The messages that have words in the language."""
    words = catalogue.usable(pofile.read(pofile.path_of(tag, folder)))
    for found in translatable(root):
        if found.message in words:
            yield Row(found, words[found.message])


def _cells(row: Row) -> tuple[str, ...]:
    message = row.found.message
    safety = "safety" if row.found.safety else ""
    comments = " ".join(row.found.comments)
    return row.id, safety, FORMS.join(message.english), FORMS.join(row.forms), message.context, comments, ""


def _file(tag: str, folder: Path) -> approvals.Approvals:
    return approvals.read(_path(tag, folder))


def _path(tag: str, folder: Path) -> Path:
    return folder / "approvals" / f"{tag}.csv"
