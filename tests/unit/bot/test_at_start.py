"""While a process is put together nobody looks for garbage; afterwards somebody does again."""

from __future__ import annotations

import gc

import pytest

from bot.at_start import nothing_is_garbage


def test_it_is_not_looked_for_meanwhile_and_what_is_there_is_left_out_afterwards() -> None:
    gc.collect()
    left_out = gc.get_freeze_count()
    new: list[list[int]] = [[]]
    with nothing_is_garbage():
        assert not gc.isenabled()
        assert any(one is new for one in gc.get_objects())
    assert gc.isenabled()
    assert gc.get_freeze_count() > left_out
    assert not any(one is new for one in gc.get_objects())


def test_it_is_looked_for_again_also_when_the_start_fails() -> None:
    with pytest.raises(ValueError, match="no database"), nothing_is_garbage():
        raise ValueError("no database")
    assert gc.isenabled()
