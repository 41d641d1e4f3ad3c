"""The one error of a load."""

from __future__ import annotations


class LoadRefused(ValueError):
    """The load was not taken over; the last good data still serves.

    The message is one sentence that names the file, where it can the line, and what is wrong.
    """
