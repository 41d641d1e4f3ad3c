"""Two languages that nobody speaks, made from the English: they show what translation will break.

`en-XA` is accented and 40 % longer: text that stays plain was never in the catalogue, and what is cut off had
no room. `ar-XB` is in Arabic letters and runs from right to left.
"""

from __future__ import annotations

import re
from collections.abc import Callable

import msgspec

from locales.catalogue import Catalogue
from locales.languages import SOURCE, Language
from locales.message import Message

ACCENTED, MIRRORED = "en-XA", "ar-XB"
LONGER = 0.4

_HOLE = re.compile(r"(%\([a-z_][a-z0-9_]*\)s|%%)")
_ACCENTS = str.maketrans("aceilnosuyzACEILNOSUYZ", "áćéíłńóśúýźÁĆÉÍŁŃÓŚÚÝŹ")
_ARABIC = str.maketrans("abcdefghijklmnopqrstuvwxyz", "ابچدعفگحیجکلمنوپقرستثڤطخےز")


def accented(text: str) -> str:
    """The text with accents, brackets at its ends and four tenths more length."""
    return f"[{_words(text, lambda words: words.translate(_ACCENTS))} {'~' * round(LONGER * len(text))}]"


def mirrored(text: str) -> str:
    """The text letter for letter in the Arabic script."""
    return _words(text, lambda words: words.lower().translate(_ARABIC).replace(",", "،").replace("?", "؟"))


def pseudo(catalogue: Catalogue) -> Catalogue:
    """The known messages of `catalogue` in English and in both pseudo-languages."""
    english = catalogue.languages[SOURCE]
    known = catalogue.known()
    return Catalogue(
        (english, *map(_row, (english, english), (ACCENTED, MIRRORED))),
        {ACCENTED: _made(known, accented), MIRRORED: _made(known, mirrored)},
        known=known,
    )


def _row(english: Language, tag: str) -> Language:
    if tag == ACCENTED:
        return msgspec.structs.replace(english, tag=tag, endonym=accented("English"))
    return msgspec.structs.replace(
        english, tag=tag, endonym=mirrored("English"), script="Arab", direction="rtl", sms_fold=False
    )


def _made(known: tuple[Message, ...], make: Callable[[str], str]) -> dict[Message, tuple[str, ...]]:
    return {message: tuple(map(make, message.english)) for message in known}


def _words(text: str, change: Callable[[str], str]) -> str:
    """`text` changed, but for its placeholders."""
    return "".join(part if _HOLE.fullmatch(part) else change(part) for part in _HOLE.split(text))
