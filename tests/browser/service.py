"""The real web channel on a real port, with an assistant that answers by a script."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from aiohttp import web
from aiohttp.test_utils import unused_port

from accessibility.text import Rendered, _
from channels.fake import Assistant, said
from channels.message import Inbound
from channels.shoebox import Shoebox
from channels.web import DEMO_NOTICE, Web, WebSettings
from tests.unit.channels.words import DIRECTIONS, SmallCatalogue

HOMES = (("home:12", "12 Oakwood Court"), ("home:14", "14 Oakwood Court"), ("home:15", "15 Oakwood Court"))
CALENDAR = {"Add to my calendar": "/bins/15.ics"}

ANSWERS = {
    "en": said(
        "Your black bin is collected on Thursday 26 November.\nPut it out by 7am.\n"
        "Your green bin is collected on Thursday 3 December.",
        links=CALENDAR,
    ),
    "pl": said(
        "Czarny kosz opróżniamy w czwartek 26 listopada.\nProszę wystawić go przed 7 rano.",
        links={"Dodaj do kalendarza": "/bins/15.ics"},
        language="pl",
        machine=True,
    ),
    "ur": said(
        "آپ کا کالا ڈبہ جمعرات 26 نومبر کو اٹھایا جائے گا۔\n"
        "اسے صبح 7 بجے سے پہلے باہر رکھیں۔ فون: \u20680113\u00a0222\u00a04406\u2069",
        ("home:other", "دوسرا پتہ"),
        links={"میرے کیلنڈر میں ڈالیں": "/bins/15.ics"},
        language="ur",
        direction="rtl",
        machine=True,
        english="Your black bin is collected on Thursday 26 November. Put it out by 7am.",
    ),
}


def bins(inbound: Inbound) -> Sequence[Rendered]:
    """Which home, then the days, in the language that was picked."""
    if inbound.choice.startswith("language:"):
        return (ANSWERS[inbound.choice.removeprefix("language:")],)
    if inbound.choice.startswith("home:") or inbound.text in ("1", "2", "3"):
        return (ANSWERS["en"],)
    if inbound.choice == "word:person":
        return (said("Call Leeds City Council on 0113 222 4406. Lines are open 9am to 5pm."),)
    if inbound.text.startswith("long"):
        return (said("A long answer.\n" * 60),)
    return (said("Oakwood Court has several homes. Which one is yours?", *HOMES),)


class Service:
    """Starts, stops and starts again on the same port, as a server does that is updated."""

    def __init__(self, settings: WebSettings | None = None) -> None:
        self.port = unused_port()
        self.album = Shoebox()
        self.assistant = Assistant(bins, lambda: dt.datetime.now(dt.UTC), languages=DIRECTIONS)
        self.settings = settings or WebSettings(
            council="Leeds City Council",
            notice=DEMO_NOTICE,
            phone="0113 222 4406",
            starters=(_("When is my bin collected?"), _("Which bin does it go in?")),
            ping_seconds=0.5,
        )
        self._runner: web.AppRunner | None = None

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    async def start(self, *, streams: bool = True) -> None:
        """Serves. Without `streams` the event stream answers 404, as behind a proxy that breaks it."""
        channel = Web(
            transcript=self.assistant,
            words=SmallCatalogue(),
            settings=self.settings,
            clock=lambda: dt.datetime.now(dt.UTC),
            album=self.album,
        )
        routes = list(channel.routes(self.assistant.receive))
        kept = [route for route in routes if streams or not route.path.endswith("/events")]
        app = web.Application()
        app.add_routes(kept)
        app.on_shutdown.append(channel.close)
        self._runner = web.AppRunner(app, shutdown_timeout=1)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", self.port, reuse_address=True).start()

    async def stop(self) -> None:
        if self._runner:
            await self._runner.cleanup()
            self._runner = None

    def session(self) -> str:
        """The address of the conversation that wrote last."""
        return self.assistant.received[-1].address
