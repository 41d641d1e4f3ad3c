"""The page's own files: small, kept for long, and without what the policy forbids."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from channels.web.assets import FOLDER, Assets
from tests.unit.channels.conftest import Browser

SCRIPT = (FOLDER / "chat.js").read_text(encoding="utf-8")
STYLE = (FOLDER / "chat.css").read_text(encoding="utf-8")


async def test_a_file_is_kept_for_a_year_under_the_name_of_its_content(browser: Browser) -> None:
    page = await browser.open()
    for path in re.findall(r'(?:src|href)="(/assets/[^"]+)"', page):
        assert re.fullmatch(r"/assets/chat/\w+\.[0-9a-f]{12}\.(css|js|svg)", path)
        answer = await browser.client.get(path)
        assert answer.status == 200
        assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert "Set-Cookie" not in answer.headers


@pytest.mark.parametrize("file", ["chat.js", "chat.000000000000.js", "..%2f..%2fweb.py", "mark"])
async def test_no_other_file_is_served(browser: Browser, file: str) -> None:
    answer = await browser.client.get(f"/assets/chat/{file}")
    assert answer.status == 404
    assert answer.headers["Cache-Control"] == "no-store"


def test_other_content_has_another_address(tmp_path: Path) -> None:
    (tmp_path / "chat.css").write_text("one")
    one = Assets(tmp_path).url("chat.css")
    (tmp_path / "chat.css").write_text("two")
    assert Assets(tmp_path).url("chat.css") != one


def test_the_script_is_one_small_file() -> None:
    assert len(SCRIPT.encode()) <= 15 * 1024


def test_data_never_becomes_markup_or_code() -> None:
    sinks = (
        r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|eval\(|new Function|createContextualFragment"
    )
    for script in (SCRIPT, (FOLDER / "embed.js").read_text(encoding="utf-8")):
        assert re.findall(sinks, script) == []


def test_the_style_brings_nothing_from_elsewhere() -> None:
    assert re.findall(r"url\(|@import", STYLE) == []


def test_directions_are_logical() -> None:
    physical = r"(?<![-\w])(?:(?:margin|padding|border)-(?:left|right)|left|right|float)\s*:"
    assert re.findall(physical, STYLE) == []


@pytest.mark.parametrize(
    "needed",
    [
        "prefers-color-scheme: dark",
        "prefers-reduced-motion: reduce",
        "forced-colors: active",
        "@media print",
        ":focus-visible",
        '"Noto Nastaliq Urdu"',
        "line-height: 2;",
    ],
)
def test_the_style_serves_everyone(needed: str) -> None:
    assert needed in STYLE
