"""What the channel itself says, without the conversation: why something could not be taken."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from accessibility.text import Rendered, Text, _
from channels.message import Reply
from channels.photos import Reason

Says = Callable[[Reply, str], Rendered]
"""Writes a reply for this channel in a language; in English when there are no words for it."""

SHARE = Reply(_("Share where I am"))
"""The button that sends the phone's position."""

ONLY_WORDS = Reply(_("I can take words and photos. I cannot hear or watch yet. Please write it to me."))
LOST = Reply(_("Your photo did not reach me. Please send it again."))

_TOO_LARGE = _("This photo is too large for me. Please send it as a photo, not as a file.")
_REASONS: Mapping[Reason, Text] = {
    "too_large": _TOO_LARGE,
    "too_big_a_picture": _TOO_LARGE,
    "not_a_picture": _("I cannot open this picture. Please send another photo."),
    "too_many": _("I have as many photos as I can keep. Please tell me the rest in words."),
}


def refused(reason: Reason) -> Reply:
    """Why a photo was not kept, and what can be done."""
    return Reply(_REASONS[reason])


def served(code: str, languages: tuple[str, ...]) -> str:
    """Our tag for what Telegram calls a language (`pt-br`, `zh-hans`); empty when we do not speak it."""
    wanted = code.replace("_", "-").lower()
    exact = {tag.lower(): tag for tag in languages}
    family = {tag.lower().split("-")[0]: tag for tag in reversed(languages)}
    return exact.get(wanted) or family.get(wanted.split("-")[0], "")
