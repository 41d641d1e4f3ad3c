"""The arrows between the packages hold, and a planted arrow that turns back is caught."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PACKAGES = ("bot", "notifier", "channels", "nlu", "accessibility", "locales")

PLANTED = {
    "locales/planted.py": "import bot",
    "accessibility/planted.py": "import channels.message",
    "nlu/planted.py": "import accessibility.text",
    "channels/planted.py": "import bot.dialogue.state",
    "notifier/planted.py": "import bot.clock",
    "bot/dialogue/planted.py": "import bot.knowledge.data",
    "bot/knowledge/planted.py": "import bot.skills",
    "bot/skills/planted.py": "import bot.store",
    "bot/store/planted.py": "import bot.app",
    "bot/skills/reaching.py": "import aiohttp",
    "bot/dialogue/reaching.py": "import sqlalchemy",
}
"""One arrow backwards for every border, and two out of the house."""


@pytest.fixture(scope="module")
def tree(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the packages' Python files, to plant in."""
    copy = tmp_path_factory.mktemp("tree")
    for package in PACKAGES:
        for path in (ROOT / package).rglob("*.py"):
            there = copy / path.relative_to(ROOT)
            there.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(path, there)
    shutil.copy(ROOT / ".importlinter", copy)
    return copy


def lint(tree: Path) -> subprocess.CompletedProcess[str]:
    """import-linter over a tree, with that tree's contracts and nothing remembered from before."""
    program = Path(sys.executable).parent / "lint-imports"
    return subprocess.run(
        [program, "--no-cache"],
        cwd=tree,
        env={**os.environ, "PYTHONPATH": str(tree), "NO_COLOR": "1"},
        capture_output=True,
        text=True,
        check=False,
    )


def test_the_arrows_of_today_hold(tree: Path) -> None:
    done = lint(tree)
    assert done.returncode == 0, done.stdout
    assert "0 broken" in done.stdout


@pytest.mark.parametrize("name", PLANTED)
def test_an_arrow_that_turns_back_is_caught(tree: Path, name: str) -> None:
    planted = tree / name
    planted.write_text(f"{PLANTED[name]}\n")
    try:
        done = lint(tree)
    finally:
        planted.unlink()
    assert done.returncode != 0
    assert name.removesuffix(".py").replace("/", ".") in done.stdout
