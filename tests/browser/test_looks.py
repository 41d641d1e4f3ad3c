"""The page as it is seen: no fault that axe knows, in every size, colour scheme and direction."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.async_api import Browser, Page, expect

from tests.browser.chatting import ask, faults, replies, sideways
from tests.browser.service import Service

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def picked(page: Page, home: str = "15 Oakwood Court") -> None:
    """A whole short conversation."""
    await ask(page, "when is my bin oakwood court")
    await page.get_by_role("button", name=home).click()
    await expect(replies(page)).to_have_count(2)


async def test_the_first_page_has_no_fault(page: Page, pictures: Path) -> None:
    await page.screenshot(path=pictures / "first.png")
    assert await faults(page) == []


async def test_a_conversation_has_no_fault(page: Page, pictures: Path) -> None:
    await picked(page)
    await ask(page, "and the brown one?")
    await page.screenshot(path=pictures / "conversation.png")
    assert await faults(page) == []


async def test_the_dark_page_has_no_fault(page: Page, pictures: Path) -> None:
    await page.emulate_media(color_scheme="dark")
    await picked(page)
    await ask(page, "and the brown one?")
    await page.screenshot(path=pictures / "dark.png")
    assert await faults(page) == []


async def test_forced_colours_keep_every_part_visible(page: Page, pictures: Path) -> None:
    await page.emulate_media(forced_colors="active")
    await picked(page)
    await page.screenshot(path=pictures / "forced.png")
    borders = await page.locator(".bubble").evaluate_all(
        "all => all.map(one => getComputedStyle(one).borderTopStyle)"
    )
    assert set(borders) == {"solid"}
    assert await faults(page) == []


async def test_urdu_runs_from_right_to_left(page: Page, pictures: Path) -> None:
    await picked(page)
    await page.locator(".languages summary").click()
    await page.get_by_role("button", name="اردو").click()
    await expect(page.locator("html")).to_have_attribute("dir", "rtl")
    await expect(replies(page).last.locator(".said")).to_have_attribute("dir", "rtl")
    await expect(replies(page).first.locator(".said")).to_have_attribute("lang", "en")
    await page.screenshot(path=pictures / "urdu.png")
    assert "Nastaliq" in await page.locator("html").evaluate("page => getComputedStyle(page).fontFamily")
    assert await faults(page) == []


async def test_polish_fits_a_narrow_phone(page: Page, pictures: Path) -> None:
    await page.set_viewport_size({"width": 320, "height": 640})
    await picked(page)
    await page.locator(".languages summary").click()
    await page.get_by_role("button", name="Polski").click()
    await expect(page.locator("html")).to_have_attribute("lang", "pl")
    await page.screenshot(path=pictures / "polish-320.png")
    assert await sideways(page) == 0
    assert await faults(page) == []


@pytest.mark.parametrize("language", ["en", "pl", "ur"])
async def test_320_pixels_need_no_sideways_scroll(page: Page, service: Service, language: str) -> None:
    await page.set_viewport_size({"width": 320, "height": 480})
    await page.goto(f"{service.url}/?lang={language}")
    await page.locator("#text").fill("x" * 300)
    await page.locator("#text").press("Enter")
    await expect(replies(page)).to_have_count(1)
    assert await sideways(page) == 0


async def test_text_of_200_percent_fits(page: Page, pictures: Path) -> None:
    await page.set_viewport_size({"width": 640, "height": 800})
    await page.evaluate("document.documentElement.style.fontSize = '34px'")
    await picked(page)
    await page.screenshot(path=pictures / "large.png")
    assert await sideways(page) == 0
    clipped = await page.locator("button:visible, .text:visible").evaluate_all(
        "all => all.filter(one => one.scrollWidth > one.clientWidth + 1).map(one => one.innerText)"
    )
    assert clipped == []


async def test_wider_text_spacing_loses_nothing(page: Page) -> None:
    await picked(page)
    await page.evaluate(
        """() => {
            const sheet = new CSSStyleSheet();
            sheet.replaceSync(`* { line-height: 1.5 !important; letter-spacing: .12em !important;
                word-spacing: .16em !important; } p { margin-block-end: 2em !important; }`);
            document.adoptedStyleSheets = [sheet];
        }"""
    )
    assert await sideways(page) == 0


async def test_everything_to_press_is_44_pixels_high(page: Page) -> None:
    await picked(page)
    await ask(page, "and the brown one?")
    await page.locator(".keep summary").click()
    small = await page.locator("button:visible, summary:visible, textarea, .keep a").evaluate_all(
        """all => all.map(one => [one.innerText, one.getBoundingClientRect()])
            .filter(([, size]) => size.height < 44 || size.width < 44).map(([words]) => words)"""
    )
    assert small == []


async def test_less_motion_means_none(page: Page) -> None:
    await page.emulate_media(reduced_motion="reduce")
    await page.evaluate("document.getElementById('writing').hidden = false")
    names = await page.locator("#writing span").evaluate_all(
        "all => all.map(one => getComputedStyle(one).animationName)"
    )
    assert set(names) == {"none"}


async def test_print_shows_the_conversation_and_nothing_else(page: Page, pictures: Path) -> None:
    await picked(page)
    await page.emulate_media(media="print")
    await page.screenshot(path=pictures / "print.png", full_page=True)
    await expect(page.locator(".foot")).to_be_hidden()
    await expect(page.locator(".person")).to_be_hidden()
    await expect(replies(page).last).to_be_visible()


async def test_a_problem_page_has_no_fault(browser: Browser, service: Service, pictures: Path) -> None:
    context = await browser.new_context()
    page = await context.new_page()
    await page.goto(f"{service.url}/")
    await context.clear_cookies()
    await page.evaluate("document.querySelector('#composer').submit()")
    await expect(page.get_by_role("heading")).to_contain_text("Your browser has lost this chat")
    await expect(page.get_by_text("0113")).to_be_visible()
    await page.screenshot(path=pictures / "problem.png")
    assert await faults(page) == []
    await context.close()
