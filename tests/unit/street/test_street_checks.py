"""What is found about the data of streets before it goes to a council's own system."""

from __future__ import annotations

import datetime as dt
import shutil
from pathlib import Path

from bot.knowledge.data import CITIES
from bot.street_checks import look

TODAY = dt.date(2026, 11, 24)


def copied(folder: Path, **changes: str) -> Path:
    """The files of Leeds with words of the city's own exchanged."""
    for name in ("uk", "leeds"):
        (folder / name).mkdir()
        shutil.copy(CITIES / name / "street.yaml", folder / name / "street.yaml")
    path = folder / "leeds" / "street.yaml"
    text = path.read_text(encoding="utf-8")
    for old, new in changes.items():
        text = text.replace(f"{old}: ", f"{new}: ")
    path.write_text(text.replace("status: unverified", "status: verified"), encoding="utf-8")
    return folder


def test_codes_that_nobody_has_confirmed_are_named_once_reports_are_sent() -> None:
    [kinds, unset] = look("leeds", TODAY, sends=False)
    assert kinds.fine
    assert unset.fine
    [_, unread] = look("leeds", TODAY, sends=True)
    assert not unread.fine
    assert not unread.broken
    assert "not confirmed: bot/cities/leeds/street.yaml" in unread.says


def test_confirmed_codes_are_to_be_read_again_after_a_year(tmp_path: Path) -> None:
    folder = copied(tmp_path)
    assert len(list(look("leeds", TODAY, sends=True, folder=folder))) == 1
    [_, stale] = look("leeds", TODAY + dt.timedelta(days=365), sends=True, folder=folder)
    assert "more than a year ago" in stale.says


def test_a_fault_of_the_data_is_broken(tmp_path: Path) -> None:
    [found] = look("leeds", TODAY, sends=True, folder=copied(tmp_path, graffiti="grafiti"))
    assert found.broken
    assert "street.yaml" in found.says
