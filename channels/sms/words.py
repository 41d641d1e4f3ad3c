"""What the channel itself says, without the conversation: why a photo was not taken."""

from __future__ import annotations

from collections.abc import Mapping

from accessibility.text import Text, _

_TOO_LARGE = _("This photo is too large for me. Please tell me in words.")
REASONS: Mapping[str, Text] = {
    "too_large": _TOO_LARGE,
    "too_big_a_picture": _TOO_LARGE,
    "not_a_picture": _("I cannot open this picture. Please send another photo."),
    "too_many": _("I have as many photos as I can keep. Please tell me the rest in words."),
    "unfetched": _("Your photo did not reach me. Please send it again."),
}
"""By the reason of `NoPhoto`, or `unfetched`."""
