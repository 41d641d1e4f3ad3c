"""Finds the bin that somebody means."""

from __future__ import annotations

from bot.knowledge.bins.answers import Container
from bot.knowledge.bins.folding import fold
from bot.knowledge.bins.things import Translated, untranslated


class ContainerNames:
    """The words for the city's containers in all languages."""

    def __init__(self, containers: tuple[Container, ...], translated: Translated = untranslated) -> None:
        self._words = [
            (f" {fold(word)} ", container)
            for container in containers
            for word in (container.id, container.name.msgid, *translated(container.name), *container.words)
        ]

    def named(self, text: str) -> Container | None:
        """The one container that the text names; None when it names none, or several."""
        padded = f" {fold(text)} "
        found = {container.id: container for word, container in self._words if word in padded}
        return next(iter(found.values())) if len(found) == 1 else None
