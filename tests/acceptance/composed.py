"""`docker-compose.yml`, read as Compose reads it and run without it: each service's own command, here.

What a container would see differently is put in its place, in the environment, the command, the health check
and the files that are mounted: hosts and ports, secrets, volumes. Nothing else is changed, so that the file
cannot drift from what works.
"""

from __future__ import annotations

import os
import pwd
import re
import signal
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import yaml

from tests.acceptance.program import ROOT

FILE = ROOT / "docker-compose.yml"
CONTAINERFILE = ROOT / "Containerfile"
STARTS = 60.0
"""Seconds for a service to be healthy."""

_VARIABLE = re.compile(r"\$\$|\$\{(?P<name>[A-Z_]+)(?::(?P<how>[-?])(?P<word>[^}]*))?\}")


class Missing(ValueError):
    """A variable that has to be set is not."""


def read(given: Mapping[str, str]) -> Any:
    """The file, its variables put in place."""
    return _interpolated(yaml.safe_load(FILE.read_text(encoding="utf-8")), given)


def image_environment() -> dict[str, str]:
    """What the last stage of the Containerfile sets."""
    last = CONTAINERFILE.read_text(encoding="utf-8").replace("\\\n", " ").split("\nFROM ")[-1]
    lines = [line.removeprefix("ENV ") for line in last.splitlines() if line.startswith("ENV ")]
    pairs = [pair.partition("=") for line in lines for pair in line.split()]
    return {name: value for name, _, value in pairs}


def _interpolated(node: Any, given: Mapping[str, str]) -> Any:
    if isinstance(node, dict):
        return {
            key: _interpolated(value, given) for key, value in node.items() if not str(key).startswith("x-")
        }
    if isinstance(node, list):
        return [_interpolated(value, given) for value in node]
    if not isinstance(node, str):
        return node

    def value(found: re.Match[str]) -> str:
        if found[0] == "$$":
            return "$"
        known = given.get(found["name"], "")
        if not known and found["how"] == "?":
            raise Missing(found["word"])
        return known or found["word"] or ""

    return _VARIABLE.sub(value, node)


class Service:
    """One service. `instead` are texts and what stands in their place here; `more` goes into its
    environment."""

    def __init__(
        self, folder: Path, spec: Mapping[str, Any], instead: Mapping[str, str], more: Mapping[str, str] = {}
    ) -> None:
        self.spec = spec
        self.folder = folder
        self._instead = {**instead, **self._mounts(instead)}
        self._more = dict(more)
        self._log = folder / "log"
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def log(self) -> str:
        return self._log.read_text(encoding="utf-8", errors="replace")

    @property
    def environment(self) -> dict[str, str]:
        """What the file sets, here."""
        return {name: self.here(str(value)) for name, value in self.spec.get("environment", {}).items()}

    def here(self, text: str) -> str:
        """A text as it has to be on this machine."""
        return _replaced(text, self._instead)

    def path(self, target: str) -> Path:
        """Where something that is mounted lies."""
        return Path(self._instead[target])

    def start(self, user: str = "") -> None:
        """Runs its command, as `user` where we may choose; it goes on until `stop`."""
        them = pwd.getpwnam(user) if user and os.geteuid() == 0 else None
        with self._log.open("ab") as log:
            self._process = subprocess.Popen(
                self._words(self.spec["command"]),
                env=self._surroundings(),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                cwd=ROOT,
                user=them.pw_uid if them else None,
                group=them.pw_gid if them else None,
                extra_groups=[] if them else None,
            )

    def healthy(self) -> bool:
        """Runs its health check once."""
        kind, *words = self.spec["healthcheck"]["test"]
        words = ["sh", "-c", *words] if kind == "CMD-SHELL" else words
        done = subprocess.run(
            self._words(words), env=self._surroundings(), capture_output=True, timeout=30, check=False
        )
        return done.returncode == 0

    def wait(self) -> None:
        """Until it is healthy; fails with its log."""
        last = time.monotonic() + STARTS
        while not self.healthy():
            ended = self._process is not None and self._process.poll() is not None
            if ended or time.monotonic() > last:
                raise AssertionError(f"not healthy:\n{self.log}")

    def stop(self, sign: signal.Signals = signal.SIGTERM) -> int:
        """Its exit code; nothing happens when it does not run."""
        if self._process is None:
            return 0
        process, self._process = self._process, None
        if process.poll() is None:
            process.send_signal(sign)
        try:
            return process.wait(30)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait(10)
            raise

    def _words(self, command: Sequence[str]) -> list[str]:
        words = [self.here(word) for word in command]
        return [sys.executable, *words[1:]] if words[0] == "python" else words

    def _surroundings(self) -> dict[str, str]:
        kept = {
            name: value for name, value in os.environ.items() if not name.startswith(("SNICKET_", "PORT"))
        }
        return {**kept, **self.environment, **self._more}

    def _mounts(self, instead: Mapping[str, str]) -> dict[str, str]:
        """Each mounted path with what stands in its place: folders for volumes, copies for files, in which
        the same is replaced."""
        found = {}
        for mount in self.spec.get("volumes", []):
            source, target = mount.split(":")[:2]
            there = self.folder / target.strip("/")
            if source.startswith("."):
                there.parent.mkdir(parents=True, exist_ok=True)
                found[target] = str(there)
            else:
                there.mkdir(parents=True, exist_ok=True)
                there.chmod(0o777)
                found[target] = str(there)
        for mount in self.spec.get("tmpfs", []):
            target = mount.partition(":")[0]
            there = self.folder / "scratch" / target.strip("/")
            there.mkdir(parents=True, exist_ok=True)
            there.chmod(0o777)
            found[target] = str(there)
        for mount in self.spec.get("volumes", []):
            source, target = mount.split(":")[:2]
            if source.startswith("."):
                content = (ROOT / source).read_text(encoding="utf-8")
                Path(found[target]).write_text(_replaced(content, {**instead, **found}), encoding="utf-8")
        return found


def _replaced(text: str, instead: Mapping[str, str]) -> str:
    """Each text replaced once, the longest first, where it is not part of a longer word."""
    words = sorted(instead, key=len, reverse=True)
    wanted = "|".join(f"(?<![\\w.-]){re.escape(word)}(?![\\w.-])" for word in words)
    return re.sub(wanted, lambda found: instead[found[0]], text) if words else text
