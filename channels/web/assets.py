"""The page's own files, each under an address that changes with its content."""

from __future__ import annotations

import hashlib
from pathlib import Path

from aiohttp import web

FOLDER = Path(__file__).parent / "static"
TYPES = {".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml"}
PREFIX = "/assets/chat/"


class Assets:
    """Read once into memory: three small files."""

    def __init__(self, folder: Path = FOLDER) -> None:
        self._files = {
            path.name: path.read_bytes() for path in sorted(folder.iterdir()) if path.suffix in TYPES
        }
        self._names = {_hashed(name, body): name for name, body in self._files.items()}
        self._urls = {name: PREFIX + hashed for hashed, name in self._names.items()}

    def url(self, name: str) -> str:
        """The address of a file. Raises `KeyError` when there is none of that name."""
        return self._urls[name]

    def body(self, name: str) -> str:
        return self._files[name].decode()

    async def serve(self, request: web.Request) -> web.Response:
        """The file, to be kept for a year: other content has another address."""
        name = self._names.get(request.match_info["file"])
        if name is None:
            raise web.HTTPNotFound(headers={"Cache-Control": "no-store"})
        headers = {
            "Cache-Control": "public, max-age=31536000, immutable",
            "X-Content-Type-Options": "nosniff",
        }
        kind = TYPES[Path(name).suffix]
        return web.Response(body=self._files[name], content_type=kind, charset="utf-8", headers=headers)


def _hashed(name: str, body: bytes) -> str:
    stem, dot, suffix = name.partition(".")
    return f"{stem}.{hashlib.sha256(body).hexdigest()[:12]}{dot}{suffix}"
