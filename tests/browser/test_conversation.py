"""Talking on the page: with a mouse, with the keyboard alone, without JavaScript, and over a reload."""

from __future__ import annotations

import re

import pytest
from playwright.async_api import Browser, Page, expect

from accessibility.text import Rendered
from channels.fake import said
from tests.browser.chatting import ask, box, expect_focus, replies
from tests.browser.service import Service

pytestmark = pytest.mark.asyncio(loop_scope="session")

HEARD = """() => {
    window.heard = [];
    new MutationObserver((changes) => changes.forEach((change) =>
        change.addedNodes.forEach((node) => window.heard.push(node.textContent))
    )).observe(document.getElementById("live"), {childList: true});
}"""
"""Notes what a screen reader is given to say."""

SETTLED = "() => new Promise(done => requestAnimationFrame(() => setTimeout(done)))"
"""Resolves when the page has seen where it was scrolled to."""


async def test_a_question_is_answered(page: Page, service: Service) -> None:
    await ask(page, "when is my bin oakwood court")
    await expect(page.locator(".line.resident .text")).to_have_text("when is my bin oakwood court")
    await expect(replies(page).locator(".text")).to_have_text(
        "Oakwood Court has several homes. Which one is yours?"
    )
    await expect(page.locator(".welcome")).to_be_hidden()
    assert service.assistant.received[0].locale_hint == "en"


async def test_a_choice_is_a_button_and_can_be_typed(page: Page, service: Service) -> None:
    await ask(page, "when is my bin oakwood court")
    await page.get_by_role("button", name="14 Oakwood Court").click()
    await expect(replies(page)).to_have_count(2)
    await ask(page, "bins again")
    await ask(page, "2")
    sent = service.assistant.received
    assert [(inbound.text, inbound.choice) for inbound in sent[1::2]] == [
        ("14 Oakwood Court", "home:14"),
        ("2", ""),
    ]


async def test_a_picked_choice_stays_readable_and_cannot_be_pressed_again(
    page: Page, service: Service
) -> None:
    await ask(page, "when is my bin oakwood court")
    button = page.get_by_role("button", name="14 Oakwood Court")
    await button.click()
    await expect(replies(page)).to_have_count(2)
    await expect(button).to_have_attribute("aria-disabled", "true")
    await button.press("Enter")
    await box(page).focus()
    await expect(button).to_have_count(0)
    await expect(replies(page).first).to_contain_text("14 Oakwood Court")
    assert len(service.assistant.received) == 2


async def test_the_keyboard_alone_is_enough(page: Page) -> None:
    await page.keyboard.press("Tab")
    await expect_focus(page, "Go to the message box")
    await page.keyboard.press("Enter")
    await expect_focus(page, "text")
    await page.keyboard.type("when is my bin oakwood court")
    await page.keyboard.press("Shift+Enter")
    await page.keyboard.type("please")
    await page.keyboard.press("Enter")
    await expect(replies(page)).to_have_count(1)
    await expect(page.locator(".line.resident .text")).to_have_text(re.compile("court\\s+please"))
    await page.keyboard.press("Shift+Tab")
    await expect_focus(page, "3 15 Oakwood Court")
    await page.keyboard.press("Space")
    await expect(replies(page)).to_have_count(2)
    await page.keyboard.press("Tab")
    await expect_focus(page, "Add to my calendar")


async def test_the_focus_is_seen_wherever_it_is(page: Page) -> None:
    await ask(page, "when is my bin oakwood court")
    await page.reload()
    for _ in range(9):
        await page.keyboard.press("Tab")
        outline, top, bottom, room = await page.evaluate(
            """() => {
                const one = document.activeElement, size = one.getBoundingClientRect();
                const foot = document.querySelector(".foot");
                const room = foot.contains(one) ? innerHeight : foot.getBoundingClientRect().top;
                return [getComputedStyle(one).outlineStyle, size.top, size.bottom, room];
            }"""
        )
        assert outline == "solid"
        assert top >= 0
        assert bottom <= room


async def test_the_focus_stays_where_it_is_when_a_message_arrives(page: Page, service: Service) -> None:
    await ask(page, "hello")
    await expect_focus(page, "text")
    await page.locator(".person button").focus()
    service.assistant.push("web", service.session(), said("An adviser writes."), "adviser")
    await expect(page.locator(".line.adviser")).to_have_count(1)
    await expect_focus(page, "Talk to a person")


async def heard(page: Page, least: int) -> list[str]:
    """What has been read aloud, once there is so much of it."""
    await page.wait_for_function("least => window.heard.length >= least", arg=least)
    said: list[str] = await page.evaluate("window.heard")
    return said


