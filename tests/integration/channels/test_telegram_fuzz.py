"""Whatever a genuine-looking update holds: never a 5xx, never a stack trace, and nothing half-taken.

Updates are made from the machine-readable Bot API, whole or with one value put out of place.
"""

from __future__ import annotations

import asyncio
import json
from collections import Counter
from itertools import count
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from channels.fake import by_words
from tests.phones import SECRET, SPEC, serving

DEEP = 3
KINDS = ("message", "message", "edited_message", "callback_query", "my_chat_member", "channel_post")
WILD = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(2**70), 2**70),
    st.floats(),
    st.text(max_size=20),
    st.lists(st.integers(), max_size=2),
    st.just({}),
)
PLAIN: dict[str, st.SearchStrategy[Any]] = {
    "String": st.sampled_from(["private", "group", "en", "kicked", "/start x", "LS8 1AA", "", "\x00", "😀"]),
    "Integer": st.integers(0, 2**31),
    "Float": st.floats(-90, 90),
    "Boolean": st.booleans(),
}


@st.composite
def values(draw: st.DrawFn, kind: str, deep: int = 0) -> Any:
    """A value of a type of the specification; below a depth only with what must be there."""
    if kind.startswith("Array of "):
        size = draw(st.integers(0, 2 if deep < DEEP else 0))
        return [draw(values(kind.removeprefix("Array of "), deep + 1)) for _ in range(size)]
    if kind in PLAIN or kind not in SPEC.types:
        return draw(PLAIN.get(kind, PLAIN["String"]))
    shape = SPEC.types[kind]
    if shape.subtypes:
        return draw(values(draw(st.sampled_from(shape.subtypes)), deep + 1))
    wanted = [name for name in shape.fields if not name.endswith("?")]
    optional = [name for name in shape.fields if name.endswith("?")]
    if optional and deep < DEEP:
        wanted += draw(st.lists(st.sampled_from(optional), max_size=4, unique=True))
    return {name.removesuffix("?"): draw(values(shape.fields[name][0], deep + 1)) for name in wanted}


@st.composite
def updates(draw: st.DrawFn) -> Any:
    kind = draw(st.sampled_from(KINDS))
    shape = SPEC.types["Update"].fields[f"{kind}?"][0]
    content = draw(values(shape))
    message = content.get("message", content)
    if draw(st.integers(0, 3)) and isinstance(message, dict):
        message["chat"] = {"id": draw(st.integers(1, 2**52)), "type": "private"}
        if draw(st.booleans()):
            message["text"] = draw(PLAIN["String"])
        if kind == "callback_query":
            content["data"] = draw(st.sampled_from(["c:home:14", "h:0123", "c:", "x"]))
        content["from"] = {"id": 7, "is_bot": False, "first_name": "Sam"}
    update = {"update_id": draw(st.integers(0, 2**31)), kind: content}
    if draw(st.booleans()):
        _spoil(draw, update)
    return update


def _spoil(draw: st.DrawFn, update: dict[str, Any]) -> None:
    """Puts one value, somewhere, out of place."""
    at: Any = update
    for _ in range(draw(st.integers(0, 3))):
        inside = [
            one for one in (at.values() if isinstance(at, dict) else at) if isinstance(one, dict | list)
        ]
        inside = [one for one in inside if one]
        if not inside:
            break
        at = draw(st.sampled_from(inside))
    place = draw(st.sampled_from(sorted(at) if isinstance(at, dict) else list(range(len(at)))))
    at[place] = draw(WILD)


@pytest.mark.timeout(180)
def test_no_update_breaks_us(caplog: pytest.LogCaptureFixture) -> None:
    """One service for all the examples, which are posted as they are made."""
    with asyncio.Runner() as runner:

        async def service() -> None:
            async with serving(by_words({})) as made:
                made.telegram.groups = {}
                seen, ids = {"received": 0}, count(1)

                async def post(update: Any) -> tuple[int, bytes]:
                    body = json.dumps(update).encode("utf-8", "surrogatepass")
                    headers = {
                        "X-Telegram-Bot-Api-Secret-Token": SECRET,
                        "Content-Type": "application/json",
                    }
                    async with made.session.post(made.url, data=body, headers=headers) as answer:
                        return answer.status, await answer.read()

                loop = asyncio.get_running_loop()

                @settings(
                    max_examples=400,
                    deadline=None,
                    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
                )
                @given(updates())
                def example(update: Any) -> None:
                    made.clock.advance(2)
                    if isinstance(update["update_id"], int):
                        update["update_id"] = next(ids)  # one that came before would be left aside
                    status, body = asyncio.run_coroutine_threadsafe(post(update), loop).result(20)
                    assert status == 200
                    assert b"Traceback" not in body
                    for inbound in made.assistant.received[seen["received"] :]:
                        assert inbound.text or inbound.media or inbound.location
                        assert inbound.address.removeprefix("-").isdecimal()
                        assert inbound.id.isdecimal()
                        seen["received"] += 1

                await asyncio.to_thread(example)
                assert seen["received"] >= 5, f"hardly anything got through: {Counter(made.counts)}"
                await made.settled()
                made.telegram.faults.clear()  # chats that nobody has, in calls that answer the updates

        runner.run(service())
    assert "Traceback" not in caplog.text
    assert "not stored" not in caplog.text
