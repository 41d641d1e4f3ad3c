"""Prism: a checking proxy between the SDK and the fake Twilio, which holds both to Twilio's specification.

`tests/needs.sh` installs it where npm is there. With `CI=true` it has to be.
"""

from __future__ import annotations

import asyncio
import os
import shutil
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

PRISM = Path("var/test/node/node_modules/@stoplight/prism-cli/dist/index.js").absolute()
SPEC = Path("tests/data/twilio/messages_api.json").absolute()


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


def needed() -> str:
    """The path of node; the test is left out where Prism is not installed."""
    node = shutil.which("node") or ""
    if not node or not PRISM.exists():
        assert os.environ.get("CI") != "true", "Prism is missing: sh tests/needs.sh"
        pytest.skip("Prism is not installed: sh tests/needs.sh")
    return node


@asynccontextmanager
async def prism(upstream: str) -> AsyncIterator[str]:
    """Starts the proxy before `upstream`; its address."""
    port = free_port()
    words = [str(PRISM), "proxy", "-h", "127.0.0.1", "-p", str(port), "--errors", str(SPEC), upstream]
    process = await asyncio.create_subprocess_exec(
        needed(), *words, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.STDOUT
    )
    try:
        assert process.stdout
        async with asyncio.timeout(45):
            while line := await process.stdout.readline():
                if b"listening" in line:
                    break
        swallow = asyncio.create_task(process.stdout.read())  # a full pipe would hold it up
        yield f"http://127.0.0.1:{port}"
        swallow.cancel()
    finally:
        process.terminate()
        await process.wait()
