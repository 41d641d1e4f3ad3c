"""What reaches us from Telegram, through the real webhook and the real library."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable

import pytest

from channels.fake import by_words, said
from channels.message import Location
from channels.photos import PHOTO_LIMIT
from channels.telegram.fake import Message, Phone
from channels.telegram.keyboard import rows
from channels.telegram.telegram import BODY_LIMIT, USUAL
from tests.phones import SECRET, Service, serving

LONG = "offer:skill:" + "a-very-long-name-of-a-choice-" * 3
HOMES = said("Which home?", ("home:14", "14 Oakwood Court"), (LONG, "Another home"))
ANSWERS = {"bins": HOMES, "home:14": said("Thursday."), LONG: said("Where then?")}


@pytest.fixture
async def service() -> AsyncIterator[Service]:
    async with serving(by_words(ANSWERS)) as made:
        yield made


def buttons(service: Service, phone: Phone) -> None:
    """The last answer's buttons appear on the phone, as if it had been sent."""
    choices = service.assistant.script(service.assistant.received[-1])[-1].choices
    shown = [[(one.text, str(one.callback_data)) for one in row] for row in rows(choices)]
    markup = {"inline_keyboard": [[{"text": t, "callback_data": d} for t, d in row] for row in shown]}
    base = {"message_id": 500, "date": service.clock.seconds, "chat": phone.chat, "text": "?"}
    phone.seen.append(Message(500, "?", buttons=shown, raw={**base, "reply_markup": markup}))


async def test_words_reach_the_assistant(service: Service) -> None:
    assert await service.say("when is my bin?", service.phone(7, "pl")) == 200
    [inbound] = service.assistant.received
    assert (inbound.channel, inbound.address, inbound.text) == ("telegram", "7", "when is my bin?")
    assert (inbound.choice, inbound.locale_hint, inbound.at) == ("", "pl", service.clock.now)
    assert inbound.id.isdecimal()


@pytest.mark.parametrize("secret", ["", "wrong", SECRET + "x", SECRET.upper(), "ä"])
async def test_a_stranger_gets_401_and_nothing_is_read(service: Service, secret: str) -> None:
    headers = {"X-Telegram-Bot-Api-Secret-Token": secret} if secret else {}
    async with service.session.post(service.url, data=b"not even JSON", headers=headers) as answer:
        assert (answer.status, await answer.read()) == (401, b"")
    assert service.counts == ["not_genuine"]


async def test_the_secret_before_the_last_is_still_taken(service: Service) -> None:
    update = service.telegram.update(service.phone().message(1, text="bins"))
    assert await service.redeliver(update, "an older one") == 200
    assert len(service.assistant.received) == 1


async def test_an_update_that_comes_again_is_handled_once(service: Service) -> None:
    update = service.telegram.update(service.phone().message(1, text="bins"))
    assert [await service.redeliver(update) for _ in range(3)] == [200, 200, 200]
    assert len(service.assistant.received) == 1


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"[]",
        b"null",
        b"{}",
        b'{"update_id":"7"}',
        b'{"update_id":true}',
        b'{"update_id":7,"message":{}}',
        b'{"update_id":7,"message":[]}',
        b'{"update_id":7,"message":{"message_id":1,"date":"x","chat":{"id":1,"type":"private"}}}',
        b'{"update_id":7,"callback_query":{"id":"1"}}',
        b"\xff\xfe",
        b'{"update_id":' + b"[" * 10_000,
        b'"' + b"x" * BODY_LIMIT + b'"',
    ],
)
async def test_what_makes_no_sense_is_counted_and_not_sent_again(service: Service, body: bytes) -> None:
    headers = {"X-Telegram-Bot-Api-Secret-Token": SECRET, "Content-Type": "application/json"}
    async with service.session.post(service.url, data=body, headers=headers) as answer:
        assert (answer.status, await answer.read()) == (200, b"")
    assert service.counts == ["malformed"]
    assert service.assistant.received == []


