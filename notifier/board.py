"""Alerts in memory: what feeds say goes in, what there is to tell comes out. A replay keeps its alerts so;
the service keeps them in its database.
"""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Iterator

from notifier.alert import Alert
from notifier.feeds.feed import Parsed
from notifier.lifecycle import Known, expired, gone, has_run_out, names, next_version, order_after
from notifier.refusal import Refusal
from notifier.warning import Warning


class Board:
    """All alerts, over or not, by name. A later message may name another of the same alert: every name under
    which it was ever spoken of leads to it."""

    def __init__(self) -> None:
        self._known: dict[str, Known] = {}
        self._called: dict[str, str] = {}
        self._ended: dict[str, float] = {}

    @property
    def alerts(self) -> tuple[Alert, ...]:
        """The newest version of each, in the order in which they began."""
        return tuple(known.alert for known in self._known.values())

    def take(self, feed: str, parsed: Parsed, now: dt.datetime) -> Iterator[Alert | Refusal]:
        """What its warnings bring about, and what is over because a complete list has it no longer."""
        for warning in sorted(parsed.warnings, key=lambda one: one.order):
            yield from self._warn(warning, now)
        if parsed.complete:
            listed = {self._called.get(name, "") for one in parsed.warnings for name in names(one)}
            for name, known in list(self._known.items()):
                if name.startswith(f"{feed}:") and known.alert.level and name not in listed:
                    yield self._keep(name, gone(known, now), known.order)

    def expire(self, now: dt.datetime) -> Iterator[Alert]:
        """What has run out."""
        for name, known in list(self._known.items()):
            if has_run_out(known.alert, now):
                yield self._keep(name, expired(known, now), known.order)

    def _warn(self, warning: Warning, now: dt.datetime) -> Iterator[Alert | Refusal]:
        for name in self._meant(warning):
            known = self._known.get(name)
            ended = max(self._ended.get(one, -math.inf) for one in names(warning))
            outcome = next_version(known, warning, now, ended)
            order = order_after(known, warning)
            if isinstance(outcome, Alert):
                yield self._keep(name, outcome, order)
            elif isinstance(outcome, Refusal):
                if known is None and outcome.reason == "over":
                    self._ended.update((one, max(ended, order)) for one in names(warning))
                yield outcome
            elif known is not None:
                self._known[name] = Known(known.alert, order)
            if name in self._known:
                self._called.update((one, name) for one in names(warning) if one not in self._called)

    def _meant(self, warning: Warning) -> list[str]:
        """The alerts that it is about. An end ends all that it names. Anything else goes on with one of them,
        of those in force if there are; the others are one with that from now on."""
        called = names(warning)
        found = list(dict.fromkeys(self._called[name] for name in called if name in self._called))
        if warning.status != "in_force" or len(found) < 2:
            return found or [called[0]]
        first, *others = sorted(found, key=lambda name: not self._known[name].alert.level)
        for other in others:
            del self._known[other]
        self._called = {name: first if meant in others else meant for name, meant in self._called.items()}
        return [first]

    def _keep(self, name: str, alert: Alert, order: float) -> Alert:
        self._known[name] = Known(alert, order)
        return alert
