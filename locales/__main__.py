"""`python -m locales extract|check|status|sheet|approve`: keeps the catalogue in line with the program.

`extract` rewrites the template and the .po files; `check` prints every fault and exits 1 when there is one;
`status` says how far each language is. `sheet` prints what a role has not approved yet as CSV, `approve`
keeps the approvals of such a sheet.
"""

from __future__ import annotations

import argparse
import datetime as dt
import sys
from collections.abc import Sequence
from pathlib import Path

from locales import sheet
from locales.approvals import ApprovalError
from locales.checks import check
from locales.extract import extract
from locales.languages import FOLDER, SOURCE, LanguageError, languages
from locales.pofile import CatalogueError
from locales.sheet import SheetError
from locales.sources import SourceError
from locales.status import status


def main(arguments: Sequence[str]) -> int:
    """Runs one command; returns the exit code: 0, 1 for faults, 2 for a file that cannot be read."""
    options = _parser().parse_args(arguments)
    try:
        return _run(options)
    except (SourceError, CatalogueError, ApprovalError, LanguageError, SheetError) as problem:
        print(problem, file=sys.stderr)
        return 2


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m locales", description="Keeps the catalogue of words.")
    where = argparse.ArgumentParser(add_help=False)
    where.add_argument("--root", type=Path, default=FOLDER.parent, help="the folder that holds the packages")
    commands = parser.add_subparsers(dest="command", required=True)
    for name, what in (
        ("extract", "collect the messages of the program"),
        ("check", "print every fault"),
        ("status", "say how far each language is"),
    ):
        commands.add_parser(name, help=what, parents=[where])
    reading = commands.add_parser("sheet", help="what a role has not approved yet, as CSV", parents=[where])
    approving = commands.add_parser("approve", help="keep the approvals of a sheet", parents=[where])
    for each in (reading, approving):
        each.add_argument("tag", choices=[row.tag for row in languages() if row.tag != SOURCE], metavar="TAG")
        each.add_argument("--role", choices=("translator", "reviewer"), required=True)
    approving.add_argument("file", type=Path, metavar="FILE.csv")
    today = dt.datetime.now(dt.UTC).date()
    approving.add_argument("--date", type=dt.date.fromisoformat, default=today, help="YYYY-MM-DD, of today")
    return parser


def _run(options: argparse.Namespace) -> int:
    root: Path = options.root
    folder = root / "locales"
    if options.command == "extract":
        for path in extract(root, folder):
            print(f"written: {path.relative_to(root)}")
        return 0
    if options.command == "sheet":
        sheet.write(options.tag, options.role, sys.stdout, root, folder)
        return 0
    if options.command == "approve":
        return _approve(options, root, folder)
    lines = check(root, folder) if options.command == "check" else status(root, folder)
    for line in lines:
        print(line)
    return 1 if options.command == "check" and lines else 0


def _approve(options: argparse.Namespace, root: Path, folder: Path) -> int:
    try:
        with options.file.open(encoding="utf-8-sig", newline="") as source:
            found = sheet.read(options.tag, options.role, options.date, source, root, folder)
    except (OSError, UnicodeDecodeError) as problem:
        raise SheetError(f"{options.file}: cannot be read: {problem}") from None
    print(f"{options.tag}: {len(found.approved)} approved by the {options.role}")
    for line in found.changed:
        print(f"line {line}: the words are not those of the catalogue: change the .po file, take a new sheet")
    return 1 if found.changed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