async def test_what_could_not_be_stored_comes_again(service: Service) -> None:
    service.assistant.fail(1)
    update = service.telegram.update(service.phone().message(1, text="bins"))
    assert await service.redeliver(update) == 503
    assert await service.redeliver(update) == 200
    assert len(service.assistant.received) == 1


async def test_a_button_picks_its_choice_and_stops_spinning(service: Service) -> None:
    phone = service.phone()
    await service.say("bins", phone)
    buttons(service, phone)
    assert await service.deliver(phone.press("14 Oakwood Court", 1)) == 200
    pressed = service.assistant.received[-1]
    assert (pressed.choice, pressed.text) == ("home:14", "14 Oakwood Court")
    assert phone.notes == ["14 Oakwood Court"]


async def test_a_choice_too_long_for_a_button_is_found_in_what_was_shown(service: Service) -> None:
    phone = service.phone()
    await service.say("bins", phone)
    buttons(service, phone)
    await service.deliver(phone.press("Another home", 1))
    assert service.assistant.received[-1].choice == LONG


async def test_a_button_of_a_message_that_telegram_no_longer_has(service: Service) -> None:
    phone = service.phone()
    gone = {"chat": phone.chat, "message_id": 5, "date": 0}
    query = {"id": "9", "from": phone.person, "chat_instance": "1", "message": gone, "data": "c:home:14"}
    assert await service.deliver({"callback_query": query}) == 200
    assert (service.assistant.received[0].choice, service.assistant.received[0].text) == (
        "home:14",
        "home:14",
    )


async def test_a_button_that_is_not_ours_only_stops_spinning(service: Service) -> None:
    phone = service.phone()
    query = {"id": "9", "from": phone.person, "chat_instance": "1", "game_short_name": "chess"}
    assert await service.deliver({"callback_query": query}) == 200
    assert service.assistant.received == []
    assert phone.notes == [""]


async def test_where_somebody_is(service: Service) -> None:
    place = {"latitude": 53.8, "longitude": -1.5}
    venue = {"location": place, "title": "Town Hall", "address": "The Headrow"}
    await service.deliver(service.phone().message(1, location=place))
    await service.deliver(service.phone().message(1, location=place, venue=venue))
    first, second = service.assistant.received
    assert (first.location, first.text) == (Location(53.8, -1.5), "")
    assert (second.location, second.text) == (Location(53.8, -1.5), "Town Hall, The Headrow")


async def test_the_largest_photo_that_may_be_kept(service: Service) -> None:
    service.telegram.files = {"small": b"s", "large": b"large"}
    sizes = [
        {"file_id": name, "file_unique_id": name, "width": 9, "height": 9, "file_size": size}
        for name, size in (("small", 1), ("large", 5), ("huge", PHOTO_LIMIT + 1))
    ]
    await service.deliver(service.phone().message(1, photo=sizes, caption="the pothole"))
    [inbound] = service.assistant.received
    assert service.kept.photos == [b"large"]
    assert (inbound.text, [media.ref for media in inbound.media]) == ("the pothole", ["photo-1"])


async def test_a_picture_sent_as_a_file(service: Service) -> None:
    service.telegram.files = {"paper": b"png"}
    paper = {"file_id": "paper", "file_unique_id": "p", "mime_type": "image/PNG"}
    await service.deliver(service.phone().message(1, document=paper))
    assert service.kept.photos == [b"png"]


@pytest.mark.parametrize("size", [None, 7])
async def test_a_photo_that_is_not_there_any_more(service: Service, size: int | None) -> None:
    paper = {"file_id": "gone", "file_unique_id": "p", "mime_type": "image/png"}
    more = {"file_size": size} if size else {}
    await service.deliver(service.phone().message(1, document={**paper, **more}, caption="look"))
    assert [inbound.text for inbound in service.assistant.received] == ["look"]
    assert service.phone().seen[-1].text == "[en] Your photo did not reach me. Please send it again."


@pytest.mark.parametrize("reason", ["too_large", "not_a_picture", "too_many", "too_big_a_picture"])
async def test_a_photo_that_is_not_kept_is_explained(service: Service, reason: str) -> None:
    service.telegram.files, service.kept.refuses = {"p": b"x"}, reason
    paper = {"file_id": "p", "file_unique_id": "p", "mime_type": "image/png"}
    await service.deliver(service.phone(7, "pl").message(1, document=paper))
    assert service.assistant.received == []
    assert service.phone().seen[-1].text.startswith("[pl] ")


