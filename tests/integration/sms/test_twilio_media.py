"""Files of text messages: fetched with our credentials from Twilio, and from nobody else."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from channels.photos import PHOTO_LIMIT, NoPhoto
from channels.twilio.media import API, TwilioMedia, Unfetched
from notifier.providers.fake.twilio_server import ACCOUNT, TOKEN, TwilioServer

URL = f"{API}/2010-04-01/Accounts/{ACCOUNT}/Messages/MM1/Media/"


@pytest.fixture
async def media(server: TwilioServer) -> AsyncIterator[TwilioMedia]:
    made = TwilioMedia(ACCOUNT, TOKEN, server.url, patience=2)
    yield made
    await made.close()


async def test_a_file(media: TwilioMedia, server: TwilioServer) -> None:
    server.files["ME1"] = b"\xff\xd8 a bin"
    assert await media.fetch(f"{URL}ME1") == b"\xff\xd8 a bin"


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1/secret",
        "https://api.twilio.com.evil.test/x",
        "https://api.twilio.com@evil.test/x",
        "http://api.twilio.com/x",
        "file:///etc/passwd",
        "",
        "https://mms.twiliocdn.com/x",
    ],
)
async def test_an_address_that_is_not_twilio_s(media: TwilioMedia, server: TwilioServer, url: str) -> None:
    with pytest.raises(Unfetched):
        await media.fetch(url)
    assert server.asked == 0


async def test_one_that_is_not_there(media: TwilioMedia) -> None:
    with pytest.raises(Unfetched, match="answered with 404"):
        await media.fetch(f"{URL}ME9")


async def test_one_that_is_too_large(media: TwilioMedia, server: TwilioServer) -> None:
    server.files["ME1"] = b"x" * (PHOTO_LIMIT + 1)
    with pytest.raises(NoPhoto) as refused:
        await media.fetch(f"{URL}ME1")
    assert refused.value.reason == "too_large"


async def test_one_that_never_comes(server: TwilioServer) -> None:
    server.fault = "slow"
    hasty = TwilioMedia(ACCOUNT, TOKEN, server.url, patience=0.1)
    with pytest.raises(Unfetched):
        await hasty.fetch(f"{URL}ME1")
    await hasty.close()


@pytest.mark.parametrize(
    "to",
    ["https://evil.test/x", "http://mms.twiliocdn.com/x", "https://s3-external-1.amazonaws.com/others/x"],
)
async def test_a_redirect_to_elsewhere(media: TwilioMedia, server: TwilioServer, to: str) -> None:
    server.moved["ME1"] = to
    with pytest.raises(Unfetched, match="not Twilio's"):
        await media.fetch(f"{URL}ME1")


async def test_a_redirect_that_goes_round(media: TwilioMedia, server: TwilioServer) -> None:
    server.moved["ME1"] = f"{server.url}{URL.removeprefix(API)}ME1"
    with pytest.raises(Unfetched, match="on and on"):
        await media.fetch(f"{URL}ME1")


async def test_a_redirect_to_where_it_lies(media: TwilioMedia, server: TwilioServer) -> None:
    server.files["ME2"] = b"\xff\xd8"
    server.moved["ME1"] = "ME2"
    assert await media.fetch(f"{URL}ME1") == b"\xff\xd8"
