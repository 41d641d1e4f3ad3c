"""The machine-readable Bot API: says what is wrong with a value that claims to be one of its types.

A file has `methods` and `types`. Each has `fields`: a name, with `?` when it may be missing, and the names of
the types it may have; `returns` of a method and `subtypes` of a type are lists of names, too.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import msgspec
from msgspec import Struct

DEEPEST = 40
_PLAIN: Mapping[str, tuple[type, ...]] = {
    "String": (str,),
    "Integer": (int,),
    "Float": (int, float),
    "Boolean": (bool,),
}


class Shape(Struct, frozen=True):
    fields: dict[str, list[str]] = {}
    returns: list[str] = []
    subtypes: list[str] = []


class Spec(Struct, frozen=True):
    """The methods and types of one version."""

    version: str
    methods: dict[str, Shape]
    types: dict[str, Shape]

    @classmethod
    def read(cls, path: Path) -> Spec:
        return msgspec.json.decode(path.read_bytes(), type=Spec)

    def faults(self, kind: str, value: Any, at: str = "") -> list[str]:
        """What is wrong with `value` as a `kind`, each with its place; empty when it is right."""
        return list(self._faults(kind, value, at or kind, 0))

    def call(self, method: str, arguments: Mapping[str, Any]) -> list[str]:
        """What is wrong with a call, whose arguments are values and not their JSON."""
        if method not in self.methods:
            return [f"there is no method {method}"]
        return list(self._fields(self.methods[method].fields, arguments, method, 0))

    def _faults(self, kind: str, value: Any, at: str, deep: int) -> Iterator[str]:
        if deep > DEEPEST:
            yield f"{at}: too deep"
        elif kind.startswith("Array of "):
            yield from self._array(kind.removeprefix("Array of "), value, at, deep)
        elif kind in _PLAIN:
            right = isinstance(value, _PLAIN[kind]) and (kind == "Boolean") == isinstance(value, bool)
            if not right:
                yield f"{at}: is no {kind}"
        elif kind in self.types:
            yield from self._type(self.types[kind], value, at, deep)
        elif not isinstance(value, str):  # InputFile as an id or an address
            yield f"{at}: is no {kind}"

    def _array(self, kind: str, value: Any, at: str, deep: int) -> Iterator[str]:
        if not isinstance(value, list):
            yield f"{at}: is no array"
            return
        for number, one in enumerate(value):
            yield from self._faults(kind, one, f"{at}[{number}]", deep + 1)

    def _type(self, shape: Shape, value: Any, at: str, deep: int) -> Iterator[str]:
        if shape.subtypes:
            yield from self._any_of(shape.subtypes, value, at, deep)
        elif not isinstance(value, dict):
            yield f"{at}: is no object"
        else:
            yield from self._fields(shape.fields, value, at, deep)

    def _fields(
        self, fields: Mapping[str, list[str]], value: Mapping[str, Any], at: str, deep: int
    ) -> Iterator[str]:
        names = {name.removesuffix("?") for name in fields}
        yield from (f"{at}.{name}: is unknown" for name in value if name not in names)
        for name, kinds in fields.items():
            bare = name.removesuffix("?")
            if bare in value:
                yield from self._any_of(kinds, value[bare], f"{at}.{bare}", deep + 1)
            elif bare == name:
                yield f"{at}.{bare}: is missing"

    def _any_of(self, kinds: list[str], value: Any, at: str, deep: int) -> Iterator[str]:
        """One of them has to fit; else the faults of the one that fits best are told."""
        found = [list(self._faults(kind, value, at, deep + 1)) for kind in kinds]
        yield from min(found, key=len)
