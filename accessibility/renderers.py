"""The renderer for each modality."""

from __future__ import annotations

from typing import Literal

from accessibility.render_screen import ScreenRenderer
from accessibility.render_sms import SmsRenderer
from accessibility.render_speech import SpeechRenderer
from accessibility.renderer import Renderer
from locales.catalogue import Catalogue

Modality = Literal["screen", "sms", "speech"]

MODALITIES: tuple[Modality, ...] = ("screen", "sms", "speech")

RENDERERS: dict[Modality, type[ScreenRenderer | SmsRenderer | SpeechRenderer]] = {
    "screen": ScreenRenderer,
    "sms": SmsRenderer,
    "speech": SpeechRenderer,
}


def renderer(modality: Modality, catalogue: Catalogue) -> Renderer:
    """The renderer for `modality`: make it once and keep it, it prepares what each language needs."""
    return RENDERERS[modality](catalogue)
