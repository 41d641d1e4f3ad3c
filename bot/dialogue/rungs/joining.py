"""The code of another channel: words that mean the same in every language."""

from __future__ import annotations

import re

from bot.dialogue.scene import Scene

SKILL = "channels.join"
_LINK = re.compile(r"\W*(?:link|/start)\W+[0-9a-z]{4}[\s-]*[0-9a-z]{4}\W*", re.IGNORECASE | re.ASCII)


def is_code(text: str) -> bool:
    """Whether a message is such a code. Then it tells nothing of the language of who sends it."""
    return _LINK.fullmatch(text) is not None


async def joining(scene: Scene) -> bool:
    """`link` and the code, as it was told on the other channel."""
    skill = scene.house.skills.by_name.get(SKILL)
    if skill is None or not is_code(scene.heard.text):
        return False
    await scene.aside(skill)
    return True
