"""`python -m locales extract|check|status`: keeps the catalogue in line with the program.

`extract` rewrites the template and the .po files; `check` prints every fault and exits 1 when there is one;
`status` says how far each language is.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from locales.approvals import ApprovalError
from locales.checks import check
from locales.extract import extract
from locales.languages import FOLDER, LanguageError
from locales.pofile import CatalogueError
from locales.sources import SourceError
from locales.status import status


def main(arguments: Sequence[str]) -> int:
    """Runs one command; returns the exit code: 0, 1 for faults, 2 for a file that cannot be read."""
    parser = argparse.ArgumentParser(prog="python -m locales", description="Keeps the catalogue of words.")
    parser.add_argument("command", choices=("extract", "check", "status"))
    parser.add_argument("--root", type=Path, default=FOLDER.parent, help="the folder that holds the packages")
    options = parser.parse_args(arguments)
    try:
        return _run(options.command, options.root)
    except (SourceError, CatalogueError, ApprovalError, LanguageError) as problem:
        print(problem, file=sys.stderr)
        return 2


def _run(command: str, root: Path) -> int:
    folder = root / "locales"
    if command == "extract":
        for path in extract(root, folder):
            print(f"written: {path.relative_to(root)}")
        return 0
    lines = check(root, folder) if command == "check" else status(root, folder)
    for line in lines:
        print(line)
    return 1 if command == "check" and lines else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
