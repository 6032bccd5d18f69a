"""A brief as DOCX."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from gongxing.briefs.building import Brief


def to_docx(brief: Brief) -> bytes:
    """Return a brief as DOCX."""
    raise NotImplementedError(brief)
