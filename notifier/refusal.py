"""Why something that a feed sent is not believed, in words that an operator can act on."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, Literal

from msgspec import Struct

Reason = Literal[
    "unreadable",
    "too_big",
    "doctype",
    "wrong_shape",
    "missing",
    "unknown_type",
    "no_unit",
    "wrong_unit",
    "no_offset",
    "wrong_time",
    "future",
    "late",
    "repeated",
    "absurd",
    "stuck",
    "simulated",
    "not_a_reading",
    "removed",
    "not_decoded",
    "unknown_sensor",
    "no_area",
    "bad_area",
    "not_actual",
    "not_public",
    "over",
    "older",
    "elsewhere",
]

REASONS: Final[Mapping[Reason, str]] = {
    "unreadable": "It is not in the format that this feed is set to.",
    "too_big": "It is larger than anything that this feed has reason to send.",
    "doctype": "It carries a document type, which may hide an attack.",
    "wrong_shape": "A field is of another kind than the format says.",
    "missing": "A field that the format requires is missing.",
    "unknown_type": "It is of a kind that is not used here.",
    "no_unit": "It gives no unit, and the feed's settings name none.",
    "wrong_unit": "Its unit does not fit what was measured.",
    "no_offset": "Its time does not say which zone it is in.",
    "wrong_time": "Its times contradict each other, or cannot be read.",
    "future": "It is from the future: the sensor's clock is wrong.",
    "late": "It came too late to count.",
    "repeated": "It has come before.",
    "absurd": "No such value is possible.",
    "stuck": "The sensor has said exactly the same for too long.",
    "simulated": "It is marked as simulated.",
    "not_a_reading": "It is a message about the device, not a reading.",
    "removed": "It says that a value was taken away.",
    "not_decoded": "The network has not decoded it: the device has no payload formatter.",
    "unknown_sensor": "This sensor is not in the city's list.",
    "no_area": "It does not say where it holds.",
    "bad_area": "Its area is broken beyond repair.",
    "not_actual": "It is a test, an exercise or a draft.",
    "not_public": "It is not meant for the public.",
    "over": "It was over before it came.",
    "older": "A newer version of it is known.",
    "elsewhere": "It is about somewhere else.",
}
"""What each means."""


class Refusal(Struct, frozen=True):
    """Something that was refused. `what` names it (a sensor, a warning, a field) and `detail` says what was
    wrong with it; neither repeats more of what came than a short, cleaned excerpt."""

    feed: str
    reason: Reason
    what: str = ""
    detail: str = ""
