"""Which translations a person stands behind: `approvals/<tag>.csv`.

A row says that somebody in a role approved these very words for this very English. Both are known by their
hashes, so that a changed English or a changed translation leaves the approval behind: it is then stale. No
names are kept.
"""

from __future__ import annotations

import csv
import datetime as dt
from collections.abc import Iterable
from pathlib import Path
from typing import Literal

import msgspec
from msgspec import Struct

from locales.message import Message, digest
from locales.phrase import Standing

Role = Literal["translator", "reviewer", "mt"]
COLUMNS = ("message", "translation", "role", "date")


class ApprovalError(ValueError):
    """An approvals file is wrong; the message says which file, line and field."""


class Approval(Struct, frozen=True, order=True):
    """`message` and `translation` are hashes as `Message.digest` and `of_translation` make them."""

    message: str
    translation: str
    role: Role
    date: dt.date


class Approvals:
    """The approvals of one language."""

    def __init__(self, rows: Iterable[Approval] = ()) -> None:
        self.rows = tuple(rows)
        self._roles: dict[tuple[str, str], set[Role]] = {}
        for row in self.rows:
            self._roles.setdefault((row.message, row.translation), set()).add(row.role)

    def standing(self, message: Message, forms: tuple[str, ...]) -> Standing:
        """How far people stand behind `forms` as the translation of `message`."""
        roles = self._roles.get((message.digest, of_translation(forms)), set()) - {"mt"}
        return Standing.READ if len(roles) == 2 else Standing.TRANSLATED if roles else Standing.MACHINE

    def stale(self, translations: Iterable[tuple[Message, tuple[str, ...]]]) -> tuple[Approval, ...]:
        """The rows that no present message with its present translation answers to."""
        present = {(message.digest, of_translation(forms)) for message, forms in translations}
        return tuple(row for row in self.rows if (row.message, row.translation) not in present)


def of_translation(forms: tuple[str, ...]) -> str:
    """The hash of a translation in all its plural forms."""
    return digest(*forms)


def approve(message: Message, forms: tuple[str, ...], role: Role, date: dt.date) -> Approval:
    """The row that says that `role` approved `forms` for `message` on `date`."""
    return Approval(message.digest, of_translation(forms), role, date)


def read(path: Path) -> Approvals:
    """The approvals of a file, none when it does not exist. Raises `ApprovalError` naming line and field."""
    if not path.exists():
        return Approvals()
    with path.open(encoding="utf-8", newline="") as file:
        reader = csv.DictReader(file)
        if tuple(reader.fieldnames or ()) != COLUMNS:
            raise ApprovalError(f"{path.name}:1: the columns must be {','.join(COLUMNS)}")
        return Approvals([_row(path, reader.line_num, row) for row in reader])


def _row(path: Path, line: int, row: dict[str, str]) -> Approval:
    try:
        return msgspec.convert(row, Approval, strict=False)
    except msgspec.ValidationError as problem:
        raise ApprovalError(f"{path.name}:{line}: {problem}") from None


def write(path: Path, approvals: Iterable[Approval]) -> None:
    """Writes the rows, sorted, so that two people's additions merge."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(COLUMNS)
        writer.writerows(msgspec.structs.astuple(row) for row in sorted(set(approvals)))
