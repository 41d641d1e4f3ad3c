"""The conversation as a plain file to keep."""

from __future__ import annotations

from collections.abc import Sequence

from channels.web.line import SPEAKERS, Line
from channels.web.words import PageWords


def as_file(heading: str, shown: Sequence[Line], words: PageWords) -> str:
    """The whole conversation in plain text, newest last, with choices and links written out."""
    return "\n\n".join([heading, *(_paragraph(line, words) for line in shown)]) + "\n"


def _paragraph(line: Line, words: PageWords) -> str:
    who = words.say(SPEAKERS[line.who])
    english = [line.english] if line.english else []
    links = [f"{link.label}: {link.url}" for link in line.links]
    choices = [f"{choice.key}  {choice.label}" for choice in line.choices]
    return "\n".join([f"{who} ({line.time})", line.text, *english, *links, *choices])
