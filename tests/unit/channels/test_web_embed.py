"""The chat inside a council's own page: who may frame it, with which cookie, told to whom."""

from __future__ import annotations

import re

import pytest

from channels.web import WebSettings
from tests.unit.channels.conftest import MakeBrowser

SITE = "https://www.leeds.test"


async def test_only_the_listed_sites_may_frame_the_embedded_page(make_browser: MakeBrowser) -> None:
    browser = await make_browser(frame_ancestors=(SITE, "https://intranet.leeds.test"))
    answer = await browser.client.get("/embed")
    assert answer.status == 200
    policy = answer.headers["Content-Security-Policy"]
    assert "frame-ancestors https://www.leeds.test https://intranet.leeds.test;" in policy
    own = await browser.client.get("/")
    assert "frame-ancestors 'none';" in own.headers["Content-Security-Policy"]


async def test_without_a_list_nobody_may(make_browser: MakeBrowser) -> None:
    answer = await (await make_browser()).client.get("/embed")
    assert "frame-ancestors 'none';" in answer.headers["Content-Security-Policy"]


async def test_the_cookie_of_the_frame_is_partitioned_over_https(make_browser: MakeBrowser) -> None:
    browser = await make_browser(public_url="https://chat.leeds.test", frame_ancestors=(SITE,))
    answer = await browser.client.get("/embed")
    assert re.fullmatch(
        r"__Host-snicket-embed=[A-Za-z0-9_-]{43}; Path=/; Max-Age=86400; HttpOnly; "
        r"SameSite=None; Secure; Partitioned",
        answer.headers["Set-Cookie"],
    )


async def test_over_http_it_is_an_ordinary_cookie(make_browser: MakeBrowser) -> None:
    answer = await (await make_browser(frame_ancestors=(SITE,))).client.get("/embed")
    assert answer.headers["Set-Cookie"].endswith("HttpOnly; SameSite=Lax")


async def test_the_frame_has_paths_and_a_conversation_of_its_own(make_browser: MakeBrowser) -> None:
    browser = await make_browser(frame_ancestors=(SITE,))
    await browser.submit(text="bins")
    page = await browser.open("/embed")
    assert 'class="chat framed" data-base="/embed"' in page
    assert "Which home?" not in page
    assert set(re.findall(r'method="post" action="([^"]*)"', page)) == {"/embed", "/embed/end"}
    answer = await browser.submit("/embed", text="bins")
    assert answer.headers["Location"] == "/embed#latest"
    assert "Which home?" in await browser.open("/embed")
    assert (await browser.client.get("/embed/transcript.txt")).status == 200


@pytest.mark.parametrize(
    ("parent", "told"),
    [
        ("https://www.leeds.test", "https://www.leeds.test"),
        ("https://www.leeds.test/bins?x=1", "https://www.leeds.test"),
        ("https://evil.test", ""),
        ("javascript:alert(1)", ""),
        ("*", ""),
        ("", ""),
    ],
)
async def test_the_page_talks_only_to_a_listed_parent(
    make_browser: MakeBrowser, parent: str, told: str
) -> None:
    browser = await make_browser(frame_ancestors=(SITE,))
    answer = await browser.client.get("/embed", params={"parent": parent})
    assert f'data-parent="{told}"' in await answer.text()


async def test_the_full_page_has_no_parent(make_browser: MakeBrowser) -> None:
    browser = await make_browser(frame_ancestors=(SITE,))
    assert 'data-parent=""' in await browser.open(f"/?parent={SITE}")


async def test_the_loader_is_a_script_that_any_site_may_include(make_browser: MakeBrowser) -> None:
    answer = await (await make_browser()).client.get("/embed.js")
    script = await answer.text()
    assert answer.headers["Content-Type"] == "text/javascript; charset=utf-8"
    assert answer.headers["Cache-Control"] == "public, max-age=3600"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "event.origin !== home" in script
    assert "postMessage" not in script


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"frame_ancestors": ("www.leeds.test",)}, "'www.leeds.test' is not an http or https address"),
        ({"frame_ancestors": ("*",)}, "'*' is not an http or https address"),
        (
            {"frame_ancestors": ("https://www.leeds.test/",)},
            "'https://www.leeds.test/' is not an origin (https://www.example.org): no path, no slash",
        ),
        ({"public_url": "chat.leeds.test"}, "'chat.leeds.test' is not an http or https address"),
        ({"public_url": "https://chat:port"}, "'https://chat:port' is not an http or https address"),
    ],
)
def test_settings_that_cannot_be_meant_are_refused(wrong: dict[str, object], message: str) -> None:
    with pytest.raises(ValueError, match="is not an") as refused:
        WebSettings(council="Leeds", **wrong)  # type: ignore[arg-type]
    assert str(refused.value) == message
