"""`python -m nlu.rasa FOLDER`: writes the training files for Rasa."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from nlu import corpus
from nlu.datafile import DataFileError
from nlu.rasa.files import write


def main(arguments: Sequence[str] | None = None) -> int:
    """Returns the exit status: 0, or 1 after a line that says what was wrong."""
    parser = argparse.ArgumentParser(prog="python -m nlu.rasa", description=__doc__)
    parser.add_argument("folder", type=Path, help="where the files go; .yml files there are replaced")
    parser.add_argument("--only", nargs="+", default=(), metavar="TAG", help="these languages alone")
    asked = parser.parse_args(arguments)
    try:
        examples = corpus.read(corpus.files()).examples
        wanted = [one for one in examples if not asked.only or one.language in asked.only]
        paths = write(wanted, asked.folder)
    except (DataFileError, OSError) as problem:
        print(problem, file=sys.stderr)
        return 1
    print(f"{len(wanted)} lines in {len(paths)} languages written to {asked.folder}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
