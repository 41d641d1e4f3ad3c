"""How an answer's file is read: front matter, paragraphs as messages, marks as values; and found by the
extractor."""

from __future__ import annotations

from pathlib import Path

import pytest

from locales.message import Message
from locales.prose import Mark, ProseError, read
from locales.sources import SourceError, find

FILE = """---
title: !_ A new bin
intents: [bins.order]
---
Call {phone:main} or
{phone:bins}. It opens on {day:2026-12-01}.

You can also ask at the desk.
"""


def test_each_paragraph_is_one_message_and_its_marks_are_values() -> None:
    first, second = read(FILE).paragraphs
    assert first.msgid == "Call %(phone)s or %(phone2)s. It opens on %(day)s."
    assert first.marks == (
        Mark("phone", "phone", "main"),
        Mark("phone2", "phone", "bins"),
        Mark("day", "day", "2026-12-01"),
    )
    assert (first.line, second.line, second.marks) == (5, 8, ())


def test_lines_of_the_front_matter_are_those_of_the_file() -> None:
    assert read(FILE).front.splitlines().index("title: !_ A new bin") == 1


@pytest.mark.parametrize(
    ("text", "line", "why"),
    [
        ("no front matter", 1, "front matter"),
        ("---\ntitle: x\n", 1, "front matter"),
        ("---\n---\n# A heading\n", 3, "'#'"),
        ("---\n---\nGo to [a page](https://a.org).\n", 3, "'['"),
        ("---\n---\nFine.\n\n- a list\n", 5, "'-'"),
        ("---\n---\nYou pay 25% less.\n", 3, "'%'"),
        ("---\n---\nCall {Phone}.\n", 3, "'{'"),
        ("---\n---\n**Stop.**\n", 3, "'*'"),
    ],
)
def test_what_is_not_plain_words_is_refused_with_its_line(text: str, line: int, why: str) -> None:
    with pytest.raises(ProseError, match=f"line {line}: .*") as refused:
        read(text)
    assert why in str(refused.value)


def test_the_extractor_finds_titles_and_paragraphs_of_answers_and_of_nothing_else(tmp_path: Path) -> None:
    answers = tmp_path / "bot" / "cities" / "uk" / "answers"
    answers.mkdir(parents=True)
    (answers / "new.md").write_text(FILE, encoding="utf-8")
    (tmp_path / "bot" / "README.md").write_text("Words for developers.", encoding="utf-8")
    found = {one.message: one.files for one in find(tmp_path)}
    assert found == {
        Message(words): ("bot/cities/uk/answers/new.md",)
        for words in (
            "A new bin",
            "Call %(phone)s or %(phone2)s. It opens on %(day)s.",
            "You can also ask at the desk.",
        )
    }


def test_a_fault_names_the_file(tmp_path: Path) -> None:
    answers = tmp_path / "bot" / "answers"
    answers.mkdir(parents=True)
    (answers / "new.md").write_text("---\n---\n# No\n", encoding="utf-8")
    with pytest.raises(SourceError, match=r"bot/answers/new\.md: line 3"):
        find(tmp_path)
