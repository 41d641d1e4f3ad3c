"""The conversation as a plain file to keep."""

from __future__ import annotations

from collections.abc import Sequence

from channels.web.line import PHOTO, Line
from channels.web.words import PageWords


def as_file(heading: str, shown: Sequence[Line], words: PageWords) -> str:
    """The whole conversation in plain text, newest last, with choices and links written out
    and a mark for each photo."""
    return "\n\n".join([heading, *(_paragraph(line, words.say(PHOTO)) for line in shown)]) + "\n"


def _paragraph(line: Line, photo: str) -> str:
    english = [line.english] if line.english else []
    links = [f"{link.label}: {link.url}" for link in line.links]
    choices = [f"{choice.key}  {choice.label}" for choice in line.choices]
    said = [line.text] if line.text or not line.photos else []
    photos = [f"[{photo}]" for _photo in line.photos]
    return "\n".join([f"{line.by} ({line.time})", *said, *photos, *english, *links, *choices])
