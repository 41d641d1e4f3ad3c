"""UK postcodes, however they were typed or spoken: `ls81aa`, `LS8 1 AA`, `L S eight one double A`."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from nlu.normalise import Folded
from nlu.spoken import characters
from nlu.tokens import Token, tokens
from nlu.understanding import Entity

_AREAS = (
    "ab al b ba bb bd bh bl bn br bs bt ca cb cf ch cm co cr ct cv cw da dd de dg dh dl dn dt dy e ec eh "
    "en ex fk fy g gl gu gy ha hd hg hp hr hs hu hx ig im ip iv je ka kt kw ky l la ld le ll ln ls lu m "
    "me mk ml n ne ng nn np nr nw ol ox pa pe ph pl po pr rg rh rm s sa se sg sk sl sm sn so sp sr ss st "
    "sw sy ta td tf tn tq tr ts tw ub w wa wc wd wf wn wr ws wv yo ze"
)
_AREA = "|".join(sorted(_AREAS.split(), key=len, reverse=True))
_OUTWARD = rf"(?:{_AREA})\d[a-z\d]?"
_FULL = re.compile(rf"({_OUTWARD})(\d[abd-hjlnp-uw-z]{{2}})")  # inward letters are never C I K M O V
_PARTIAL = re.compile(rf"(?:{'|'.join(area for area in _AREAS.split() if len(area) == 2)})\d[a-z\d]?")
_ROUND = re.compile(r"[A-Z]+[3-9]0 ")
"""`L S eighty one A D` is LS8 1AD: districts with so large a round number are rare."""
_LONGEST = 7
_MOST_WORDS = 4 * _LONGEST
"""Of a postcode in which every letter has its example: `a as in apple`."""


def postcodes(text: Folded) -> list[Entity]:
    """Every postcode of the text in order; an outward part alone (`LS8`) has a value without a space.

    A lone outward part is only believed for areas of two letters: `B12` and `E10` are other things too. It
    may be spelt letter by letter: `L S 9`.
    """
    words = tokens(text.text)
    found: list[Entity] = []
    at = 0
    while at < len(words):
        size, value = _longest(words[at:])
        if size:
            first, last = text.span(words[at].start, words[at + size - 1].end)
            found.append(Entity("postcode", first, last, value, "postcodes"))
        at += size or 1
    return found


def _longest(words: Sequence[Token]) -> tuple[int, str]:
    """How many words from the first on make a postcode, and which; 0 when none do."""
    best = (1, words[0].text.upper()) if _PARTIAL.fullmatch(words[0].text) else (0, "")
    for tens in (False, True):
        for size, joined in _joined(words, tens):
            match = _FULL.fullmatch(joined)
            if match and (size > best[0] or (size == best[0] and _ROUND.match(best[1]))):
                best = (size, f"{match[1]} {match[2]}".upper())
            elif size > best[0] and len(words[0].text) == 1 and _PARTIAL.fullmatch(joined):
                best = (size, joined.upper())
    return best


def _joined(words: Sequence[Token], tens: bool) -> Iterator[tuple[int, str]]:
    """The characters that the first 1, 2, 3 … words stand for, as long as they can be a postcode. `tens`:
    `twenty one` is 21 and not 20 and 1."""
    said = [word.text for word in words[:_MOST_WORDS]]
    joined, double, size = "", False, 0
    while size < len(said):
        if said[size] == "double":
            double, size = True, size + 1
            continue
        meant, taken = characters(said[size:], joined, tens)
        if meant is None or (double and len(meant) != 1):
            return
        joined += meant * (2 if double else 1)
        double, size = False, size + taken
        if len(joined) > _LONGEST or not _touching(words[:size]):
            return
        yield size, joined


def _touching(words: Sequence[Token]) -> bool:
    """Whether the words stand beside each other, with at most a space and a comma between."""
    return all(right.start - left.end <= 2 for left, right in pairwise(words))
