"""The time as the library writes it."""

from __future__ import annotations

from datetime import UTC, datetime


def now() -> str:
    """Return the time now as ISO 8601 in UTC, to the second."""
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
