"""Which of the shown choices a message means: the same for buttons, numbers and words."""

from __future__ import annotations

import unicodedata

from accessibility.text import RenderedChoice

SHORTEST_PART = 3


def picked(shown: tuple[RenderedChoice, ...], text: str, button: str = "") -> str:
    """The id of the choice that is meant, empty when none is.

    A pressed button counts only while its choice is shown or when it is a self-contained action (`do:…`).
    Words that begin a label win over a number that merely counts it: in a list of addresses `12` means
    number twelve, not the twelfth.
    """
    if button:
        return button if button.startswith("do:") or any(one.id == button for one in shown) else ""
    said = folded(text)
    if not said:
        return ""
    for fits in (_same, _leading, _numbered, _part):
        found = {one.id for one in shown if fits(one, said)}
        if len(found) == 1:
            return found.pop()
    return ""


def folded(text: str) -> str:
    """Lower case, ASCII digits, no marks, no punctuation at the ends: `  ١. ` is `1`."""
    plain = "".join(
        str(unicodedata.digit(sign))
        if sign.isdigit() and not sign.isascii() and unicodedata.digit(sign, None) is not None
        else sign
        for sign in unicodedata.normalize("NFKC", text)
    )
    return " ".join(plain.casefold().split()).strip(" .,!?:;()[]#\"'’؟،۔")


def _same(one: RenderedChoice, said: str) -> bool:
    return folded(one.label) == said or (not said.isascii() and folded(one.id) == said)


def _leading(one: RenderedChoice, said: str) -> bool:
    return any(sign.isdigit() for sign in said) and folded(one.label).replace(",", " ").split()[:1] == [said]


def _numbered(one: RenderedChoice, said: str) -> bool:
    return one.key == said


def _part(one: RenderedChoice, said: str) -> bool:
    return len(said) >= SHORTEST_PART and not said.isdigit() and f" {said} " in f" {folded(one.label)} "
