"""What a resident does on the page, in words that the tests share."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path
from typing import Any

from playwright.async_api import Locator, Page, TimeoutError, expect


def _axe() -> str:
    """The script of axe-core, as the package carries it."""
    package = find_spec("axe_playwright_python")
    assert package is not None
    assert package.origin is not None
    return (Path(package.origin).parent / "axe.min.js").read_text(encoding="utf-8")


AXE = _axe()

RULES: dict[str, Any] = {
    "runOnly": {
        "type": "tag",
        "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    },
    "rules": {"color-contrast-enhanced": {"enabled": True}, "target-size": {"enabled": True}},
}
"""WCAG 2.2 AA, and beyond it contrast of 7:1 (R38)."""

PATIENCE = 20_000
"""Milliseconds that anything may take; more than a moment only where all cores are busy."""


def box(page: Page) -> Locator:
    return page.locator("#text")


def replies(page: Page) -> Locator:
    """The assistant's messages."""
    return page.locator(".line.assistant")


async def ask(page: Page, words: str) -> None:
    """Types and sends; returns when the answer is there."""
    before = await replies(page).count()
    await box(page).fill(words)
    await box(page).press("Enter")
    await expect(replies(page)).to_have_count(before + 1)


async def faults(page: Page) -> list[str]:
    """What axe finds, one line a fault. Run from outside the page: its policy allows no other scripts."""
    await page.evaluate(AXE)
    found = await page.evaluate("rules => axe.run(document, rules)", RULES)
    return [
        f"{fault['id']}: {node['html']} {node['failureSummary']}"
        for fault in found["violations"]
        for node in fault["nodes"]
    ]


async def sideways(page: Page) -> int:
    """How many pixels the page is wider than its window."""
    return int(
        await page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    )


async def focused(page: Page) -> str:
    """The id of the focused element, else its text."""
    found = await page.evaluate("document.activeElement.id || document.activeElement.innerText")
    return " ".join(str(found).split())


async def expect_focus(page: Page, wanted: str) -> None:
    """Waits until the focus is there: `wanted` as `focused` has it."""
    there = """wanted => {
        const one = document.activeElement;
        return (one.id || one.innerText).trim().split(/\\s+/).join(" ") === wanted;
    }"""
    try:
        await page.wait_for_function(there, arg=wanted)
    except TimeoutError:
        assert await focused(page) == wanted
