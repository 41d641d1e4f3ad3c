"""The newcomer's conversation in a real browser with the real service behind the page: nothing is played."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
import pytest_asyncio
from playwright.async_api import BrowserContext, Page, expect

from tests.acceptance.program import Program, data_folder
from tests.browser.chatting import ask, box, expect_focus, faults, focused, replies, sideways

pytestmark = [pytest.mark.asyncio(loop_scope="session"), pytest.mark.xdist_group("real page")]

QUESTION = "when is my bin LS8 1AA"
BLACK = "Your black bin is collected on Thursday 26 November. Put it out by 7am."
MANY = 12
"""Presses of the tab key within which everything on the page is reached."""

WRITTEN = [
    ("العربية", "ar", "Arabic"),
    ("کوردی", "ckb", "Arabic"),
    ("فارسی", "fa", "Arabic"),
    ("اردو", "ur", "Nastaliq"),
    ("ਪੰਜਾਬੀ", "pa", "Gurmukhi"),
    ("বাংলা", "bn", "Bengali"),
    ("ગુજરાતી", "gu", "Gujarati"),
    ("中文", "zh-Hans", "CJK"),
]
"""Languages by their buttons, with a word of the font that has their letters."""


@pytest.fixture(scope="module")
def real(tmp_path_factory: pytest.TempPathFactory, estate: Path) -> Iterator[Program]:
    with Program(data_folder(tmp_path_factory.mktemp("real") / "data", estate)) as program:
        yield program
    assert "Traceback" not in program.log


@pytest_asyncio.fixture(loop_scope="session")
async def page(context: BrowserContext, real: Program) -> Page:
    """The page of the service, as a new visitor opens it."""
    page = await context.new_page()
    await page.goto(real.url)
    return page


async def answered(page: Page) -> None:
    """The question of the README, and the first home picked."""
    await ask(page, QUESTION)
    await press(page, "2 Larch Row")


async def press(page: Page, label: str) -> None:
    """Presses the button of the last message that has this label; returns when the answer is there."""
    before = await replies(page).count()
    await replies(page).last.locator("button", has=page.get_by_text(label, exact=True)).click()
    await expect(replies(page)).to_have_count(before + 1)


async def speak(page: Page, language: str) -> None:
    """Changes the language with the picker."""
    before = await replies(page).count()
    picker = page.locator(".languages")
    if await picker.get_attribute("open") is None:
        await picker.locator("summary").click()
    await picker.get_by_role("button", name=language).click()
    await expect(replies(page)).to_have_count(before + 1)


async def test_when_is_my_bin(page: Page, real: Program) -> None:
    await expect(page.locator(".notice")).to_have_text(
        "This is a demonstration. The addresses and collection days are made up."
    )
    await ask(page, QUESTION)
    await expect(replies(page).last.locator(".text")).to_have_text("Which address is it?")
    offered = ["2 Larch Row", "12 Larch Row", "More addresses", "Another address"]
    await expect(replies(page).last.locator("button .label")).to_contain_text(offered)
    await press(page, "12 Larch Row")
    answer = replies(page).last
    await expect(answer).to_contain_text(BLACK)
    await expect(answer).to_contain_text("This is for 12 Larch Row, Oakwood, LS8 1AA.")
    calendar = answer.get_by_role("link", name="Add to my calendar")
    await expect(calendar).to_have_attribute("href", f"http://localhost:{real.port}/bins/900006.ics")


async def test_polish_then_urdu_in_the_middle(page: Page, pictures: Path) -> None:
    """The last answer again, from its facts; the page around it too; no fault in any language."""
    await answered(page)
    assert await faults(page) == []
    await speak(page, "Polski")
    await expect(page.locator("html")).to_have_attribute("lang", "pl")
    await expect(replies(page).last.locator(".said")).to_have_attribute("lang", "pl")
    await expect(replies(page).last).to_contain_text("26 listopada")
    assert await faults(page) == []
    await page.screenshot(path=pictures / "real-pl.png")
    await speak(page, "اردو")
    await expect(page.locator("html")).to_have_attribute("dir", "rtl")
    await expect(replies(page).last.locator(".said")).to_have_attribute("dir", "rtl")
    await expect(replies(page).last).to_contain_text("26 نومبر")
    assert await faults(page) == []
    assert await sideways(page) == 0
    await page.screenshot(path=pictures / "real-ur.png")


@pytest.mark.parametrize(("name", "tag", "font"), WRITTEN)
async def test_every_script_is_drawn_with_letters_of_its_own(
    page: Page, context: BrowserContext, pictures: Path, name: str, tag: str, font: str
) -> None:
    """A letter that no font has is drawn as a box, which no reader of the page's text would notice."""
    await answered(page)
    await speak(page, name)
    await expect(page.locator("html")).to_have_attribute("lang", tag)
    await expect(replies(page).last.locator(".said")).to_have_attribute("lang", tag)
    assert await faults(page) == []
    assert await sideways(page) == 0
    assert font in " ".join(await fonts(context, page))
    await page.screenshot(path=pictures / f"script-{tag}.png")


