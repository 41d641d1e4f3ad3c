"""Speech for those who speak it themselves: the words of an SSML reply, with its pauses as punctuation."""

from __future__ import annotations

import re
from xml.etree import ElementTree

from accessibility.isolate import clean

_END = ".!?…,;:。！？，؟۔।"
_SPACES = re.compile(r"\s+")
_BEFORE = re.compile(rf"\s+([{re.escape(_END)}])")


def plain(ssml: str) -> str:
    """The words of `ssml`, which our own renderer has written. A pause after a word becomes a full stop, so
    that a voice that knows no SSML makes one, too."""
    words: list[str] = []
    _gather(ElementTree.fromstring(ssml), words)  # noqa: S314 - written by our renderer, never by a client
    return clean(_BEFORE.sub(r"\1", _SPACES.sub(" ", "".join(words))).strip())


def _gather(element: ElementTree.Element, words: list[str]) -> None:
    if element.tag.endswith("break"):
        said = "".join(words).rstrip()
        words.append(" " if not said or said[-1] in _END else ". ")
    words.append(element.text or "")
    for child in element:
        _gather(child, words)
        words.append(child.tail or "")
