"""One figure of a benchmark."""

from __future__ import annotations

from typing import Literal

from msgspec import Struct


class Row(Struct, frozen=True):
    """`value` in `unit`, beside `floor` in the same unit.

    `target` bounds the ratio to the floor when `of_floor` is set, else the value, from the side of `sense`.
    """

    name: str
    value: float
    unit: str
    floor: float | None = None
    target: float | None = None
    sense: Literal["<=", ">="] = "<="
    of_floor: bool = False

    @property
    def ratio(self) -> float | None:
        return self.value / self.floor if self.floor else None

    @property
    def reached(self) -> bool:
        """Whether the target is met; True when there is none."""
        if self.target is None:
            return True
        judged = self.ratio if self.of_floor and self.ratio is not None else self.value
        return judged <= self.target if self.sense == "<=" else judged >= self.target
