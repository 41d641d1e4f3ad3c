"""Photos through the page's own addresses: who may send them, what is refused, who sees them."""

from __future__ import annotations

import asyncio
import io
import re
from typing import Any

import pytest
from aiohttp import ClientResponse, FormData, web
from aiohttp.test_utils import TestClient, TestServer
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from channels.fake import Assistant, by_words
from channels.limits import Rate
from channels.photos import PHOTO_LIMIT, Reason
from channels.picture import Picture
from channels.shoebox import Shoebox
from channels.web import Web, WebSettings, refusal
from channels.web import photos as module
from tests.unit.channels.conftest import Browser, MakeBrowser, Ticker
from tests.unit.channels.words import SmallCatalogue

JPEG = "image/jpeg"


async def drawn(data: bytes) -> Picture:
    return Picture(b"full " + data[:20], b"small " + data[:20])


@pytest.fixture
def album() -> Shoebox:
    return Shoebox(drawn)


@pytest.fixture
async def page(make_browser: MakeBrowser, album: Shoebox) -> Browser:
    return await make_browser(album=album)


async def upload(page: Browser, data: bytes = b"one", **headers: str) -> ClientResponse:
    """As the page's script sends one photo."""
    given = {"X-Chat-Token": page.token, "Content-Type": "application/octet-stream", **headers}
    return await page.client.post("/chat/photos", data=io.BytesIO(data), headers=given)


async def ref_of(answer: ClientResponse) -> str:
    assert answer.status == 200, await answer.text()
    ref: str = (await answer.json())["ref"]
    return ref


async def words(answer: ClientResponse) -> str:
    said: str = (await answer.json())["error"]["words"]
    return said


async def submit(page: Browser, *files: bytes, at: str = "/", **fields: str) -> ClientResponse:
    """As the form without the script sends them."""
    form = FormData(default_to_multipart=True)
    for name, value in {"token": page.token, "id": "form-with-photos", "text": "", **fields}.items():
        form.add_field(name, value)
    for file in files or (b"",):
        form.add_field("photos", io.BytesIO(file), filename="x.jpg" if file else "", content_type=JPEG)
    return await page.client.post(at, data=form, allow_redirects=False)


def received(page: Browser) -> list[tuple[str, int]]:
    return [(one.text, len(one.media)) for one in page.assistant.received]


async def test_a_photo_and_then_its_message(page: Browser) -> None:
    refs = [await ref_of(await upload(page, data)) for data in (b"one", b"two")]
    answer = await (await page.fetch(text="look", photos=refs)).json()
    assert answer["lines"][0]["photos"] == refs
    assert received(page) == [("look", 2)]
    assert page.assistant.received[0].media[0].content_type == JPEG


async def test_photos_come_with_the_form(page: Browser) -> None:
    assert (await submit(page, b"one", b"two", text="look")).status == 303
    assert received(page) == [("look", 2)]
    shown = re.findall(r'<img src="(/chat/photos/[^"]+/small)" alt="(Photo \d)"', await page.open())
    assert [alt for _src, alt in shown] == ["Photo 1", "Photo 2"]
    assert [await (await page.client.get(src)).read() for src, _alt in shown] == [b"small one", b"small two"]


async def test_the_form_without_a_photo_is_a_message_as_ever(page: Browser) -> None:
    assert (await submit(page, text="bins")).status == 303
    assert received(page) == [("bins", 0)]


async def test_the_form_sent_twice_is_one_message(page: Browser) -> None:
    for _time in range(2):
        assert (await submit(page, b"one", text="look")).status == 303
    assert received(page) == [("look", 1)]


async def test_neither_words_nor_photo_is_no_message(page: Browser) -> None:
    answer = await submit(page)
    assert (answer.status, refusal.EMPTY.msgid in await answer.text()) == (400, True)


async def test_it_is_served_as_a_picture_and_nothing_else(page: Browser) -> None:
    ref = await ref_of(await upload(page))
    answer = await page.client.get(f"/chat/photos/{ref}")
    assert await answer.read() == b"full one"
    headers = answer.headers
    assert (answer.content_type, headers["X-Content-Type-Options"]) == (JPEG, "nosniff")
    assert headers["Content-Disposition"] == "inline"
    assert headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert headers["Cache-Control"] == "private, no-store"
    policy = headers["Content-Security-Policy"].split("; ")
    assert {"default-src 'none'", "sandbox", "frame-ancestors 'none'"} <= set(policy)


