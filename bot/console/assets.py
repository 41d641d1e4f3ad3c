"""The console's own files, each under an address that changes with its content."""

from __future__ import annotations

from pathlib import Path

from channels.web import assets

FOLDER = Path(__file__).parent / "static"
PREFIX = "/assets/helpline/"


class Assets(assets.Assets):
    """The chat's way of serving files, for another folder."""

    def __init__(self) -> None:
        super().__init__(FOLDER)

    def url(self, name: str) -> str:
        """The address of a file. Raises `KeyError` when there is none of that name."""
        return PREFIX + super().url(name).removeprefix(assets.PREFIX)
