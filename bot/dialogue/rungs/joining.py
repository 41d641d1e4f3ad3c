"""The code of another channel: words that mean the same in every language."""

from __future__ import annotations

import re

from bot.dialogue.scene import Scene

SKILL = "channels.join"
_LINK = re.compile(r"\W*(?:link|/start)\W+[0-9a-z]{4}[\s-]*[0-9a-z]{4}\W*", re.IGNORECASE | re.ASCII)


async def joining(scene: Scene) -> bool:
    """`link` and the code, as it was told on the other channel."""
    skill = scene.house.skills.by_name.get(SKILL)
    if skill is None or not _LINK.fullmatch(scene.heard.text):
        return False
    await scene.aside(skill)
    return True
