"""`python -m bot check` about text messages: what is missing or wrong is said, live where it can be."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from bot.finding import Finding
from bot.settings import read_settings
from bot.texting_checks import text_findings
from notifier.providers.fake.notify_server import BEARER, KEY, TEMPLATE, NotifyServer
from notifier.providers.fake.twilio_server import ACCOUNT, NUMBER, SERVICE, TOKEN, TwilioServer
from tests.integration.sms.texting import PUBLIC
from tests.unit.channels.conftest import Ticker

OURS = f"{PUBLIC}/webhooks/twilio/sms"


@pytest.fixture
def looking(server: TwilioServer, notify_server: NotifyServer, ticker: Ticker, tmp_path: Path) -> Any:
    """Says what is found with these settings beside those of Twilio."""

    async def look(**settings: str) -> list[Finding]:
        environment = {
            "SNICKET_DATA": str(tmp_path),
            "SNICKET_PUBLIC_URL": PUBLIC,
            "SNICKET_SMS": "twilio",
            "SNICKET_TWILIO_ACCOUNT": ACCOUNT,
            "SNICKET_TWILIO_TOKEN": TOKEN,
            "SNICKET_TWILIO_SERVICE": SERVICE,
            "SNICKET_TWILIO_OPT_OUT": "advanced",
            "SNICKET_TWILIO_API": server.url,
            "SNICKET_NOTIFY_KEY": KEY,
            "SNICKET_NOTIFY_TEMPLATE": TEMPLATE,
            "SNICKET_NOTIFY_BEARER": BEARER,
            "SNICKET_NOTIFY_API": notify_server.url,
        } | settings
        parts: Any = SimpleNamespace(settings=read_settings(environment), clock=SimpleNamespace(now=ticker))
        return [finding async for finding in text_findings(parts)]

    return look


def service(url: str = OURS, method: str = "POST", by_number: bool = False) -> dict[str, Any]:
    return {
        "sid": SERVICE,
        "inbound_request_url": url,
        "inbound_method": method,
        "use_inbound_webhook_on_number": by_number,
    }


async def test_all_is_well(looking: Any, server: TwilioServer) -> None:
    server.services[SERVICE] = service()
    assert await looking() == [
        Finding("text messages: the account at Twilio is active", fine=True),
        Finding(f"text messages: Twilio posts what comes in to {OURS}", fine=True),
    ]


async def test_off_and_simulated(looking: Any) -> None:
    [off] = await looking(SNICKET_SMS="off")
    [simulated] = await looking(SNICKET_SMS="simulated")
    assert (off.mark, simulated.mark) == ("ok  ", "look")


async def test_a_number_of_our_own(looking: Any, server: TwilioServer) -> None:
    own = {"SNICKET_TWILIO_SERVICE": "", "SNICKET_TWILIO_NUMBER": NUMBER}
    assert (await looking(**own))[-1] == Finding(
        "text messages: Twilio does not know the number", broken=True
    )
    server.owned[NUMBER] = {"sid": "PN1", "sms_url": OURS, "sms_method": "POST"}
    assert (await looking(**own))[-1].fine


@pytest.mark.parametrize(
    ("found", "said"),
    [
        (service("https://demo.twilio.com/welcome/sms/reply"), "Twilio has an address that is not ours"),
        (service(""), "Twilio has no address for what comes in"),
        (service(method="GET"), "Twilio has to POST what comes in"),
        (service(by_number=True), "the Messaging Service leaves webhooks to its numbers"),
        (None, "Twilio does not know the Messaging Service"),
    ],
)
async def test_what_is_wrong_at_twilio(
    looking: Any, server: TwilioServer, found: dict[str, Any] | None, said: str
) -> None:
    if found:
        server.services[SERVICE] = found
    last = (await looking())[-1]
    assert said in last.says
    assert not last.fine


async def test_credentials_that_are_refused(looking: Any) -> None:
    [found] = await looking(SNICKET_TWILIO_TOKEN="another")
    assert found == Finding("text messages: Twilio refuses the account or its token", broken=True)


async def test_nobody_there(looking: Any, server: TwilioServer, notify_server: NotifyServer) -> None:
    await server.close()
    await notify_server.close()
    found = await looking(SNICKET_SMS_SECOND="notify")
    assert [one.says for one in found] == [
        "text messages: Twilio cannot be reached",
        "text messages: GOV.UK Notify cannot be reached",
    ]


async def test_what_could_be_better(looking: Any, server: TwilioServer) -> None:
    server.services[SERVICE] = service()
    found = await looking(SNICKET_TWILIO_OPT_OUT="default")
    assert "CANCEL, END and QUIT" in found[-1].says
    assert found[-1].mark == "look"


async def test_what_cannot_work(looking: Any, server: TwilioServer) -> None:
    found = await looking(SNICKET_PUBLIC_URL="http://localhost:8080", SNICKET_NOW="2026-11-20T09:00")
    assert [one.mark for one in found[:2]] == ["FAIL", "FAIL"]


async def test_notify(looking: Any) -> None:
    [found] = await looking(SNICKET_SMS="notify")
    assert found.fine
    wrong = KEY[:-1] + "1"
    [found] = await looking(SNICKET_SMS="notify", SNICKET_NOTIFY_KEY=wrong)
    assert found.broken
    assert wrong not in found.says
