"""How far each language is: what is translated, and what a person stands behind."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from msgspec import Struct

from locales import approvals, catalogue, pofile
from locales.extract import translatable
from locales.languages import FOLDER, SOURCE, Language, languages
from locales.phrase import Standing
from locales.sources import Found


class Progress(Struct, frozen=True):
    """Counts of messages of one language. `safety_read` of `safety` were approved by two people; `stale`
    approvals are of words that have changed since."""

    tag: str
    messages: int
    translated: int
    approved: int
    safety: int
    safety_read: int
    stale: int

    def __str__(self) -> str:
        return (
            f"{self.tag}: {self.translated} of {self.messages} translated, {self.approved} approved by a "
            f"person, safety {self.safety_read} of {self.safety} read twice, {self.stale} approvals stale"
        )


def status(
    root: Path = FOLDER.parent, folder: Path = FOLDER, served: Iterable[Language] | None = None
) -> tuple[Progress, ...]:
    """One row for each language but the source. Raises as `extract` and `catalogue.load` do."""
    found = translatable(root)
    rows = languages() if served is None else tuple(served)
    return tuple(_progress(folder, row, found) for row in rows if row.tag != SOURCE)


def _progress(folder: Path, row: Language, found: tuple[Found, ...]) -> Progress:
    path = pofile.path_of(row.tag, folder)
    words = catalogue.usable(pofile.read(path)) if path.exists() else {}
    approved = approvals.read(folder / "approvals" / f"{row.tag}.csv")
    standing = {message: approved.standing(message, forms) for message, forms in words.items()}
    said = [one for one in found if one.message in standing]
    return Progress(
        row.tag,
        len(found),
        len(said),
        sum(standing[one.message] >= Standing.TRANSLATED for one in said),
        sum(one.safety for one in found),
        sum(one.safety and standing[one.message] >= Standing.READ for one in said),
        len(approved.stale(words.items())),
    )
