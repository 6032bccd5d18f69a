"""The flags of observations: what makes a value doubtful, in words that a reader understands."""

from __future__ import annotations

UNKNOWN_UNIT = "unit unknown"
TWICE = "two rows for one region"
UNKNOWN_REGION = "region unknown"
