"""`python -m accessibility check`: every fault of the words, on their own and as they are rendered.

Prints one line for each fault and exits 1 when there is one, 2 when a file cannot be read.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence

from accessibility.catalogue_checks import rendered_faults
from locales import catalogue
from locales.approvals import ApprovalError
from locales.checks import check
from locales.pofile import CatalogueError


def main(arguments: Sequence[str]) -> int:
    """Runs the command; returns the exit code."""
    parser = argparse.ArgumentParser(prog="python -m accessibility", description="Checks the words.")
    parser.add_argument("command", choices=("check",))
    parser.parse_args(arguments)
    try:
        faults = [*check(), *rendered_faults(catalogue.load())]
    except (CatalogueError, ApprovalError) as problem:
        print(problem, file=sys.stderr)
        return 2
    for fault in faults:
        print(fault)
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
