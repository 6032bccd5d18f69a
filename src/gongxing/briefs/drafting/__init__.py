"""Briefs drafted from a library: who leads, what was promised, what holds, whether the gap closes."""

from gongxing.briefs.drafting.draft import draft_outline

__all__ = ["draft_outline"]