async def test_nobody_else_sees_it(page: Browser, album: Shoebox) -> None:
    path = f"/chat/photos/{await ref_of(await upload(page))}"
    page.client.session.cookie_jar.clear()
    for wanted in (path, f"{path}/small"):
        assert (await page.client.get(wanted)).status == 404
    await page.open()
    for wanted in (path, f"{path}/small", "/chat/photos/..%2f..%2fetc", "/chat/photos/" + "x" * 5_000):
        answer = await page.client.get(wanted)
        assert answer.status == 404
        assert "sandbox" in answer.headers["Content-Security-Policy"]


async def test_nobody_else_s_photo_can_be_sent(page: Browser) -> None:
    ref = await ref_of(await upload(page))
    page.client.session.cookie_jar.clear()
    await page.open()
    answer = await page.fetch(text="look", photos=[ref])
    assert (answer.status, await words(answer)) == (400, refusal.NO_PHOTO.msgid)
    assert page.assistant.received == []


async def test_a_photo_is_taken_back(page: Browser, album: Shoebox) -> None:
    ref = await ref_of(await upload(page))
    headers = {"X-Chat-Token": page.token}
    assert (await page.client.post(f"/chat/photos/{ref}/remove")).status == 403
    assert (await page.client.post(f"/chat/photos/{ref}/remove", headers=headers)).status == 200
    assert (await page.client.get(f"/chat/photos/{ref}")).status == 404


@pytest.mark.parametrize(
    "headers",
    [
        {"X-Chat-Token": "of another"},
        {"X-Chat-Token": ""},
        {"Origin": "https://evil.example"},
        {"Sec-Fetch-Site": "cross-site"},
    ],
    ids=str,
)
async def test_only_our_own_page_may_send_one(page: Browser, album: Shoebox, headers: dict[str, str]) -> None:
    assert (await upload(page, **headers)).status == 403
    assert album.kept == {}


async def test_without_a_session_nothing_is_read(page: Browser, album: Shoebox) -> None:
    page.client.session.cookie_jar.clear()
    assert (await upload(page)).status == 403
    assert (await submit(page, b"one")).status == 403
    assert album.kept == {}


async def test_a_form_with_a_wrong_token_keeps_no_photo(page: Browser, album: Shoebox) -> None:
    assert (await submit(page, b"one", token="of another")).status == 403
    file_first = FormData(default_to_multipart=True)
    file_first.add_field("photos", b"one", filename="x.jpg")
    file_first.add_field("token", page.token)
    assert (await page.client.post("/", data=file_first)).status == 403
    assert album.kept == {}


REFUSED: list[tuple[Reason, int, str]] = [
    ("too_large", 413, refusal.PHOTO_TOO_LARGE.msgid),
    ("too_big_a_picture", 413, refusal.PHOTO_TOO_LARGE.msgid),
    ("not_a_picture", 400, refusal.NOT_A_PHOTO.msgid),
    ("too_many", 400, refusal.TOO_MANY_PHOTOS.msgid),
]


@pytest.mark.parametrize(("reason", "status", "said"), REFUSED)
async def test_a_refusal_says_why_and_keeps_the_words(
    page: Browser, album: Shoebox, reason: Reason, status: int, said: str
) -> None:
    album.refuse(reason)
    answer = await upload(page)
    assert (answer.status, await words(answer)) == (status, said)
    album.refuse(reason)
    answer = await submit(page, b"one", text="my door is broken")
    shown = await answer.text()
    assert answer.status == status
    assert said in shown
    assert ">my door is broken</textarea>" in shown
    assert page.assistant.received == []


async def test_no_more_is_read_than_may_be_kept(page: Browser, album: Shoebox) -> None:
    large = bytes(PHOTO_LIMIT + 1)
    for answer in (await upload(page, large), await submit(page, large, text="look")):
        assert answer.status == 413
    assert (await upload(page, bytes(PHOTO_LIMIT))).status == 200
    assert [len(mine) for mine in album.kept.values()] == [1]


async def test_five_photos_and_no_more_in_one_message(page: Browser) -> None:
    answer = await submit(page, *(b"%d" % number for number in range(6)), text="look")
    assert (answer.status, refusal.TOO_MANY_AT_ONCE.msgid in await answer.text()) == (400, True)
    refs = [await ref_of(await upload(page, b"%d" % number)) for number in range(6)]
    answer = await page.fetch(text="look", photos=refs)
    assert (answer.status, await words(answer)) == (400, refusal.TOO_MANY_AT_ONCE.msgid)
    assert page.assistant.received == []


async def test_who_sends_too_many_waits(make_browser: MakeBrowser, album: Shoebox) -> None:
    page = await make_browser(album=album, per_session=Rate(burst=2, per_second=0.1))
    statuses = [(await upload(page, b"%d" % number)).status for number in range(3)]
    assert statuses == [200, 200, 429]


