"""The words of table headers, from ``words.toml``."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from typing import Any


@cache
def vocabulary() -> dict[str, Any]:
    """Return the words, read once and when first asked for."""
    return tomllib.loads((files(__package__) / "words.toml").read_text("utf-8"))