async def test_a_picture_too_large_is_not_fetched(service: Service) -> None:
    paper = {"file_id": "p", "file_unique_id": "p", "mime_type": "image/png", "file_size": PHOTO_LIMIT + 1}
    await service.deliver(service.phone().message(1, document=paper))
    assert "too large" in service.phone().seen[-1].text
    assert [method for method, _ in service.telegram.calls] == ["sendMessage"]


@pytest.mark.parametrize(
    "content",
    [
        {"voice": {"file_id": "v", "file_unique_id": "v", "duration": 3}},
        {"document": {"file_id": "v", "file_unique_id": "v", "mime_type": "application/pdf"}},
        {"contact": {"phone_number": "0113", "first_name": "Sam"}},
        {"dice": {"emoji": "x", "value": 3}},
    ],
)
async def test_what_cannot_be_read_is_said_kindly_in_their_language(
    service: Service, content: dict[str, object]
) -> None:
    assert await service.deliver(service.phone(7, "ur").message(1, **content)) == 200
    assert service.assistant.received == []
    assert service.phone().seen[-1].text.startswith("[ur] I can take words and photos.")


async def test_the_words_under_a_video_are_read(service: Service) -> None:
    video = {"file_id": "v", "file_unique_id": "v", "duration": 3, "width": 1, "height": 1}
    await service.deliver(service.phone().message(1, video=video, caption="bins"))
    assert [inbound.text for inbound in service.assistant.received] == ["bins"]
    assert "I can take words" in service.phone().seen[-1].text


async def test_an_edit_of_the_last_message_is_a_correction(service: Service) -> None:
    sent = service.phone().message(service.clock.seconds, text="LS8 1AB")
    await service.deliver(sent)
    service.clock.advance(20)
    edit = service.phone().edit(sent, service.clock.seconds, text="LS8 1AA")
    assert await service.deliver(edit) == 200
    assert [(one.text, one.correction) for one in service.assistant.received] == [
        ("LS8 1AB", False),
        ("LS8 1AA", True),
    ]


async def test_an_edit_of_an_earlier_message_is_left_alone(service: Service) -> None:
    sent = service.phone().message(service.clock.seconds, text="LS8 1AB")
    await service.deliver(sent)
    service.clock.advance(20)
    await service.say("bins")
    service.clock.advance(20)
    await service.deliver(service.phone().edit(sent, service.clock.seconds, text="LS8 1AA"))
    assert [one.text for one in service.assistant.received] == ["LS8 1AB", "bins"]
    assert service.counts[-1] == "edited"


async def test_an_edit_that_changes_no_word_is_left_alone(service: Service) -> None:
    sent = service.phone().message(service.clock.seconds, text="bins")
    await service.deliver(sent)
    await service.deliver(service.phone().edit(sent, service.clock.seconds + 1, text=" bins "))
    live = {"latitude": 53.8, "longitude": -1.5}
    moved = service.phone().message(service.clock.seconds, location=live)
    await service.deliver(service.phone().edit(moved, service.clock.seconds + 2, location=live))
    assert len(service.assistant.received) == 1


@pytest.mark.parametrize(
    ("words", "text", "choice"),
    [
        ("/start", "start", "do:greet"),
        ("/start abc-DEF_9", "link abc-DEF_9", ""),
        ("/help", "help", "word:help"),
        ("/HELP@snicket_test_bot", "help", "word:help"),
        ("/stop", "stop", "word:stop"),
        ("/language", "language", "word:language"),
        ("/language polski", "language polski", ""),
        ("/bins LS8 1AA", "bins LS8 1AA", ""),
        ("/", "/", ""),
    ],
)
async def test_commands(service: Service, words: str, text: str, choice: str) -> None:
    await service.say(words)
    [inbound] = service.assistant.received
    assert (inbound.text, inbound.choice) == (text, choice)


