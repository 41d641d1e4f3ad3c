"""How a conversation script is read."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.conversations.script import Line, ScriptError, fits, read, turns

SCRIPT = """# Hello.
> hi

< Hello.
| What is it?
[1 My bin day]
< And more.
@ new
> bye
"""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "one.md"
    path.write_text(SCRIPT, encoding="utf-8")
    return path


def test_a_reply_is_read_with_its_lines_and_choices(path: Path) -> None:
    assert read(path)[1] == Line(4, "<", "Hello.\nWhat is it?\n[1 My bin day]")


def test_each_message_is_followed_by_its_replies(path: Path) -> None:
    told = [(line.text, [reply.text for reply in replies]) for line, replies in turns(read(path))]
    assert told == [
        ("hi", ["Hello.\nWhat is it?\n[1 My bin day]", "And more."]),
        ("new", []),
        ("bye", []),
    ]


def test_a_line_of_no_kind_is_named(path: Path) -> None:
    path.write_text("> hi\nHello.\n", encoding="utf-8")
    with pytest.raises(ScriptError, match=r"one\.md:2: .*'Hello\.'"):
        read(path)


@pytest.mark.parametrize(
    ("expected", "said", "fitting"),
    [
        ("Your reference is ….", "Your reference is ABC234.", True),
        ("Your reference is ….", "Your reference is ABC234", False),
        ("…", "anything\nat all", True),
        ("[1 Yes]", "[1 Yes]", True),
        ("Yes", "Yes.", False),
    ],
)
def test_dots_stand_for_any_words(expected: str, said: str, fitting: bool) -> None:
    assert fits(expected, said) is fitting
