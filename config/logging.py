"""The logging set-up that every process shares: structlog's renderers over the standard library."""

from __future__ import annotations

import sys
from typing import Any

import structlog


def logging_config(*, json: bool, level: str) -> dict[str, Any]:
    """Return a dictConfig that writes one line a record to stderr, as JSON or for a reader's eyes."""
    shared = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.stdlib.ExtraAdder(),
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]
    renderer: Any = (
        structlog.processors.JSONRenderer()
        if json
        # Plain: rich's frames take seconds and print every local variable, candidates' words included.
        else structlog.dev.ConsoleRenderer(
            colors=sys.stderr.isatty(), exception_formatter=structlog.dev.plain_traceback
        )
    )
    tail = [structlog.processors.format_exc_info, renderer] if json else [renderer]
    return {
        "version": 1,
        # The agent's job processes forward records through handlers of their own: leave those alone.
        "disable_existing_loggers": False,
        "formatters": {
            "line": {
                "()": structlog.stdlib.ProcessorFormatter,
                "foreign_pre_chain": shared,
                "processors": [structlog.stdlib.ProcessorFormatter.remove_processors_meta, *tail],
            }
        },
        "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
        "root": {"handlers": ["stderr"], "level": level},
        "loggers": {
            "django": {"handlers": [], "level": level, "propagate": True},
            "django.server": {"handlers": [], "level": level, "propagate": True},
            # Chatty libraries whose every request would drown what matters.
            "httpx": {"level": "WARNING"},
            "httpcore": {"level": "WARNING"},
            "httpx2": {"level": "WARNING"},
            "httpcore2": {"level": "WARNING"},
            "axes": {"level": "WARNING"},
            "trafilatura": {"level": "ERROR"},
        },
    }
