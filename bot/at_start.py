"""How a process that goes on for long is put together."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def nothing_is_garbage() -> Iterator[None]:
    """Nothing of what is made at the start is ever thrown away: looking for what could be takes a third of
    the start, and looking through all of it again a part of every later turn. So it is not looked for
    meanwhile, and what is there at the end is left out from then on."""
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        gc.enable()
