"""Folding keeps a message in the GSM alphabet and never turns a name into question marks."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accessibility.sms import fold, folded, gsm, without_emoji


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("Prosimy wyjść. Źdźbło żółci, łąka, Łódź", "Prosimy wyjsc. Zdzblo zolci, laka, Lodz"),
        ("marți, ştiinţă, înțeles", "marti, stiinta, inteles"),
        ("ação, coração, três", "acao, coracao, tres"),
        ("“Quote” – it’s…", '"Quote" - it\'s...'),
        ("£62.50 à é ñ Ü", "£62.50 à é ñ Ü"),
        ("a\u00a0b\u200bc\u2068d\u2069", "a bcd"),
        ("e\u0301", "é"),
        ("Done 👍🏽 ✅", "Done  "),
        ("½ kg", "1/2 kg"),
        ("اردو", "????"),
    ],
)
def test_fold(text: str, plain: str) -> None:
    assert fold(text) == plain


@pytest.mark.parametrize(
    ("text", "sent"),
    [
        ("Zażółć gęślą jaźń", "Zazolc gesla jazn"),
        ("Plain", "Plain"),
        ("Dear بلال – hello", "Dear بلال - hello"),
        ("Really?", "Really?"),
        ("Łukasz?", "Lukasz?"),
    ],
)
def test_a_letter_without_a_plain_form_keeps_the_message_as_it_is(text: str, sent: str) -> None:
    assert folded(text) == sent


def test_no_emoji_is_sent() -> None:
    assert without_emoji("کل ♻️ منگل 🗑") == "کل  منگل "
    assert "🗑" not in folded("بلال 🗑")


@given(st.text())
def test_fold_is_always_in_the_alphabet_and_does_nothing_twice(text: str) -> None:
    plain = fold(text)
    assert gsm(plain)
    assert fold(plain) == plain


@given(st.text(st.characters(max_codepoint=0x17F, categories=["L", "Nd", "Zs"])))
def test_latin_letters_are_never_lost(text: str) -> None:
    assert len(folded(text)) >= len(text)
