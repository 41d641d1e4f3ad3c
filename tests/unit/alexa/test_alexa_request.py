"""What is read of a request: everything that is known, nothing that is not, whatever the types."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from ask_sdk_core.serialize import DefaultSerializer
from ask_sdk_model import RequestEnvelope
from hypothesis import given
from hypothesis import strategies as st

from channels.alexa.request import Unreadable, read
from tests.alexa.asking import DEVICE, SKILL, TOKEN, USER, ended, envelope, intent, launch, resolved

RECORDED = Path("tests/data/alexa/launch_request.json")
VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(max_size=10),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=5,
)


def as_read(shape: Any) -> Any:
    return read(json.dumps(shape).encode())


def test_the_recorded_request() -> None:
    request = read(RECORDED.read_bytes())
    assert (request.kind, request.new, request.locale) == ("LaunchRequest", True, "en-US")
    assert request.application == SKILL
    assert request.user.startswith("amzn1.ask.account.AHT5")
    assert request.device.endpoint == "https://api.amazonalexa.com"
    assert request.at.isoformat() == "2019-07-15T22:44:23+00:00"


def test_an_intent_with_its_slots() -> None:
    request = as_read(
        envelope(intent("Answer", query=" l. s. eight \u0000one "), attributes={"asked": "talk"})
    )
    assert (request.intent, request.slots) == ("Answer", {"query": "l. s. eight one"})
    assert request.attributes == {"asked": "talk"}
    assert (request.user, request.device.id, request.device.token) == (USER, DEVICE, TOKEN)


def test_a_slot_that_matches_our_list_has_its_name_or_id() -> None:
    shape = envelope(intent("BinsNextOne"))
    shape["request"]["intent"]["slots"] = {
        "bin": resolved("brown ones", "brown bin"),
        "which": resolved("first one", "first", "1"),
        "empty": {"name": "empty"},
        "odd": [1],
    }
    assert as_read(shape).slots == {"bin": "brown bin", "which": "1"}


def test_a_slot_that_matches_nothing_has_its_words() -> None:
    shape = envelope(intent("BinsMaterials"))
    slot = resolved("a kite", "x")
    slot["resolutions"]["resolutionsPerAuthority"][0]["status"]["code"] = "ER_SUCCESS_NO_MATCH"
    shape["request"]["intent"]["slots"] = {"material": slot}
    assert as_read(shape).slots == {"material": "a kite"}


def test_who_spoke_is_not_read() -> None:
    assert "person" not in repr(as_read(envelope(launch()))).casefold()


def test_a_token_is_not_shown() -> None:
    assert TOKEN not in repr(as_read(envelope(launch())))


@pytest.mark.parametrize(
    "body", [b"", b"{", b"[]", b"null", b'"x"', b"\xff", b"{}", b'{"request": 3}', b"[" * 9_999]
)
def test_what_is_no_request(body: bytes) -> None:
    with pytest.raises(Unreadable):
        read(body)


@pytest.mark.parametrize(
    "stamp", [None, "", "yesterday", [], {}, True, 1e400, 10**30, "0001-01-01T00:00:00+23:00"]
)
def test_a_request_without_a_time(stamp: Any) -> None:
    shape = envelope(launch())
    shape["request"]["timestamp"] = stamp
    with pytest.raises(Unreadable):
        as_read(shape)


def test_skill_events_have_milliseconds() -> None:
    shape = envelope({"type": "AlexaSkillEvent.SkillDisabled"})
    shape["request"]["timestamp"] = 1_795_514_400_000
    del shape["session"]
    request = as_read(shape)
    assert request.event
    assert request.user == USER
    assert request.at.year == 2026


@given(st.sampled_from(["request", "session", "context", "version"]), VALUES)
def test_any_part_may_be_anything(part: str, value: Any) -> None:
    shape = envelope(intent("Answer", query="x"))
    shape[part] = value
    try:
        as_read(shape)
    except Unreadable:
        assert part == "request"


@given(st.sampled_from(["intent", "reason", "locale", "dialogState", "new"]), VALUES)
def test_any_field_may_be_anything(field: str, value: Any) -> None:
    shape = envelope(intent("Answer", query="x"))
    shape["request"][field] = shape["session"][field] = value
    assert as_read(shape).kind == "IntentRequest"


@given(st.dictionaries(st.text(max_size=5), VALUES, max_size=3), VALUES)
def test_slots_may_be_anything(slots: dict[str, Any], value: Any) -> None:
    shape = envelope(intent("Answer"))
    shape["request"]["intent"]["slots"] = {**slots, "x": {"value": value, "resolutions": value}}
    assert all(isinstance(said, str) for said in as_read(shape).slots.values())


@pytest.mark.parametrize("request_", [launch(), intent("Answer", query="x"), ended()])
def test_our_test_requests_are_ones_that_amazons_own_types_know(request_: dict[str, Any]) -> None:
    shape = envelope(request_)
    known = DefaultSerializer().deserialize(json.dumps(shape), RequestEnvelope)
    ours = as_read(shape)
    assert known.request.object_type == ours.kind
    assert known.request.request_id == ours.id
    assert known.context.system.user.user_id == ours.user
    if ours.intent:
        assert known.request.intent.name == ours.intent
