"""How a text is told to Rasa, in training and later: the same words either time."""

from __future__ import annotations

from nlu.tokens import words


def spaced(folded: str) -> str:
    """The words of a folded text with single spaces between, Chinese characters one by one.

    Rasa cuts at spaces only. And nothing is left that Rasa would take as more than words: a leading `/` names
    an intent there, with any entity, and brackets mark entities in a training line.
    """
    return " ".join(words(folded))