async def test_many_at_once_are_put_off(make_browser: MakeBrowser, monkeypatch: pytest.MonkeyPatch) -> None:
    started, go = asyncio.Event(), asyncio.Event()

    async def slowly(data: bytes) -> Picture:
        started.set()
        await go.wait()
        return await drawn(data)

    monkeypatch.setattr(module, "AT_ONCE", 1)
    page = await make_browser(album=Shoebox(slowly))
    first = asyncio.create_task(upload(page))
    await started.wait()
    answer = await upload(page, b"two")
    assert (answer.status, await words(answer)) == (503, refusal.BUSY.msgid)
    assert answer.headers["Retry-After"] == "60"
    go.set()
    assert (await first).status == 200
    assert (await upload(page, b"two")).status == 200


async def test_the_transcript_to_keep_says_that_there_was_a_photo(page: Browser) -> None:
    await submit(page, b"one", b"two", text="look")
    text = await (await page.client.get("/chat/transcript.txt")).text()
    assert "You (14:05)\nlook\n[Photo]\n[Photo]\n" in text


async def test_without_an_album_there_are_no_photos(browser: Browser) -> None:
    assert 'type="file"' not in await browser.open()
    assert (await upload(browser)).status == 404
    assert (await submit(browser, b"one", text="look")).status == 415
    assert (await browser.fetch(photos=["ref-of-nothing-at-all"])).status == 400
    assert browser.assistant.received == []


async def test_the_frame_has_its_own(make_browser: MakeBrowser, album: Shoebox) -> None:
    page = await make_browser(album=album, frame_ancestors=("https://www.leeds.test",))
    shown = await page.open("/embed")
    assert 'action="/embed" enctype="multipart/form-data"' in shown
    given = {"X-Chat-Token": page.token}
    ref = (await (await page.client.post("/embed/photos", data=b"one", headers=given)).json())["ref"]
    answer = await page.client.get(f"/embed/photos/{ref}")
    assert "frame-ancestors https://www.leeds.test" in answer.headers["Content-Security-Policy"]
    assert (await page.client.get(f"/chat/photos/{ref}")).status == 404


LINES = st.sampled_from(
    [
        b"--x\r\n",
        b"--x--\r\n",
        b"\r\n",
        b'Content-Disposition: form-data; name="photos"; filename="a"\r\n',
        b'Content-Disposition: form-data; name="text"\r\n',
        b"Content-Disposition: form-data\r\n",
        b"Content-Type: multipart/mixed; boundary=y\r\n",
        b"Content-Transfer-Encoding: base64\r\n",
        b"Content-Length: -1\r\n",
        b"Content-Length: 99999\r\n",
        b"--y\r\n",
        b"\xff\xd8\xff\xe0",
        b"\x00\xff" * 40,
        b"a: " + b"b" * 9_000 + b"\r\n",
    ]
)
BODIES = st.one_of(
    st.binary(max_size=300), st.lists(st.one_of(LINES, st.binary(max_size=30)), max_size=12).map(b"".join)
)
KINDS = st.sampled_from(
    [
        "multipart/form-data; boundary=x",
        "multipart/form-data",
        "multipart/form-data; boundary=",
        'multipart/form-data; boundary="' + "z" * 80 + '"',
        "multipart/mixed; boundary=x",
        "image/jpeg",
    ]
)


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(cases=st.lists(st.tuples(KINDS, BODIES, st.booleans()), min_size=1, max_size=3))
def test_anything_may_be_sent(cases: list[tuple[str, bytes, bool]]) -> None:
    """Whatever the body, it is refused in words or taken; never a fault of ours, never half a message."""
    asyncio.run(_sends(cases))


async def _sends(cases: list[tuple[str, bytes, bool]]) -> None:
    clock = Ticker()
    assistant = Assistant(by_words({}), clock)
    many = Rate(burst=1_000, per_second=1_000)
    made = WebSettings(council="Leeds City Council", per_session=many, per_address=many)
    channel = Web(
        transcript=assistant, words=SmallCatalogue(), settings=made, clock=clock, album=Shoebox(drawn)
    )
    app = web.Application()
    app.add_routes(channel.routes(assistant.receive))
    async with TestClient[Any, Any](TestServer(app)) as client:
        page = Browser(client, assistant, channel, clock)
        await page.open()
        for kind, body, token in cases:
            field = b'--x\r\nContent-Disposition: form-data; name="token"\r\n\r\n%s\r\n' % page.token.encode()
            given = {"Content-Type": kind, "X-Chat-Token": page.token}
            for path, data in (("/", field + body if token else body), ("/chat/photos", body)):
                async with client.post(path, data=data, headers=given, allow_redirects=False) as answer:
                    assert answer.status < 500, (path, kind, body)
                    assert "Traceback" not in await answer.text()
        assert all(replace(one, media=()).text or one.media for one in assistant.received)
