"""Outgoing messages are held to the rules: counted, logged without what was filled in, never held back."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from accessibility.renderer import Manner
from accessibility.renderers import Modality, renderer
from accessibility.text import Place, Rendered, Text, _
from bot.linter import Linter
from bot.metrics import Metrics
from channels.message import Reply
from locales import catalogue

WORDS = catalogue.shipped()


def written(reply: Reply, channel: str, modality: Modality, prefix: str = "") -> tuple[Rendered, Metrics]:
    """The reply as it is written for the channel, and what was counted once it was on its way."""
    metrics, waiting = Metrics(), list[Callable[[], None]]()
    drawn = renderer(modality, WORDS)

    def render(reply: Reply, language: str, slow: bool) -> Rendered:
        return drawn.render(reply.text, language, manner=Manner())

    rendered = Linter(metrics, waiting.append).listening(render, channel, modality, prefix)(
        reply, "en", False
    )
    assert "snicket_messages_checked_total{" not in metrics.text().decode()
    for run in waiting:
        run()
    return rendered, metrics


def test_a_good_message_is_counted_and_breaks_nothing() -> None:
    _said, metrics = written(Reply(_("Hello.")), "web", "screen")
    figures = metrics.text().decode()
    assert 'snicket_messages_checked_total{channel="web",language="en"} 1.0' in figures
    assert "snicket_rules_broken_total{" not in figures


def test_a_broken_rule_is_counted_and_the_message_goes_out() -> None:
    said, metrics = written(Reply(Text("Where? When? Tell me.", {})), "sms", "sms", "Leeds council")
    assert said.text == "Where? When? Tell me."
    figures = metrics.text().decode()
    assert 'snicket_rules_broken_total{channel="sms",language="en",rule="R04"} 1.0' in figures
    assert 'snicket_rules_broken_total{channel="sms",language="en",rule="R21"} 1.0' in figures


def test_the_log_holds_no_personal_data(capsys: pytest.CaptureFixture[str]) -> None:
    written(
        Reply(Text("Do you live at %(place)s? Do you?", {"place": Place("14 Oak Road")})), "web", "screen"
    )
    logged = "".join(capsys.readouterr())
    assert "R04" in logged
    assert "Do you live at %(place)s?" in logged
    assert "Oak Road" not in logged


def test_a_check_that_fails_harms_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_arguments: object, **_more: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr("bot.linter.check", broken)
    said, metrics = written(Reply(_("Hello.")), "web", "screen")
    assert said.text == "Hello."
    assert "snicket_rules_broken_total{" not in metrics.text().decode()