async def fonts(context: BrowserContext, page: Page) -> list[str]:
    """The fonts that the last reply is drawn with, most used first."""
    tools = await context.new_cdp_session(page)
    await tools.send("DOM.enable")
    await tools.send("CSS.enable")
    await tools.send("DOM.getDocument")
    said = {"expression": "[...document.querySelectorAll('.said')].at(-1)"}
    found = (await tools.send("Runtime.evaluate", said))["result"]["objectId"]
    node = (await tools.send("DOM.requestNode", {"objectId": found}))["nodeId"]
    used = await tools.send("CSS.getPlatformFontsForNode", {"nodeId": node})
    return [one["familyName"] for one in sorted(used["fonts"], key=lambda one: -one["glyphCount"])]


async def test_a_question_that_waits_is_put_again_in_the_new_language(page: Page) -> None:
    await ask(page, QUESTION)
    await speak(page, "Polski")
    await expect(replies(page).last.locator("button .label")).to_contain_text(["2 Larch Row"])
    await press(page, "2 Larch Row")
    await expect(replies(page).last).to_contain_text("26 listopada")


async def test_repeat_correct_and_go_back(page: Page) -> None:
    await answered(page)
    await ask(page, "no, number 14")
    await expect(replies(page).last).to_contain_text("This is for 14 Larch Row, Oakwood, LS8 1AA.")
    await ask(page, "repeat")
    await expect(replies(page).last).to_contain_text("This is for 14 Larch Row, Oakwood, LS8 1AA.")
    await ask(page, "back")
    await expect(replies(page).last).to_contain_text("postcode")
    await ask(page, "LS8 1AB number 3")
    await expect(replies(page).last).to_contain_text("This is for 3 Larch Row, Oakwood, LS8 1AB.")


async def test_help_and_a_person(page: Page) -> None:
    await ask(page, "help")
    await expect(replies(page).last).to_contain_text("You can ask me when your bins are collected.")
    await ask(page, "person")
    await expect(replies(page).last).to_contain_text("You can call 0113\u00a0222\u00a04444.")
    await expect(replies(page).last).to_contain_text("It is open now, until 5pm.")


async def test_the_button_for_a_person_is_always_there(page: Page) -> None:
    await page.get_by_role("button", name="Talk to a person").first.click()
    await expect(replies(page).last).to_contain_text("You can call 0113\u00a0222\u00a04444.")


async def test_a_misspelt_question_is_understood(page: Page) -> None:
    await ask(page, "wen is my bin colected 14 larsh row LS8 1AA")
    await expect(replies(page).last).to_contain_text("14 Larch Row")


async def test_a_reload_keeps_the_conversation(page: Page) -> None:
    await answered(page)
    said = await page.locator(".line .text").all_inner_texts()
    await page.reload()
    await expect(page.locator(".line .text")).to_have_text(said, use_inner_text=True)
    await ask(page, "no, number 14")
    await expect(replies(page).last).to_contain_text("This is for 14 Larch Row")


async def test_a_restart_of_the_service_keeps_the_conversation(page: Page, real: Program) -> None:
    await answered(page)
    real.kill()
    real.start()
    await ask(page, "no, number 14")
    await expect(replies(page).last).to_contain_text("This is for 14 Larch Row", timeout=15_000)


async def test_a_safety_card_stays_in_sight_above_a_long_list(page: Page) -> None:
    await page.set_viewport_size({"width": 320, "height": 640})
    await ask(page, QUESTION)
    before = await replies(page).count()
    await box(page).fill("i smell gas")
    await box(page).press("Enter")
    await expect(replies(page)).to_have_count(before + 3)  # the card, the case, and where it is
    card = replies(page).nth(before)
    await expect(card).to_contain_text("Go outside now.")
    await expect(card.locator(".text")).to_be_in_viewport()


async def test_forget_me_clears_the_screen_and_says_so(page: Page) -> None:
    await ask(page, QUESTION)
    await ask(page, "forget me")
    await box(page).fill("yes")
    await box(page).press("Enter")
    await expect(replies(page)).to_have_count(1)
    await expect(replies(page)).to_contain_text("It is deleted. I hold nothing about you now.")
    await expect(page.get_by_text("LS8 1AA")).to_have_count(0)


async def test_the_keyboard_alone_is_enough(page: Page) -> None:
    await page.keyboard.press("Tab")
    await page.keyboard.press("Enter")
    await page.keyboard.type(QUESTION)
    await page.keyboard.press("Enter")
    await expect(replies(page)).to_have_count(1)
    await expect_focus(page, "text")
    for _ in range(MANY):
        await page.keyboard.press("Shift+Tab")
        if await focused(page) == "1 2 Larch Row":
            break
    await page.keyboard.press("Enter")
    await expect(replies(page)).to_have_count(2)
    await expect(replies(page).last).to_contain_text(BLACK)


async def test_the_picture_of_the_readme(page: Page, pictures: Path) -> None:
    """`SNICKET_TEST_PICTURES=docs` makes it anew as `docs/chat.png`; it shows the answer whole."""
    await page.set_viewport_size({"width": 1000, "height": 720})
    await page.emulate_media(color_scheme="light", reduced_motion="reduce")
    await ask(page, "when is my bin 2 Larch Row LS8 1AA")
    await expect(replies(page).last).to_contain_text(BLACK)
    await page.evaluate("document.activeElement.blur()")
    await expect(replies(page).last.locator(".text")).to_be_in_viewport(ratio=1)
    await page.screenshot(path=pictures / "chat.png")
    assert (pictures / "chat.png").stat().st_size < 150_000
    await expect(box(page)).to_be_visible()
