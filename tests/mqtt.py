"""A real MQTT broker: the mosquitto of this machine, started by the test on a port of its own."""

from __future__ import annotations

import asyncio
import os
import pwd
import shutil
import socket
import subprocess
from collections.abc import AsyncIterator
from pathlib import Path

import aiomqtt
import pytest

PLACES = ("/usr/sbin", "/usr/local/sbin", "/opt/homebrew/sbin", os.environ.get("PATH", ""))
PATIENCE = 10.0


class Mosquitto:
    """A broker that can be stopped and started again, and keeps its sessions and their messages over that."""

    def __init__(self, binary: str, folder: Path, extra: str = "") -> None:
        self._binary = binary
        self._folder = folder
        self._process: subprocess.Popen[bytes] | None = None
        self.port = _free()
        owner = pwd.getpwuid(os.geteuid()).pw_name
        self.log = folder / "mosquitto.log"
        self._configuration = folder / "mosquitto.conf"
        self._configuration.write_text(
            f"listener {self.port} 127.0.0.1\n"
            f"{extra or 'allow_anonymous true'}\n"
            "persistence true\n"
            f"persistence_location {folder}/\n"
            "autosave_interval 1\n"
            f"log_dest file {self.log}\n"
            f"user {owner}\n"
        )

    async def start(self) -> None:
        """Returns once it can be connected to."""
        self._process = self._run()
        async with asyncio.timeout(PATIENCE):
            while True:
                try:
                    _reader, writer = await asyncio.open_connection("127.0.0.1", self.port)
                except OSError:
                    assert self._process.poll() is None, self.log.read_text(errors="replace")
                    await asyncio.sleep(0.02)
                    continue
                writer.close()
                return

    def _run(self) -> subprocess.Popen[bytes]:
        return subprocess.Popen([self._binary, "-c", str(self._configuration)])

    def stop(self) -> None:
        """Lets it write down what it holds; nothing happens when it does not run."""
        if self._process is not None:
            self._process.terminate()
            self._process.wait(PATIENCE)
            self._process = None

    async def publish(
        self, topic: str, *payloads: bytes, retain: bool = False, ca: str = "", **login: str
    ) -> None:
        """With QoS 1; returns once the broker has acknowledged all of them. `ca` is trusted over TLS."""
        tls = aiomqtt.TLSParameters(ca_certs=ca) if ca else None
        async with aiomqtt.Client("127.0.0.1", self.port, tls_params=tls, **login) as client:  # type: ignore[arg-type]
            for payload in payloads:
                await client.publish(topic, payload, qos=1, retain=retain)


@pytest.fixture(scope="session")
def mosquitto_binary() -> str:
    """Where mosquitto is. Without it the tests that need it are left out, but under `CI=true` they fail."""
    found = shutil.which("mosquitto", path=os.pathsep.join(PLACES))
    if found is None:
        left_out = "no mosquitto here; tests/needs.sh installs it where that is allowed"
        if os.environ.get("CI") == "true":
            pytest.fail(left_out)
        pytest.skip(left_out)
    return found


@pytest.fixture
async def mosquitto(mosquitto_binary: str, tmp_path: Path) -> AsyncIterator[Mosquitto]:
    """A broker that runs."""
    broker = Mosquitto(mosquitto_binary, tmp_path)
    await broker.start()
    yield broker
    broker.stop()


def _free() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port
