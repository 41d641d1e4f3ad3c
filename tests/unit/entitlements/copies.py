"""The files that entitlements are read from, copied so that one of them can be changed."""

from __future__ import annotations

import shutil
from pathlib import Path

from bot.knowledge.data import CITIES


def copied(folder: Path) -> Path:
    """The files of both cities and the country that entitlements are read from."""
    for name in ("uk", "leeds", "leicester"):
        (folder / name).mkdir()
        for file in ("benefits", "benefit_facts", "figures", "pension_age", "phones"):
            if (path := CITIES / name / f"{file}.yaml").exists():
                shutil.copy(path, folder / name)
    return folder


def edited(folder: Path, file: str, old: str, new: str) -> Path:
    """The same with one thing changed in one file."""
    path = copied(folder) / file
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    return folder
