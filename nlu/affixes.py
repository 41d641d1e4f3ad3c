"""Words that stand right before or right after a place in a text, by lists; `week*` is a word's beginning."""

from __future__ import annotations

from collections.abc import Iterable

from nlu.normalise import fold, is_chinese
from nlu.tokens import in_word

_BETWEEN = " .#:\t"


class Neighbours:
    """Whether one of the words stands beside a place. Chinese characters need no gap around them."""

    def __init__(self, words: Iterable[str]) -> None:
        folded = {fold(word) for word in words}
        self._whole = tuple(sorted(word for word in folded if not word.endswith("*")))
        self._beginnings = tuple(sorted(word.rstrip("*") for word in folded if word.endswith("*")))

    def after(self, text: str, at: int) -> bool:
        """Whether one begins at `at`, spaces aside."""
        rest = text[at : at + 40].lstrip()
        return rest.startswith(self._beginnings) or (
            rest.startswith(self._whole) and any(_ends(rest, word) for word in self._whole)
        )

    def before(self, text: str, at: int) -> bool:
        """Whether one ends at `at`, spaces and a `.`, `#` or `:` aside."""
        head = text[max(at - 40, 0) : at].rstrip(_BETWEEN)
        return head.endswith(self._whole) and any(_begins(head, word) for word in self._whole)


def _ends(rest: str, word: str) -> bool:
    return rest.startswith(word) and (is_chinese(word[-1]) or not in_word(rest[len(word) :][:1] or " "))


def _begins(head: str, word: str) -> bool:
    return head.endswith(word) and (
        is_chinese(word[0]) or not in_word(head[: len(head) - len(word)][-1:] or " ")
    )
