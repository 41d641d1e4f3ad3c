"""Work in a process beside this one, which begins with all that this one has in memory."""

from __future__ import annotations

from collections.abc import Callable
from multiprocessing import get_context
from multiprocessing.connection import Connection
from typing import TypeVar

_FORK = get_context("fork")  # nothing is copied: the lines of a training are a gigabyte
_Answer = TypeVar("_Answer")


def beside(work: Callable[[], _Answer]) -> Callable[[], _Answer]:
    """Starts `work` and gives what waits for its answer, which is pickled.

    Not for a process with threads that hold locks: they are held for ever in the other one. Waiting raises
    `ChildProcessError` when it ended without an answer.
    """
    ours, theirs = _FORK.Pipe(duplex=False)
    process = _FORK.Process(target=_answer, args=(work, theirs), daemon=False)
    process.start()
    theirs.close()

    def wait() -> _Answer:
        try:
            answer: _Answer = ours.recv()
        except EOFError:
            process.join()
            raise ChildProcessError(
                f"a process of the training ended with {process.exitcode}; all need some 3 GB of memory"
            ) from None
        process.join()
        return answer

    return wait


def _answer(work: Callable[[], object], to: Connection) -> None:
    to.send(work())
    to.close()
