"""The SDK speaks to the fake Twilio through a proxy that knows Twilio's own specification.

A request or an answer that breaks it becomes an error of Prism's. So this says two things: that what we send
is what Twilio takes, and that the fake, on which the other tests stand, answers as Twilio does.
"""

from __future__ import annotations

from collections.abc import AsyncIterator

import aiohttp
import pytest

from channels.sending import Later, Receipt, Refused, Uncertain
from notifier.providers.fake.twilio_server import NUMBER, TOKEN, TwilioServer
from notifier.providers.twilio import TwilioSms
from notifier.providers.twilio_settings import Account
from tests.integration.sms.conftest import RESIDENT, account, message
from tests.integration.sms.prism import prism
from tests.unit.channels.conftest import Ticker

pytestmark = pytest.mark.xdist_group("prism")


class Line:
    """A fake Twilio behind a proxy. Both last for all tests of the module, to start Prism once."""

    def __init__(self, server: TwilioServer, url: str, clock: Ticker) -> None:
        self.server, self.url, self.clock = server, url, clock

    def twilio(self, its: Account | None = None) -> TwilioSms:
        return TwilioSms(its or account(self.url), self.clock, patience=20)


@pytest.fixture
async def line() -> AsyncIterator[Line]:
    clock = Ticker()
    server = TwilioServer(clock)
    await server.start()
    try:
        async with prism(server.url) as url:
            yield Line(server, url, clock)
    finally:
        await server.close()


async def test_neither_side_breaks_the_specification(line: Line) -> None:
    twilio = line.twilio()
    receipt = await twilio.send(message("Leeds: Thursday. 🗑 میرا"))
    assert receipt == Receipt("twilio", line.server.messages[0]["sid"], "accepted")
    assert await twilio.find(message("Leeds: Thursday. 🗑 میرا")) == receipt
    assert await twilio.find(message("Leeds: Friday.")) is None
    by_number = line.twilio(account(line.url, service="", sender=NUMBER))
    await by_number.send(message(key="a b&c"))
    for status, code in (("sent", None), ("delivered", None), ("undelivered", 30003), ("failed", 30008)):
        line.server.messages[0] |= {"status": status, "error_code": code}
        found = await twilio.find(message("Leeds: Thursday. 🗑 میرا"))
        assert (found.status, found.code) == (status, str(code or "")) if found else False
    await _refusals(line, twilio)
    await _violations(line, twilio)
    await twilio.close()
    await by_number.close()


async def _refusals(line: Line, twilio: TwilioSms) -> None:
    """Errors pass through as Twilio gives them."""
    line.server.numbers["+447700900124"] = 21610
    with pytest.raises(Refused) as refused:
        await twilio.send(message(to="+447700900124"))
    assert (refused.value.code, refused.value.gone) == ("21610", True)
    line.server.always = 20429
    with pytest.raises(Later) as later:
        await twilio.send(message())
    assert later.value.everyone
    line.server.always = 0
    line.server.fault = "500"
    with pytest.raises(Uncertain):
        await twilio.send(message())
    line.server.fault = ""


async def _violations(line: Line, twilio: TwilioSms) -> None:
    """The proxy does check: what breaks the specification is seen on either side."""
    line.server.fault = "unlike"
    with pytest.raises(Uncertain):
        await twilio.send(message())
    line.server.fault = ""
    made = len(line.server.messages)
    url = f"{line.url}/2010-04-01/Accounts/AC1/Messages.json"
    login = aiohttp.encode_basic_auth("AC1", TOKEN)
    async with (
        aiohttp.ClientSession() as session,
        session.post(url, data={"To": RESIDENT}, headers={"Authorization": login}) as answer,
    ):
        assert answer.status == 422
    assert len(line.server.messages) == made
