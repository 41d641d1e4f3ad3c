"""NGSI-LD entities as brokers write them: normalized, simplified ("key-values") or in the manner of NGSI-v2;
with one value or several under a `datasetId`; with names that the reader's context shortens, or as whole
URIs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

from msgspec import Struct

from notifier.feeds.fields import text

NULL: Final = "urn:ngsi-ld:null"
"""What stands where a value was taken away (clause 4.5.0 of CIM 009)."""

DEFAULT: Final = "@none"
_CARRIES: Final = ("value", "object", "languageMap", "vocab", "valueList", "json")


class Attribute(Struct, frozen=True):
    """One value of an attribute. `unit` is as it was written, empty for none; `at` likewise; `removed` that
    the message takes it away."""

    value: Any
    unit: str = ""
    at: Any = None
    removed: bool = False


class Several(Struct, frozen=True):
    """Values under several datasets, none of which is the default one."""

    datasets: tuple[str, ...]


class Entity(Struct, frozen=True):
    """`type` is the first of its types; `attributes` are what it has, by short names; `deleted` when the
    message says that it is gone."""

    id: str
    type: str
    attributes: Mapping[str, Any]
    deleted: bool = False

    def get(self, name: str, dataset: str = "") -> Attribute | Several | None:
        """The attribute's value, or that of the dataset."""
        raw = self.attributes.get(name)
        return None if raw is None else _chosen(dict(_instances(raw)), dataset)

    def value(self, name: str) -> Any:
        """The plain value of an attribute that is there once, else None."""
        found = self.get(name)
        return found.value if isinstance(found, Attribute) and not found.removed else None


def short(name: str) -> str:
    """The last part of a URI; other names as they are."""
    if not name.startswith(("http://", "https://")):
        return name
    return name.rstrip("/#").replace("#", "/").rsplit("/", 1)[-1]


def entity(raw: Mapping[str, Any]) -> Entity:
    """An object as an entity; what it lacks is empty."""
    kind = raw.get("type", raw.get("@type"))
    kind = next((one for one in kind if isinstance(one, str)), "") if isinstance(kind, list) else kind
    attributes: dict[str, Any] = {}
    for name, value in raw.items():
        attributes.setdefault(short(name), value)
    deleted = bool(text(raw.get("deletedAt")))
    id = text(raw.get("id", raw.get("@id")))
    return Entity(id, short(text(kind)), attributes, deleted)


def plain(value: object) -> Any:
    """A value without the wrapping of a typed literal (`{"@type": "DateTime", "@value": "…"}`)."""
    return value["@value"] if isinstance(value, dict) and "@value" in value else value


def _chosen(instances: dict[str, Attribute], dataset: str) -> Attribute | Several | None:
    if dataset in instances:
        return instances[dataset]
    if DEFAULT in instances:
        return instances[DEFAULT]
    if len(instances) == 1 and not dataset:
        return next(iter(instances.values()))
    return Several(tuple(instances)) if instances else None


def _instances(raw: object) -> Iterator[tuple[str, Attribute]]:
    """Every value, by its dataset."""
    if isinstance(raw, list) and any(_normalized(one) for one in raw):
        for one in raw:
            if _normalized(one):
                yield text(one.get("datasetId")) or DEFAULT, _attribute(one)
    elif isinstance(raw, dict) and set(raw) == {"dataset"} and isinstance(raw["dataset"], dict):
        for dataset, value in raw["dataset"].items():
            yield dataset, _literal(value)
    elif _normalized(raw) and isinstance(raw, dict):
        yield text(raw.get("datasetId")) or DEFAULT, _attribute(raw)
    else:
        yield DEFAULT, _literal(raw)


def _normalized(raw: object) -> bool:
    return isinstance(raw, dict) and any(name in raw for name in _CARRIES) and "@value" not in raw


def _attribute(raw: Mapping[str, Any]) -> Attribute:
    name = next(name for name in _CARRIES if name in raw)
    value = plain(raw[name])
    metadata = raw.get("metadata") if isinstance(raw.get("metadata"), dict) else {}
    unit = _either(raw.get("unitCode"), metadata, "unitCode")
    at = _either(raw.get("observedAt"), metadata, "observedAt", "timestamp", "TimeInstant", "dateObserved")
    gone = value == NULL or (isinstance(value, dict) and value.get(DEFAULT) == NULL)
    return Attribute(None if gone else value, text(unit), at, gone or bool(text(raw.get("deletedAt"))))


def _literal(raw: object) -> Attribute:
    value = plain(raw)
    gone = value == NULL
    return Attribute(None if gone else value, removed=gone)


def _either(stated: object, metadata: Any, *names: str) -> Any:
    """What NGSI-LD states beside the value, and NGSI-v2 within `metadata`."""
    if stated is not None:
        return plain(stated["value"] if isinstance(stated, dict) and "value" in stated else stated)
    for name in names:
        found = metadata.get(name)
        if found is not None:
            return plain(found.get("value") if isinstance(found, dict) and "value" in found else found)
    return None
