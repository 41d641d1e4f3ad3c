"""A folder of cities with answers of our own."""

from __future__ import annotations

from pathlib import Path

FRONT = {
    "title": "!_ A question",
    "intents": "[council_tax]",
    "source": "The Act",
    "link": "https://www.gov.uk/council-tax",
    "checked": "2026-11-20",
    "review": "2027-05-20",
    "status": "verified",
}


def write(folder: Path, name: str, words: str = "You pay less.", **front: str) -> Path:
    """An answer at `name` (`uk/alone`); the front matter is `FRONT` with `front` over it."""
    path = folder / f"{name.replace('/', '/answers/')}.md"
    path.parent.mkdir(parents=True, exist_ok=True)
    lines = [f"{key}: {value}" for key, value in {**FRONT, **front}.items() if value]
    path.write_text("\n".join(["---", *lines, "---", words, ""]), encoding="utf-8")
    return path
