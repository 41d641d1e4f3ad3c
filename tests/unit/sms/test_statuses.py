"""What providers report of a message, and what an error code means."""

from __future__ import annotations

import itertools
import json
from pathlib import Path
from urllib.parse import quote

import pytest

from channels.sending import Report
from channels.sms import statuses
from channels.twilio.codes import act, codes
from tests.unit.sms.conftest import PUBLIC, Service

SID = "SM" + "1" * 32
STATUS = f"{PUBLIC}/webhooks/twilio/status"


async def told(service: Service, status: str, code: int | None = None, key: str = "") -> Report:
    service.twilio.callbacks[SID] = f"{STATUS}?key={quote(key)}" if key else STATUS
    assert await service.twilio.tell(SID, status, code) == 204
    return service.reports[-1]


async def test_a_status_with_our_key(service: Service) -> None:
    assert await told(service, "delivered", key="r.1:2~3-4") == Report(
        "twilio", SID, "delivered", "", "r.1:2~3-4"
    )


async def test_a_status_of_what_nobody_knows(service: Service) -> None:
    assert await told(service, "sent") == Report("twilio", SID, "sent")


@pytest.mark.parametrize("key", ["a b", "x" * 201, "\x00", "<script>", "ü", "/"])
async def test_a_key_that_is_none_is_left_out(service: Service, key: str) -> None:
    assert (await told(service, "sent", key=key)).key == ""


async def test_repeated_and_out_of_order(service: Service) -> None:
    for status in ("delivered", "sent", "delivered", "queued"):
        await told(service, status)
    assert [report.status for report in service.reports] == ["delivered", "sent", "delivered", "accepted"]


@pytest.mark.parametrize("status", ["received", "receiving", "", "teleported", "DELIVERED"])
async def test_a_status_that_says_nothing_of_ours(service: Service, status: str) -> None:
    assert await service.twilio.tell(SID, status) == 204
    assert service.reports == []


async def test_one_that_is_not_signed(service: Service) -> None:
    service.signing.token = "another"
    assert await service.twilio.tell(SID, "delivered") == 403
    assert service.reports == []


@pytest.mark.parametrize(
    ("code", "gone", "again"),
    [
        (30003, False, True),
        (30008, False, True),
        (30001, False, True),
        (30005, True, False),
        (30006, True, False),
        (30004, True, False),
        (30007, False, False),
        (99999, False, False),
    ],
)
async def test_what_an_undelivered_message_means(
    service: Service, code: int, gone: bool, again: bool
) -> None:
    report = await told(service, "undelivered", code)
    assert report == Report("twilio", SID, "undelivered", str(code), gone=gone, again=again)


async def test_a_code_beside_a_good_status_means_nothing(service: Service) -> None:
    report = await told(service, "delivered", 30005)
    assert (report.gone, report.again) == (False, False)


def test_every_status_of_the_specification_has_a_meaning() -> None:
    spec = json.loads(Path("tests/data/twilio/messages_api.json").read_text(encoding="utf-8"))
    known = set(spec["components"]["schemas"]["message_enum_status"]["enum"])
    assert known - set(statuses.TWILIO) == {"receiving", "received"}
    assert set(statuses.TWILIO) <= known


def test_the_table_of_codes() -> None:
    assert {act(str(code)) for code in (21610, 30004, 30005, 21211, 30006)} == {"gone"}
    assert {act(str(code)) for code in (30001, 30003, 30008)} == {"retry"}
    assert {act(str(code)) for code in (20003, 20429)} == {"quiet"}
    assert {act(code) for code in ("", "x", "9" * 30, "-1", "٣", "12345")} == {"refuse"}
    assert all(row.source == f"errors/{code}" and row.says for code, row in codes().items())


@pytest.mark.parametrize(
    ("status", "report"),
    [
        ("delivered", Report("notify", "n-1", "delivered", "", "k-1")),
        ("permanent-failure", Report("notify", "n-1", "undelivered", "permanent-failure", "k-1", gone=True)),
        ("temporary-failure", Report("notify", "n-1", "undelivered", "temporary-failure", "k-1")),
        ("technical-failure", Report("notify", "n-1", "failed", "technical-failure", "k-1", again=True)),
        ("sending", Report("notify", "n-1", "accepted", "", "k-1")),
    ],
)
async def test_the_words_of_notify(service: Service, status: str, report: Report) -> None:
    service.notify.messages.append({"id": "n-1", "reference": "k-1"})
    assert await service.notify.report("n-1", status) == 204
    assert service.reports == [report]


async def test_notify_s_callbacks_need_the_token(service: Service) -> None:
    for bearer, status in itertools.product(("", "wrong", "ü"), (401,)):
        assert await service.notify.report("n-1", "delivered", bearer) == status
        assert await service.notify.text("bins", bearer=bearer) == status
    assert (service.reports, service.heard) == ([], [])
    assert await service.notify.text("bins", bearer="the-next-one") == 204


async def test_a_text_message_by_notify(service: Service) -> None:
    assert await service.notify.text("bins", id="n-7") == 204
    assert await service.notify.text("bins", id="n-7") == 204
    [inbound] = service.assistant.received
    assert (inbound.id, inbound.channel, inbound.address) == ("n-7", "sms", "+447700900123")


async def test_what_notify_would_never_send(service: Service) -> None:
    assert await service.notify.text("bins", id="x" * 65) == 400
    assert await service.notify.text("bins", sender="HMRC") == 204
    assert await service.notify.report("n-1", "exploded") == 204
    assert (service.reports, service.heard) == ([], [])
