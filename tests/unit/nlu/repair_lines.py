"""Lines about repairs that were kept out of the word lists, and what is heard in them."""

from __future__ import annotations

from nlu.datafile import read_yaml
from nlu.repairs import RepairWords
from tests.unit.nlu.conftest import BLIND, HELD_OUT

_FOLDERS = {"heldout": HELD_OUT, "blind": BLIND}

Lines = dict[str, list[str]]


def lines(folder: str, tag: str) -> Lines:
    """Those of a training language by what they name; `folder` is `heldout` (looked at) or `blind` (not)."""
    return read_yaml(_FOLDERS[folder] / "repairs" / f"{tag}.yml", Lines)


def language(tag: str) -> str:
    """The language that is heard for a tag, whichever its letters."""
    return tag.removesuffix("-Latn")


def details(words: RepairWords, text: str, tag: str) -> list[str]:
    return [name for name in words.find(text, language(tag)) if name.startswith("detail:")]


def named(words: RepairWords, text: str, tag: str, name: str) -> bool:
    """A detail must come first, since the first is acted on; anything else must be there."""
    if name.startswith("detail:"):
        return details(words, text, tag)[:1] == [name]
    return name in words.find(text, language(tag))
