"""The real program as a process of its own, on a free port of this machine and with its own data folder."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path
from typing import IO

from aiohttp.test_utils import unused_port

from bot.knowledge.bins.schedule_file import database_path
from tests.migrated import write_migrated
from tests.testbot import MODELS

ROOT = Path(__file__).parents[2]
TUESDAY = "2026-11-24T10:00"
"""The moment at which most tests start the program's clock: that of the `estate` fixture."""

PATIENCE = 45.0
"""Seconds for a command to end; a machine that is busy takes its time."""


def data_folder(folder: Path, estate: Path | None = None) -> Path:
    """A data folder with the trained model; with the made-up estate and today's tables where one is given."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "nlu").symlink_to(MODELS.absolute())
    if estate is not None:
        shutil.copy(database_path(estate, "leeds"), database_path(folder, "leeds"))
        write_migrated(folder / "snicket.db")
    return folder


def surroundings(folder: Path, **settings: str) -> dict[str, str]:
    """The environment of a newcomer: of the settings, only those that are given."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("SNICKET_", "PORT"))}
    return {**kept, "SNICKET_DATA": str(folder), "SNICKET_NOW": TUESDAY, **settings}


def run(*words: str, folder: Path, typed: str = "", **settings: str) -> subprocess.CompletedProcess[str]:
    """Runs `python -m …` to its end; `typed` goes to its standard input."""
    command = (sys.executable, "-m", *words)
    return subprocess.run(
        command,
        env=surroundings(folder, **settings),
        input=typed,
        capture_output=True,
        text=True,
        cwd=ROOT,
        timeout=PATIENCE,
        check=False,
    )


class Program:
    """`python -m bot serve` or `demo`. Its greeting is in `said`, its standard error in `log`."""

    def __init__(self, folder: Path, command: str = "serve", **settings: str) -> None:
        self.folder = folder
        self.port = int(settings.pop("PORT", 0)) or unused_port()
        self.said = ""
        self._command = command
        self._settings = settings
        self._log = folder / f"log-{self.port}"
        self._process: subprocess.Popen[str] | None = None

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def pid(self) -> int:
        """0 while it does not run."""
        return self._process.pid if self._process is not None else 0

    @property
    def log(self) -> str:
        return self._log.read_text(encoding="utf-8")

    def start(self) -> Program:
        """Starts it and waits for its greeting, which it says when it serves. A program that ends before
        fails the test with what it said."""
        assert self._process is None, "it runs already"
        with self._log.open("a", encoding="utf-8") as log:
            self._process = subprocess.Popen(
                (sys.executable, "-m", "bot", self._command),
                env=surroundings(self.folder, PORT=str(self.port), **self._settings),
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=log,
                text=True,
                cwd=ROOT,
            )
        self.said = self._output.readline()
        if not self.said:
            code = self._end()
            raise AssertionError(f"the program ended with {code} before it served:\n{self.log}")
        return self

    def stop(self, sign: signal.Signals = signal.SIGTERM) -> int:
        """Asks it to stop, and waits; its exit code. What does not stop is killed and fails the test."""
        assert self._process is not None, "it does not run"
        self._process.send_signal(sign)
        try:
            self._process.wait(20)
        except subprocess.TimeoutExpired:
            self.kill()
            raise
        return self._end()

    def kill(self) -> None:
        """As a power cut does it: `kill -9`, nothing is finished."""
        assert self._process is not None, "it does not run"
        self._process.kill()
        self._end()

    def __enter__(self) -> Program:
        return self.start()

    def __exit__(self, *_: object) -> None:
        if self._process is not None:
            self.stop()

    @property
    def _output(self) -> IO[str]:
        assert self._process is not None
        assert self._process.stdout is not None
        return self._process.stdout

    def _end(self) -> int:
        """Leaves no process and no open file behind."""
        assert self._process is not None
        code = self._process.wait(20)
        self._output.close()
        self._process = None
        return code
