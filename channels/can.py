"""What each channel can do, as one table: nobody asks which channel it is.

Web chat: the page reads the transcript, so it shows what is said unasked. Text messages: no buttons, and
three choices fit (R22). Speech: three choices can be kept in mind (R25).
"""

from __future__ import annotations

from collections.abc import Mapping

from channels.message import Capabilities
from channels.voice.voices import SPOKEN

CAN: Mapping[str, Capabilities] = {
    "web": Capabilities(push=True, photos=True),
    "rest": Capabilities(identity="program"),
    "telegram": Capabilities(push=True, photos=True, location=True, identity="account", longest=4_096),
    "sms": Capabilities("sms", buttons=False, push=True, max_choices=3, identity="number", longest=3),
    "voice": Capabilities(
        "speech", buttons=False, max_choices=3, languages=SPOKEN, transfers=True, identity="number"
    ),
    "homeassistant": Capabilities("speech", buttons=False, max_choices=3, shared=True, identity="household"),
    "alexa": Capabilities(
        "speech", buttons=False, max_choices=3, languages=("en",), shared=True, identity="household"
    ),
}
"""By the channel's name."""