async def test_somebody_who_blocks_us_is_lost_until_they_come_back(service: Service) -> None:
    phone, bot = service.phone(), {"id": 4_242, "is_bot": True, "first_name": "Snicket"}
    await service.deliver(phone.moved("kicked", 1, bot))
    await service.deliver(phone.moved("member", 2, bot))
    assert service.contacts.told == [("lost", "7"), ("back", "7")]
    assert service.assistant.received == []


async def test_a_group_is_told_once_and_left(service: Service) -> None:
    service.telegram.groups[-9] = []
    phone = service.phone(7, "pl")
    group = {"id": -9, "type": "group", "title": "Our street"}
    for text in ("hello", "when is our bin"):
        assert await service.deliver(phone.message(1, text=text, chat=group)) == 200
    heard = service.telegram.groups[-9]
    await service.settled()
    assert heard == [
        "[pl] I can only talk to one person at a time. Please write to me in private.\n\n"
        "Write to me in private"
    ]
    assert -9 not in service.telegram.groups
    assert service.assistant.received == []


async def test_being_put_into_a_group_is_enough_to_leave_it(service: Service) -> None:
    service.telegram.groups[-9] = []
    bot = {"id": 4_242, "is_bot": True, "first_name": "Snicket"}
    change = service.phone().moved("member", 1, bot)
    change["my_chat_member"]["chat"] = {"id": -9, "type": "supergroup", "title": "Our street"}
    await service.deliver(change)
    await service.settled()
    assert service.telegram.groups == {}
    assert service.contacts.told == []


async def test_what_is_no_message_to_us_is_left_alone(service: Service) -> None:
    phone = service.phone()
    channel = {"id": -5, "type": "channel", "title": "News"}
    post = {"message_id": 1, "date": 1, "chat": channel, "text": "bins"}
    await service.deliver({"channel_post": post})
    await service.deliver({"message": post})
    await service.deliver(phone.message(1, text="bins", **{"from": {**phone.person, "is_bot": True}}))
    await service.deliver(phone.message(1, delete_chat_photo=True))
    await service.deliver(phone.message(1, text="\x00 "))
    assert service.assistant.received == []
    assert service.counts == ["ignored", "ignored", "ignored", "service", "service"]


async def test_a_flood_is_left_aside(service: Service) -> None:
    for _ in range(USUAL.burst + 3):
        assert await service.say("bins") == 200
    assert len(service.assistant.received) == USUAL.burst
    assert service.counts[-3:] == ["too_often"] * 3
    service.clock.advance(1)
    await service.say("bins")
    assert len(service.assistant.received) == USUAL.burst + 1


async def test_the_dots_are_shown_while_a_turn_is_at_work(service: Service) -> None:
    phone = service.phone()
    await service.say("bins", phone)
    await _until(lambda: service.pauses.asked == [1.0])
    assert phone.actions == []
    service.pauses.over()
    await _until(lambda: service.pauses.asked == [1.0, 4.5])
    assert phone.actions == ["typing"]
    service.busy = False
    service.pauses.over()
    await _until(lambda: not len(service.indicator))
    assert phone.actions == ["typing"]


async def test_no_dots_for_a_turn_that_is_over(service: Service) -> None:
    service.busy = False
    await service.say("bins")
    await _until(lambda: service.pauses.asked == [1.0])
    service.pauses.over()
    await _until(lambda: not len(service.indicator))
    assert service.phone().actions == []


async def test_one_watch_for_one_person(service: Service) -> None:
    await service.say("bins")
    await service.say("bins")
    assert len(service.indicator) == 1


async def test_dots_that_cannot_be_shown_are_left(service: Service) -> None:
    phone = service.phone()
    await service.say("bins", phone)
    await _until(lambda: service.pauses.asked == [1.0])
    phone.blocked = True
    service.pauses.over()
    await _until(lambda: not len(service.indicator))


async def _until(true: Callable[[], bool]) -> None:
    """Lets the other tasks run until it is so."""
    async with asyncio.timeout(20):
        while not true():  # noqa: ASYNC110 - it waits for what the loop does next, not for time
            await asyncio.sleep(0)
