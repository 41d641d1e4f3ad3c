"""Reads CAP messages as somebody else's software would, and holds them to the standard's own schema."""

from __future__ import annotations

import os
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

CAP = "{urn:oasis:names:tc:emergency:cap:1.2}"
XSD = Path(__file__).parents[4] / "shared" / "data" / "alerts" / "cap" / "CAP-v1.2.xsd"


@cache
def schema() -> etree.XMLSchema:
    """The schema as OASIS publishes it; without it the test is left out."""
    if not XSD.exists():
        missing = "the schema of CAP is not in ../shared/data/alerts/cap"
        if os.environ.get("CI") == "true":
            pytest.fail(missing)
        pytest.skip(missing)
    return etree.XMLSchema(etree.parse(str(XSD)))


def valid(xml: bytes) -> Any:
    """The message's root; fails with the schema's words where it is not valid."""
    root = etree.fromstring(xml)
    schema().assertValid(root)
    return root


def text(root: Any, path: str) -> str:
    """The one text at a path such as `info/area/areaDesc`, of the first language."""
    found = root.find("/".join(CAP + step for step in path.split("/")))
    assert found is not None, path
    return found.text or ""


def texts(root: Any, path: str) -> list[str]:
    """All of them."""
    return [found.text or "" for found in root.findall("/".join(CAP + step for step in path.split("/")))]


def named(root: Any, path: str) -> dict[str, str]:
    """Names and values at a path such as `info/parameter`."""
    found = root.findall("/".join(CAP + step for step in path.split("/")))
    return {text(one, "valueName"): text(one, "value") for one in found}
