"""Runs the benchmarks, prints them and saves them: `python -m tests.bench [name …]`."""

from __future__ import annotations

import argparse
import importlib
import json
import os
import platform
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

from tests.bench.row import Row

HERE = Path(__file__).parent
SAVED = Path("var") / "bench.json"


def main(names: list[str]) -> int:
    """Measures, prints and saves; the exit code says whether every target was reached."""
    rows: list[tuple[str, Row]] = []
    for name in names or sorted(path.stem.removeprefix("bench_") for path in HERE.glob("bench_*.py")):
        for row in _measured(name):
            rows.append((name, row))
            print(_line(name, row), flush=True)
    SAVED.parent.mkdir(exist_ok=True)
    SAVED.write_text(json.dumps([_saved(name, row) for name, row in rows], indent=2) + "\n", encoding="utf-8")
    missed = [row for _name, row in rows if not row.reached]
    print(f"\n{len(rows)} figures, {len(missed)} short of their target; saved to {SAVED}")
    return 1 if missed else 0


def _measured(name: str) -> Iterator[Row]:
    try:
        module = importlib.import_module(f"tests.bench.bench_{name}")
    except ModuleNotFoundError:
        sys.exit(f"no benchmark called {name}")
    rows: Iterable[Row] = module.rows()
    yield from rows


def _line(name: str, row: Row) -> str:
    floor = f"{row.floor:>10.4g}" if row.floor is not None else " " * 10
    ratio = f"{row.ratio:>8.3f}" if row.ratio is not None else " " * 8
    target = f"{row.sense} {row.target:g}" if row.target is not None else ""
    verdict = "" if row.target is None else ("ok" if row.reached else "SHORT")
    figures = f"{row.value:>10.4g} {row.unit:<8} {floor} {ratio}"
    return f"{name:<10} {row.name:<52} {figures}  {target:<9} {verdict}".rstrip()


def _saved(bench: str, row: Row) -> dict[str, object]:
    machine = {"cores": os.cpu_count(), "python": platform.python_version()}
    figures = {"value": row.value, "unit": row.unit, "floor": row.floor, "ratio": row.ratio}
    return {"bench": bench, "name": row.name, **figures, "target": row.target, **machine}


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("names", nargs="*", help="which benchmarks; all when none is named")
    sys.exit(main(parser.parse_args().names))
