"""A whole turn over HTTP, beside a bare aiohttp echo in the same run; the size and the start of the service.

The service runs as residents meet it: its own process, the real Leeds snapshot, SQLite, the intent model. The
load comes from a third process, so that it shares no interpreter with what is measured.
"""

from __future__ import annotations

import contextlib
import json
import os
import subprocess
import sys
import tempfile
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from time import monotonic, sleep

from tests.bench.row import Row

SNAPSHOT = Path("../shared/data/leeds-bins")
TURNS, CLIENTS = 3000, 2
TICKS = os.sysconf("SC_CLK_TCK")


def rows() -> Iterator[Row]:
    """Start, size, throughput and CPU of the service."""
    with tempfile.TemporaryDirectory() as folder:
        environment = _environment(Path(folder))
        _load(environment)
        with _service(environment, 18080):
            pass  # the first start trains the model and makes the tables
        started = monotonic()
        with _service(environment, 18080) as service:
            yield Row("second start to ready", monotonic() - started, "s", target=3.0)
            turn = _measured(service, 18080, "turn")
            yield Row("resident memory, model and Leeds loaded", _resident(service), "MB", target=250.0)
        with _echo(18081) as echo:
            floor = _measured(echo, 18081, "echo")
    yield Row("turns a second, one process", turn["rate"], "1/s", floor["rate"], target=250.0, sense=">=")
    yield Row("turn p50", turn["p50"], "ms", floor["p50"], target=10.0)
    yield Row("turn p95", turn["p95"], "ms", floor["p95"])
    yield Row("CPU a turn", turn["cpu"], "ms", floor["cpu"])


def _environment(folder: Path) -> dict[str, str]:
    own = {"SNICKET_DATA": str(folder), "SNICKET_NOW": "2025-07-06T10:00", "SNICKET_LOG_LEVEL": "warning"}
    return {**os.environ, **own, "PORT": "18080"}


def _load(environment: dict[str, str]) -> None:
    files = ("--premises", str(SNAPSHOT / "dm_premises.csv.gz"), "--jobs", str(SNAPSHOT / "dm_jobs.csv.gz"))
    command = (sys.executable, "-m", "bot", "load", "bins", *files)
    subprocess.run(command, env=environment, check=True, capture_output=True)


@contextlib.contextmanager
def _service(environment: dict[str, str], port: int) -> Iterator[subprocess.Popen[bytes]]:
    with _running([sys.executable, "-m", "bot", "serve"], environment, port, "/readyz") as process:
        yield process


@contextlib.contextmanager
def _echo(port: int) -> Iterator[subprocess.Popen[bytes]]:
    command = [sys.executable, "-m", "tests.bench.echo", str(port)]
    with _running(command, dict(os.environ), port, "/") as process:
        yield process


@contextlib.contextmanager
def _running(
    command: list[str], environment: dict[str, str], port: int, path: str
) -> Iterator[subprocess.Popen[bytes]]:
    process = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL)
    try:
        _wait_for(f"http://127.0.0.1:{port}{path}", process)
        yield process
    finally:
        process.terminate()
        process.wait(20)


def _wait_for(url: str, process: subprocess.Popen[bytes]) -> None:
    for _attempt in range(18000):
        with contextlib.suppress(OSError):
            urllib.request.urlopen(url, timeout=5).close()
            return
        if process.poll() is not None:
            raise RuntimeError(f"the service ended with {process.returncode} before it was ready")
        sleep(0.01)
    raise RuntimeError("the service was not ready within three minutes")


def _measured(process: subprocess.Popen[bytes], port: int, kind: str) -> dict[str, float]:
    """Rate in 1/s, p50 and p95 in ms, and the service's CPU a request in ms."""
    load = [sys.executable, "-m", "tests.bench.load", str(port), kind]
    _run(load, "300")
    before = _cpu(process)
    figures: dict[str, float] = json.loads(_run(load, str(TURNS)))
    figures["cpu"] = (_cpu(process) - before) / TURNS * 1000
    return figures


def _run(load: list[str], turns: str) -> str:
    return subprocess.run([*load, turns, str(CLIENTS)], check=True, capture_output=True, text=True).stdout


def _cpu(process: subprocess.Popen[bytes]) -> float:
    """Seconds of user and system time so far, all threads."""
    fields = Path(f"/proc/{process.pid}/stat").read_text(encoding="ascii").rsplit(") ", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / TICKS


def _resident(process: subprocess.Popen[bytes]) -> float:
    status = Path(f"/proc/{process.pid}/status").read_text(encoding="ascii")
    return int(status.split("VmRSS:")[1].split()[0]) / 1024
