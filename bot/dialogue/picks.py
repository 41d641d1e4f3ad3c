"""Which of the shown choices a message means: the same for buttons, numbers and words."""

from __future__ import annotations

from accessibility.text import RenderedChoice
from nlu.normalise import fold

SHORTEST_PART = 3
ROOMS = ("flat", "apartment", "apt", "unit", "room", "studio")
"""What an address begins with when its number comes second. Addresses are data: never translated."""
ALWAYS = ("do:", "word:", "language:")
"""Choices that mean the same in every state: a skill, a global word, a language."""


def picked(shown: tuple[RenderedChoice, ...], text: str, button: str = "") -> str:
    """The id of the choice that is meant, empty when none is.

    A pressed button counts only while its choice is shown, or when it means the same in every state.
    Words that begin a label win over a number that merely counts it: in a list of addresses `12` means
    number twelve, not the twelfth, and in a list of flats `2` means Flat 2.
    """
    if button:
        return button if button.startswith(ALWAYS) or any(one.id == button for one in shown) else ""
    said = folded(text)
    if not said:
        return ""
    for fits in (_same, _leading, _numbered, _part):
        found = {one.id for one in shown if fits(one, said)}
        if len(found) == 1:
            return found.pop()
    return ""


def folded(text: str) -> str:
    """As the understanding folds it, without punctuation at the ends: `  ١. ` is `1`, `fara telefon` is
    `fără telefon`, and what an Arabic keyboard writes is what another writes."""
    return " ".join(fold(text).split()).strip(" .,!?:;()[]#\"'’؟،۔")


def _same(one: RenderedChoice, said: str) -> bool:
    return folded(one.label) == said or (not said.isascii() and folded(one.id) == said)


def _leading(one: RenderedChoice, said: str) -> bool:
    if not any(sign.isdigit() for sign in said):
        return False
    words = _words(one.label)
    return said in words[: 2 if words and words[0] in ROOMS else 1]


def _numbered(one: RenderedChoice, said: str) -> bool:
    return one.key == said


def _part(one: RenderedChoice, said: str) -> bool:
    return (
        len(said) >= SHORTEST_PART
        and not said.isdigit()
        and f" {said} " in f" {' '.join(_words(one.label))} "
    )


def _words(label: str) -> list[str]:
    return folded(label).replace(",", " ").split()
