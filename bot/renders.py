"""What writes replies for each channel."""

from __future__ import annotations

from msgspec import structs

from accessibility.renderer import Manner
from accessibility.renderers import renderer
from accessibility.text import Rendered
from bot.lines import Renders
from bot.linter import Linter
from channels.can import CAN
from channels.message import Capabilities, Reply
from locales.catalogue import Catalogue


def renders(words: Catalogue, council: str, linter: Linter) -> dict[str, Renders]:
    """What writes for each channel, text messages beginning with the name of the council."""
    made = {}
    for name, can in CAN.items():
        prefix = council if can.modality == "sms" else ""
        made[name] = linter.listening(_render(words, can, prefix), name, can.modality, prefix)
    return made


def _render(words: Catalogue, can: Capabilities, prefix: str) -> Renders:
    """Writes replies the way one channel needs them."""
    drawn = renderer(can.modality, words)

    def render(reply: Reply, language: str, slow: bool) -> Rendered:
        choices = [(choice.id, choice.label) for choice in reply.choices]
        manner = Manner(prefix=prefix, slower=slow, shared=can.shared)
        safety = reply.importance == "safety"
        made = drawn.render(reply.text, language, choices, reply.links, safety=safety, manner=manner)
        return structs.replace(made, wants=reply.wants) if reply.wants else made

    return render
