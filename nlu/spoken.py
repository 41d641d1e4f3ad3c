"""Numbers and letters as they are spoken, in words."""

from __future__ import annotations

_DIGITS = {
    "zero": "0",
    "oh": "0",
    "nought": "0",
    "one": "1",
    "two": "2",
    "three": "3",
    "four": "4",
    "five": "5",
    "six": "6",
    "seven": "7",
    "eight": "8",
    "nine": "9",
}
_TEENS = {
    "ten": "10",
    "eleven": "11",
    "twelve": "12",
    "thirteen": "13",
    "fourteen": "14",
    "fifteen": "15",
    "sixteen": "16",
    "seventeen": "17",
    "eighteen": "18",
    "nineteen": "19",
    "twenty": "20",
}
_CHARACTERS_IN_A_CODE = 7


def character(word: str, after: str) -> str | None:
    """The letters and digits that a word of a spelt-out code stands for; None when it is an ordinary word.

    `after` is the code so far: `o` after a digit is a zero, and a number may not begin a postcode.
    """
    if not after and not word[0].isalpha():
        return None
    if word in _DIGITS or word in _TEENS:
        return (_DIGITS | _TEENS)[word] if after else None
    if not word.isascii() or len(word) > _CHARACTERS_IN_A_CODE:
        return None
    spelt = len(word) <= 2 or any(char.isdigit() for char in word)
    return word if spelt else None
