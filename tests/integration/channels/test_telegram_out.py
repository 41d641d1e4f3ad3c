"""What we say by Telegram: the real library against a server that is held to the Bot API."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import suppress

import pytest
from telegram.error import BadRequest, ChatMigrated, Forbidden, NetworkError, TelegramError

from accessibility.text import Rendered
from channels.fake import by_words, said
from channels.sending import CannotTell, Later, Outgoing, Refused, Uncertain
from channels.telegram import TelegramSends, connect, disconnect
from channels.telegram.fake import BAD_MARKUP, BLOCKED, BROKEN, TOO_MANY, Fault
from channels.telegram.sends import outcome
from tests.phones import START, TOKEN, Service, serving

URDU = "آپ کا کوڑے دان \u2068Thu 26 Nov\u2069 کو خالی ہوگا۔"


@pytest.fixture
async def service() -> AsyncIterator[Service]:
    async with serving(by_words({}), patience=20.0) as made:
        made.phone()
        yield made


def outgoing(rendered: Rendered, address: str = "7") -> Outgoing:
    return Outgoing("reply:1:2:0", address, rendered, START)


async def test_a_message_as_it_is_read(service: Service) -> None:
    links = {"Calendar <all> & more": 'https://leeds.test/15.ics?a=1&b="2"'}
    receipt = await service.sends.send(outgoing(said("Bins < 2 & > 1: <b>", links=links)))
    [message] = service.phone().seen
    assert message.text == "Bins < 2 & > 1: <b>\n\nCalendar <all> & more"
    assert message.links == ('https://leeds.test/15.ics?a=1&b="2"',)
    assert message.html
    assert (receipt.provider, receipt.provider_id, receipt.status) == ("telegram", str(message.id), "sent")
    [(_, call)] = service.telegram.calls
    assert call["link_preview_options"] == {"is_disabled": True}


async def test_isolates_and_the_english_beside(service: Service) -> None:
    await service.sends.send(outgoing(said(URDU, language="ur", direction="rtl", english="Thursday.")))
    assert service.phone().seen[0].text == f"{URDU}\n\nThursday."


async def test_short_choices_side_by_side(service: Service) -> None:
    await service.sends.send(outgoing(said("Is it?", ("yes", "Yes"), ("no", "No"))))
    [message] = service.phone().seen
    assert message.buttons == [[("Yes", "c:yes"), ("No", "c:no")]]
    assert message.text == "Is it?"


async def test_long_choices_are_numbered_in_the_words_too(service: Service) -> None:
    long = "Flat 15, Oakwood Court, Oakwood Boulevard, Leeds"
    await service.sends.send(outgoing(said("Which?", ("home:1", long), ("home:2", "Another"))))
    [message] = service.phone().seen
    assert message.text == f"Which?\n\n1. {long}\n2. Another"
    assert message.buttons == [[(f"1. {long}", "c:home:1")], [("2. Another", "c:home:2")]]


async def test_where_a_place_helps_the_phone_may_share_it(service: Service) -> None:
    await service.sends.send(outgoing(Rendered("Where do you live?", "ur", wants="home")))
    assert service.phone().seen[-1].shares == "Share (ur)"
    await service.sends.send(outgoing(said("Thank you.")))
    assert service.telegram.calls[-1][1]["reply_markup"] == {"remove_keyboard": True}


async def test_blocked(service: Service) -> None:
    service.telegram.next_faults.append(BLOCKED)
    with pytest.raises(Refused) as refused:
        await service.sends.send(outgoing(said("Hello")))
    assert (refused.value.code, refused.value.gone) == ("403", True)


@pytest.mark.parametrize("address", ["8", "", "x", "-", "٧"])
async def test_nobody_there(service: Service, address: str) -> None:
    with pytest.raises(Refused) as refused:
        await service.sends.send(outgoing(said("Hello"), address))
    assert refused.value.gone


async def test_too_many_messages_and_how_long_to_wait(service: Service) -> None:
    service.telegram.next_faults.append(TOO_MANY)
    with pytest.raises(Later) as later:
        await service.sends.send(outgoing(said("Hello")))
    assert (later.value.code, later.value.seconds, later.value.everyone) == ("429", 7.0, True)


async def test_too_many_messages_without_a_time(service: Service) -> None:
    service.telegram.next_faults.append(Fault(429, "Too Many Requests: slow down"))
    with pytest.raises(Later) as later:
        await service.sends.send(outgoing(said("Hello")))
    assert (later.value.seconds, later.value.everyone) == (1.0, True)


async def test_markup_that_telegram_refuses_goes_as_bare_words(service: Service) -> None:
    service.telegram.next_faults.append(BAD_MARKUP)
    links = {"Calendar": "https://leeds.test/15.ics"}
    await service.sends.send(outgoing(said("Which?", ("a", "This"), ("b", "That"), links=links)))
    [message] = service.phone().seen
    assert message.text == "Which?\n\nCalendar: https://leeds.test/15.ics\n\n1. This\n2. That"
    assert not message.html
    assert message.buttons == []


async def test_refused_twice_is_refused(service: Service) -> None:
    service.telegram.next_faults += [BAD_MARKUP, Fault(400, "Bad Request: message is too long")]
    with pytest.raises(Refused) as refused:
        await service.sends.send(outgoing(said("Hello")))
    assert (refused.value.code, refused.value.gone) == ("400", False)


async def test_a_broken_server_may_have_sent_it(service: Service) -> None:
    service.telegram.next_faults.append(BROKEN)
    with pytest.raises(Uncertain):
        await service.sends.send(outgoing(said("Hello")))


async def test_an_answer_lost_on_the_way_back(service: Service) -> None:
    service.telegram.next_faults.append("lost")
    with pytest.raises(Uncertain):
        await service.sends.send(outgoing(said("Hello")))
    assert [message.text for message in service.phone().seen] == ["Hello"]


async def test_an_answer_that_does_not_come_in_time() -> None:
    async with serving(by_words({}), patience=1.0) as service:
        phone = service.phone()
        service.telegram.next_faults.append("slow")
        with pytest.raises(Uncertain):
            await service.sends.send(outgoing(said("Hello")))
        assert [message.text for message in phone.seen] == ["Hello"]


async def test_nobody_listens_so_nothing_was_sent() -> None:
    sends = TelegramSends(connect(TOKEN, "http://127.0.0.1:9"), str)
    with pytest.raises(Later) as later:
        await sends.send(outgoing(said("Hello")))
    assert (later.value.code, later.value.everyone) == ("unreachable", False)
    await sends.close()


async def test_a_token_that_is_refused_waits_for_another(service: Service) -> None:
    bot = connect("4242:wrong", str(service.bot.base_url).split("/bot")[0])
    with pytest.raises(Later) as later:
        await TelegramSends(bot, str).send(outgoing(said("Hello")))
    assert (later.value.code, later.value.everyone) == ("401", True)
    await disconnect(bot)


async def test_telegram_cannot_be_asked(service: Service) -> None:
    with pytest.raises(CannotTell):
        await service.sends.find(outgoing(said("Hello")))


@pytest.mark.parametrize(
    ("fault", "kind"),
    [
        (ChatMigrated(-5), Refused),
        (BadRequest("Chat not found"), Refused),
        (NetworkError("Bad Gateway"), Uncertain),
        (TelegramError("Invalid server response"), Uncertain),
    ],
)
def test_every_fault_has_its_outcome(fault: TelegramError, kind: type[Exception]) -> None:
    assert isinstance(outcome(fault), kind)


async def test_the_pace_is_telegram_s(service: Service) -> None:
    assert (service.sends.pace.per_second, service.sends.pace.gap) == (30.0, 1.0)


async def test_neither_token_nor_words_are_written_to_a_log(
    service: Service, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    service.telegram.files = {"p": b"x"}
    paper = {"file_id": "p", "file_unique_id": "p", "mime_type": "image/png"}
    await service.deliver(service.phone().message(1, document=paper, caption="private words"))
    for fault in (None, BAD_MARKUP, BROKEN, TOO_MANY, "lost"):
        service.telegram.next_faults.append(fault)
        with suppress(Later, Refused, Uncertain):
            await service.sends.send(outgoing(said("private words")))
    # The access log is the test server's own.
    written = [record.getMessage() for record in caplog.records if record.name != "aiohttp.access"]
    assert written
    assert not [line for line in written if TOKEN.split(":")[1] in line or "private words" in line]


def test_no_outcome_repeats_what_telegram_says() -> None:
    faults = [BadRequest("private"), NetworkError("private"), Forbidden("private"), TelegramError("private")]
    assert not [fault for fault in faults if "private" in repr(outcome(fault))]


async def test_fifty_messages_at_once(service: Service) -> None:
    for user in range(100, 150):
        service.phone(user)
    sends = [service.sends.send(outgoing(said(str(user)), str(user))) for user in range(100, 150)]
    receipts = await asyncio.gather(*sends)
    assert len({receipt.provider_id for receipt in receipts}) == 50
    assert all(service.phone(user).seen[0].text == str(user) for user in range(100, 150))
