"""Council tax as a bill: the general law, and what the council has published of its own."""

from __future__ import annotations

from accessibility.text import _
from bot.dialogue.skill import skill
from bot.dialogue.talk import Talk
from bot.knowledge.answers.asking import answered


@skill("council_tax", topic=_("council tax"), short=True, like_addresses=True)
async def council_tax(talk: Talk) -> None:
    """Which of its questions is found by the words; asked only where they do not tell."""
    await answered(talk, "council_tax", _("What is it about your council tax?"))
