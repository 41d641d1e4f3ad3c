"""Structured logs without personal data: JSON lines, or colours where a person is watching.

Two nets, one behind the other. Fields that carry what residents say or who they are, by name, are never
written. In everything else, what looks like a phone number, postcode, email address or the query of a web
address is masked, in messages of libraries and in tracebacks too. The masks rather hide too much.
"""

from __future__ import annotations

import logging
import re
import sys
from collections.abc import Mapping
from typing import Any, TextIO

import structlog
from structlog.typing import EventDict, Processor, WrappedLogger

from bot.secret import Secret
from bot.settings import Settings

LEFT_OUT = "[left out]"
TALKATIVE = ("alembic", "apscheduler", "asyncio", "httpcore", "httpcore2", "httpx", "httpx2", "telegram")
"""Libraries whose everyday messages tell an operator nothing."""

_NEVER = frozenset(
    [
        *("text", "words", "body", "message", "messages", "utterance", "transcript", "entries", "lines"),
        *("reply", "rendered", "choice", "answer", "answers", "state", "inbound", "payload", "raw", "query"),
        *("address", "sender", "recipient", "caller", "to", "name", "phone", "email", "postcode", "home"),
        *("secret", "secrets", "token", "password", "authorization", "cookie", "headers"),
    ]
)
_LOGIN = re.compile(r"(?<=://)[^/@\s]+(?=@)")
_EMAIL = re.compile(r"[\w.+%-]+@[\w-]+(?:\.[\w-]+)+")
_QUERY = re.compile(r"(?<=[/\w.~%:-])\?[^\s\"'<>]+")
_POSTCODE = re.compile(r"\b(?:GIR ?0AA|[A-Z]{1,2}[0-9][A-Z0-9]?[ +-]?[0-9][A-Z]{2})\b", re.IGNORECASE)
# Nine digits and more with what people write between them; not the tail of a word or of a longer number.
_PHONE = re.compile(r"(?<![\w.])\+?\(?\d(?:[ \t().\-/]{0,2}\d){8,16}(?!\w)")
_MASKS = (
    ("login", _LOGIN),
    ("email", _EMAIL),
    ("query", _QUERY),
    ("phone", _PHONE),
    ("postcode", _POSTCODE),
)


def mask(text: str) -> str:
    """`text` with what may be personal replaced by its kind in angle brackets, `<phone>`."""
    for kind, pattern in _MASKS:
        text = pattern.sub(f"<{kind}>", text)
    return text


def without_personal_data(logger: WrappedLogger, method: str, event: EventDict) -> EventDict:
    """The structlog processor: leaves out and masks, at every depth."""
    return {name: _clean(name, value) for name, value in event.items()}


def _clean(name: object, value: Any) -> Any:
    if isinstance(name, str) and name.lower() in _NEVER:
        return LEFT_OUT
    if isinstance(value, Secret):
        return LEFT_OUT
    if isinstance(value, str):
        return mask(value)
    if isinstance(value, Mapping):
        return {key: _clean(key, inner) for key, inner in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [_clean(None, inner) for inner in value]
    if value is None or isinstance(value, bool | int | float):
        return value
    return mask(str(value))


def configure(settings: Settings, *, quiet: bool = False, stream: TextIO | None = None) -> None:
    """Sends the logs of the program and of its libraries to `stream` (standard error), from the level of the
    settings on; when `quiet`, only errors.

    JSON, one object a line; on a terminal in colours instead. May be called again.
    """
    stream = stream or sys.stderr
    handler = logging.StreamHandler(stream)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=_CHAIN,
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, _renderer(stream)],
        )
    )
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel("ERROR" if quiet else settings.log_level.upper())
    for library in TALKATIVE:
        logging.getLogger(library).setLevel(max(root.level, logging.WARNING))
    structlog.configure(
        processors=[
            structlog.stdlib.filter_by_level,
            *_CHAIN,
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        wrapper_class=structlog.stdlib.BoundLogger,
        logger_factory=structlog.stdlib.LoggerFactory(),
    )


_CHAIN: list[Processor] = [
    structlog.contextvars.merge_contextvars,
    structlog.stdlib.add_log_level,
    structlog.stdlib.add_logger_name,
    structlog.stdlib.ExtraAdder(),
    structlog.processors.StackInfoRenderer(),
    structlog.processors.format_exc_info,
    without_personal_data,
    structlog.processors.TimeStamper(fmt="iso", utc=True),  # after the mask: it is not a phone number
]


def _renderer(stream: TextIO) -> Processor:
    return _console() if stream.isatty() else structlog.processors.JSONRenderer()


def _console() -> Processor:
    """For a person at a terminal; its tracebacks show no local variables, which may be personal."""
    return structlog.dev.ConsoleRenderer(exception_formatter=structlog.dev.plain_traceback)
