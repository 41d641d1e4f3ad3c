"""Holds outgoing messages to the rules R01 to R40 as they are written, and counts what they break.

It never blocks: a resident in need of an answer is served by a clumsy one. Staff see the counts, and the log
names the message by its English, never by what was filled in.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable

import structlog

from accessibility.fault import Fault
from accessibility.renderers import Modality
from accessibility.rules import check, check_text
from accessibility.text import Rendered
from bot.lines import Renders
from bot.metrics import Metrics
from channels.message import Reply

log = structlog.get_logger(__name__)

Later = Callable[[Callable[[], None]], object]
"""Runs something soon, when the reply is on its way."""


def soon(run: Callable[[], None]) -> object:
    """When the running event loop has nothing more urgent."""
    return asyncio.get_running_loop().call_soon(run)


class Linter:
    """Makes renderers that are listened to."""

    def __init__(self, metrics: Metrics, later: Later = soon) -> None:
        self._metrics = metrics
        self._later = later

    def listening(self, render: Renders, channel: str, modality: Modality, prefix: str = "") -> Renders:
        """`render` as it is; what it makes for `channel` is checked afterwards. `prefix` is the council's
        name when messages have to start with it."""

        def write(reply: Reply, language: str, slow: bool) -> Rendered:
            rendered = render(reply, language, slow)
            self._later(lambda: self._read(channel, modality, prefix, reply, rendered))
            return rendered

        return write

    def _read(self, channel: str, modality: Modality, prefix: str, reply: Reply, rendered: Rendered) -> None:
        self._metrics.checked.labels(channel, rendered.language).inc()
        for fault in self._faults(modality, prefix, reply, rendered):
            self._metrics.broken.labels(fault.rule, channel, rendered.language).inc()
            log.info("rule_broken", rule=fault.rule, language=rendered.language, message=reply.text.msgid)

    def _faults(self, modality: Modality, prefix: str, reply: Reply, rendered: Rendered) -> list[Fault]:
        try:
            safety = reply.importance == "safety"
            return [*check(rendered, modality, safety=safety, prefix=prefix), *check_text(reply.text)]
        except Exception:  # a fault of a check must not become one of the assistant
            log.exception("rules_not_checked", message=reply.text.msgid)
            return []
