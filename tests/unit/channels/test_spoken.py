"""The words of an SSML reply, for voices that know no SSML."""

from __future__ import annotations

import pytest

from channels.spoken import plain


@pytest.mark.parametrize(
    ("ssml", "words"),
    [
        ("<speak>Hello.</speak>", "Hello."),
        ('<speak><prosody rate="90%">One.<break time="1s"/>Two.</prosody></speak>', "One. Two."),
        ('<speak>Black bin<break time="400ms"/>Green bin</speak>', "Black bin. Green bin"),
        ('<speak><say-as interpret-as="characters">LS8</say-as> one</speak>', "LS8 one"),
        ("<speak>Fish &amp; chips &lt;now&gt;</speak>", "Fish & chips <now>"),
        ('<speak><lang xml:lang="pl-PL">Czwartek</lang>, 7.</speak>', "Czwartek, 7."),
        ('<speak><break time="1s"/>Late start</speak>', "Late start"),
        ("<speak>\u2068LS8\u2069 one</speak>", "LS8 one"),
        ('<speak>آج<break time="1s"/>کل۔</speak>', "آج. کل۔"),
    ],
)
def test_pauses_become_full_stops(ssml: str, words: str) -> None:
    assert plain(ssml) == words
