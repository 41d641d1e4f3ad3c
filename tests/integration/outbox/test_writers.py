"""Nothing can be said without being sent: there is one way to write a line, and it posts what it writes."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from bot.store.conversation import Superseded
from bot.store.lines import Silent
from bot.store.store import Store
from tests.integration.outbox.posting import answered, rows
from tests.integration.store.talking import line, message, opened, outcome

BOT = Path(__file__).parents[3] / "bot"
WRITERS = {
    "store/arrival.py",
    "store/handover_rows.py",
    "store/links.py",
    "store/reminders.py",
    "store/turns.py",
    "store/unasked.py",
}
"""Where lines are written. Advisers, relays, closing time and hand-backs go through `handover_rows`. Each of
them hands over the store's postbox; whoever adds one adds it here and has a test that it is sent."""


def calls(tree: ast.AST, name: str) -> list[ast.Call]:
    return [
        node
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and getattr(node.func, "id", getattr(node.func, "attr", "")) == name
    ]


def files() -> dict[str, ast.Module]:
    paths = sorted(BOT.rglob("*.py"))
    return {str(path.relative_to(BOT)): ast.parse(path.read_text(encoding="utf-8")) for path in paths}


def test_all_writers_of_lines_are_known_and_post_what_they_write() -> None:
    found = {name: calls(tree, "write_lines") for name, tree in files().items()}
    assert {name for name, made in found.items() if made} == WRITERS
    for made in found.values():
        for call in made:
            assert ast.unparse(call.args[1]) in ("self._postbox", "self._posts", "self.posts")


def test_nobody_else_inserts_into_the_transcript() -> None:
    found = [
        name
        for name, tree in files().items()
        for call in (*calls(tree, "insert"), *calls(tree, "upsert"))
        if call.args and ast.unparse(call.args[0]) == "transcript"
    ]
    assert found == ["store/lines.py"]


def test_where_nothing_is_said_nothing_can_be() -> None:
    with pytest.raises(RuntimeError, match="nothing sends"):
        Silent().post(None, 1, 1, None, None, [line("hello")], "reply")  # type: ignore[arg-type]


async def test_a_reply_that_is_dropped_is_not_sent(store: Store) -> None:
    first = await opened(store, message("one"))
    await store.commit_turn(outcome(first, line("an answer")))
    with pytest.raises(Superseded):
        await store.commit_turn(outcome(first, line("the same once more")))
    assert len(await rows(store, "id")) == 1


async def test_an_older_line_is_not_sent_again(store: Store) -> None:
    await answered(store, "one")
    again = message("hello", id="again")
    await store.commit_turn(outcome(await opened(store, again), line("two")))
    assert (await store.open_turn(again, "this process")) is not None
    assert len(await rows(store, "id")) == 2


async def test_a_channel_whose_page_shows_the_transcript_sends_nothing(store: Store) -> None:
    turn = await opened(store, message("hello", channel="web"))
    await store.commit_turn(outcome(turn, line("hello")))
    assert await rows(store, "id") == []
