"""The commands of the bot: `/start`, `/help`, `/stop`, `/language` and `/person` are choices that mean the
same in every state and language. `/start CODE`, from a link, hands on the words `link CODE`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from msgspec import Struct

from accessibility.text import Text, _

CHOICES: Mapping[str, str] = {
    "start": "do:greet",
    "help": "word:help",
    "stop": "word:stop",
    "language": "word:language",
    "person": "word:person",
}

MENU: Mapping[str, Text] = {
    "help": _("What I can do"),
    "language": _("Change the language"),
    "person": _("Talk to a person"),
    "stop": _("Stop what we are doing"),
}
"""What Telegram shows behind the menu button, in this order. `/start` is Telegram's own button."""

LINK = "link"
_COMMAND = re.compile(r"/([A-Za-z0-9_]{1,32})(?:@\w{1,64})?(?:\s+(.*))?", re.DOTALL)
_PAYLOAD = re.compile(r"[A-Za-z0-9_-]{1,64}")


class Command(Struct, frozen=True):
    """What a command says, and its choice if it has one."""

    text: str
    choice: str = ""


def read(words: str) -> Command:
    """Reads words that begin with a slash; an unknown command is its words without the slash."""
    found = _COMMAND.fullmatch(words)
    if found is None:
        return Command(words)
    name, rest = found[1].lower(), (found[2] or "").strip()
    if name == "start" and _PAYLOAD.fullmatch(rest):
        return Command(f"{LINK} {rest}")
    if name in CHOICES and not rest:
        return Command(name, CHOICES[name])
    return Command(f"{found[1]} {rest}".strip())
