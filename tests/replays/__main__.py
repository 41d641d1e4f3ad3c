"""Makes recordings: `python -m tests.replays record` makes those that are missing, `accept NAME…` takes over
what is said today.

`record` never touches a recording that is there: its stored run is the past that today's program must cope
with. `accept` keeps the run and the messages, and writes down what is said to them now.
"""

from __future__ import annotations

import argparse
import asyncio
from collections.abc import Sequence
from pathlib import Path

from tests.replays import recording
from tests.replays.houses import HOUSES
from tests.replays.recording import FOLDER, Script
from tests.replays.scripts import SCRIPTS


def main(
    arguments: Sequence[str] | None = None, scripts: Sequence[Script] = SCRIPTS, folder: Path = FOLDER
) -> list[Path]:
    """The files written. Exits with a message when a name is not known."""
    parser = argparse.ArgumentParser(prog="python -m tests.replays", description=__doc__)
    parser.add_argument("what", choices=["record", "accept"])
    parser.add_argument("names", nargs="*", help="recordings; all of them when none is named")
    asked = parser.parse_args(arguments)
    known = {path.stem for path in folder.glob("*.json")} | {script.name for script in scripts}
    if unknown := sorted(set(asked.names) - known):
        parser.error(f"no recording or script is named {', '.join(unknown)}")
    wanted = set(asked.names) or known
    written = _recorded(scripts, folder, wanted) if asked.what == "record" else _accepted(folder, wanted)
    for path in written:
        print(path.name)
    return written


def _recorded(scripts: Sequence[Script], folder: Path, wanted: set[str]) -> list[Path]:
    written = []
    for script in scripts:
        path = folder / f"{script.name}.json"
        if script.name in wanted and not path.exists():
            recording.write(path, asyncio.run(recording.record(script, HOUSES)))
            written.append(path)
    return written


def _accepted(folder: Path, wanted: set[str]) -> list[Path]:
    written = []
    for path in sorted(folder.glob("*.json")):
        before = recording.read(path)
        now = asyncio.run(recording.accept(before, HOUSES))
        if path.stem in wanted and now != before:
            recording.write(path, now)
            written.append(path)
    return written


if __name__ == "__main__":
    main()
