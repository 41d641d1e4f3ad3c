"""The manual says what the page does: every address and every setting is in it."""

from __future__ import annotations

import re
from pathlib import Path

from channels.fake import Assistant, by_words
from channels.photos import PHOTO_LIMIT
from channels.redraw import MOST_PIXELS
from channels.rest import PATH
from channels.shoebox import Shoebox
from channels.web import Web, WebSettings
from channels.web.settings import MESSAGE_LIMIT, PHOTOS_LIMIT
from tests.unit.channels.conftest import Ticker
from tests.unit.channels.words import SmallCatalogue

MANUAL = (Path(__file__).parents[3] / "docs" / "web-chat.md").read_text(encoding="utf-8")


def addresses() -> set[tuple[str, str]]:
    clock = Ticker()
    assistant = Assistant(by_words({}), clock)
    settings = WebSettings(council="Leeds")
    words, album = SmallCatalogue(), Shoebox()
    channel = Web(transcript=assistant, words=words, settings=settings, clock=clock, album=album)
    routes = channel.routes(assistant.receive)
    return {(route.method, re.sub(r"\{.*", "…", route.path)) for route in routes}


def test_every_address_is_described() -> None:
    own = {(method, path) for method, path in addresses() if not re.match(r"/embed(/|$)", path)}
    assert [row for row in sorted(own) if f"`{row[0]} {row[1]}" not in MANUAL] == []
    assert f"`POST {PATH}`" in MANUAL


def test_every_address_that_is_described_is_served() -> None:
    described = set(re.findall(r"`(GET|POST) (/[^`? ]*)", MANUAL)) - {("POST", PATH)}
    assert sorted(described - addresses()) == []


def test_the_limits_are_those_of_the_code() -> None:
    settings = WebSettings(council="Leeds")
    assert f"{MESSAGE_LIMIT:,} characters" in MANUAL
    assert f"up to {PHOTOS_LIMIT} `photos`" in MANUAL
    assert f"larger than {PHOTO_LIMIT >> 20} MB or {MOST_PIXELS // 10**6} million pixels" in MANUAL
    assert (
        f"{settings.per_session.burst} at once, then one in {1 / settings.per_session.per_second:.0f} seconds"
        in MANUAL
    )
