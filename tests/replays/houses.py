"""The houses that recordings are played in, by name: each is today's program with knowledge of its own."""

from __future__ import annotations

from tests.replays.leeds import leeds
from tests.replays.recording import Houses
from tests.unit.dialogue.house import World

HOUSES: Houses = {"test": lambda: World().house(), "leeds": leeds}
