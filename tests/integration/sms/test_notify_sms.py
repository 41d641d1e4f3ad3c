"""GOV.UK Notify: found again by our own reference, in the alphabets that it can carry."""

from __future__ import annotations

import pytest

from channels.sending import CannotTell, Later, Receipt, Refused, Uncertain
from channels.sms.provider import Elsewhere
from notifier.providers.fake.notify_server import KEY, TEMPLATE, Fault, NotifyServer
from notifier.providers.notify import NotifyAccount, NotifySms, carries, parts_of_key
from tests.integration.sms.conftest import message
from tests.unit.channels.conftest import Ticker


async def test_a_message_goes_out(notify: NotifySms, notify_server: NotifyServer) -> None:
    receipt = await notify.send(message())
    [kept] = notify_server.messages
    assert receipt == Receipt("notify", kept["id"], "accepted")
    assert (kept["body"], kept["reference"]) == ("Leeds: Thursday.", "k-1")


@pytest.mark.parametrize("fault", ["lost", "cut", "500"])
async def test_what_may_have_been_sent_is_found_for_certain(
    notify: NotifySms, notify_server: NotifyServer, fault: Fault
) -> None:
    notify_server.fault = fault
    with pytest.raises(Uncertain):
        await notify.send(message())
    notify_server.fault = ""
    assert await notify.find(message()) == Receipt("notify", notify_server.messages[0]["id"], "accepted")
    assert await notify.find(message(key="k-2")) is None


async def test_too_often(notify: NotifySms, notify_server: NotifyServer) -> None:
    notify_server.fault = "429"
    for ask in (notify.send, notify.find):
        with pytest.raises(Later) as later:
            await ask(message())
        assert (later.value.seconds, later.value.everyone) == (60, True)


async def test_a_key_that_is_refused(notify_server: NotifyServer, ticker: Ticker) -> None:
    wrong = KEY[:-1] + "1"
    notify = NotifySms(NotifyAccount(wrong, TEMPLATE, notify_server.url), ticker)
    with pytest.raises(Later) as later:
        await notify.send(message())
    assert not await notify.known()
    await notify.close()
    assert (later.value.code, later.value.everyone) == ("403", True)


async def test_whether_the_template_is_there(
    notify: NotifySms, notify_server: NotifyServer, ticker: Ticker
) -> None:
    assert await notify.known()
    other = NotifySms(NotifyAccount(KEY, TEMPLATE[:-1] + "b", notify_server.url), ticker)
    assert not await other.known()
    await other.close()


async def test_a_number_that_is_none(notify: NotifySms) -> None:
    with pytest.raises(Refused) as refused:
        await notify.send(message(to="+15005550001"))
    assert (refused.value.code, refused.value.gone) == ("no_number", True)


async def test_a_service_in_trial_leaves_it_to_another(
    notify: NotifySms, notify_server: NotifyServer
) -> None:
    notify_server.fault = "trial"
    with pytest.raises(Elsewhere):
        await notify.send(message())


async def test_a_text_that_is_too_long(notify: NotifySms) -> None:
    with pytest.raises(Refused) as refused:
        await notify.send(message("x" * 919))
    assert refused.value.code == "too_long"


@pytest.mark.parametrize(
    ("text", "can"),
    [
        ("Leeds: £5, 14 é ü à", True),
        ("Dŵr a thŷ", True),
        ("€ [~] {^}", True),
        ("Zażółć", False),
        ("جمعرات", False),
        ("ok 🗑", False),
        ("a\u00a0b", False),
        ("", True),
    ],
)
def test_the_alphabets_that_it_carries(text: str, can: bool) -> None:
    assert carries(text) is can


async def test_what_it_cannot_carry_is_not_sent_as_question_marks(
    notify: NotifySms, notify_server: NotifyServer
) -> None:
    with pytest.raises(Elsewhere) as elsewhere:
        await notify.send(message("جمعرات"))
    assert elsewhere.value.code == "alphabet"
    assert notify_server.messages == []


async def test_what_is_too_old_may_have_been_deleted_there(notify: NotifySms, ticker: Ticker) -> None:
    ticker.advance(7 * 86_400)
    with pytest.raises(CannotTell):
        await notify.find(message())


def test_a_key_has_a_service_and_a_secret() -> None:
    service, secret = parts_of_key(KEY)
    assert f"assistant-{service}-{secret}" == KEY
    assert parts_of_key(f"a-name-with-hyphens-{service}-{secret}") == (service, secret)
    for wrong in ("", "key", service, f"{service}{secret}"):
        with pytest.raises(ValueError, match="no API key"):
            parts_of_key(wrong)
