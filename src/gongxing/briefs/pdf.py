"""A brief as PDF, by Typst."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from gongxing.briefs.building import Brief


def to_pdf(brief: Brief) -> bytes:
    """Return a brief as PDF."""
    raise NotImplementedError(brief)
