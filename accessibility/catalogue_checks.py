"""The faults of the catalogue that only show when its messages are rendered.

Every message is rendered with long values in every language and for every modality and held to the rules
that a single message can break: plain words, sizes, the order of facts, sound SSML. Both pseudo-languages go
through the same.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from accessibility.pseudo import ACCENTED, pseudo
from accessibility.renderer import Renderer
from accessibility.renderers import MODALITIES, Modality, renderer
from accessibility.rules import check
from accessibility.samples import sample
from accessibility.text import Text
from locales.catalogue import Catalogue
from locales.faults import Fault
from locales.languages import SOURCE
from locales.message import Message

WORDS = frozenset({"R01", "R02", "R03", "R04", "R15", "R16"})
FORM = frozenset({"R14", "R19", "R20", "R23", "R24", "R27", "R28", "R30", "R31", "R32"})


def rendered_faults(catalogue: Catalogue) -> tuple[Fault, ...]:
    """Every fault, sorted; `Fault.check` is the number of the rule."""
    faults = set(_faults(catalogue, catalogue.languages))
    faults |= set(_faults(pseudo(catalogue), [tag for tag in pseudo(catalogue).languages if tag != SOURCE]))
    return tuple(sorted(faults))


def _faults(catalogue: Catalogue, tags: Iterable[str]) -> Iterator[Fault]:
    said = [(message, sample(message)) for message in catalogue.known()]
    renderers = {modality: renderer(modality, catalogue) for modality in MODALITIES}
    for tag in tags:
        for modality in MODALITIES:
            for message, text in said:
                yield from _broken(renderers[modality], modality, tag, message, text)


def _broken(made: Renderer, modality: Modality, tag: str, message: Message, text: Text) -> Iterator[Fault]:
    rendered = made.render(text, tag)
    if rendered.language != tag:
        return
    rules = (FORM | WORDS if tag == SOURCE and modality == "screen" else FORM) - (
        {"R19", "R20", "R24"} if tag == ACCENTED else set()
    )
    file = "locales/messages.pot" if tag == SOURCE else f"locales/{tag}/LC_MESSAGES/messages.po"
    for fault in check(rendered, modality):
        if fault.rule in rules:
            yield Fault(file, message.msgid, fault.rule, f"{modality}: {fault.message}")
