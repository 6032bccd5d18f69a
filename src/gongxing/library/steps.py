"""The moments of an ingest at which a machine may stop: tests stop it at each of them."""

from __future__ import annotations

from collections.abc import Callable

observers: list[Callable[[str], None]] = []


def reached(step: str) -> None:
    """Tell the observers (none outside tests) that a step was reached."""
    for observer in observers:
        observer(step)
