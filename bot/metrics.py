"""Figures for operators, in Prometheus' text format. None of them says anything about a person."""

from __future__ import annotations

from collections.abc import Mapping

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest

BUCKETS = (0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1.0, 5.0)


class Metrics:
    """The figures of one process, in a registry of its own."""

    def __init__(self) -> None:
        self._registry = CollectorRegistry()
        self.turns = Counter(
            "snicket_turns", "Messages handled", ("channel", "outcome"), registry=self._registry
        )
        self.seconds = Histogram(
            "snicket_turn_seconds", "Time of one turn", buckets=BUCKETS, registry=self._registry
        )
        self.counted = Counter(
            "snicket_counted",
            "What staff count, such as unanswered questions",
            ("name",),
            registry=self._registry,
        )
        self.checked = Counter(
            "snicket_messages_checked",
            "Outgoing messages held to the rules of plain words",
            ("channel", "language"),
            registry=self._registry,
        )
        self.broken = Counter(
            "snicket_rules_broken",
            "Rules that outgoing messages broke",
            ("rule", "channel", "language"),
            registry=self._registry,
        )
        self.spared = Counter(
            "snicket_nlu_spared",
            "Messages that the embedded back end understood because Rasa gave no answer",
            registry=self._registry,
        )

        self.outbox = Counter(
            "snicket_outbox",
            "What came of messages that were to be sent",
            ("channel", "outcome"),
            registry=self._registry,
        )
        self.waiting = Gauge(
            "snicket_outbox_waiting", "Messages that wait to be sent", ("channel",), registry=self._registry
        )
        self.oldest = Gauge(
            "snicket_outbox_oldest_seconds",
            "Age of the oldest message that could have been sent",
            ("channel",),
            registry=self._registry,
        )
        self.alerts_held = Counter(
            "snicket_alerts_held",
            "Alerts whose sending waits for a second person",
            registry=self._registry,
        )
        self.feed = Counter(
            "snicket_feed",
            "What came of feeds: believed, the reason of what was refused, answered or failed",
            ("feed", "outcome"),
            registry=self._registry,
        )
        self.feed_age = Gauge(
            "snicket_feed_age_seconds",
            "How long nothing was heard of a feed",
            ("feed",),
            registry=self._registry,
        )
        self.telegram = Counter(
            "snicket_telegram_updates",
            "What Telegram told us, by kind",
            ("kind",),
            registry=self._registry,
        )
        self.relay = Counter(
            "snicket_relay_failures",
            "What Chatwoot refused or did not answer, by reason",
            ("reason",),
            registry=self._registry,
        )

    def backlog(self, waits: Mapping[str, tuple[int, float]]) -> None:
        """What waits by channel: how many, and the age of the oldest in seconds."""
        self.waiting.clear()
        self.oldest.clear()
        for channel, (count, seconds) in waits.items():
            self.waiting.labels(channel).set(count)
            self.oldest.labels(channel).set(seconds)

    def text(self) -> bytes:
        """The exposition."""
        return generate_latest(self._registry)
