"""What the tools are asked with. The descriptions are read by models."""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta, Struct

Postcode = Annotated[str, Meta(max_length=10, description="A whole postcode, such as LS8 1AD")]
House = Annotated[str, Meta(max_length=60, description="The house number or name, with the flat if any")]
Thing = Annotated[str, Meta(min_length=1, max_length=100, description="A household item, such as a battery")]
Somewhere = Annotated[str, Meta(max_length=100, description="A postcode, or its first part, such as LS8")]
Matter = Annotated[str, Meta(min_length=1, max_length=200, description="What it is about, in a few words")]


class NextBins(Struct, forbid_unknown_fields=True):
    postcode: Postcode
    house: House


class WhichBin(Struct, forbid_unknown_fields=True):
    item: Thing


class FindService(Struct, forbid_unknown_fields=True):
    matter: Matter
    place: Somewhere = ""


class AirNow(Struct, forbid_unknown_fields=True):
    place: Somewhere = ""


class WarningsNow(Struct, forbid_unknown_fields=True):
    place: Somewhere = ""
