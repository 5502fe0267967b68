"""Logs: structured lines on standard error, from an allow-list of fields that names no person."""

import logging
from collections.abc import MutableMapping
from typing import Any

import structlog

# No address, user agent, referrer, query string or body (security decision 14): what is not listed is dropped.
ALLOWED_FIELDS = frozenset({"event", "level", "timestamp", "kind", "place", "status", "endpoint", "seconds", "count"})


def init_logs() -> None:
    """Set structlog up; safe to call more than once."""
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            _keep_allowed_fields,
            structlog.processors.KeyValueRenderer(key_order=["timestamp", "level", "event"], sort_keys=True),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
        logger_factory=structlog.PrintLoggerFactory(),
    )


def _keep_allowed_fields(_logger: object, _method: str, fields: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    return {name: value for name, value in fields.items() if name in ALLOWED_FIELDS}