async def test_each_new_message_is_read_aloud_once(page: Page, service: Service) -> None:
    await page.evaluate(HEARD)
    await ask(page, "when is my bin oakwood court")
    service.assistant.push("web", service.session(), said("An adviser writes."), "adviser")
    await expect(page.locator(".line.adviser")).to_have_count(1)
    assert await heard(page, 2) == [
        "Council assistant: Oakwood Court has several homes. Which one is yours?. 1: 12 Oakwood Court. "
        "2: 14 Oakwood Court. 3: 15 Oakwood Court",
        "Adviser: An adviser writes.",
    ]
    assert await page.locator("#lines").evaluate("list => list.closest('[aria-live], [role=log]')") is None


async def test_nothing_old_is_read_aloud_after_a_reload(page: Page) -> None:
    await ask(page, "hello")
    await page.add_init_script(f"addEventListener('DOMContentLoaded', {HEARD})")
    await page.reload()
    await expect(replies(page)).to_have_count(1)
    assert await page.evaluate("window.heard") == []


async def test_the_dots_are_not_for_screen_readers(page: Page, service: Service) -> None:
    go_on = service.assistant.hold()
    await box(page).fill("hello")
    await box(page).press("Enter")
    await expect(page.locator("#writing")).to_be_visible()
    await expect(page.locator("#writing")).to_have_attribute("aria-hidden", "true")
    go_on()
    await expect(page.locator("#writing")).to_be_hidden()


async def test_a_reload_keeps_the_conversation_and_the_draft(page: Page) -> None:
    await ask(page, "when is my bin oakwood court")
    await box(page).type("number 15, I th")
    await page.reload()
    await expect(replies(page)).to_have_count(1)
    await expect(box(page)).to_have_value("number 15, I th")
    await page.get_by_role("button", name="15 Oakwood Court").click()
    await expect(replies(page)).to_have_count(2)


async def test_a_message_below_is_announced_by_a_button(page: Page, service: Service) -> None:
    await ask(page, "long answer please")
    await page.evaluate("window.scrollTo(0, 0)")
    await expect(page.locator("#bottom")).not_to_be_in_viewport()
    await page.evaluate(SETTLED)
    service.assistant.push("web", service.session(), said("Here is more."))
    await expect(page.locator("#jump")).to_be_visible()
    assert await page.evaluate("scrollY") == 0
    await page.locator("#jump").click()
    await expect(replies(page).last).to_be_in_viewport()
    await expect(page.locator("#jump")).to_be_hidden()


async def test_the_page_changes_language_in_the_middle(page: Page) -> None:
    await ask(page, "when is my bin oakwood court")
    await page.locator(".languages summary").click()
    await page.get_by_role("button", name="Polski").click()
    await expect(page.locator("html")).to_have_attribute("lang", "pl")
    await expect(page.locator(".person button")).to_have_text("Porozmawiaj z człowiekiem")
    await expect(replies(page).last.locator(".said")).to_have_attribute("lang", "pl")
    await expect(replies(page)).to_have_count(2)


async def test_words_that_look_like_markup_are_only_words(page: Page, service: Service) -> None:
    nasty = "<img src=x onerror=alert(1)><b>bold</b>"
    service.assistant.script = lambda inbound: (Rendered(nasty, "en"),)
    await ask(page, nasty)
    await expect(replies(page).locator(".text")).to_have_text(nasty)
    await page.reload()
    await expect(page.locator(".text").first).to_have_text(nasty)
    await expect(page.locator(".text img, .text b")).to_have_count(0)


async def test_ending_the_chat_clears_it_from_the_device(page: Page) -> None:
    await ask(page, "hello")
    await box(page).type("my draft")
    await page.locator(".keep summary").click()
    await page.get_by_role("button", name="End this chat").click()
    await expect(page.locator(".welcome")).to_be_visible()
    await expect(page.locator(".line:visible")).to_have_count(0)
    await expect(box(page)).to_have_value("")
    await page.wait_for_function("['', 'false'].includes(Object.values(sessionStorage).join())")


async def test_without_javascript_everything_works(browser: Browser, service: Service) -> None:
    context = await browser.new_context(java_script_enabled=False, locale="en-GB")
    page = await context.new_page()
    await page.goto(service.url)
    await box(page).fill("when is my bin oakwood court")
    await page.get_by_role("button", name="Send").click()
    assert page.url.endswith("/#latest")
    await page.get_by_role("button", name="15 Oakwood Court").click()
    await expect(replies(page).last).to_contain_text("Thursday 26 November")
    await page.locator(".languages summary").click()
    await page.get_by_role("button", name="Polski").click()
    await expect(page.locator("html")).to_have_attribute("lang", "pl")
    await page.get_by_role("button", name="Porozmawiaj z człowiekiem").click()
    await expect(replies(page)).to_have_count(4)
    await page.get_by_role("button", name="Wyślij").click()
    await expect(page.get_by_role("alert")).to_have_text("Najpierw proszę wpisać wiadomość.")
    assert [inbound.choice for inbound in service.assistant.received] == [
        "",
        "home:15",
        "language:pl",
        "word:person",
    ]
    await context.close()
