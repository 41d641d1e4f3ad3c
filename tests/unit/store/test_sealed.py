"""What is sealed can be read with the right secret, by nobody without it, and cannot be altered unnoticed."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.store.sealed import Keys, Sealed, SealError
from channels.message import Inbound

OLD, NEW = "the old secret, thirty-two characters", "the new secret, thirty-two characters"
keys = Keys([NEW])


@given(st.text())
def test_text_comes_back_as_it_was(text: str) -> None:
    assert keys.open(keys.seal(text), str) == text


@given(st.binary())
def test_bytes_come_back_as_they_were(data: bytes) -> None:
    assert keys.open_bytes(keys.seal_bytes(data)) == data


def test_a_struct_comes_back_as_it_was() -> None:
    at = dt.datetime(2026, 11, 20, 9, tzinfo=dt.UTC)
    inbound = Inbound("SM1", "sms", "+447700900123", "my bin", at)
    assert keys.open(keys.seal(inbound), Inbound) == inbound


@given(st.text(min_size=3))
def test_sealed_text_does_not_show(text: str) -> None:
    assert text.encode() not in keys.seal(text)


def test_the_same_text_is_never_sealed_alike() -> None:
    assert keys.seal("bin") != keys.seal("bin")


def test_another_secret_does_not_open_it() -> None:
    with pytest.raises(SealError, match="cannot be opened with the secrets in SNICKET_SECRET"):
        Keys([OLD]).open(keys.seal("bin"), str)


@given(st.data())
def test_any_altered_byte_is_noticed(data: st.DataObject) -> None:
    sealed = bytearray(keys.seal("the bin is at number 14"))
    place = data.draw(st.integers(min_value=0, max_value=len(sealed) - 3))
    sealed[place] ^= data.draw(st.sampled_from([1, 2, 4, 8, 16, 32]))
    with pytest.raises(SealError):
        keys.open(bytes(sealed), str)


def test_several_secrets_all_open_and_the_first_seals() -> None:
    both = Keys([NEW, OLD])
    assert both.open(Keys([OLD]).seal("old"), str) == "old"
    assert Keys([NEW]).open(both.seal("new"), str) == "new"
    assert both.rotating
    assert not keys.rotating


def test_sealing_again_is_done_only_where_it_is_needed() -> None:
    both = Keys([NEW, OLD])
    old = Keys([OLD]).seal("bin")
    again = both.again(old)
    assert isinstance(again, Sealed)
    assert Keys([NEW]).open(again, str) == "bin"
    assert both.again(again) is None


@given(st.text(), st.text())
def test_look_up_hashes_agree_exactly_when_the_parts_do(one: str, two: str) -> None:
    assert (keys.find("sms", one) == keys.find("sms", two)) == (one == two)


def test_the_parts_of_a_look_up_are_kept_apart() -> None:
    assert keys.find("a", "bc") != keys.find("ab", "c")
    assert keys.find("a", "b") != keys.find("a\0b") != keys.find('a","b')


def test_a_look_up_hash_needs_the_secret() -> None:
    assert len(keys.find("sms", "+447700900123")) == 32
    assert keys.find("sms", "+447700900123") != Keys([OLD]).find("sms", "+447700900123")


def test_all_secrets_hashes_can_be_had_with_the_current_first() -> None:
    assert Keys([NEW, OLD]).find_any("sms", "1") == [keys.find("sms", "1"), Keys([OLD]).find("sms", "1")]


@pytest.mark.parametrize("secrets", [[], [""], [NEW, ""]])
def test_there_is_no_sealing_without_a_secret(secrets: list[str]) -> None:
    with pytest.raises(ValueError, match="at least one secret is needed"):
        Keys(secrets)


def test_keys_do_not_show_their_secrets() -> None:
    assert repr(Keys([NEW, OLD])) == "Keys(<2 masked>)"
