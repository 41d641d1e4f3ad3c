"""`python -m accessibility check|sizes`: the faults of the words, and what they cost as text messages.

`check` prints one line for each fault, then how many there are of each rule, and exits 1 when there is one.
`sizes` prints the segments of each language's messages; with `--each` a line for every message: language,
segments, alphabet, units, English. Both exit 2 when a file cannot be read.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Sequence

from accessibility.catalogue_checks import rendered_faults
from accessibility.rules import RULES
from accessibility.sizes import sizes, summary
from locales import catalogue
from locales.approvals import ApprovalError
from locales.checks import check
from locales.pofile import CatalogueError


def main(arguments: Sequence[str]) -> int:
    """Runs the command; returns the exit code."""
    parser = argparse.ArgumentParser(prog="python -m accessibility", description="Checks the words.")
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("check", help="print every fault")
    measured = commands.add_parser("sizes", help="print how many text messages the words take")
    measured.add_argument("--each", action="store_true", help="a line for each message")
    asked = parser.parse_args(arguments)
    try:
        return _sizes(asked.each) if asked.command == "sizes" else _check()
    except (CatalogueError, ApprovalError) as problem:
        print(problem, file=sys.stderr)
        return 2


def _check() -> int:
    faults = [*check(), *rendered_faults(catalogue.load())]
    for fault in faults:
        print(fault)
    said = {rule.id: rule.says for rule in RULES}
    for kind, times in sorted(Counter(fault.check for fault in faults).items()):
        print(f"{times} x {kind}: {said.get(kind, 'docs/languages.md')}")
    return 1 if faults else 0


def _sizes(each: bool) -> int:
    found = list(sizes(catalogue.load()))
    for line in map(str, found) if each else summary(found):
        print(line)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
