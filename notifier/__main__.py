"""`python -m notifier replay`: what recorded feeds bring about. Nothing is sent."""

from __future__ import annotations

import argparse
import datetime as dt
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TextIO

import msgspec

from notifier.feeds.sources import SOURCES, BadSource
from notifier.replay import replay
from notifier.replay_air import read_places


def main(arguments: Sequence[str] | None = None, sink: TextIO = sys.stdout) -> int:
    """Runs one command. Returns the exit status: 0, also when something was refused; 1 after a line that says
    what could not be opened or read; argparse's 2 for a wrong command line."""
    asked = _parser().parse_args(arguments)
    try:
        places = read_places(asked.air) if asked.air else None
        for line in replay(asked.files, asked.source, asked.now, places):
            sink.write(msgspec.json.encode(line).decode() + "\n")
    except BrokenPipeError:  # the reader has seen enough
        sys.stderr.close()
        return 0
    except OSError as problem:
        print(f"{problem.filename}: {problem.strerror}", file=sys.stderr)
        return 1
    except BadSource as problem:
        print(problem, file=sys.stderr)
        return 1
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m notifier", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    command = commands.add_parser("replay", help="recorded files of feeds in, JSON lines of alerts out")
    command.add_argument("files", nargs="+", type=Path, metavar="FILE", help="as it came from the feed")
    command.add_argument(
        "--as",
        dest="source",
        default="",
        choices=list(SOURCES),
        metavar="SOURCE",
        help=f"its format; told from the file itself when it is left out: {', '.join(SOURCES)}",
    )
    command.add_argument("--now", type=_moment, metavar="TIME", help="as if all had come then (ISO 8601)")
    command.add_argument(
        "--air", type=Path, metavar="FILE", help="a city's air.yaml: its stations, zones and marks"
    )
    return parser


def _moment(written: str) -> dt.datetime:
    """A moment; without an offset it is UTC."""
    try:
        found = dt.datetime.fromisoformat(written)
        return (found if found.tzinfo else found.replace(tzinfo=dt.UTC)).astimezone(dt.UTC)
    except (ValueError, OverflowError):
        raise argparse.ArgumentTypeError(f"{written[:40]!r} is no time such as 2026-11-20T08:00Z") from None


if __name__ == "__main__":
    sys.exit(main())
