"""Logs tell operators what happened, and nobody what a resident said or who they are."""

from __future__ import annotations

import io
import json
import logging
from collections.abc import Iterator
from typing import Any

import pytest
import structlog
from hypothesis import given
from hypothesis import strategies as st

from bot.logs import LEFT_OUT, configure, mask
from bot.secret import Secret
from bot.settings import Settings


class Terminal(io.StringIO):
    """A stream that a person is watching."""

    def isatty(self) -> bool:
        return True


@pytest.fixture(autouse=True)
def logging_as_it_was() -> Iterator[None]:
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    yield
    root.handlers[:] = handlers
    root.setLevel(level)
    structlog.reset_defaults()


@pytest.fixture
def stream() -> io.StringIO:
    """What is logged, as JSON lines."""
    stream = io.StringIO()
    configure(Settings.read({}), stream=stream)
    return stream


def last(stream: io.StringIO) -> dict[str, Any]:
    line: dict[str, Any] = json.loads(stream.getvalue().splitlines()[-1])
    return line


@pytest.mark.parametrize(
    "number",
    [
        "0113 222 4444",
        "01132224444",
        "(0113) 222 4444",
        "0113-222-4444",
        "+44 113 222 4444",
        "+441132224444",
        "07700 900123",
        "447700900123",
        "0044 7700 900 123",
        "+48 601 234 567",
        "٠٧٧٠٠٩٠٠١٢٣",
    ],
)
def test_phone_numbers_are_masked(number: str) -> None:
    assert mask(f"call {number} now") == "call <phone> now"
    assert mask(f"sms:{number}") == "sms:<phone>"


@pytest.mark.parametrize(
    "postcode", ["LS8 1AA", "ls81aa", "LS8-1AA", "LE1 6ZG", "SW1A 1AA", "M1 1AE", "GIR 0AA"]
)
def test_postcodes_are_masked(postcode: str) -> None:
    assert mask(f"bins at {postcode}, please") == "bins at <postcode>, please"


@pytest.mark.parametrize("email", ["a@b.example", "first.last+tag@mail.example.org"])
def test_email_addresses_are_masked(email: str) -> None:
    assert mask(f"from {email}!") == "from <email>!"


@pytest.mark.parametrize(
    ("address", "masked"),
    [
        ("https://a.example/x?name=Zofia&p=1", "https://a.example/x<query>"),
        ("GET /chat?session=abc HTTP/1.1", "GET /chat<query> HTTP/1.1"),
        ("postgresql://me:hunter2@db/snicket", "postgresql://<login>@db/snicket"),
    ],
)
def test_queries_and_logins_of_addresses_are_masked(address: str, masked: str) -> None:
    assert mask(address) == masked


@pytest.mark.parametrize(
    "harmless",
    ["turn 12345 took 3.25 ms", "revision 7 of 2026-11-20", "Is it the black bin?", "0113 22", "K7P4W", ""],
)
def test_what_is_not_personal_stays(harmless: str) -> None:
    assert mask(harmless) == harmless


@given(st.text(), st.from_regex(r"0[1-9][0-9]{3} ?[0-9]{6}", fullmatch=True), st.text())
def test_a_phone_number_shows_nowhere_whatever_stands_around_it(before: str, number: str, after: str) -> None:
    assert number not in mask(f"{before} {number} {after}")


def test_a_line_is_json_with_its_time_level_and_logger(stream: io.StringIO) -> None:
    structlog.get_logger("bot.turn").info("turn_done", milliseconds=3.5, ok=True, conversation=12, error=None)
    line = last(stream)
    assert line.pop("timestamp").endswith("Z")
    assert line == {
        "event": "turn_done",
        "level": "info",
        "logger": "bot.turn",
        "milliseconds": 3.5,
        "ok": True,
        "conversation": 12,
        "error": None,
    }


@pytest.mark.parametrize(
    "field", ["text", "address", "body", "words", "phone", "state", "Text", "authorization"]
)
def test_what_residents_say_and_who_they_are_is_left_out_by_name(stream: io.StringIO, field: str) -> None:
    structlog.get_logger().info("received", **{field: "my wall is wet"})
    assert last(stream)[field] == LEFT_OUT
    assert "wet" not in stream.getvalue()


def test_it_is_left_out_at_every_depth(stream: io.StringIO) -> None:
    structlog.get_logger().info("received", update={"from": [{"text": "wet"}, "LS8 1AA"], "size": (1, None)})
    assert last(stream)["update"] == {"from": [{"text": LEFT_OUT}, "<postcode>"], "size": [1, None]}


def test_secrets_and_objects_do_not_show(stream: io.StringIO) -> None:
    structlog.get_logger().info("started", keys=Secret("s" * 32), cause=ValueError("no 07700 900123"))
    line = last(stream)
    assert line["keys"] == LEFT_OUT
    assert line["cause"] == "no <phone>"


def test_the_event_itself_is_masked(stream: io.StringIO) -> None:
    structlog.get_logger().warning("nothing known of LS8 1AA")
    assert last(stream)["event"] == "nothing known of <postcode>"


def test_tracebacks_are_kept_and_masked(stream: io.StringIO) -> None:
    try:
        raise LookupError("nobody at 0113 222 4444")
    except LookupError:
        structlog.get_logger().exception("turn_failed")
    line = last(stream)
    assert "LookupError: nobody at <phone>" in line["exception"]
    assert "test_logs.py" in line["exception"]


def test_libraries_that_log_in_their_own_way_are_masked_too(stream: io.StringIO) -> None:
    logging.getLogger("aiohttp.server").error(
        "Error in %s", "GET /x?sender=07700900123", extra={"text": "wet"}
    )
    line = last(stream)
    assert line["event"] == "Error in GET /x<query>"
    assert line["text"] == LEFT_OUT
    assert line["logger"] == "aiohttp.server"


def test_what_is_below_the_level_is_not_written(stream: io.StringIO) -> None:
    structlog.get_logger().debug("detail")
    logging.getLogger("asyncio").debug("detail")
    assert stream.getvalue() == ""
    configure(Settings.read({"SNICKET_LOG_LEVEL": "debug"}), stream=stream)
    structlog.get_logger().debug("detail")
    assert last(stream)["event"] == "detail"


def test_a_quiet_program_tells_only_errors() -> None:
    stream = io.StringIO()
    configure(Settings.read({}), quiet=True, stream=stream)
    structlog.get_logger().warning("odd")
    assert stream.getvalue() == ""
    structlog.get_logger().error("broken")
    assert last(stream)["event"] == "broken"


def test_configuring_again_does_not_write_twice(stream: io.StringIO) -> None:
    configure(Settings.read({}), stream=stream)
    structlog.get_logger().info("once")
    assert len(stream.getvalue().splitlines()) == 1


def test_a_person_at_a_terminal_reads_colours_and_the_masks_hold() -> None:
    terminal = Terminal()
    configure(Settings.read({}), stream=terminal)
    structlog.get_logger().info("nothing known of LS8 1AA", text="wet")
    assert "nothing known of <postcode>" in terminal.getvalue()
    assert "wet" not in terminal.getvalue()
    assert not terminal.getvalue().startswith("{")
